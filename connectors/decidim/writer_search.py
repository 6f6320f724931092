"""Looking for what a draft would have written: by its marker, among what the signed-in user wrote.

A marker in another person's text is not ours: people quote addresses, and an amendment copies the whole body. «Surely not
there» needs that everything which could be it was read. A null node (hidden by a moderator, on 0.32 only an error at its
place) could be it, unless something newer than it was published before the draft was ever sent (`Draft.not_before`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from connectors.base import Draft, Exists, Proposal, Unknown, Violation
from connectors.decidim import writer_documents as documents
from connectors.decidim import writer_refusals as refusals
from connectors.decidim.client import Answer, Client
from connectors.decidim.decode import BadRecord, plain_id, proposal_of
from connectors.decidim.marker import stands_in, stands_in_proposal

CLOCKS = timedelta(minutes=10)
"""How far the clocks of the two machines may disagree."""

SIGNED_OUT = Unknown(refusals.SIGNED_OUT)


def unknown(code: str, sv: str, en: str) -> Unknown:
    return Unknown(Violation(code, sv, en))


def user_of(answer: Answer) -> str | None:
    """Id of the signed-in user; None for an anonymous visitor."""
    return plain_id(answer.at("session", "user", "id"))


def proposal_at(answer: Answer, component_id: str, *path: str | int) -> Proposal | None:
    """The proposal at `path`, None where it is null or no proposal that we can read."""
    node = answer.at(*path)
    if not isinstance(node, dict):
        return None
    try:
        return proposal_of(node, component_id)[0]
    except BadRecord:
        return None


def created(client: Client, draft: Draft) -> Exists | Unknown | None:
    """The proposal that holds the marker and is ours, newest first, through every page.

    Newest first, because pages are counted from the start: what is published meanwhile moves others to a later page, where
    they are seen twice, never past one that was read.
    """
    unreadable = 0
    for answer in _pages(client, draft.component_id):
        if isinstance(answer, Unknown):
            return answer
        if (user := user_of(answer)) is None:
            return SIGNED_OUT
        edges = answer.at("component", "proposals", "edges") or []
        for place in range(len(edges)):
            proposal = proposal_at(answer, draft.component_id, "component", "proposals", "edges", place, "node")
            if proposal is None:
                unreadable += 1
            elif proposal.author_key == f"user/{user}" and stands_in_proposal(draft.marker, proposal):
                return Exists(proposal.id, proposal.url, proposal)
            elif _older(proposal, draft):
                return _verdict(unreadable)
    return _verdict(unreadable)


def _older(proposal: Proposal, draft: Draft) -> bool:
    """Whether `proposal`, and so all that have lower ids, was there before the draft could have been sent."""
    published = proposal.published_at
    return draft.not_before is not None and published is not None and published < draft.not_before - CLOCKS


def _verdict(unreadable: int) -> Unknown | None:
    if not unreadable:
        return None
    return unknown(
        "hidden_newer",
        f"{unreadable} förslag i målet är dolda eller oläsliga, och vårt kan vara ett av dem. Titta i Decidims adminpanel.",
        f"{unreadable} proposals in the target are hidden or unreadable, and ours may be one. Look in Decidim's admin panel.",
    )


def _pages(client: Client, component_id: str) -> Iterator[Answer | Unknown]:
    after: str | None = None
    seen: set[str] = set()
    while True:
        answer = client.execute(documents.NEWEST, {"component": component_id, "after": after})
        if not isinstance(answer.at("component", "proposals", "edges"), list):
            yield unknown("target_unreadable", refusals.NO_COMPONENT.sv, refusals.NO_COMPONENT.en)
            return
        yield answer
        if not answer.at("component", "proposals", "pageInfo", "hasNextPage"):
            return
        after = answer.at("component", "proposals", "pageInfo", "endCursor")
        if not isinstance(after, str) or after in seen:
            yield unknown("paging", "Decidim bläddrar inte vidare i listan.", "Decidim does not page on through the list.")
            return
        seen.add(after)


def commented(client: Client, draft: Draft) -> Exists | Unknown | None:
    """Our comment on the draft's proposal. A proposal with a deleted root comment gives none of them: can't be told.

    A comment that a moderator has hidden is left out without a trace, so one hidden within the minutes between a lost answer
    and this search would be written again: visible, and to be hidden again.
    """
    variables = {"component": draft.component_id, "proposal": draft.proposal_id}
    answer = client.execute(documents.COMMENTS, variables)
    if (user := user_of(answer)) is None:
        return SIGNED_OUT
    comments = answer.at("component", "proposal", "comments")
    if not isinstance(comments, list) or any(not isinstance(comment, dict) for comment in comments):
        return unknown(
            "comments_blinded",
            f"Kommentarerna till förslag {draft.proposal_id} går inte att läsa; vår kan finnas där. Titta på förslagets sida.",
            f"The comments on proposal {draft.proposal_id} can't be read; ours may be there. Look at the proposal's page.",
        )
    for place, comment in enumerate(comments):
        number, body = plain_id(comment.get("id")), comment.get("body")
        author = answer.at("component", "proposal", "comments", place, "author")
        # An organisation may write comments too, and its ids are another series.
        ours = isinstance(author, dict) and author.get("__typename") == "User" and plain_id(author.get("id")) == user
        if ours and number and isinstance(body, str) and stands_in(draft.marker, body):
            url = comment.get("url")
            return Exists(number, url if isinstance(url, str) else None)
    return None


def changed(client: Client, draft: Draft) -> Exists | Unknown | None:
    """For an update: the proposal if the marker stands in it now. For a withdrawal: the proposal if it is withdrawn."""
    answer = client.execute(documents.ONE, {"component": draft.component_id, "proposal": draft.proposal_id})
    proposal = proposal_at(answer, draft.component_id, "component", "proposal")
    if proposal is None:
        return Unknown(refusals.NO_PROPOSAL)
    return Exists(proposal.id, proposal.url, proposal) if done(draft, proposal) else None


def done(draft: Draft, proposal: Proposal) -> bool:
    """Whether `proposal` already is as an update or withdrawal would make it."""
    return proposal.withdrawn if draft.kind == "withdraw" else stands_in_proposal(draft.marker, proposal)
