"""What people decide about groups: it holds through later runs, is written down, and is refused where it can't be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from connectors.decidim.emulator import writes
from sidecar.core.context import Context
from sidecar.core.models import AuditEntry
from sidecar.mapping import queries
from sidecar.mapping.groups import decide
from sidecar.mapping.groups.decide import GroupError
from sidecar.mapping.groups.models import GroupDecision, GroupEvent
from sidecar.mapping.models import Statement
from sidecar.mapping.service import map_instance
from sidecar.mapping.tags import Choice, set_tag
from sidecar.sync.commands import run_pull
from tests.sidecar.chain import NAME, dialogue_store, pulled, said
from tests.sidecar.decidim import Decidim, decidim
from tests.sidecar.mapping.test_tags import run

ROWS = (
    said(1, "Ljus", "Kommunen ska sätta upp belysning på Kvarnstigen. Det är mörkt där."),
    said(2, "Mer ljus", "Kommunen ska sätta upp belysning på Kvarnstigen!"),
    said(3, "Lyktor", "Kommunen ska sätta lyktstolpar längs Kvarnstigen."),
    said(4, "Lampor", "Kommunen ska hänga lampor utmed Kvarnstigen."),
    said(5, "Bussen", "Kommunen ska inte tända någon gata på natten."),
)
LIGHT, POSTS, LAMPS, NOT = "sätta upp belysning", "lyktstolpar", "hänga lampor", "inte tända"


@pytest.fixture
def live(context: Context) -> Iterator[tuple[Context, Decidim]]:
    with decidim(source=dialogue_store(ROWS)) as emulator:
        pulled(context, emulator)
        map_instance(context.db, NAME)
        yield context, emulator


def group_of(context: Context, words: str) -> str:
    """The group that the present statement with these words stands in."""
    with context.db.session() as session:
        current = {row[0].id: row[0].text for row in queries.current_statements(session, NAME)}
        found = queries.members(session, NAME)
        return next(name for name, members in found.items() for one in members if words in current.get(one, ""))


def texts_of(context: Context, group: str) -> list[str]:
    with context.db.session() as session:
        members = queries.members(session, NAME).get(group, [])
        return sorted(session.scalars(select(Statement.text).where(Statement.id.in_(members))))


def events(context: Context) -> list[tuple[str, str, str | None, str]]:
    with context.db.session() as session:
        rows = session.scalars(select(GroupEvent).order_by(GroupEvent.id))
        return [(row.kind, row.group_id, row.other_id, row.by) for row in rows]


def test_two_groups_become_one_for_good_and_the_id_of_the_other_leads_there(live: tuple[Context, Decidim]) -> None:
    context, _ = live
    light, posts = group_of(context, LIGHT), group_of(context, POSTS)
    assert decide.together(context.db, NAME, light, posts[:8], actor="anna") == light
    for _run in range(2):
        assert group_of(context, POSTS) == light and len(texts_of(context, light)) == 3
        assert map_instance(context.db, NAME).grouped.new_groups == 0
    assert events(context)[-1] == ("merged", posts, light, "anna")
    with context.db.session() as session:
        assert queries.groups(session, NAME)[posts].merged_into == light
        told = session.scalars(select(AuditEntry).where(AuditEntry.action == "group.together")).one()
        assert (told.actor, told.subject, told.details["other"]) == ("anna", light, posts)


def test_what_contradicts_an_earlier_decision_is_refused_and_stores_nothing(live: tuple[Context, Decidim]) -> None:
    context, _ = live
    light, posts, lamps = (group_of(context, words) for words in (LIGHT, POSTS, LAMPS))
    decide.together(context.db, NAME, light, posts, actor="anna")
    decide.together(context.db, NAME, posts, lamps, actor="anna")
    before = events(context)
    with pytest.raises(GroupError, match="redan en och samma grupp"):
        decide.together(context.db, NAME, lamps, light, actor="bo")
    with pytest.raises(GroupError, match=r"hålls ihop\. Beslut 2 \(anna, .*sidecar groups undo lillby 2"):
        decide.apart(context.db, NAME, light, lamps, actor="bo")
    assert events(context) == before
    decide.undo(context.db, NAME, 2, actor="bo")
    decide.apart(context.db, NAME, light, lamps, actor="bo")
    with pytest.raises(GroupError, match=r"isär\. Beslut 3 \(bo"):
        decide.together(context.db, NAME, posts, lamps, actor="anna")
    with context.db.session() as session:
        assert session.scalars(select(GroupDecision.kind).order_by(GroupDecision.id)).all() == ["together", "together", "apart"]


def test_for_and_against_are_never_put_together_by_anybody(live: tuple[Context, Decidim]) -> None:
    context, _ = live
    with context.db.session() as session:
        against = session.scalars(select(Statement).where(Statement.text.contains(NOT))).one()
        against.side = "against"
    map_instance(context.db, NAME)
    with pytest.raises(GroupError, match="Stöd och motstånd hålls alltid isär"):
        decide.together(context.db, NAME, group_of(context, LIGHT), group_of(context, NOT), actor="anna")
    with pytest.raises(GroupError, match="Stöd och motstånd hålls alltid isär"):
        decide.move(context.db, NAME, against.id, group_of(context, POSTS), actor="anna")


def test_groups_whose_sides_turn_are_parted_by_the_next_run_which_tells(live: tuple[Context, Decidim]) -> None:
    context, _ = live
    light, posts = group_of(context, LIGHT), group_of(context, POSTS)
    decide.together(context.db, NAME, light, posts, actor="anna")
    with context.db.session() as session:
        session.scalars(select(Statement).where(Statement.text.contains(POSTS))).one().side = "against"
    assert map_instance(context.db, NAME).grouped.turned == ((posts, light),)
    assert group_of(context, POSTS) == posts and events(context)[-1][:3] == ("split", posts, light)


def test_a_moved_statement_stays_where_it_was_put_and_its_like_stay_where_they_were(live: tuple[Context, Decidim]) -> None:
    context, _ = live
    light, posts = group_of(context, LIGHT), group_of(context, POSTS)
    with context.db.session() as session:
        chosen = session.scalars(select(Statement).where(Statement.text.contains(f"{LIGHT} på Kvarnstigen!"))).one().id
    decide.move(context.db, NAME, chosen, posts, actor="anna")
    map_instance(context.db, NAME)
    assert len(texts_of(context, posts)) == 2 and len(texts_of(context, light)) == 1
    decide.move(context.db, NAME, chosen, None, actor="anna")
    map_instance(context.db, NAME)
    assert (len(texts_of(context, posts)), len(texts_of(context, light))) == (1, 1)
    assert [kind for kind, *_ in events(context)] == ["moved", "merged", "split"]


def test_an_edit_of_a_text_leaves_its_statements_in_their_groups_with_their_decisions(live: tuple[Context, Decidim]) -> None:
    context, emulator = live
    light, posts = group_of(context, LIGHT), group_of(context, POSTS)
    decide.together(context.db, NAME, light, posts, actor="anna")
    body = "Kommunen borde sätta lyktstolpar längs Kvarnstigen. Min dotter cyklar där varje kväll."
    writes.edit_proposal(emulator.store, 3, body={"sv": body})
    run_pull(context, NAME, quiet=True)
    done = map_instance(context.db, NAME).grouped
    assert (done.followed, done.new_groups) == (1, 0)
    assert group_of(context, POSTS) == light
    assert ("followed", posts, None, "rule") in events(context)


def test_what_asks_for_nothing_any_more_leaves_its_group_and_the_run_tells(live: tuple[Context, Decidim]) -> None:
    context, _ = live
    posts = group_of(context, POSTS)
    with context.db.session() as session:
        chosen = session.scalars(select(Statement).where(Statement.text.contains(POSTS))).one().id
    set_tag(context.db, NAME, chosen, Choice("need"), "anna")
    assert map_instance(context.db, NAME).grouped.left == 1
    assert texts_of(context, posts) == []
    assert events(context)[-1] == ("left", posts, None, "rule")


def test_a_name_that_is_given_stays_and_one_that_is_too_long_is_refused(live: tuple[Context, Decidim]) -> None:
    context, _ = live
    light = group_of(context, LIGHT)
    decide.name(context.db, NAME, light, "  Ljus  på Kvarnstigen ", actor="anna")
    map_instance(context.db, NAME)
    with context.db.session() as session:
        assert queries.groups(session, NAME)[light].name == "Ljus på Kvarnstigen"
    with pytest.raises(GroupError, match="högst 120"):
        decide.name(context.db, NAME, light, "x" * 121, actor="anna")
    with pytest.raises(GroupError, match="sidecar groups list"):
        decide.name(context.db, NAME, "zzz", "Ljus", actor="anna")


def test_the_command_line_lists_shows_and_decides(live: tuple[Context, Decidim], tmp_path: Path) -> None:
    context, _ = live

    def told(*arguments: str) -> str:
        done = run(context, tmp_path, "groups", *arguments)
        assert done.exit_code == 0, done.output
        return done.output

    rows = json.loads(told("list", NAME, "--json"))
    assert (rows[0]["label"], rows[0]["voices"], rows[0]["named"]) == ("Sätta upp belysning på Kvarnstigen", 2, False)
    light, posts = rows[0]["id"], group_of(context, POSTS)
    told("together", NAME, light[:10], posts[:10], "--by", "anna")
    told("name", NAME, light[:10], "Ljus på Kvarnstigen", "--by", "anna")
    assert "Ljus på Kvarnstigen" in told("list", NAME, "--min-voices", "3")
    shown = told("show", NAME, posts[:10])
    assert f"{posts[:10]} gick upp i {light[:10]} (anna)" in shown and "lyktstolpar" in shown and "hör ihop (anna" in shown
    (number,) = [row["id"] for row in json.loads(told("decisions", NAME, "--json"))]
    assert "gäller inte längre" in told("undo", NAME, str(number))
    told("against", NAME, light[:10], posts[:10])
    refused = run(context, tmp_path, "groups", "together", NAME, light[:10], posts[:10], "--json")
    assert refused.exit_code == 1 and "vill motsatta saker" in json.loads(refused.output)["sv"]
