"""Drafts to and from what is stored of a step. Pure."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from connectors.base import Draft, Proposal, StepKind


def to_json(draft: Draft) -> dict[str, Any]:
    return {**asdict(draft), "kind": str(draft.kind), "terms": list(draft.terms)}


def from_json(kept: dict[str, Any]) -> Draft:
    return Draft(**{**kept, "kind": StepKind(kept["kind"]), "terms": tuple(kept["terms"])})


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """What was read back of a pushed proposal: its texts and where it is."""
    return {
        "id": proposal.id,
        "title": dict(proposal.title),
        "body": dict(proposal.body),
        "url": proposal.url,
        "published_at": proposal.published_at.isoformat() if proposal.published_at else None,
    }


def with_address(draft: Draft, token: str, address: str) -> Draft:
    """The draft with the address of the new proposal where the plan could only leave `token`."""
    return replace(draft, body=draft.body.replace(token, address))
