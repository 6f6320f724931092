"""What somebody who signed in may write on 0.32, and what breaks."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.decidim.emulator.viewer import ANONYMOUS, Viewer
from tests.connectors.decidim.emulator.asking import (
    ADMIN,
    ATTRIBUTES,
    COMMENT,
    CREATE,
    CREDENTIAL,
    MODERATOR,
    PERSON,
    UPDATE,
    VOTE,
    WITHDRAW,
    Decidim,
)

DRAFTS, CLOSED, TEXTS, INFINITE = 2, 3, 4, 5


def created(decidim: Decidim, viewer: Viewer = PERSON, component: int = DRAFTS, **changes: Any) -> dict[str, Any]:
    answered = decidim.ask(CREATE, viewer, id=component, a={**ATTRIBUTES, **changes})
    made: dict[str, Any] = answered["data"]["component"]["createProposal"]
    return made


def test_a_proposal_is_published_at_once_under_the_next_number() -> None:
    decidim = Decidim()
    assert created(decidim)["id"] == "13"
    assert decidim.store.proposals[13].published_at == "2026-11-01T12:00:00"


def test_nothing_stops_a_second_equal_proposal() -> None:
    decidim = Decidim()
    assert created(decidim)["id"] != created(decidim)["id"]


def test_an_api_credential_leaves_an_unpublished_draft_and_a_500() -> None:
    decidim = Decidim()
    answered = decidim.response(CREATE, CREDENTIAL, id=DRAFTS, a=ATTRIBUTES)
    assert (answered.status_code, answered.get_json()["data"]) == (500, {})
    assert [draft.id for draft in decidim.store.drafts_in(DRAFTS)] == [13]
    assert len(decidim.store.proposals_in(DRAFTS)) == 1


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"title": "Kort"}, ["title"]),
        ({"title": "R" + "ä" * 150}, ["title"]),
        ({"title": "RÄTT TILL EN TRYGG SKOLVÄG"}, ["title"]),
        ({"title": "rätt till en trygg skolväg"}, ["title"]),
        ({"body": "Kort."}, ["body"]),
        ({"body": "Barn ska kunna gå till skolan!! Utan att vara rädda."}, ["body"]),
        ({"body": "B" + "a" * 5000}, ["body"]),
        ({"title": "", "body": ""}, ["title", "body", "title"]),
    ],
)
def test_what_breaks_the_rules_is_named(changes: dict[str, str], paths: list[str]) -> None:
    answered = Decidim().ask(CREATE, PERSON, id=DRAFTS, a={**ATTRIBUTES, **changes})
    error = answered["errors"][0]
    assert error["extensions"]["code"] == "ATTRIBUTE_VALIDATION_ERROR"
    assert [said["path"] for said in error["message"]] == [["attributes", path] for path in paths]


@pytest.mark.parametrize("component", [CLOSED, TEXTS])
def test_a_component_that_takes_none_says_so(component: int) -> None:
    assert Decidim().codes(CREATE, PERSON, id=component, a=ATTRIBUTES) == ["MUTATION_NOT_AUTHORIZED_ERROR"]


def test_an_unknown_component_is_not_found() -> None:
    assert Decidim().codes(CREATE, PERSON, id=999, a=ATTRIBUTES) == ["NOT_FOUND_ERROR"]


def test_a_token_that_belongs_to_nobody_may_not_create() -> None:
    nobody = Viewer(None, "oauth", PERSON.scopes)
    assert Decidim().codes(CREATE, nobody, id=DRAFTS, a=ATTRIBUTES) == ["MUTATION_NOT_AUTHORIZED_ERROR"]


@pytest.mark.parametrize("viewer", [ANONYMOUS, Viewer(3, "oauth", frozenset({"user", "api:read"}))])
def test_without_the_right_to_write_mutations_stay_closed(viewer: Viewer) -> None:
    assert Decidim().codes(CREATE, viewer, id=DRAFTS, a=ATTRIBUTES) == ["UNAUTHORIZED_OBJECT_ERROR"]
    query = "mutation($id: ID!) { component(id: $id) { ... on ProposalsMutation { id } } }"
    assert Decidim("0.31.8").ask(query, viewer, id=DRAFTS) == {"data": None}


def test_a_mention_becomes_a_gid_and_a_stranger_stays() -> None:
    body = created(Decidim(), body="Fråga @person_1 eller @okand_person om skolvägen.")["body"]["translation"]
    assert body == "Fråga gid://decidim032/Decidim::User/3 eller @okand_person om skolvägen."


@given(st.text(min_size=15, max_size=300).filter(lambda text: "@" not in text))
@settings(max_examples=40, deadline=None)
def test_a_body_that_passes_comes_back_as_it_was_sent(text: str) -> None:
    answered = Decidim().response(CREATE, PERSON, id=DRAFTS, a={**ATTRIBUTES, "body": text}).get_json()
    made = answered["data"]["component"]["createProposal"]
    assert made is None or made["body"]["translation"] == text


@pytest.mark.parametrize(("minutes", "allowed"), [(4.9, True), (5.1, False)])
def test_an_author_may_edit_for_five_minutes(minutes: float, allowed: bool) -> None:
    decidim = Decidim()
    number = created(decidim)["id"]
    decidim.clock.jump(minutes=minutes)
    answered = decidim.ask(UPDATE, PERSON, id=DRAFTS, p=number, a=ATTRIBUTES)
    assert ("errors" not in answered) is allowed


def test_some_components_let_authors_edit_for_ever() -> None:
    decidim = Decidim()
    number = created(decidim, component=INFINITE)["id"]
    decidim.clock.jump(days=900)
    assert "errors" not in decidim.ask(UPDATE, PERSON, id=INFINITE, p=number, a=ATTRIBUTES)


def test_a_withdrawn_proposal_may_oddly_be_edited_again() -> None:
    decidim = Decidim()
    number = created(decidim)["id"]
    decidim.clock.jump(hours=1)
    decidim.ask(WITHDRAW, PERSON, id=DRAFTS, p=number)
    assert "errors" not in decidim.ask(UPDATE, PERSON, id=DRAFTS, p=number, a=ATTRIBUTES)


@pytest.mark.parametrize("viewer", [MODERATOR, ADMIN])
def test_nobody_but_the_author_edits_or_withdraws(viewer: Viewer) -> None:
    decidim = Decidim()
    number = created(decidim)["id"]
    assert decidim.codes(UPDATE, viewer, id=DRAFTS, p=number, a=ATTRIBUTES) == ["MUTATION_NOT_AUTHORIZED_ERROR"]
    assert decidim.codes(WITHDRAW, viewer, id=DRAFTS, p=number) == ["MUTATION_NOT_AUTHORIZED_ERROR"]


def test_a_vote_holds_a_proposal_back_and_a_comment_does_not() -> None:
    decidim = Decidim()
    voted, commented = created(decidim)["id"], created(decidim)["id"]
    assert decidim.ask(VOTE, MODERATOR, id=DRAFTS, p=voted)["data"]["component"]["proposal"]["vote"] == {"voteCount": 1}
    decidim.ask(COMMENT, MODERATOR, id=commented, body="Hit leder en ny version.")
    assert decidim.codes(WITHDRAW, PERSON, id=DRAFTS, p=voted) == ["VALIDATION_ERROR"]
    assert "errors" not in decidim.ask(WITHDRAW, PERSON, id=DRAFTS, p=commented)


@pytest.mark.parametrize(("viewer", "body"), [(PERSON, ""), (PERSON, "x" * 1001), (Viewer(None, "oauth", PERSON.scopes), "Ja")])
def test_a_comment_that_can_not_be_made_is_a_500_and_leaves_nothing(viewer: Viewer, body: str) -> None:
    decidim = Decidim()
    before = len(decidim.store.comments)
    assert decidim.response(COMMENT, viewer, id="1", body=body).status_code == 500
    assert len(decidim.store.comments) == before


def test_0_31_knows_answers_and_comments_but_no_new_proposals() -> None:
    decidim = Decidim("0.31.8")
    assert "undefinedField" in decidim.codes(CREATE.replace("ProposalAttributes", "ProposalAttributes"), PERSON, id=DRAFTS, a={})
    assert decidim.ask(COMMENT, PERSON, id="1", body="Bra")["data"]["commentable"]["addComment"]["body"] == "Bra"


def test_an_answer_is_for_those_who_may_give_it() -> None:
    query = """mutation { component(id: 1) { ... on ProposalsMutation { proposal(id: 1) {
      answer(input: {attributes: {state: "accepted", answerContent: {sv: "Tack"}}}) { state } } } } }"""
    decidim = Decidim()
    assert decidim.codes(query, PERSON) == ["MUTATION_NOT_AUTHORIZED_ERROR"]
    assert decidim.ask(query, MODERATOR)["data"]["component"]["proposal"]["answer"] == {"state": "accepted"}
