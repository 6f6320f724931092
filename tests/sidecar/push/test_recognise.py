"""What we wrote is known again when it comes back, and only that; an import file closes its push by the next pull."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from connectors.decidim.emulator.records import Author, Comment, Proposal
from sidecar.charter.models import ClauseVersion
from sidecar.push import service
from sidecar.push.commands import run_pushes
from sidecar.push.models import PushState, StepState
from sidecar.sync.models import Contribution, Kind
from tests.sidecar.push.parts import NAME, Sidecar

PERSON = 3


def own(sidecar: Sidecar) -> set[tuple[str, int]]:
    with sidecar.context.db.session() as session:
        rows = session.scalars(select(Contribution).where(Contribution.own)).all()
    return {(row.kind, row.number) for row in rows}


def written(sidecar: Sidecar, title: str, body: str, *, component: int = 2, author: int = PERSON) -> int:
    """A proposal that somebody writes in Decidim. Its number."""
    store, time = sidecar.decidim.store, sidecar.decidim.store.time()
    number = store.next_id("proposals", store.proposals)
    values: dict[str, Any] = {
        "id": number, "component": component, "title": {"sv": title}, "body": {"sv": body}, "reference": f"EX-PROP-{number}",
        "published_at": time, "created_at": time, "updated_at": time, "authors": [Author("Decidim::UserBaseEntity", author)],
    }  # fmt: skip
    store.index_proposal(Proposal(**values))
    return number


def commented(sidecar: Sidecar, on: int, body: str) -> int:
    store, time = sidecar.decidim.store, sidecar.decidim.store.time()
    number = store.next_id("comments", store.comments)
    store.index_comment(Comment(id=number, on=on, body={"sv": body}, author=PERSON, created_at=time, updated_at=time))
    store.proposals[on].comments_count += 1
    return number


def files(sidecar: Sidecar) -> list[Path]:
    return sorted((sidecar.context.settings.var / "import" / NAME).glob("*"))


def imported(sidecar: Sidecar) -> int:
    """The moderator imports the file as it lies there. Number of the new proposal."""
    [path] = [file for file in files(sidecar) if file.suffix == ".csv"]
    with path.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file, delimiter=";")
    return written(sidecar, row["title/sv"], row["body/sv"])


def by_file(sidecar: Sidecar) -> tuple[ClauseVersion, int]:
    """A version that waits in a file, and its push."""
    version = sidecar.approved()
    [report] = run_pushes(sidecar.context, NAME)
    assert (report.way, report.state) == ("file", "open")
    return version, report.push_id or 0


def test_our_proposal_comes_back_as_ours_and_is_no_voice(sidecar: Sidecar) -> None:
    report = sidecar.push(sidecar.approved())
    sidecar.pull()
    assert own(sidecar) == {(Kind.proposal, int(report.proposal_id or 0))}


def test_somebody_who_quotes_our_address_in_a_proposal_is_still_a_voice(sidecar: Sidecar) -> None:
    version = sidecar.approved()
    written(sidecar, "Läs det här utkastet", f"Jag tycker att {sidecar.marker(version)} är fel.")
    report = sidecar.push(version)
    sidecar.pull()
    assert own(sidecar) == {(Kind.proposal, int(report.proposal_id or 0))}


def test_somebody_who_quotes_our_address_in_a_comment_is_still_a_voice(sidecar: Sidecar) -> None:
    version = sidecar.approved()
    report = sidecar.push(version)
    commented(sidecar, int(report.proposal_id or 0), f"I {sidecar.marker(version)} står det fel sak.")
    sidecar.pull()
    assert own(sidecar) == {(Kind.proposal, int(report.proposal_id or 0))}


def test_another_persons_copy_is_not_taken_for_ours_after_an_unknown_outcome(sidecar: Sidecar) -> None:
    version = sidecar.approved()
    push_id = sidecar.prepare(version)
    assert sidecar.carry_out(push_id, sidecar.struck("500=1")).state == "open"
    copy = written(sidecar, version.title, f"<p>Kopia.</p><p>{sidecar.marker(version)}</p>")
    report = sidecar.carry_out(push_id)
    assert report.state == "done"
    assert report.proposal_id != str(copy)
    assert sorted(sidecar.holding(version)) == sorted([copy, int(report.proposal_id or 0)])


def test_an_approved_version_becomes_a_file_where_nobody_is_signed_in(sidecar: Sidecar) -> None:
    _, push_id = by_file(sidecar)
    assert sidecar.row(push_id).steps[0].state == StepState.intent
    assert {file.suffix for file in files(sidecar)} >= {".csv", ".xlsx", ".html"}


def test_pushing_again_leaves_the_same_file(sidecar: Sidecar) -> None:
    by_file(sidecar)
    before = {file: file.read_bytes() for file in files(sidecar) if file.suffix == ".csv"}
    [report] = run_pushes(sidecar.context, NAME)
    assert report.state == "open"
    assert {file: file.read_bytes() for file in files(sidecar) if file.suffix == ".csv"} == before


def test_the_next_pull_finds_what_was_imported_and_closes_the_push(sidecar: Sidecar) -> None:
    version, push_id = by_file(sidecar)
    number = imported(sidecar)
    sidecar.pull()
    push = sidecar.row(push_id)
    assert (push.state, push.proposal_id) == (PushState.done, str(number))
    assert push.stored is not None
    assert sidecar.marker(version) in push.stored["body"]["sv"]
    sidecar.pull()
    assert own(sidecar) == {(Kind.proposal, number)}
    assert run_pushes(sidecar.context, NAME) == []


def test_what_was_imported_is_ours_from_the_first_pull_that_sees_it(sidecar: Sidecar) -> None:
    by_file(sidecar)
    number = imported(sidecar)
    sidecar.pull()
    assert own(sidecar) == {(Kind.proposal, number)}


def test_a_file_imported_twice_closes_the_push_once_with_the_first(sidecar: Sidecar) -> None:
    _, push_id = by_file(sidecar)
    first, second = imported(sidecar), imported(sidecar)
    sidecar.pull()
    assert sidecar.row(push_id).proposal_id == str(first)
    assert (Kind.proposal, second) not in own(sidecar)


@pytest.mark.parametrize("where", ["another title", "another component", "a comment"])
def test_a_quoted_address_does_not_close_a_push_that_waits_for_its_import(sidecar: Sidecar, where: str) -> None:
    version, push_id = by_file(sidecar)
    text = f"<p>Se {sidecar.marker(version)}</p>"
    if where == "another title":
        written(sidecar, "Läs det här utkastet", text)
    elif where == "another component":
        written(sidecar, version.title, text, component=1)
    else:
        commented(sidecar, 11, text)
    sidecar.pull()
    assert sidecar.row(push_id).state == PushState.open
    assert own(sidecar) == set()


def test_a_file_that_will_never_be_imported_can_be_given_up(sidecar: Sidecar) -> None:
    version, push_id = by_file(sidecar)
    report = service.abandon(sidecar.context.db, sidecar.context.settings, push_id, actor="Anna")
    assert report.state == "replaced"
    assert run_pushes(sidecar.context, NAME) == []
    assert not sidecar.holding(version)


def test_another_version_of_the_address_is_not_this_one(sidecar: Sidecar) -> None:
    """…/k/abc/1 stands at the beginning of …/k/abc/12."""
    version, push_id = by_file(sidecar)
    written(sidecar, version.title, f"<p>{sidecar.marker(version)}2</p>")
    sidecar.pull()
    assert sidecar.row(push_id).state == PushState.open
