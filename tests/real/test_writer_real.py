"""What our writer makes of the answers that a real 0.32 (and its elders) gave to mutations."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from connectors.base import Draft, Refused, StepKind
from connectors.decidim.answers import answer_of
from connectors.decidim.decode import plain_id, proposal_of
from connectors.decidim.limits import ComponentRules, check
from connectors.decidim.marker import fingerprint
from connectors.decidim.transport import Reply
from connectors.decidim.writer_refusals import MUTATION_PATHS, refusal
from tests.real.paths import SHARED, needs_shared

pytestmark = needs_shared
KINDS = {
    "createProposal": StepKind.create,
    "update(": StepKind.update,
    "withdraw(": StepKind.withdraw,
    "addComment": StepKind.comment,
}
ODD = {"create_unknown_attr"}
"""A question that we never ask; its answer has neither code nor path, and stays Unknown."""


@dataclass(frozen=True)
class Recorded:
    version: str
    name: str
    kind: StepKind
    attributes: dict[str, str]
    body: Any

    @property
    def draft(self) -> Draft:
        return Draft(self.kind, "3", "sv", "https://sidecar.example/c/1/v1", **self.attributes)


def mutations(version: str) -> Iterator[Recorded]:
    for line in (SHARED / "decidim" / version / "exchanges.jsonl").read_text().splitlines():
        row = json.loads(line)
        sent = row["request"].get("body")
        query = sent.get("query", "") if isinstance(sent, dict) else ""
        kind = next((kind for word, kind in KINDS.items() if word in query), None)
        if kind is not None and query.startswith("mutation") and row["status"] == 200:
            variables = sent.get("variables") or {}
            attributes = {name: text for name, text in (variables.get("a") or {}).items() if name in ("title", "body")}
            yield Recorded(version, row["name"], kind, attributes, row["body"])


def outcome(recorded: Recorded) -> tuple[str | None, Refused | None]:
    """(id of what was made, why not)."""
    answer = answer_of(Reply(200, {}, json.dumps(recorded.body).encode()), "https://decidim.example/api")
    number = plain_id(answer.at(*MUTATION_PATHS[recorded.kind], "id"))
    return number, None if number else refusal(recorded.draft, answer)


def test_every_recorded_answer_to_a_mutation_is_either_done_or_refused_with_a_reason() -> None:
    unclear = []
    for recorded in mutations("0.32.2"):
        number, refused = outcome(recorded)
        if number is None and refused is None and recorded.name not in ODD:
            unclear.append(recorded.name)
    assert unclear == []


@pytest.mark.parametrize("version", ["0.28.6", "0.30.9", "0.31.8"])
def test_elder_servers_say_that_they_take_no_proposals(version: str) -> None:
    asked = [
        recorded for recorded in mutations(version) if recorded.kind == StepKind.create and recorded.name.startswith("create_")
    ]
    assert asked
    for recorded in asked:
        _, refused = outcome(recorded)
        assert refused is not None, recorded.name
        assert [reason.code for reason in refused.reasons] == ["not_supported"], recorded.name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("late_update", "edit_window_closed"),
        ("withdraw_voted", "has_votes"),
        ("moderator_create_closed_component", "creation_closed"),
        ("moderator_create_texts_component", "creation_closed"),
        ("moderator_create_over_500", "body_not_accepted"),
        ("create_bad_locale", "unknown_locale"),
        ("create_unknown_component", "no_component"),
        ("scope_no_write_create", "no_write_scope"),
        ("scope_no_read_create", "no_write_scope"),
    ],
)
def test_a_recorded_refusal_gets_its_reason(name: str, code: str) -> None:
    found = [outcome(recorded)[1] for recorded in mutations("0.32.2") if recorded.name == name]
    assert [[reason.code for reason in refused.reasons] for refused in found if refused] == [[code]]


def test_our_limits_refuse_whatever_decidim_refused_for_its_text() -> None:
    """Where the server named title or body, our own check, with the component's limit known, names them first."""
    compared = 0
    for recorded in mutations("0.32.2"):
        _, refused = outcome(recorded)
        named = {reason.code.split("_")[0] for reason in refused.reasons} & {"title", "body"} if refused else set()
        if not named or not recorded.attributes:
            continue
        limit = 500 if "500" in recorded.name else 5000
        ours = {violation.code.split("_")[0] for violation in check(recorded.draft, ComponentRules(body_max=limit))}
        assert named <= ours, recorded.name
        compared += 1
    assert compared >= 10


def test_our_fingerprint_is_decidims_own() -> None:
    compared = 0
    for line in (SHARED / "decidim" / "0.32.2" / "exchanges.jsonl").read_text().splitlines():
        row = json.loads(line)
        found = row["body"] if row["set"] == "user" and row["name"].endswith("_read_back") else None
        if isinstance(found, dict):
            node = found["data"]["component"]["proposal"]
            assert fingerprint(proposal_of(node, "3")[0]) == node["fingerprint"]["value"], row["name"]
            compared += 1
    assert compared >= 3
