"""What else a statement touches: Agenda 2030, human-rights articles, and law that it names itself. One shape for all three."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fact:
    """kind: sdg, article or law. code: "11.2", "crc-12", "sfs-2010-800 3 kap. 2 §". start, end: the evidence, if any."""

    kind: str
    code: str
    label_sv: str
    label_en: str
    confidence: float
    start: int | None
    end: int | None
    explanation_sv: str
    explanation_en: str


def facts(text: str, theme: str | None, holder: str | None) -> tuple[Fact, ...]:
    """Articles and references to law of one statement (Agenda 2030: `sdg_facts`, for many at once)."""
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


def as_json(fact: Fact) -> dict[str, Any]:
    return dict(vars(fact))
