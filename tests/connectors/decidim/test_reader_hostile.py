"""Answers that no honest Decidim gives: the odd record is refused and listed, the rest is read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.base import Page
from connectors.decidim.answers import answer_of
from connectors.decidim.decode import BadRecord, comment_of, proposal_of
from connectors.decidim.gathering import Gathering
from connectors.decidim.intake import settle, take_in
from connectors.decidim.transport import Reply
from connectors.errors import ConnectorError, FixSettings, NotUnderstood
from tests.connectors.decidim import reading
from tests.connectors.decidim.reading import reader
from tests.connectors.decidim.scripted import Asked, Given, answering


def text(value: str) -> dict[str, Any]:
    return {"translations": [{"locale": "sv", "text": value, "machineTranslated": False}]}


def node(number: Any, **changes: Any) -> dict[str, Any]:
    return {
        "id": number,
        "title": text("Fler bänkar"),
        "body": text("Vi vill sitta."),
        "totalCommentsCount": 0,
        "comments": [],
    } | changes


def remark(number: Any, **changes: Any) -> dict[str, Any]:
    return {"id": number, "body": "Håller med", "alignment": 0, "hasComments": False, "comments": []} | changes


def component(edges: Any, more: bool = False, cursor: str | None = "MQ", **changes: Any) -> dict[str, Any]:
    info = {"hasNextPage": more, "endCursor": cursor}
    return {
        "data": {"component": {"id": "1", "__typename": "Proposals", "proposals": {"pageInfo": info, "edges": edges}} | changes}
    }


def read(*nodes: Any) -> Page:
    edges = [{"cursor": str(index), "node": one} for index, one in enumerate(nodes)]
    with answering([Given(component(edges))]) as (url, _):
        [page] = reader(url).pages("1")
    return page


@pytest.mark.parametrize("number", ["1; drop table", "", None, -4, True, 1.5, ["1"], {"a": 1}, "９", "1" * 30, "../../etc"])
def test_an_id_that_is_no_number_is_refused_and_its_neighbours_are_read(number: Any) -> None:
    page = read(node("1"), node(number), node("3"))
    assert [one.id for one in page.proposals] == ["1", "3"]
    assert [line.code for line in page.unreadable] == ["bad_record"]


@pytest.mark.parametrize(
    "changes",
    [{"title": 5}, {"body": "plain"}, {"body": {"translations": "x"}}, {"body": {"translations": [5]}}, {"body": text("a\x00b")},
     {"body": {"translations": [{"locale": "../x", "text": "a"}]}}, {"title": {"translations": [{"locale": "sv", "text": 7}]}}],
)  # fmt: skip
def test_a_text_that_is_none_is_refused_and_its_neighbours_are_read(changes: dict[str, Any]) -> None:
    page = read(node("1"), node("2", **changes), node("3"))
    assert [one.id for one in page.proposals] == ["1", "3"]
    [line] = page.unreadable
    assert line.proposal_id == "2" and "Förslag 2" in line.sv


def test_a_page_that_holds_a_proposal_twice_gives_it_once() -> None:
    assert [one.id for one in read(node("1"), node(1), node("2")).proposals] == ["1", "2"]


def test_a_missing_text_is_refused() -> None:
    broken = node("2")
    del broken["body"]
    assert [line.code for line in read(node("1"), broken).unreadable] == ["bad_record"]


def test_invalid_utf8_costs_only_the_record_that_holds_it() -> None:
    whole = json.dumps(component([{"node": node("1")}, {"node": node("2", body=text("BROKEN"))}])).encode()
    with answering([Given(whole.replace(b"BROKEN", b"\xff\xfe"))]) as (url, _):
        [page] = reader(url).pages("1")
    assert [one.id for one in page.proposals] == ["1"]
    assert [line.code for line in page.unreadable] == ["bad_record"]


@pytest.mark.parametrize(
    "raw",
    [
        "<script>alert(1)</script>",
        "\u202eabc\u200b",
        "e\u0301 \U0001f469\u200d\U0001f467",
        "a\r\nb",
        "&lt;b&gt;",
        "gid://x/Decidim::User/4",
        "",
    ],
)
def test_texts_are_kept_as_stored(raw: str) -> None:
    page = read(node("1", body=text(raw), comments=[remark("5", body=raw)]))
    assert page.proposals[0].body == {"sv": raw}
    assert page.comments[0].body == {"und": raw}


def test_machine_translations_are_nobody_s_words() -> None:
    both = {"translations": [{"locale": "sv", "text": "Bänk"}, {"locale": "en", "text": "Bench", "machineTranslated": True}]}
    assert read(node("1", title=both)).proposals[0].title == {"sv": "Bänk"}


def test_odd_fields_beside_the_text_are_named_and_the_record_is_kept() -> None:
    odd = node(
        "1", publishedAt="yesterday", voteCount="many", url="javascript:alert(1)", author={"__typename": "User", "id": "x"}
    )
    page = read(odd)
    assert [one.id for one in page.proposals] == ["1"]
    [line] = page.unreadable
    assert line.code == "odd_fields"
    assert all(name in line.sv for name in ("publishedAt", "voteCount", "url", "author"))
    assert "javascript" not in line.sv and "yesterday" not in line.en


def test_a_bad_comment_is_refused_and_its_tree_is_not_called_whole() -> None:
    page = read(node("1", totalCommentsCount=3, comments=[remark("5"), remark("x"), remark("7", body=None), None]), node("2"))
    assert [one.id for one in page.comments] == ["5"]
    assert [line.code for line in page.unreadable] == ["bad_record"] * 3
    assert page.comments_complete == {"2"}


def test_the_same_cursor_twice_stops_the_pull() -> None:
    with answering([Given(component([{"node": node("1")}], more=True))]) as (url, asked), pytest.raises(NotUnderstood) as told:
        list(reader(url).pages("1"))
    assert told.value.code == "cursor_loop"
    assert len(asked) == 2


@pytest.mark.parametrize("cursor", [None, 5, "", "å", "a\nb", "x" * 501])
def test_a_cursor_that_can_not_be_kept_stops_the_pull(cursor: Any) -> None:
    answer = component([{"node": node("1")}], more=True, cursor=cursor)
    with answering([Given(answer)]) as (url, _), pytest.raises(NotUnderstood) as told:
        list(reader(url).pages("1"))
    assert told.value.code == "bad_paging"


def test_comments_that_answer_each_other_in_a_ring_end() -> None:
    def ring(asked: Asked) -> Given:
        variables = asked.json["variables"]
        if "c0" not in variables:
            inner = remark("6", hasComments=True)
            del inner["comments"]
            return Given(component([{"node": node("1", comments=[remark("5", comments=[inner])])}]))
        answer = {
            "id": "1",
            "comments": [{"id": variables["c0"], "comments": [{**remark("5"), "hasComments": True}, remark("6")]}],
        }
        return Given(component([], proposal=answer))

    with answering(ring) as (url, asked):
        [page] = reader(url).pages("1")
    assert {one.id for one in page.comments} == {"5", "6"}
    assert len(asked) == 2


def test_another_kind_of_component_is_told() -> None:
    other = {"data": {"component": {"id": "1", "__typename": "Meetings"}}}
    with answering([Given(other)]) as (url, _), pytest.raises(FixSettings) as told:
        list(reader(url).pages("1"))
    assert told.value.code == "not_proposals"


def test_a_server_that_is_no_decidim_is_told() -> None:
    unknown = {"message": "?", "extensions": {"code": "undefinedField", "typeName": "Query", "fieldName": "component"}}
    with answering([Given({"errors": [unknown]})]) as (url, _), pytest.raises(NotUnderstood) as told:
        list(reader(url).pages("1"))
    assert told.value.code == "unknown_schema"


@pytest.mark.parametrize(
    "answer", [{"data": None}, {"errors": []}, {"data": {}}, {"data": {"component": 5}}, {"data": {"component": []}}]
)
def test_an_answer_of_another_shape_is_one_clear_error(answer: Any) -> None:
    with answering([Given(answer)]) as (url, _), pytest.raises(ConnectorError) as told:
        list(reader(url).pages("1"))
    assert told.value.sv and told.value.en


def test_a_question_that_is_too_big_is_asked_smaller() -> None:
    def limited(asked: Asked) -> Given:
        if asked.json["variables"]["first"] > 12:
            return Given({"errors": [{"message": "Query has complexity of 6000, which exceeds max complexity of 5000"}]})
        return Given(component([{"node": node("1")}]))

    with answering(limited) as (url, asked):
        [page] = reader(url).pages("1")
    assert len(page.proposals) == 1
    assert [one.json["variables"]["first"] for one in asked] == [50, 25, 12]


def test_one_proposal_that_the_server_always_fails_at_is_stepped_over() -> None:
    def fragile(asked: Asked) -> Given:
        variables, query = asked.json["variables"], asked.json["query"]
        start = int(variables["after"] or 0)
        wanted = list(range(start + 1, min(start + variables["first"], 4) + 1))
        if 2 in wanted and "node" in query:
            return Given({"errors": [{"message": "Internal Server error"}], "data": {}}, 500)
        edges = [{"cursor": str(number), "node": node(str(number))} for number in wanted]
        return Given(component(edges, more=wanted[-1] < 4, cursor=str(wanted[-1])))

    with answering(fragile) as (url, _):
        pages = list(reader(url, page_size=4).pages("1"))
    assert [one.id for one in reading.proposals(pages)] == ["1", "3", "4"]
    assert [line.code for line in reading.unreadable(pages)] == ["server_failed"]


def test_no_alias_allowed_still_reads_threads() -> None:
    def strict(asked: Asked) -> Given:
        variables, query = asked.json["variables"], asked.json["query"]
        if "a1:" in query:
            return Given({"errors": [{"message": "?", "extensions": {"code": "TOO_MANY_ALIASES_ERROR"}}]})
        if "c0" in variables:
            answer = {"id": "1", "comments": [{"id": variables["c0"], "comments": [remark("1" + variables["c0"])]}]}
            return Given(component([], proposal=answer))
        inner = [{k: v for k, v in remark(str(n), hasComments=True).items() if k != "comments"} for n in (5, 6, 7)]
        return Given(component([{"node": node("1", comments=[remark("4", comments=inner)])}]))

    with answering(strict) as (url, _):
        [page] = reader(url).pages("1")
    assert {one.id for one in page.comments} == {"4", "5", "6", "7", "15", "16", "17"}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["1", "User", "Proposals"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "title", "body", "translations", "locale", "text", "comments", "node", "author"]), inner
        )
    ),
    max_leaves=12,
)
FIELDS = [
    "id", "title", "body", "state", "withdrawn", "official", "publishedAt", "url", "position", "voteCount", "author",
    "coordinates",
    "taxonomies", "category", "amendments", "answer", "comments", "alignment", "createdAt", "address",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), anything))
def test_whatever_a_record_holds_it_is_read_or_refused(value: dict[str, Any]) -> None:
    for decode in (lambda: proposal_of(value, "1"), lambda: comment_of(value, "1", None, 0)):
        try:
            record, odd = decode()
        except BadRecord as fault:
            assert fault.reason
        else:
            assert record.id.isdigit() and all(isinstance(name, str) for name in odd)


@settings(max_examples=200, deadline=None)
@given(anything, anything)
def test_whatever_a_page_holds_it_is_taken_in_or_refused(edges: Any, nested: Any) -> None:
    body = {"data": {"component": {"proposals": {"edges": edges if isinstance(edges, list) else [{"node": nested}]}}}}
    answer = answer_of(Reply(200, {}, json.dumps(body).encode()), "http://x")
    gathering = Gathering("1")
    for lookup in take_in(gathering, answer, None, set(), tree=True):
        for again in settle(lookup, nested, answer, 1, set()):
            settle(again, edges, answer, 0, set())
    assert gathering.done().component_id == "1"
