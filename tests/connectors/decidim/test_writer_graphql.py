"""Writing proposals as a signed-in user: what is done, what is refused, and that nothing is overwritten."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import Created, Draft, Exists, Outcome, Proposal, Refused, StepKind
from connectors.decidim.answers import answer_of
from connectors.decidim.client import ANONYMOUS, Client, UserToken
from connectors.decidim.emulator import writes
from connectors.decidim.limits import ComponentRules
from connectors.decidim.marker import fingerprint
from connectors.decidim.transport import Reply, Transport
from connectors.decidim.writer_graphql import GraphQLWriter
from connectors.decidim.writer_refusals import refusal
from tests.connectors.decidim.browser import CLIENT, swift
from tests.connectors.decidim.writing import ALWAYS, API_KEY, CLOSED, MARKER, Decidim, body, decidim, new

SECOND = "https://sidecar.example/c/1/v2"
CODES = [
    "ATTRIBUTE_VALIDATION_ERROR",
    "VALIDATION_ERROR",
    "MUTATION_NOT_AUTHORIZED_ERROR",
    "UNAUTHORIZED_OBJECT_ERROR",
    "NOT_FOUND_ERROR",
    "undefinedField",
]


@pytest.fixture
def here() -> Iterator[Decidim]:
    with decidim() as running:
        yield running


def codes(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Refused), outcome
    assert all(reason.sv and reason.en for reason in outcome.reasons)
    return [reason.code for reason in outcome.reasons]


def pushed(here: Decidim, **changes: str) -> Proposal:
    outcome = here.writer().write(new(**changes))
    assert isinstance(outcome, Created) and outcome.stored is not None, outcome
    return outcome.stored


def step(kind: StepKind, proposal: Proposal, **changes: str) -> Draft:
    draft = Draft(kind, proposal.component_id, "sv", SECOND, proposal_id=proposal.id, expected=fingerprint(proposal))
    if kind == StepKind.update:
        draft = replace(draft, title="Rätt till en trygg väg till skolan", body=body(SECOND))
    if kind == StepKind.comment:
        draft = replace(draft, body=f"En ny lydelse finns: {SECOND}")
    return replace(draft, **changes)


def test_a_new_proposal_is_published_and_read_back(here: Decidim) -> None:
    outcome = here.writer().write(new())
    assert isinstance(outcome, Created)
    assert outcome.stored is not None
    assert outcome.remote_id == str(here.last().id)
    assert outcome.url == outcome.stored.url
    assert outcome.stored.body == {"sv": body()}
    assert outcome.stored.author_key == "user/2"


class Meanwhile(Transport):
    """Something happens in Decidim right after a mutation."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__(requests.Session(), read=2.0)
        self.happens = happens

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        reply = super().post(url, body, headers)
        if json.loads(body)["query"].startswith("mutation"):
            self.happens()
        return reply


def meanwhile(here: Decidim, happens: Callable[[], object]) -> GraphQLWriter:
    client = Client(here.base, credential=here.client().credential, pace=swift(), transport=Meanwhile(happens))
    return GraphQLWriter(client, ComponentRules(body_max=5000))


def test_what_is_stored_is_what_was_read_back_and_not_what_was_sent(here: Decidim) -> None:
    other = {"sv": "En helt annan rubrik än den sända"}
    outcome = meanwhile(here, lambda: writes.edit_proposal(here.store, here.last().id, title=other)).write(new())
    assert isinstance(outcome, Created) and outcome.stored is not None
    assert outcome.stored.title == other


def test_where_reading_back_fails_the_answer_of_the_write_itself_is_kept(here: Decidim) -> None:
    outcome = meanwhile(here, lambda: here.faults("500=1")).write(new())
    assert isinstance(outcome, Created) and outcome.stored is not None
    assert outcome.stored.body == {"sv": body()}


def test_an_api_credential_is_refused_before_anything_is_sent(here: Decidim) -> None:
    assert codes(here.writer(API_KEY).write(new())) == ["api_credential_cannot_write"]
    assert here.sent() == 0
    assert not here.holding()


def test_nobody_signed_in_is_refused_before_anything_is_sent(here: Decidim) -> None:
    assert codes(here.writer(ANONYMOUS).write(new())) == ["not_signed_in"]
    assert here.sent() == 0


@pytest.mark.parametrize("token", [UserToken("no-such-token", CLIENT), UserToken("", "another-client")])
def test_a_token_that_reads_as_anonymous_is_found_out_before_writing(here: Decidim, token: UserToken) -> None:
    assert codes(here.writer(token).write(new())) == ["signed_out"]
    assert not here.holding()


def test_being_someone_else_than_the_instance_is_set_up_for_is_refused(here: Decidim) -> None:
    assert codes(here.writer(email="person1@example.org", user_id="2").write(new())) == ["another_user"]


def test_broken_limits_are_all_named_and_nothing_is_sent(here: Decidim) -> None:
    outcome = here.writer().write(new(title="kort", body="<script>Hej</script>"))
    assert codes(outcome) == ["title_too_short", "title_lower_start", "body_too_short", "body_html", "no_marker"]
    assert here.sent() == 0


def test_a_closed_component_is_refused_by_decidim_and_told_in_our_words(here: Decidim) -> None:
    assert codes(here.writer().write(new(component_id=CLOSED))) == ["creation_closed"]


@pytest.mark.parametrize("component", ["6", "7", "4711"])
def test_a_component_that_cannot_be_seen_is_refused_before_writing(here: Decidim, component: str) -> None:
    outcome = here.writer(email="person1@example.org").write(new(component_id=component))
    assert codes(outcome) in (["no_component"], ["creation_closed"])


def test_a_limit_that_only_decidim_knows_is_told_by_its_field(here: Decidim) -> None:
    long = new(component_id="1", body=body(text="Alla barn ska kunna gå till skolan. " * 20))
    assert codes(here.writer().write(long)) == ["body_not_accepted"]


def test_a_locale_that_decidim_lacks_is_refused(here: Decidim) -> None:
    assert codes(here.writer().write(new(locale="fi"))) == ["unknown_locale"]


def test_a_decidim_before_0_32_takes_no_proposals() -> None:
    with decidim("0.31.8") as old:
        assert codes(old.writer().write(new())) == ["not_supported"]


# -- changing what was pushed -----------------------------------------------------------------------------------------


def test_an_update_within_five_minutes_changes_the_proposal(here: Decidim) -> None:
    outcome = here.writer().write(step(StepKind.update, pushed(here)))
    assert isinstance(outcome, Created) and outcome.stored is not None
    assert outcome.stored.body == {"sv": body(SECOND)}
    assert len(here.holding(SECOND)) == 1


def test_an_update_after_five_minutes_finds_the_window_closed(here: Decidim) -> None:
    proposal = pushed(here)
    here.clock.jump(minutes=6)
    assert codes(here.writer().write(step(StepKind.update, proposal))) == ["edit_window_closed"]


def test_where_authors_may_edit_for_ever_an_update_works_after_a_year(here: Decidim) -> None:
    proposal = pushed(here, component_id=ALWAYS)
    here.clock.jump(days=366)
    # The token is the emulator's and so of this year too.
    assert isinstance(here.writer().write(step(StepKind.update, proposal)), Created)


@pytest.mark.parametrize("kind", [StepKind.update, StepKind.withdraw])
def test_a_proposal_changed_in_decidim_is_never_overwritten(here: Decidim, kind: StepKind) -> None:
    proposal = pushed(here)
    changed = body(text="Någon har skrivit om texten i Decidim.")
    writes.edit_proposal(here.store, int(proposal.id), body={"sv": changed})
    assert codes(here.writer().write(step(kind, proposal))) == ["changed_in_decidim"]
    assert here.last().body == {"sv": changed}
    assert here.last().withdrawn_at is None


@pytest.mark.parametrize("kind", [StepKind.update, StepKind.withdraw])
def test_only_the_author_may_change_or_withdraw(here: Decidim, kind: StepKind) -> None:
    proposal = pushed(here)
    assert codes(here.writer(email="admin@example.org").write(step(kind, proposal))) == ["not_the_author"]


@pytest.mark.parametrize("kind", [StepKind.update, StepKind.withdraw, StepKind.comment])
def test_a_hidden_proposal_is_left_alone(here: Decidim, kind: StepKind) -> None:
    proposal = pushed(here)
    writes.hide_proposal(here.store, int(proposal.id))
    assert codes(here.writer().write(step(kind, proposal))) == ["no_proposal"]


def test_a_proposal_without_votes_is_withdrawn(here: Decidim) -> None:
    outcome = here.writer().write(step(StepKind.withdraw, pushed(here)))
    assert isinstance(outcome, Created) and outcome.stored is not None
    assert outcome.stored.withdrawn


def test_a_proposal_with_a_vote_is_not_withdrawn(here: Decidim) -> None:
    proposal = pushed(here)
    writes.vote(here.store, int(proposal.id), user=3)
    before = here.sent()
    assert codes(here.writer().write(step(StepKind.withdraw, proposal))) == ["has_votes"]
    assert here.sent() - before == 1  # a look; no mutation


def test_a_vote_that_may_not_be_seen_is_found_out_by_decidim(here: Decidim) -> None:
    proposal = pushed(here)
    writes.vote(here.store, int(proposal.id), user=3)
    here.store.components[int(proposal.component_id)].settings.votes_hidden = True
    assert codes(here.writer().write(step(StepKind.withdraw, proposal))) == ["has_votes"]


def test_what_is_already_done_is_not_sent_again(here: Decidim) -> None:
    proposal = pushed(here)
    for kind in (StepKind.update, StepKind.withdraw):
        draft = step(kind, proposal)
        outcome = here.writer().write(draft)
        assert isinstance(outcome, Created) and outcome.stored is not None
        assert isinstance(here.writer().write(draft), Exists)
        proposal = outcome.stored


def test_a_comment_leads_from_the_old_proposal_to_the_new(here: Decidim) -> None:
    proposal = pushed(here)
    outcome = here.writer().write(step(StepKind.comment, proposal))
    assert isinstance(outcome, Created)
    assert SECOND in here.store.comments[int(outcome.remote_id)].body["sv"]


def test_where_comments_are_closed_a_comment_is_refused(here: Decidim) -> None:
    proposal = pushed(here)
    here.store.components[int(proposal.component_id)].settings.comments_enabled = False
    assert codes(here.writer().write(step(StepKind.comment, proposal))) == ["comments_closed"]


def test_limits_are_those_of_the_component(here: Decidim) -> None:
    writer = here.writer(rules=ComponentRules(body_max=60))
    assert codes(writer.write(new())) == ["body_too_long"]


def test_reasons_hold_neither_text_nor_token(here: Decidim) -> None:
    client = here.client()
    outcome = here.writer(client.credential).write(new(title="hemligt!!", body="hemligt!!"))
    assert isinstance(outcome, Refused)
    assert "hemligt" not in repr(outcome)
    assert MARKER not in repr(outcome)


def test_the_emulators_clock_is_the_clock_of_this_test(here: Decidim) -> None:
    assert abs((datetime.now(UTC) - here.clock()).total_seconds()) < 60


# -- answers of any shape ---------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["component", "createProposal", "attributes"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["code", "path", "message", "id", "url"]), inner, max_size=4)
    ),
    max_leaves=12,
)
ERRORS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "message": JSON,
            "path": st.lists(st.sampled_from(["component", "proposal", "createProposal", "title", 0]), max_size=4) | JSON,
            "extensions": st.fixed_dictionaries({"code": st.sampled_from(CODES) | JSON}) | JSON,
        },
    ),
    max_size=3,
)


@given(ERRORS, st.sampled_from(list(StepKind)), JSON)
def test_no_answer_without_a_result_is_taken_for_a_success_or_breaks_us(
    errors: list[object], kind: StepKind, extra: object
) -> None:
    draft = new(kind=kind)
    for data in (None, {"component": None}, {"component": {"createProposal": extra}}):
        reply = Reply(200, {}, json.dumps({"data": data, "errors": errors}).encode())
        answer = answer_of(reply, "https://decidim.example/api")
        assert refusal(draft, answer) is None or refusal(draft, answer).reasons  # type: ignore[union-attr]


def test_an_error_below_the_result_does_not_make_a_done_write_refused() -> None:
    """The proposal is there; what may not be seen is its author, or the proposal itself."""
    for path in (["component", "createProposal", "author"], ["component", "createProposal"]):
        error = {"path": path, "extensions": {"code": "UNAUTHORIZED_OBJECT_ERROR"}}
        reply = Reply(200, {}, json.dumps({"data": {"component": {"createProposal": None}}, "errors": [error]}).encode())
        assert refusal(new(), answer_of(reply, "https://decidim.example/api")) is None
