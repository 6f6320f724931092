"""What drafting takes and gives: members with citations in, cited sentences out."""

from dataclasses import dataclass
from typing import Literal

Block = Literal["rights", "commitments", "participation", "objectives", "support", "against"]
Kind = Literal["quote", "count"]


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
    """One sentence of a clause. kind "quote": taken from a statement; "count": from the template, cites what it counts.

    number: what a count sentence says, else None.
    """

    text: str
    block: Block
    citations: tuple[Citation, ...]
    kind: Kind = "quote"
    number: int | None = None


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
class RenderedDraft:
    """A body that Decidim takes. left_out: sentences that found no room or break the etiquette, each with its reason (sv)."""

    title: str
    body_html: str
    left_out: tuple[tuple[Sentence, str], ...]


@dataclass(frozen=True)
class Violation:
    """Why a draft may not be saved, exported or pushed. where: "title" or the sentence's index. sv: the same for a person."""

    where: str
    code: Literal["uncited", "quote_changed", "source_missing", "uncited_word", "sides_mixed", "count_wrong", "count_missing"]
    sv: str
