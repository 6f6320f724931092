"""Whatever the network does, a write is at most one write, and what became of it can be found."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
import requests

from connectors.base import Created, Draft, Exists, Refused, StepKind, Unknown
from connectors.decidim.client import Client
from connectors.decidim.emulator import writes
from connectors.decidim.limits import ComponentRules
from connectors.decidim.marker import fingerprint
from connectors.decidim.transport import Reply, Transport
from connectors.decidim.writer_graphql import GraphQLWriter
from connectors.errors import ConnectorError, TryLater
from tests.connectors.decidim.browser import swift
from tests.connectors.decidim.writing import MARKER, OPEN, Decidim, body, decidim, new

SECOND = "https://sidecar.example/c/1/v2"
DONE = ["500-after-creating", "timeout-after-creating", "reset", "truncated-json"]
NOT_DONE = ["500", "html"]
SURELY_NOT = ["429", "429-retry-after", "login-redirect"]


@pytest.fixture
def here() -> Iterator[Decidim]:
    with decidim() as running:
        yield running


class BadLine(Transport):
    """A line on which only mutations meet the emulator's fault: what is asked before and after goes well."""

    def __init__(self, here: Decidim, fault: str) -> None:
        super().__init__(requests.Session(), read=2.0)
        self.here, self.fault = here, fault + ("=1:0.1" if fault.startswith("timeout") else "=1")

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        if not json.loads(body)["query"].startswith("mutation"):
            return super().post(url, body, headers)
        self.here.faults(self.fault)
        try:
            return super().post(url, body, headers)
        finally:
            self.here.faults("")


def on_a_bad_line(here: Decidim, fault: str) -> GraphQLWriter:
    client = Client(here.base, credential=here.client().credential, pace=swift(), transport=BadLine(here, fault))
    return GraphQLWriter(client, ComponentRules(body_max=5000))


@pytest.mark.parametrize("fault", [*DONE, *NOT_DONE])
def test_a_write_sends_one_mutation_and_never_another(here: Decidim, fault: str) -> None:
    writer = on_a_bad_line(here, fault)
    requests_before = here.sent()
    writer.write(new())
    assert here.sent() - requests_before == 2  # who we are and the target, then the mutation


def test_a_write_that_is_told_when_it_was_meant_finds_what_is_already_there(here: Decidim) -> None:
    draft = new(not_before=here.clock())
    first, second = here.writer().write(draft), here.writer().write(draft)
    assert isinstance(first, Created) and isinstance(second, Exists)
    assert first.remote_id == second.remote_id
    assert len(here.holding()) == 1


@pytest.mark.parametrize("fault", DONE)
def test_a_lost_answer_to_a_done_write_is_unknown_and_found_again(here: Decidim, fault: str) -> None:
    outcome = on_a_bad_line(here, fault).write(new())
    assert isinstance(outcome, Unknown), outcome
    assert len(here.holding()) == 1
    found = here.writer().find(new())
    assert isinstance(found, Exists) and found.stored is not None
    assert found.remote_id == str(here.last().id)


@pytest.mark.parametrize("fault", NOT_DONE)
def test_a_lost_answer_to_a_write_that_was_not_done_is_unknown_too(here: Decidim, fault: str) -> None:
    assert isinstance(on_a_bad_line(here, fault).write(new()), Unknown)
    assert here.writer().find(new()) is None
    assert not here.holding()


@pytest.mark.parametrize("fault", SURELY_NOT)
def test_a_write_that_was_surely_not_done_may_be_tried_later(here: Decidim, fault: str) -> None:
    with pytest.raises(TryLater):
        on_a_bad_line(here, fault).write(new())
    assert not here.holding()
    assert isinstance(here.writer().write(new()), Created)


def test_a_server_that_is_down_may_be_tried_later() -> None:
    with decidim() as gone:
        writer = gone.writer()
    with pytest.raises(TryLater):
        writer.write(new())
    assert isinstance(writer.find(new()), Unknown)


@pytest.mark.parametrize("fault", DONE)
@pytest.mark.parametrize("kind", [StepKind.update, StepKind.comment, StepKind.withdraw])
def test_every_kind_of_step_is_found_again_after_a_lost_answer(here: Decidim, kind: StepKind, fault: str) -> None:
    first = here.writer().write(new())
    assert isinstance(first, Created) and first.stored is not None
    texts = {
        StepKind.update: {"title": "Rätt till en trygg väg till skolan", "body": body(SECOND)},
        StepKind.comment: {"body": f"Ny lydelse: {SECOND}"},
        StepKind.withdraw: {},
    }[kind]
    draft = Draft(kind, OPEN, "sv", SECOND, proposal_id=first.remote_id, expected=fingerprint(first.stored), **texts)
    assert here.writer().find(draft) is None
    assert isinstance(on_a_bad_line(here, fault).write(draft), Unknown)
    assert isinstance(here.writer().find(draft), Exists)


@pytest.mark.parametrize("seed", range(6))
def test_pushed_through_every_fault_at_once_a_version_is_there_once(here: Decidim, seed: int) -> None:
    """Send, look after every Unknown, and go on until it is there: as a push does."""
    everything = "429=0.1,500=0.1,500-after-creating=0.3,reset=0.2,truncated-json=0.2,html=0.1,login-redirect=0.1"
    writer = here.writer()
    marker = f"https://sidecar.example/c/{seed}/v1"
    draft = new(marker=marker)
    here.faults(everything)
    unsure = False
    for _ in range(60):
        try:
            outcome = writer.find(draft) if unsure else writer.write(draft)
        except ConnectorError:
            continue
        if isinstance(outcome, Created | Exists):
            break
        assert not isinstance(outcome, Refused), outcome
        unsure = not (unsure and outcome is None)
    here.faults("")
    assert len(here.holding(marker)) == 1


# -- searching --------------------------------------------------------------------------------------------------------


def test_the_search_goes_through_all_pages(here: Decidim) -> None:
    ours = here.writer().write(new())
    for number in range(120):
        writes.create_proposal(here.store, int(OPEN), {"sv": f"Annat förslag nummer {number}"}, {"sv": "Något annat."}, author=3)
    found = here.writer().find(new())
    assert isinstance(ours, Created) and isinstance(found, Exists)
    assert found.remote_id == ours.remote_id
    assert here.writer().find(new(marker=SECOND)) is None


def test_a_search_knows_when_it_may_stop(here: Decidim) -> None:
    here.clock.jump(hours=-1)
    for number in range(120):
        writes.create_proposal(here.store, int(OPEN), {"sv": f"Annat förslag nummer {number}"}, {"sv": "Något annat."}, author=3)
    here.clock.jump(hours=1)
    before = here.sent()
    assert here.writer().find(new(not_before=here.clock() - timedelta(minutes=2))) is None
    assert here.sent() - before == 1


def test_another_persons_text_with_our_marker_is_not_our_proposal(here: Decidim) -> None:
    writes.create_proposal(here.store, int(OPEN), {"sv": "Jag håller inte med"}, {"sv": f"Om {MARKER}"}, author=3)
    assert here.writer().find(new()) is None


def test_the_marker_of_version_21_is_not_that_of_version_2(here: Decidim) -> None:
    assert isinstance(here.writer().write(new(marker="https://sidecar.example/c/1/v21")), Created)
    assert here.writer().find(new(marker="https://sidecar.example/c/1/v2")) is None


def test_a_withdrawn_proposal_is_found_too(here: Decidim) -> None:
    outcome = here.writer().write(new())
    assert isinstance(outcome, Created)
    writes.withdraw_proposal(here.store, int(outcome.remote_id))
    assert isinstance(here.writer().find(new()), Exists)


def test_what_a_moderator_hid_could_be_ours_so_nobody_can_tell(here: Decidim) -> None:
    outcome = here.writer().write(new())
    assert isinstance(outcome, Created)
    writes.hide_proposal(here.store, int(outcome.remote_id))
    found = here.writer().find(new())
    assert isinstance(found, Unknown) and found.reason.code == "hidden_newer"


def test_what_was_hidden_long_before_the_push_is_not_ours(here: Decidim) -> None:
    here.clock.jump(hours=-3)
    for number in (1, 2):
        writes.create_proposal(here.store, int(OPEN), {"sv": f"Ett äldre förslag {number}"}, {"sv": "Något annat."}, author=3)
    writes.hide_proposal(here.store, here.last().id - 1)
    here.clock.jump(hours=3)
    assert isinstance(here.writer().find(new()), Unknown)
    assert here.writer(settle=timedelta(0)).find(new(not_before=here.clock())) is None


def test_right_after_sending_a_missing_marker_proves_nothing(here: Decidim) -> None:
    draft = new(not_before=here.clock())
    early = here.writer().find(draft)
    assert isinstance(early, Unknown) and early.reason.code == "too_early"
    later = here.clock() + timedelta(minutes=2)
    assert here.writer(now=lambda: later).find(draft) is None


def test_a_blinded_comment_tree_can_not_be_searched(here: Decidim) -> None:
    outcome = here.writer().write(new())
    assert isinstance(outcome, Created)
    comment = writes.add_comment(here.store, int(outcome.remote_id), {"sv": "Bra!"}, author=3)
    writes.delete_comment(here.store, comment.id)
    draft = Draft(StepKind.comment, OPEN, "sv", SECOND, body=f"Ny: {SECOND}", proposal_id=outcome.remote_id)
    found = here.writer().find(draft)
    assert isinstance(found, Unknown) and found.reason.code == "comments_blinded"


def test_another_persons_comment_with_our_marker_is_not_ours(here: Decidim) -> None:
    outcome = here.writer().write(new())
    assert isinstance(outcome, Created)
    writes.add_comment(here.store, int(outcome.remote_id), {"sv": f"Se {SECOND}"}, author=3)
    draft = Draft(StepKind.comment, OPEN, "sv", SECOND, body=f"Ny: {SECOND}", proposal_id=outcome.remote_id)
    assert here.writer().find(draft) is None


def test_signed_out_nothing_can_be_told(here: Decidim) -> None:
    writer = here.writer(replace(here.client().credential, token="expired"))  # type: ignore[type-var]
    assert isinstance(writer.find(new()), Unknown)
