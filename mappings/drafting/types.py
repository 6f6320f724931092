"""What drafting takes and gives: members with citations in, cited sentences out."""

from dataclasses import dataclass
from typing import Literal

Block = Literal["rights", "commitments", "responsibilities", "participation", "objectives", "needs", "support", "against"]
Kind = Literal["quote", "composed", "edited", "count"]


Code = Literal[
    "uncited", "quote_changed", "source_missing", "uncited_word", "number_changed", "name_changed", "polarity_changed",
    "modality_changed", "reason_missing", "sides_mixed", "count_wrong", "count_missing",
]  # fmt: skip


@dataclass(frozen=True)
class Citation:
    """A place in a stored text: `stored(revision_id, field, locale)[start:end] == quote`."""

    revision_id: str
    field: str
    locale: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Member:
    """A statement that a clause may rest on, with its place.

    text: the plain sentence. norm_type, side, bearer, standing: as its tag says.
    """

    statement_id: str
    contribution_id: str
    text: str
    language: str
    norm_type: str
    side: str
    citation: Citation
    bearer: str | None = None
    standing: str | None = None


@dataclass(frozen=True)
class Sentence:
    """One sentence of a clause.

    kind "quote": a statement as it is; "composed": put together by grammar from the words of a cited statement; "edited": in a
    person's own words; "count": from the template, cites what it counts. number: what a count sentence says, else None.
    reason: why a person wrote it so; an edited sentence must have one.
    """

    text: str
    block: Block
    citations: tuple[Citation, ...]
    kind: Kind = "quote"
    number: int | None = None
    reason: str | None = None


@dataclass(frozen=True)
class ClauseDraft:
    """A clause: title (cited too) and sentences by block. support, opposition: how many contributions stand on each side."""

    title: str
    title_citations: tuple[Citation, ...]
    sentences: tuple[Sentence, ...]
    support: int
    opposition: int
    locale: str = "sv"


@dataclass(frozen=True)
class Section:
    """One block of a clause as people read it: its heading in the clause's language, and its sentences."""

    block: Block
    heading: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class RenderedDraft:
    """A body that Decidim takes. left_out: sentences that found no room or break the etiquette, each with its reason (sv)."""

    title: str
    body_html: str
    left_out: tuple[tuple[Sentence, str], ...]


@dataclass(frozen=True)
class Violation:
    """Why a draft may not be saved, exported or pushed. where: "title" or the sentence's index. sv: the same for a person."""

    where: str
    code: Code
    sv: str
