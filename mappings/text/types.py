"""What the text stage gives: plain text with a way back, and statements with offsets."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Plain:
    """Readable text of a stored text, with the stored place of every character.

    text: what a reader sees; lines are ended by "\\n", other white space is one blank.
    starts, ends: one entry a character of `text`: where it begins and ends in the stored text (an entity such as
    `&amp;` is one character here and five there). Both never fall.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def to_stored(self, start: int, end: int) -> tuple[int, int]:
        """The stored span that holds `text[start:end]`; an empty span stays empty. Raises IndexError outside the text."""
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"no span {start}:{end} in a text of {len(self.text)} characters")
        if start == end:
            place = self.starts[start] if start < len(self.text) else (self.ends[-1] if self.text else 0)
            return place, place
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True)
class Span:
    """One statement: a sentence-sized part of a stored text.

    `stored[start:end] == quote`, always; `text` is the same sentence as a reader sees it (no tags, entities decoded).
    """

    field: str
    locale: str
    start: int
    end: int
    quote: str
    text: str
    language: str
