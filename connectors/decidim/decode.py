"""From the JSON of an answer to plain records. Everything in it is hostile until it has the shape that we expect.

A record without what makes it one (an id that is a number, texts that are texts) is refused with `BadRecord`. A field
beside that (a date, a count, a place) of an odd shape becomes None and is named in `odd`, so that a person is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from connectors.base import Amendment, Comment, Locales, Place, Proposal, Term

UNDETERMINED = "und"
"""Locale of a comment's text: Decidim gives the text and doesn't say in which of its locales it was written."""

ID = re.compile(r"[0-9]{1,18}")
LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,200}")
BROKEN_TEXT = re.compile("[\x00\ud800-\udfff]")

Kind = TypeVar("Kind")


class BadRecord(Exception):
    """`reason`: a stable English word, e.g. ``bad_id``. Never holds what was in the record."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Node:
    """One object of an answer, read field by field. `odd`: names of fields that had a shape we don't know."""

    value: Mapping[str, Any]
    odd: list[str] = field(default_factory=list)

    def take(self, name: str, kind: type[Kind]) -> Kind | None:
        """The field if it is a `kind`; None where absent or null, and where odd."""
        found = self.value.get(name)
        if found is None or (isinstance(found, kind) and (kind is bool or not isinstance(found, bool))):
            return found
        self.odd.append(name)
        return None

    def count(self, name: str) -> int | None:
        found = self.take(name, int)
        if found is not None and not 0 <= found < 2**53:
            self.odd.append(name)
            return None
        return found

    def text(self, name: str) -> str | None:
        found = self.take(name, str)
        if found is not None and BROKEN_TEXT.search(found):
            self.odd.append(name)
            return None
        return found

    def word(self, name: str) -> str | None:
        found = self.take(name, str)
        if found is not None and not WORD.fullmatch(found):
            self.odd.append(name)
            return None
        return found

    def address(self, name: str) -> str | None:
        found = self.text(name)
        if found is not None and not found.startswith(("https://", "http://")):
            self.odd.append(name)
            return None
        return found

    def date(self, name: str) -> datetime | None:
        found = self.take(name, str)
        if found is None:
            return None
        try:
            when = datetime.fromisoformat(found)
            return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            self.odd.append(name)
            return None

    def inner(self, name: str) -> Node | None:
        found = self.take(name, Mapping)  # type: ignore[type-abstract]
        return None if found is None else Node(found, self.odd)

    def list(self, name: str) -> tuple[Node, ...]:
        """Members that are objects; null members are left out, others are odd."""
        found = self.take(name, list) or []
        if any(member is not None and not isinstance(member, Mapping) for member in found):
            self.odd.append(name)
        return tuple(Node(member, self.odd) for member in found if isinstance(member, Mapping))

    def locales(self, name: str) -> dict[str, str]:
        """A translated field; odd where it isn't one."""
        try:
            return dict(locales_of(self.value.get(name)))
        except BadRecord:
            self.odd.append(name)
            return {}

    def author(self) -> tuple[str | None, str | None]:
        """(kind, key), e.g. ("user", "user/12"); (None, None) for an official proposal. Never a name."""
        author = self.inner("author")
        if author is None:
            return None, None
        kind, number = author.word("__typename"), plain_id(author.value.get("id"))
        if kind is None or number is None:
            self.odd.append("author")
            return None, None
        word = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).lower()
        return word, f"{word}/{number}"


def plain_id(value: Any) -> str | None:
    """An id as text, None if it isn't a number: ids end up in addresses and queries."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return text if isinstance(text, str) and ID.fullmatch(text) else None


def required_id(value: Mapping[str, Any]) -> str:
    found = plain_id(value.get("id"))
    if found is None:
        raise BadRecord("bad_id")
    return found


def locales_of(value: Any) -> Locales:
    """locale → text as stored, without machine translations: nobody said those. Raises `BadRecord`."""
    if value is None:
        return {}
    if not isinstance(value, Mapping) or not isinstance(value.get("translations"), list):
        raise BadRecord("bad_text")
    texts: dict[str, str] = {}
    for entry in value["translations"]:
        if entry is None:
            continue
        if not isinstance(entry, Mapping):
            raise BadRecord("bad_text")
        locale, text = entry.get("locale"), entry.get("text")
        if text is None or entry.get("machineTranslated") is True:
            continue
        if not isinstance(locale, str) or not LOCALE.fullmatch(locale) or not isinstance(text, str):
            raise BadRecord("bad_text")
        texts[locale] = stored(text)
    return texts


def stored(text: str) -> str:
    """The text, if it is one: lone surrogates come from invalid UTF-8, and no database of Decidim's holds a zero byte."""
    if BROKEN_TEXT.search(text):
        raise BadRecord("bad_encoding")
    return text


def proposal_of(value: Mapping[str, Any], component_id: str) -> tuple[Proposal, tuple[str, ...]]:
    """The proposal and the names of its odd fields. Raises `BadRecord`."""
    number = required_id(value)
    if "title" not in value or "body" not in value:
        raise BadRecord("missing_field")
    title, body = locales_of(value["title"]), locales_of(value["body"])
    node = Node(value)
    kind, author = node.author()
    state = node.word("state")
    likes = node.count("likesCount")
    record = Proposal(
        id=number,
        component_id=component_id,
        title=title,
        body=body,
        state=state,
        withdrawn=bool(node.take("withdrawn", bool)) or state == "withdrawn",
        withdrawn_at=node.date("withdrawnAt"),
        official=node.take("official", bool),
        author_key=author,
        author_kind=kind,
        published_at=node.date("publishedAt"),
        updated_at=node.date("updatedAt"),
        url=node.address("url"),
        reference=node.text("reference"),
        place=_place(node),
        terms=_terms(node),
        likes=likes if likes is not None else node.count("endorsementsCount"),
        votes=node.count("voteCount"),
        comments_count=node.count("totalCommentsCount"),
        amendments=_amendments(node),
        answer=node.locales("answer"),
        answered_at=node.date("answeredAt"),
        participatory_text_level=node.word("participatoryTextLevel"),
        position=node.take("position", int),
    )
    return record, tuple(dict.fromkeys(node.odd))


def comment_of(value: Mapping[str, Any], proposal_id: str, parent_id: str | None, depth: int) -> tuple[Comment, tuple[str, ...]]:
    """The comment and the names of its odd fields. Raises `BadRecord`."""
    number = required_id(value)
    text = value.get("body")
    if not isinstance(text, str):
        raise BadRecord("missing_field" if text is None else "bad_text")
    node = Node(value)
    alignment = node.take("alignment", int) or 0
    if alignment not in (-1, 0, 1):
        node.odd.append("alignment")
        alignment = 0
    record = Comment(
        id=number,
        proposal_id=proposal_id,
        parent_id=parent_id,
        body={UNDETERMINED: stored(text)},
        alignment=alignment,
        depth=depth,
        author_key=node.author()[1],
        up_votes=node.count("upVotes"),
        down_votes=node.count("downVotes"),
        created_at=node.date("createdAt"),
        updated_at=node.date("updatedAt"),
        url=node.address("url"),
    )
    return record, tuple(dict.fromkeys(node.odd))


def _place(node: Node) -> Place | None:
    address = node.text("address")
    spot = node.inner("coordinates")
    numbers = [None if spot is None else _number(spot, name) for name in ("latitude", "longitude")]
    if address is None and None in numbers:
        return None
    return Place(address, *numbers) if None not in numbers else Place(address)


def _number(node: Node, name: str) -> float | None:
    found = node.take(name, (int, float))  # type: ignore[arg-type]
    if found is not None and not -180 <= found <= 180:
        node.odd.append(name)
        return None
    return None if found is None else float(found)


def _terms(node: Node) -> tuple[Term, ...]:
    lists = {"taxonomy": node.list("taxonomies")}
    for name in ("category", "scope"):
        one = node.inner(name)
        lists[name] = () if one is None else (one,)
    return tuple(term for kind, members in lists.items() for member in members if (term := _term(member, kind)) is not None)


def _term(node: Node, kind: str) -> Term | None:
    number = plain_id(node.value.get("id"))
    if number is None:
        node.odd.append(kind)
        return None
    parent = node.inner("parent")
    return Term(number, kind, node.locales("name"), None if parent is None else plain_id(parent.value.get("id")))


def _amendments(node: Node) -> tuple[Amendment, ...]:
    found = []
    for member in node.list("amendments"):
        number, state = plain_id(member.value.get("id")), member.word("state")
        if number is None or state is None:
            node.odd.append("amendments")
            continue
        emendation = member.inner("emendation")
        found.append(Amendment(number, state, None if emendation is None else plain_id(emendation.value.get("id"))))
    return tuple(found)
