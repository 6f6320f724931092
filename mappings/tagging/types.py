"""What a tag is: norm, roll-up, side, who is bound, who benefits, what it is about, and what gave it."""

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
NORM_NAMES: dict[str, tuple[str, str]] = {
    "participation": ("delaktighet", "participation"),
    "right": ("rättighet", "a right"),
    "permission": ("tillåtelse", "a permission"),
    "obligation": ("skyldighet", "an obligation"),
    "prohibition": ("förbud", "a prohibition"),
    "objective": ("mål", "an objective"),
    "need": ("behov", "a need"),
    "none": ("annat", "none of these"),
}
"""norm → what it is called in a sentence, Swedish and English."""

ASKS: frozenset[str] = frozenset({"participation", "prohibition", "right", "permission", "obligation", "objective"})
"""Norms that ask for something: only these are grouped and drafted."""

BEARERS = ("municipality", "region", "state", "school", "business", "civil_society", "inhabitant", "everyone", "other")
BEARER_DETAILS = (
    "council", "board", "committee", "administration", "region", "agency", "government", "school", "landlord", "company",
    "employer", "association", "congregation", "parents", "road_users", "dog_owners", "residents", "everyone", "speaker",
)  # fmt: skip
HOLDERS = (
    "everyone", "child_youth", "older", "disability", "women", "lgbtqi", "minority", "newcomer", "low_income", "nature", "other",
)  # fmt: skip
STRENGTHS = ("must", "should", "may", "wish", "promise")
"""must: ska, måste, is forbidden · should: bör, borde · may: får, kan · wish: vill, önskar · promise: the speaker's own."""

THEMES: dict[str, tuple[str, str]] = {
    "democracy": ("Demokrati och inflytande", "Democracy and influence"),
    "safety": ("Trygghet och säkerhet", "Safety and security"),
    "equality": ("Jämlikhet och icke-diskriminering", "Equality and non-discrimination"),
    "children": ("Barn och unga", "Children and young people"),
    "education": ("Utbildning och lärande", "Education and learning"),
    "work": ("Arbete och ekonomi", "Work and economy"),
    "housing": ("Boende", "Housing"),
    "health": ("Hälsa, vård och omsorg", "Health and care"),
    "culture": ("Kultur, idrott och fritid", "Culture, sport and leisure"),
    "environment": ("Miljö, gator och trafik", "Environment, streets and mobility"),
    "services": ("Kommunal service och tillgänglighet", "Municipal services and accessibility"),
    "coexistence": ("Samlevnad och integration", "Living together and integration"),
    "transparency": ("Öppenhet och insyn", "Openness and transparency"),
}
"""theme → its name in Swedish and English."""


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
    standing: existing, proposed or None. bearer: who would be bound (GUIDE's words), None where nobody is; bearer_detail splits
    it (BEARER_DETAILS). holder: who is entitled or benefits. counterparty: whom the bearer owes it to or must agree with, as
    the words stand in the text. strength: STRENGTHS. given_by: rule, model or person; `rule` is the rule's id or the model's
    name and `rule_date` its date.
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
    bearer_detail: str | None = None
    holder: str | None = None
    strength: str | None = None
    counterparty: str | None = None
    given_by: str = "rule"


@dataclass(frozen=True)
class Tags:
    """All tags of a statement, the winner first (never empty), and its side.

    side: does the statement want a thing ("for") or oppose it ("against"); side_words: what showed that.
    version: the hash of the rules (and the model) that gave this. fired: ids of all rules that matched, the strongest first.
    changes: what a municipality's own rules changed for this statement, one Swedish sentence each. decided: the winning rule
    stands whatever a model says.
    """

    tags: tuple[Tag, ...]
    side: Side
    side_words: str
    language: str
    version: str
    fired: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    decided: bool = False

    @property
    def primary(self) -> Tag:
        return self.tags[0]

    @property
    def also(self) -> tuple[str, ...]:
        """The norms that fit besides the first."""
        return tuple(tag.norm_type for tag in self.tags[1:])
