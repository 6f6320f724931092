"""The charter as a participatory text: imported once by an administrator, known again with its headings, never written over."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from connectors.decidim.emulator import writes
from sidecar.charter import queries as charter_queries
from sidecar.charter import service as charter
from sidecar.charter.models import Clause
from sidecar.push import queries, service
from sidecar.push.commands import run_pushes
from sidecar.push.models import Push, PushState, StepState
from sidecar.push.planning import PushError
from sidecar.push.text_commands import TextPush, push_text, text_lines
from sidecar.sync.models import Component, Contribution
from tests.sidecar.push.panel import Panel
from tests.sidecar.push.parts import LIBRARY, NAME, SWINGS, Sidecar
from tests.sidecar.push.test_recognise import commented, own

TEXT = "4"


def component(sidecar: Sidecar, number: str = TEXT) -> Component:
    with sidecar.context.db.session() as session:
        return session.get_one(Component, sidecar.component_id(number))


def made(sidecar: Sidecar, chapter: str | None = None, *, dry_run: bool = False) -> TextPush:
    return push_text(sidecar.context, NAME, component(sidecar), chapter, dry_run=dry_run)


def path(sidecar: Sidecar, found: TextPush, number: int = -1) -> Path:
    return sidecar.context.settings.var / "import" / NAME / found.files[number]


def pushes(sidecar: Sidecar) -> list[Push]:
    with sidecar.context.db.session() as session:
        return list(session.scalars(select(Push).order_by(Push.id)))


def clauses(sidecar: Sidecar) -> list[Clause]:
    ids = [sidecar.clause_id(title) for title in (SWINGS, LIBRARY)]
    with sidecar.context.db.session() as session:
        return [charter_queries.clause(session, one) for one in ids]


def two_approved(sidecar: Sidecar) -> None:
    for title in (SWINGS, LIBRARY):
        sidecar.approved(title)


def test_what_is_approved_becomes_one_text_that_is_recorded_and_known_again_when_it_is_published(sidecar: Sidecar) -> None:
    two_approved(sidecar)
    found = made(sidecar)
    [file] = found.files
    told = path(sidecar, found).read_text("utf-8")
    assert told.count("\n## § ") == 2 and {push.state for push in pushes(sidecar)} == {PushState.open}
    assert {step.state for push in pushes(sidecar) for step in push.steps} == {StepState.intent}
    assert "väntar på att läsas in" in (found.reports[0].steps[0][2] or "")
    assert file in " ".join(text_lines(found, "var/import"))

    panel = Panel(sidecar.decidim.base, int(TEXT))
    drafts = panel.takes(path(sidecar, found))
    sidecar.pull()
    assert {push.state for push in pushes(sidecar)} == {PushState.open}  # drafts are nobody's to see
    assert panel.publishes() == drafts
    sidecar.pull()
    done = pushes(sidecar)
    assert {push.state for push in done} == {PushState.done}
    assert len({push.proposal_id for push in done}) == 2
    assert own(sidecar) == {("proposal", number) for number in drafts}  # articles and their headings: none is a voice
    for push in done:
        assert push.stored is not None and push.marker in push.stored["body"]["sv"]
    assert {clause.state for clause in clauses(sidecar)} == {"in_dialogue"}
    assert made(sidecar) == TextPush((), (), ())
    assert run_pushes(sidecar.context, NAME) == []


def test_the_same_text_is_made_again_until_it_is_imported_and_what_comes_later_stands_in_another(sidecar: Sidecar) -> None:
    sidecar.approved(SWINGS)
    first = made(sidecar)
    before = path(sidecar, first).read_bytes()
    path(sidecar, first).unlink()
    again = made(sidecar)
    assert again.files == first.files and path(sidecar, again).read_bytes() == before
    sidecar.approved(LIBRARY)
    second = made(sidecar)
    assert second.files[0] == first.files[0] and len(second.files) == 2
    assert path(sidecar, second, 0).read_bytes() == before
    assert sidecar.marker(sidecar.approved(SWINGS)) not in path(sidecar, second).read_text("utf-8")
    panel = Panel(sidecar.decidim.base, int(TEXT))
    for number in (0, 1):
        panel.takes(path(sidecar, second, number))
        panel.publishes()
    sidecar.pull()
    assert [push.state for push in pushes(sidecar)] == [PushState.done] * 2
    assert not [row for row in unknown(sidecar) if row.facts.get("level")]


def unknown(sidecar: Sidecar) -> list[Contribution]:
    with sidecar.context.db.session() as session:
        return [row for row, _text in queries.proposals_in(session, sidecar.component_id(TEXT)) if not row.own]


def test_a_text_imported_twice_closes_each_push_once_and_the_copies_are_seen(sidecar: Sidecar) -> None:
    sidecar.approved(SWINGS)
    found = made(sidecar)
    panel = Panel(sidecar.decidim.base, int(TEXT))
    first = panel.takes(path(sidecar, found))
    panel.publishes()
    second = panel.takes(path(sidecar, found))
    panel.publishes()
    sidecar.pull()
    assert own(sidecar) == {("proposal", number) for number in first}
    assert sorted(row.number for row in unknown(sidecar)) == second


def test_what_a_moderator_mended_before_publishing_is_kept_and_still_ours(sidecar: Sidecar) -> None:
    version = sidecar.approved(SWINGS)
    found = made(sidecar)
    panel = Panel(sidecar.decidim.base, int(TEXT))
    section, heading, article = panel.takes(path(sidecar, found))
    store = sidecar.decidim.store
    store.proposals[heading].title = {"sv": "Om gungorna"}
    store.proposals[article].body = {"sv": f"Gungorna ska lagas. {sidecar.marker(version)}"}
    panel.publishes()
    sidecar.pull()
    assert own(sidecar) == {("proposal", section), ("proposal", heading), ("proposal", article)}
    [push] = pushes(sidecar)
    assert push.stored is not None and push.stored["body"]["sv"].startswith("Gungorna ska lagas.")


def test_a_newer_version_is_not_added_below_the_older_and_the_reason_is_told(sidecar: Sidecar) -> None:
    sidecar.approved(SWINGS)
    found = made(sidecar)
    first = pushes(sidecar)[0].id
    sidecar.supported()
    sidecar.approved(SWINGS)
    [held] = made(sidecar).held
    assert f"--abandon {first}" in (held.held or "")
    panel = Panel(sidecar.decidim.base, int(TEXT))
    panel.takes(path(sidecar, found))
    panel.publishes()
    sidecar.pull()
    [held] = made(sidecar).held
    assert "byter inte ut" in (held.held or "")
    assert len(pushes(sidecar)) == 1


def test_a_file_that_will_not_be_imported_is_given_up_whole_and_made_anew(sidecar: Sidecar) -> None:
    two_approved(sidecar)
    found = made(sidecar)
    service.abandon(sidecar.context.db, sidecar.context.settings, pushes(sidecar)[0].id, actor="Anna")
    assert {push.state for push in pushes(sidecar)} == {PushState.replaced} and not path(sidecar, found).exists()
    again = made(sidecar)
    assert again.files == found.files and {push.state for push in pushes(sidecar)} == {PushState.open}


def test_what_was_imported_from_a_file_that_was_given_up_is_not_written_again(sidecar: Sidecar) -> None:
    sidecar.approved(SWINGS)
    found = made(sidecar)
    kept = path(sidecar, found).read_bytes()
    service.abandon(sidecar.context.db, sidecar.context.settings, pushes(sidecar)[0].id, actor="Anna")
    path(sidecar, found).write_bytes(kept)  # somebody had a copy
    panel = Panel(sidecar.decidim.base, int(TEXT))
    panel.takes(path(sidecar, found))
    panel.publishes()
    sidecar.pull()
    [held] = made(sidecar).held
    assert "står redan i komponent 4" in (held.held or "")


def test_a_chapter_alone_a_dry_run_and_what_cannot_be_written(sidecar: Sidecar) -> None:
    two_approved(sidecar)
    shown = made(sidecar, dry_run=True)
    assert shown.shown.startswith("# ") and shown.files == () and pushes(sidecar) == []
    themes = [clause.chapter for clause in clauses(sidecar)]
    theme = next(one for one in themes if one)
    assert made(sidecar, theme, dry_run=True).shown.count("\n## § ") == themes.count(theme)
    with pytest.raises(PushError, match="Kapitel: democracy"):
        made(sidecar, "väder")
    with pytest.raises(PushError, match="vanliga förslag"):
        push_text(sidecar.context, NAME, component(sidecar, "1"), None)


def test_a_version_whose_source_has_moved_is_held_and_the_rest_goes_on(sidecar: Sidecar) -> None:
    two_approved(sidecar)
    writes.edit_proposal(sidecar.decidim.store, 8, body={"sv": "Jag har ändrat mig."})
    sidecar.pull()
    found = made(sidecar)
    assert [one.clause_id for one in found.held] == [sidecar.clause_id(SWINGS)]
    assert path(sidecar, found).read_text("utf-8").count("\n## § ") == 1


def test_a_component_of_texts_takes_no_proposals(sidecar: Sidecar) -> None:
    sidecar.approved(SWINGS)
    made(sidecar)
    with pytest.raises(PushError, match="--way text"):
        run_pushes(sidecar.context, NAME, component=TEXT, way="file", must=True)
    assert run_pushes(sidecar.context, NAME, component=TEXT) == []


def test_a_comment_on_an_article_of_ours_is_a_voice(sidecar: Sidecar) -> None:
    sidecar.approved(SWINGS)
    panel = Panel(sidecar.decidim.base, int(TEXT))
    [*_headings, article] = panel.takes(path(sidecar, made(sidecar)))
    panel.publishes()
    number = commented(sidecar, article, "Gungorna är viktigast av allt.")
    sidecar.pull()
    assert ("comment", number) not in own(sidecar) and ("proposal", article) in own(sidecar)


def test_two_sidecars_make_the_same_text(sidecar: Sidecar) -> None:
    two_approved(sidecar)
    shown = made(sidecar, dry_run=True).shown
    assert made(sidecar, dry_run=True).shown == shown
    assert path(sidecar, made(sidecar)).read_text("utf-8") == shown
    assert charter.marker(sidecar.context.settings, sidecar.clause_id(SWINGS), 1) in shown
