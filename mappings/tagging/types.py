"""What a tag is: norm, roll-up, side, and what gave it."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Norm = Literal["participation", "prohibition", "right", "permission", "obligation", "objective", "need", "none"]
Side = Literal["for", "against"]
NORMS: tuple[Norm, ...] = ("participation", "prohibition", "right", "permission", "obligation", "objective", "need", "none")
ROLLUP: dict[str, str | None] = {
    "participation": "delaktighet",
    "right": "rättigheter",
    "permission": "rättigheter",
    "obligation": "skyldigheter",
    "prohibition": "skyldigheter",
    "objective": None,
    "need": None,
    "none": None,
}
ASKS: frozenset[str] = frozenset({"participation", "prohibition", "right", "permission", "obligation", "objective"})
"""Norms that ask for something: only these are grouped and drafted."""


@dataclass(frozen=True)
class Context:
    """What stands around a statement: the contribution's title, the sentence before, the field it was taken from."""

    title: str = ""
    before: str = ""
    field: str = "body"
    kind: str = "proposal"


@dataclass(frozen=True)
class Tag:
    """What a statement says, where, and what gave it.

    start, end: the words in the statement's text that the rule saw. confidence: 0–1, the rule's measured precision.
    standing: existing, proposed or None. bearer: who would be bound (GUIDE's words), None where nobody is.
    """

    norm_type: Norm
    rollup: str | None
    start: int
    end: int
    rule: str
    rule_date: dt.date
    confidence: float
    explanation_sv: str
    explanation_en: str
    standing: str | None = None
    bearer: str | None = None
    theme: str | None = None


@dataclass(frozen=True)
class Tags:
    """All tags of a statement, the winner first (never empty), and its side.

    side: does the statement want a thing ("for") or oppose it ("against"); side_words: what showed that.
    version: the hash of the rules that gave this. fired: ids of all rules that matched, the winner first.
    """

    tags: tuple[Tag, ...]
    side: Side
    side_words: str
    language: str
    version: str
    fired: tuple[str, ...] = ()

    @property
    def primary(self) -> Tag:
        return self.tags[0]
