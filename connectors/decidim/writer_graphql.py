"""Writes to a Decidim 0.32 as a signed-in user. One mutation at most in each `write`, never sent again by itself.

What `write` gives:

- `Created`: done; `stored` is the proposal as read back (the mutation's own answer where reading it again failed).
- `Exists`: it was already there; nothing was sent. For a new proposal `write` looks only where `Draft.not_before` keeps the
  search short, and for a comment not at all: after an `Unknown`, or a killed process, `find` comes first.
- `Refused`: a limit, the sign-in, the author, a change in Decidim, or Decidim said no. Nothing was written.
- `Unknown`: sent, and no sure answer: a time-out, a reset, a 5xx, half a JSON, HTML.
- raises `ConnectorError` (TryLater, FixSettings, NotUnderstood) only when surely nothing was written, and the same call may
  go through later: the server can't be reached, answers 429 (thrown out before the application), or sends us to sign in.

Between the last read and the mutation someone may still edit the proposal: Decidim has no conditional write. What is read
back then shows our text, and its own history keeps theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.base import Created, Draft, Exists, Outcome, Proposal, Refused, StepKind, Unknown, Violation
from connectors.decidim import limits, writer_search
from connectors.decidim import writer_documents as documents
from connectors.decidim import writer_refusals as refusals
from connectors.decidim.client import Answer, Client
from connectors.decidim.decode import plain_id
from connectors.decidim.limits import ComponentRules
from connectors.decidim.marker import fingerprint
from connectors.decidim.writer_search import done, proposal_at, user_of
from connectors.errors import ConnectorError, FixSettings, MaybeSent, TryLater

SETTLE = timedelta(seconds=60)
"""How long a request whose client is gone may still be at work on the server (a web server's usual time-out)."""


def _now() -> datetime:
    return datetime.now(UTC)


class GraphQLWriter:
    """`rules`: of the target component. `user_id`: who we must be (from the sign-in); None takes whoever is signed in.

    `settle`: how long after `Draft.not_before` a missing marker is still no proof; only where `not_before` is given.
    """

    def __init__(
        self,
        client: Client,
        rules: ComponentRules,
        *,
        user_id: str | None = None,
        settle: timedelta = SETTLE,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self.client, self.rules, self.user_id, self.settle, self.now = client, rules, user_id, settle, now

    def check(self, draft: Draft) -> tuple[Violation, ...]:
        credential = {"user": (), "api": (refusals.API_CREDENTIAL,)}.get(self.client.credential.kind, (refusals.NOT_SIGNED_IN,))
        return (*credential, *limits.check(draft, self.rules))

    def find(self, draft: Draft) -> Created | Exists | None | Unknown:
        """Never raises: what stops the search is the reason of an `Unknown`."""
        search = {StepKind.create: writer_search.created, StepKind.comment: writer_search.commented}
        try:
            found = search.get(draft.kind, writer_search.changed)(self.client, draft)
        except ConnectorError as fault:
            return writer_search.unknown(fault.code, fault.sv, fault.en)
        if found is None and draft.not_before is not None and self.now() < draft.not_before + self.settle:
            return writer_search.unknown(
                "too_early",
                "Det syns inte i Decidim än, men servern kan fortfarande arbeta med det. Sök igen om en minut.",
                "It can't be seen in Decidim yet, but the server may still be at work on it. Search again in a minute.",
            )
        return found

    def write(self, draft: Draft) -> Outcome:
        if violations := self.check(draft):
            return Refused(violations)
        if (early := self._look_first(draft)) is not None:
            return early
        try:
            answer = self._send(draft)
        except MaybeSent as fault:
            return writer_search.unknown(fault.code, fault.sv, fault.en)
        except FixSettings as fault:
            # The settings were right a moment ago, when we read: this passes.
            raise TryLater(fault.code, fault.sv, fault.en) from fault
        return self._outcome(draft, answer)

    # -- before --------------------------------------------------------------------------------------------------------

    def _look_first(self, draft: Draft) -> Exists | Refused | None:
        """Who we are, and what the target looks like now. None: go on."""
        document = documents.TARGET if draft.kind == StepKind.create else documents.ONE
        answer = self.client.execute(document, {"component": draft.component_id, **_proposal(draft, document)})
        user = user_of(answer)
        if user is None:
            return Refused((refusals.SIGNED_OUT,))
        if self.user_id not in (None, user):
            return Refused((refusals.ANOTHER_USER,))
        if answer.at("component", "id") is None:
            return Refused((refusals.NO_COMPONENT,))
        return self._already(draft) if draft.kind == StepKind.create else self._look_at_proposal(draft, answer, user)

    def _already(self, draft: Draft) -> Exists | None:
        found = writer_search.created(self.client, draft) if draft.not_before is not None else None
        return found if isinstance(found, Exists) else None

    def _look_at_proposal(self, draft: Draft, answer: Answer, user: str) -> Exists | Refused | None:
        proposal = proposal_at(answer, draft.component_id, "component", "proposal")
        if proposal is None:
            return Refused((refusals.NO_PROPOSAL,))
        if draft.kind == StepKind.comment:
            closed = answer.at("component", "proposal", "acceptsNewComments") is False
            return Refused((refusals.COMMENTS_CLOSED,)) if closed else None
        if done(draft, proposal):
            return Exists(proposal.id, proposal.url, proposal)
        reasons = []
        if proposal.author_key != f"user/{user}":
            reasons.append(refusals.NOT_THE_AUTHOR)
        if fingerprint(proposal) != draft.expected:
            reasons.append(refusals.CHANGED)
        if draft.kind == StepKind.withdraw and proposal.votes:
            reasons.append(refusals.HAS_VOTES)
        return Refused(tuple(reasons)) if reasons else None

    # -- the one mutation ----------------------------------------------------------------------------------------------

    def _send(self, draft: Draft) -> Answer:
        if draft.kind == StepKind.comment:
            variables: dict[str, Any] = {"proposal": draft.proposal_id, "locale": draft.locale, "body": draft.body}
            return self.client.execute(documents.COMMENT, variables, mutation=True)
        variables = {"component": draft.component_id}
        if draft.kind != StepKind.create:
            variables["proposal"] = draft.proposal_id
        if draft.kind != StepKind.withdraw:
            terms = {"taxonomies": list(draft.terms)} if draft.terms else {}
            variables |= {"locale": draft.locale, "attributes": {"title": draft.title, "body": draft.body, **terms}}
        document = {StepKind.create: documents.CREATE, StepKind.update: documents.UPDATE}.get(draft.kind, documents.WITHDRAW)
        return self.client.execute(document, variables, mutation=True)

    # -- after ---------------------------------------------------------------------------------------------------------

    def _outcome(self, draft: Draft, answer: Answer) -> Outcome:
        path = refusals.MUTATION_PATHS[draft.kind]
        number = plain_id(answer.at(*path, "id"))
        if number is None:
            return refusals.refusal(draft, answer) or _unclear()
        url = answer.at(*path, "url")
        address = url if isinstance(url, str) and url.startswith(("https://", "http://")) else None
        if draft.kind == StepKind.comment:
            return Created(number, address)
        stored = self._read_back(draft.component_id, number) or proposal_at(answer, draft.component_id, *path)
        return Created(number, stored.url if stored and stored.url else address, stored)

    def _read_back(self, component_id: str, proposal_id: str) -> Proposal | None:
        """None where it can't be read right now: the write is done, and its own answer has to do."""
        try:
            answer = self.client.execute(documents.ONE, {"component": component_id, "proposal": proposal_id})
        except ConnectorError:
            return None
        return proposal_at(answer, component_id, "component", "proposal")


def _proposal(draft: Draft, document: str) -> dict[str, str | None]:
    return {"proposal": draft.proposal_id} if document is documents.ONE else {}


def _unclear() -> Unknown:
    return writer_search.unknown(
        "unclear_answer",
        "Decidim svarade varken med ett resultat eller med ett skäl som vi känner. Sök efter det innan något skickas igen.",
        "Decidim answered neither with a result nor with a reason that we know. Look for it before anything is sent again.",
    )
