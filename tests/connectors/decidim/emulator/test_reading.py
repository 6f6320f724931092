"""What an anonymous reader sees."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.decidim.emulator import writes
from connectors.decidim.emulator.resolvers.connection import cursor, offset
from connectors.decidim.emulator.store import Store
from tests.connectors.decidim.emulator.asking import SMALL, Decidim

VERSIONS = ("0.28.6", "0.30.9", "0.31.8", "0.32.2")
PLACE_OF_HIDDEN, PLACE_OF_BLINDED, PLACE_OF_HALF_BLINDED = 6, 3, 7


def nodes(decidim: Decidim, selection: str, arguments: str = "first: 50") -> list[dict[str, object] | None]:
    edges = decidim.in_component(f"proposals({arguments}) {{ edges {{ node {{ {selection} }} }} }}")["proposals"]["edges"]
    return [edge["node"] for edge in edges]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_hidden_proposal_is_a_null_node(version: str) -> None:
    found = nodes(Decidim(version), "id")
    assert [place for place, node in enumerate(found) if node is None] == [PLACE_OF_HIDDEN]


@pytest.mark.parametrize("version", VERSIONS)
def test_only_0_32_says_why_a_node_is_null(version: str) -> None:
    answered = Decidim(version).ask("{ component(id: 1) { ... on Proposals { proposal(id: 7) { id } } } }")
    assert answered["data"]["component"]["proposal"] is None
    codes = [error["extensions"]["code"] for error in answered.get("errors", [])]
    assert codes == (["UNAUTHORIZED_OBJECT_ERROR"] if version == "0.32.2" else [])


@pytest.mark.parametrize("version", VERSIONS)
def test_a_deleted_root_comment_blinds_its_whole_proposal(version: str) -> None:
    decidim = Decidim(version)
    assert nodes(decidim, "id comments { id }")[PLACE_OF_BLINDED] is None
    assert nodes(decidim, "id totalCommentsCount")[PLACE_OF_BLINDED] == {"id": "4", "totalCommentsCount": 1}


def test_a_deleted_reply_blinds_one_level_down() -> None:
    decidim = Decidim()
    assert nodes(decidim, "comments { id }")[PLACE_OF_HALF_BLINDED] == {"comments": [{"id": "9"}]}
    assert nodes(decidim, "comments { id comments { id } }")[PLACE_OF_HALF_BLINDED] is None


def test_a_hidden_comment_is_left_out_and_blinds_nothing() -> None:
    assert nodes(Decidim(), "comments { id }")[1] == {"comments": [{"id": "5"}]}


def test_a_comment_that_a_test_deletes_blinds_from_then_on() -> None:
    decidim = Decidim()
    writes.delete_comment(decidim.store, 5)
    assert nodes(decidim, "comments { id }")[1] is None
    assert nodes(decidim, "totalCommentsCount")[1] == {"totalCommentsCount": 0}


def test_deep_replies_are_read_one_by_one() -> None:
    selection = 'proposal(id: 1) { comments(singleCommentId: "3") { id comments { id } } }'
    found = Decidim().in_component(selection)["proposal"]["comments"]
    assert found == [{"id": "3", "comments": [{"id": "4"}]}]


def test_a_reply_of_another_proposal_is_not_found_here() -> None:
    found = Decidim().in_component('proposal(id: 2) { comments(singleCommentId: "3") { id } }')
    assert found["proposal"]["comments"] == []


def test_a_place_that_is_missing_is_an_error_beside_the_data() -> None:
    answered = Decidim().ask("{ component(id: 1) { ... on Proposals { proposal(id: 1) { id coordinates { latitude } } } } }")
    assert answered["data"]["component"]["proposal"] == {"id": "1", "coordinates": None}
    assert answered["errors"][0]["path"] == ["component", "proposal", "coordinates", "latitude"]


def test_older_versions_do_not_say_where_a_null_came_from() -> None:
    query = "{ component(id: 1) { ... on Proposals { proposal(id: 1) { coordinates { latitude } } } } }"
    assert set(Decidim("0.30.9").ask(query)["errors"][0]) == {"message"}


def test_an_emendation_is_a_proposal_with_its_amendments_state() -> None:
    found = Decidim().in_component("proposal(id: 10) { state }  other: proposal(id: 9) { amendments { emendation { id } } }")
    assert found["proposal"]["state"] == "evaluating"
    assert found["other"]["amendments"] == [{"emendation": {"id": "10"}}]


def test_an_unpublished_component_reads_as_one_that_never_was() -> None:
    assert Decidim().in_component("id", component=6) is None
    assert Decidim().in_component("id", component=999) is None


def test_a_page_holds_fifty_whatever_is_asked() -> None:
    decidim = Decidim()
    for number in range(60):
        writes.create_proposal(decidim.store, 5, {"sv": f"Nummer {number}"}, {"sv": "Text"}, author=3)
    page = decidim.in_component("proposals(first: 500) { edges { cursor } pageInfo { hasNextPage endCursor } }", 5)
    assert len(page["proposals"]["edges"]) == 50
    assert page["proposals"]["pageInfo"] == {"hasNextPage": True, "endCursor": cursor(50)}


@given(count=st.integers(0, 120), size=st.integers(1, 70))
@settings(max_examples=25, deadline=None)
def test_pages_put_together_are_the_whole_list(count: int, size: int) -> None:
    store = Store.load(SMALL)
    made = [writes.create_proposal(store, 5, {"sv": "T"}, {"sv": "B"}, author=3).id for _ in range(count)]
    decidim, found, after = Decidim(store=store), list[int](), ""
    while True:
        place = f', after: "{after}"' if after else ""
        selection = f"proposals(first: {size}{place}) {{ nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }}"
        page = decidim.in_component(selection, 5)["proposals"]
        found += [int(node["id"]) for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == made


@given(st.integers(0, 10**9))
def test_a_cursor_comes_back_as_its_place(place: int) -> None:
    assert offset(cursor(place)) == place


@pytest.mark.parametrize(
    ("order", "first"),
    [('{id: "desc"}', "10"), ('{voteCount: "desc"}', None), ('{publishedAt: "asc"}', "1"), ('{likeCount: "desc"}', "1")],
)
def test_orders(order: str, first: str | None) -> None:
    top = nodes(Decidim(), "id", f"first: 1, order: {order}")[0]
    assert top == (None if first is None else {"id": first})


def test_filters_by_day() -> None:
    found = nodes(Decidim(), "id", 'filter: {publishedSince: "2026-09-09", publishedBefore: "2026-09-10"}')
    assert found == [{"id": "9"}]


@pytest.mark.parametrize("body", [b"", b"nonsense", b'{"query": 5}', b"[1]", b'{"query": "  "}'])
@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_no_query_is_answered_as_decidim_does(version: str, body: bytes) -> None:
    client = Decidim(version).app.test_client()
    answered = client.post("/api", data=body, content_type="application/json", base_url="http://127.0.0.1")
    readable = body.startswith(b"{")
    assert answered.status_code == (200 if version == "0.30.9" and readable else 500)
    assert "errors" in answered.get_json()
