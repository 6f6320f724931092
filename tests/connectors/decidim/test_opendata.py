"""The reader of exported files: the API's records, page by page, and what may be called vanished."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connectors.base import Place, Term, Unreadable
from connectors.decidim.decode import UNDETERMINED
from connectors.decidim.opendata import NOTHING_BEFORE, OpenDataReader
from connectors.errors import ConnectorError
from tests.connectors.decidim.opendata_made import SPACE, comment, csv_of, json_of, moderation, proposal, zip_of
from tests.connectors.standard import ReaderStandards

MADE = datetime(2026, 4, 10, 3, tzinfo=UTC)
ROWS = [proposal(number) for number in range(1, 121)]
THREAD = [comment(1, 5), comment(2, 5, parent=1), comment(3, 70, alignment=-1), comment(4, 5)]


def read(*sources: bytes, newer_than: datetime | None = None) -> OpenDataReader:
    return OpenDataReader(sources, default_locale="sv", newer_than=newer_than)


class TestStandards(ReaderStandards):
    def reader(self) -> OpenDataReader:
        return read(zip_of(ROWS, THREAD, []), newer_than=NOTHING_BEFORE)


class TestStandardsOfLooseFiles(ReaderStandards):
    def reader(self) -> OpenDataReader:
        return read(json_of(ROWS), csv_of(THREAD), newer_than=NOTHING_BEFORE)


def test_a_page_holds_fifty_proposals_by_number_and_the_cursor_is_the_last() -> None:
    pages = list(read(zip_of(ROWS[::-1], THREAD)).pages("1"))
    assert [[one.id for one in page.proposals] for page in pages] == [
        [str(number) for number in range(start, min(start + 50, 121))] for start in (1, 51, 101)
    ]
    assert [page.after for page in pages] == ["50", "100", "120"]
    assert [[one.id for one in page.comments] for page in pages] == [["1", "2", "4"], ["3"], []]


def test_a_cursor_beyond_the_end_is_an_empty_last_page() -> None:
    (page,) = read(zip_of(ROWS)).pages("1", "999")
    assert (page.proposals, page.last, page.after) == ((), True, "999")


def test_a_cursor_that_is_no_number_is_one_clear_error() -> None:
    with pytest.raises(ConnectorError):
        list(read(zip_of(ROWS)).pages("1", "nästa"))


@pytest.mark.parametrize("form", [csv_of, json_of])
def test_a_row_becomes_the_record_that_the_api_gives(form: object) -> None:
    row = proposal(
        9, "=Rubrik", "<p>Text</p>", address="Torget 1", latitude="59.3", longitude="13.4", state="accepted", answer__sv="Ja"
    )
    (page,) = read(form([row])).pages("1")  # type: ignore[operator]
    (one,) = page.proposals
    assert (one.id, one.component_id, one.title, one.body) == ("9", "1", {"sv": "=Rubrik"}, {"sv": "Text"})
    assert one.place == Place("Torget 1", 59.3, 13.4)
    assert one.terms == (Term("2", "taxonomy", {"sv": "Trygghet"}),)
    assert (one.author_key, one.author_kind, one.official) == ("user/12", "user", False)
    assert (one.state, one.votes, one.likes, one.answer) == ("accepted", 3, 1, {"sv": "Ja"})
    assert one.published_at == datetime(2026, 3, 1, tzinfo=UTC)
    assert page.unreadable == ()


def test_what_the_file_lacks_is_none() -> None:
    row = {"id": 1, "component/id": 1, "title/sv": "Rubrik", "body/sv": "Text"}
    (page,) = read(csv_of([row])).pages("1")
    (one,) = page.proposals
    absent = (
        one.official,
        one.author_key,
        one.votes,
        one.likes,
        one.comments_count,
        one.url,
        one.place,
        one.published_at,
        one.state,
    )
    assert set(absent) == {None}
    assert (one.terms, one.amendments, one.answer) == ((), (), {})


def test_words_of_0_28_are_understood() -> None:
    row = proposal(1, supports=7, endorsements__total_count=2, category__id=3, category__name__sv="Skola", state="withdrawn")
    for name in ("votes", "likes/total_count", "withdrawn", "taxonomies/ids", "taxonomies/2/sv"):
        del row[name]
    ((one,),) = (page.proposals for page in read(csv_of([row])).pages("1"))
    assert (one.votes, one.likes, one.withdrawn, one.terms) == (7, 2, True, (Term("3", "category", {"sv": "Skola"}),))


def test_the_organisation_is_official_and_no_user() -> None:
    row = proposal(1, author__id=12, author__url="https://delta.exempel.se/sv")
    ((one,),) = (page.proposals for page in read(csv_of([row])).pages("1"))
    assert (one.official, one.author_key, one.author_kind) == (True, None, None)


def test_a_comment_is_under_the_locale_that_the_api_gives_it() -> None:
    ((one,),) = (page.comments for page in read(zip_of([proposal(5)], [comment(1, 5, body="-1 på det")])).pages("1"))
    assert one.body == {UNDETERMINED: "-1 på det"}


def test_names_of_people_are_nowhere() -> None:
    reader = read(zip_of(ROWS, THREAD, [moderation(1, "Comments::Comment", 9, f"{SPACE}/f/1/proposals/5#comment_9")]))
    told = repr([reader.index, list(reader.pages("1")), reader.capabilities(), reader.spaces()])
    assert not [name for name in ("Hemlig", "hemlig", "Dold", "Gillare") if name in told]


def test_a_comment_file_alone_gives_its_components_and_threads() -> None:
    reader = read(csv_of(THREAD))
    (space,) = reader.spaces()
    assert (space.kind, space.slug, [one.id for one in space.components]) == ("process", "kontrakt", ["1"])
    assert [one.id for page in reader.pages("1") for one in page.comments] == ["1", "2", "4", "3"]
    assert [one.id for one in reader.comments_of("5")] == ["1", "2", "4"]
    assert reader.comments_of("6") == ()


def test_a_body_known_from_the_api_comes_back_as_stored() -> None:
    stored = "<p>Vi vill ha <strong>fler</strong> bänkar, och det snart, för många orkar inte hela vägen.</p>"
    reader = OpenDataReader(zip_of([proposal(1, body=stored)]), default_locale="sv", known={"1": {"sv": stored}}.get)
    assert reader.index.proposals["1"].body == {"sv": stored}
    changed = OpenDataReader(zip_of([proposal(1, body="Annat")]), default_locale="sv", known={"1": {"sv": stored}}.get)
    assert changed.index.proposals["1"].body == {"sv": "Annat"}


def codes(lines: tuple[Unreadable, ...]) -> list[tuple[str, str | None, str | None, int | None]]:
    return [(line.code, line.proposal_id, line.comment_id, line.missing) for line in lines]


def test_what_moderators_hid_is_told_once_without_text() -> None:
    hidden = [
        moderation(1, "Proposals::Proposal", 121, f"{SPACE}/f/1/proposals"),
        moderation(2, "Comments::Comment", 9, f"{SPACE}/f/1/proposals/5#comment_9"),
        moderation(3, "Comments::Comment", 1, f"{SPACE}/f/1/proposals/5#comment_1", hidden=""),
        moderation(4, "Debates::Debate", 8, f"{SPACE}/f/2/debates/8"),
    ]
    pages = list(read(zip_of(ROWS, [*THREAD, comment(10, 121)], hidden)).pages("1"))
    assert codes(pages[0].unreadable) == [("hidden", "5", "9", 1)]
    assert codes(pages[-1].unreadable) == [("hidden", "121", None, 1), ("comments_without_proposal", "121", None, 1)]
    assert "10" not in {one.id for page in pages for one in page.comments}


# -- what may be called vanished -------------------------------------------------------------------------------------------


def test_nothing_has_vanished_unless_the_caller_says_when_it_last_read() -> None:
    reader = read(zip_of(ROWS, THREAD))
    assert not any(page.comments_complete for page in reader.pages("1"))
    assert reader.missing("1", ["999"]).gone == frozenset()


@pytest.mark.parametrize(("hours", "sure"), [(15, True), (13, False), (-24, False)])
def test_only_an_archive_that_is_surely_newer_says_that_something_vanished(hours: int, sure: bool) -> None:
    reader = read(zip_of(ROWS, THREAD), newer_than=MADE - timedelta(hours=hours))
    pages, missing = list(reader.pages("1")), reader.missing("1", ["5", "999"])
    assert {number for page in pages for number in page.comments_complete} == (
        {str(one["id"]) for one in ROWS} if sure else set()
    )
    assert missing.gone == ({"999"} if sure else set())
    assert [one.id for one in missing.found] == ["5"]
    assert [line.code for line in pages[-1].unreadable] == ([] if sure else ["file_may_be_older"])


def test_a_loose_file_has_no_date_and_so_never_says_that_something_vanished() -> None:
    reader = read(csv_of(ROWS), csv_of(THREAD), newer_than=datetime(2020, 1, 1, tzinfo=UTC))
    assert reader.taken_at is None and not any(page.comments_complete for page in reader.pages("1"))
    assert reader.missing("1", ["999"]).gone == frozenset()


def test_without_comments_in_the_file_no_thread_is_complete() -> None:
    reader = read(csv_of(ROWS), newer_than=NOTHING_BEFORE)
    assert not any(page.comments_complete for page in reader.pages("1"))
    assert "comments" in {line.name for line in reader.capabilities().advice if not line.ok}


def test_a_refused_row_is_neither_gone_nor_complete() -> None:
    rows = [*ROWS[:4], proposal(5, component="?")]  # type: ignore[arg-type]
    reader = read(zip_of(rows, [comment(1, 4, alignment=0), comment(2, 4, body="\0")]), newer_than=NOTHING_BEFORE)
    (page,) = reader.pages("1")
    assert page.comments_complete == {"1", "2", "3"}
    assert reader.missing("1", ["5", "6"]).gone == {"6"}
