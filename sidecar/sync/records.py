"""From a connector's records to what is stored: texts, facts, hashes. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from connectors.base import Comment, Locales, Proposal, Unreadable
from sidecar.core.db import digest
from sidecar.sync.models import Kind, Status

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Incoming:
    """One contribution as it was read, ready to be compared with what is stored."""

    kind: Kind
    remote_id: str
    proposal_remote_id: str
    parent_remote_id: str | None
    author_key: str | None
    status: Status
    alignment: int
    depth: int
    url: str | None
    published_at: datetime | None
    texts: dict[str, dict[str, str]]
    facts: dict[str, Any]

    @property
    def number(self) -> int:
        return int(self.remote_id)

    def revision_id(self, instance_id: str) -> str:
        return digest(instance_id, self.kind, self.remote_id, _canonical(self.texts))

    def with_known(self, facts: dict[str, Any], url: str | None) -> Incoming:
        """This, with what an earlier reading knew where this source has nothing: a file tells less than the API does."""
        kept = {name: facts.get(name) if value in (None, [], {}) else value for name, value in self.facts.items()}
        return replace(self, facts=kept, url=self.url or url)

    @property
    def facts_hash(self) -> str:
        placed = [self.parent_remote_id, self.alignment, self.depth, self.url, self.author_key, self.status]
        return digest(_canonical(self.facts), _canonical(placed), str(self.published_at))


def of_proposal(record: Proposal) -> Incoming:
    facts = {
        "state": record.state,
        "withdrawn_at": _iso(record.withdrawn_at),
        "official": record.official,
        "author_kind": record.author_kind,
        "updated_at": _iso(record.updated_at),
        "reference": record.reference,
        "place": record.place
        and {"address": record.place.address, "latitude": record.place.latitude, "longitude": record.place.longitude},
        "terms": [{"id": t.id, "kind": t.kind, "name": dict(t.name), "parent": t.parent_id} for t in record.terms],
        "likes": record.likes,
        "votes": record.votes,
        "comments": record.comments_count,
        "amendments": [{"id": a.id, "state": a.state, "emendation": a.emendation_id} for a in record.amendments],
        "answer": dict(record.answer),
        "answered_at": _iso(record.answered_at),
        "level": record.participatory_text_level,
        "position": record.position,
    }
    return Incoming(
        kind=Kind.proposal,
        remote_id=record.id,
        proposal_remote_id=record.id,
        parent_remote_id=None,
        author_key=record.author_key,
        status=Status.withdrawn if record.withdrawn else Status.present,
        alignment=0,
        depth=0,
        url=record.url,
        published_at=record.published_at,
        texts={"title": _storable(record.title), "body": _storable(record.body)},
        facts=_clean(facts),
    )


def of_comment(record: Comment) -> Incoming:
    return Incoming(
        kind=Kind.comment,
        remote_id=record.id,
        proposal_remote_id=record.proposal_id,
        parent_remote_id=record.parent_id,
        author_key=record.author_key,
        status=Status.present,
        alignment=record.alignment,
        depth=record.depth,
        url=record.url,
        published_at=record.created_at,
        texts={"body": _storable(record.body)},
        facts={"up": record.up_votes, "down": record.down_votes, "updated_at": _iso(record.updated_at)},
    )


def unread_key(trouble: Unreadable, component_remote_id: str | None) -> str:
    """The same trouble has the same key in the next pull, so that it is one row for as long as it lasts."""
    parts = [trouble.stage, trouble.code, component_remote_id, trouble.proposal_id, trouble.comment_id]
    # a trouble tied to nothing is told apart by its own words
    parts.append(None if trouble.proposal_id or trouble.comment_id else trouble.en)
    return digest(_canonical(parts))


def _storable(texts: Locales) -> dict[str, str]:
    """NUL and lone surrogates can't be stored in every database: each becomes U+FFFD, so that no offset moves."""
    return {locale: _UNSTORABLE.sub("\ufffd", text) for locale, text in sorted(texts.items())}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
