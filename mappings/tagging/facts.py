"""What else a statement touches: Agenda 2030, human-rights articles, and law that it names itself. One shape for all three."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from mappings.text import Span
from mappings.text.plain import plain


@dataclass(frozen=True)
class Fact:
    """kind: sdg, article or law. code: "11.2", "crc-12", "sfs-2010-800 3 kap. 2 §".

    start, end: the evidence in the statement's text, if any (`in_stored`: in the stored text). given_by: weights and encoder of
    what a model gave, "" for what is read off the words.
    """

    kind: str
    code: str
    label_sv: str
    label_en: str
    confidence: float
    start: int | None
    end: int | None
    explanation_sv: str
    explanation_en: str
    given_by: str = ""


def facts(text: str, theme: str | None, holder: str | None) -> tuple[Fact, ...]:
    """Articles and references to law of one statement (Agenda 2030: `goals.goal_facts`, for many at once)."""
    return (*_law(text), *_articles(text, theme, holder))


def _law(text: str) -> Iterator[Fact]:
    from mappings.law import explain, references

    for one in references(text):
        place = " ".join(
            part
            for part in (
                f"{one.chapter} kap." if one.chapter else "",
                f"{one.section} §" if one.section else "",
                f"art. {one.article}" if one.article else "",
            )
            if part
        )
        sv, en = explain(one)
        yield Fact("law", f"{one.act_id} {place}".strip(), one.act_name_sv, one.act_name_en, 1.0, one.start, one.end, sv, en)


def _articles(text: str, theme: str | None, holder: str | None) -> Iterator[Fact]:
    from mappings.rights import articles

    for one in articles(theme, holder, text):
        yield Fact(
            "article", one.id, one.label_sv, one.label_en, one.confidence, one.start, one.end, one.reason_sv, one.reason_en
        )


def in_stored(fact: Fact, span: Span) -> Fact:
    """The fact with its evidence in the stored text that the statement was found in: `stored[start:end]`.

    The whole statement where its words can't be followed back into its markup; a fact without evidence stays without.
    """
    if fact.start is None or fact.end is None:
        return fact
    readable = plain(span.quote)
    whole = 0, len(span.quote)
    start, end = readable.to_stored(fact.start, fact.end) if readable.text.replace("\n", " ") == span.text else whole
    return replace(fact, start=span.start + start, end=span.start + end)


def as_json(fact: Fact) -> dict[str, Any]:
    return dict(vars(fact))
