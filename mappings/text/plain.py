"""Stored text → plain text, each character with its stored place."""

import re
import unicodedata
from array import array

from mappings.text.markup import Piece, Scanner, has_blocks
from mappings.text.types import Plain

_INVISIBLE = frozenset("\u00ad\u200b\u200e\u200f\u2060\ufeff\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Soft hyphen, zero-width and direction marks: a word is the same without them. (Joiners stay: emoji and Persian need them.)"""

_LINE_ENDS = frozenset("\n\v\f\x85\u2028\u2029")
_LETTERS = r"[!-~\u00a1-\u00ac\u00ae-\u02af\u2013-\u2026\u20ac]+"
_AS_IT_IS = re.compile(f"{_LETTERS}(?: {_LETTERS})*")
"""Runs of characters that stay as they are, single blanks between them. None of them is a combining mark."""

_MARKS_AT_ONCE = 8
"""Normalising reorders marks, which takes time in the square of their number: a letter with more than this stays as it is."""


class _Writer:
    """Builds the plain text and both maps."""

    def __init__(self, lines_count: bool) -> None:
        self.lines_count = lines_count
        self.out: list[str] = []
        self.starts = array("l")
        self.ends = array("l")

    def put(self, char: str, start: int, end: int) -> None:
        if char in _INVISIBLE:
            return
        if char in _LINE_ENDS:
            self._white("\n" if self.lines_count else " ", start, end)
        elif char.isspace():
            self._white(" ", start, end)
        elif char < " " or "\x7f" <= char <= "\x9f":
            return
        else:
            self._add("\ufffd" if "\ud800" <= char <= "\udfff" else char, start, end)

    def line_end(self, start: int, end: int) -> None:
        self._white("\n", start, end)

    def _white(self, char: str, start: int, end: int) -> None:
        """One blank or one line end for a whole run; a line end swallows the blanks before it."""
        if not self.out:
            return
        last = self.out[-1]
        if last == "\n" or (last == " " and char == " "):
            return
        if last == " ":
            self.out[-1] = char
            self.ends[-1] = end
            return
        self._add(char, start, end)

    def _add(self, char: str, start: int, end: int) -> None:
        self.out.append(char)
        self.starts.append(start)
        self.ends.append(end)

    def text(self, stored: str, piece: Piece) -> None:
        place = piece.start
        while place < piece.end:
            if run := _AS_IT_IS.match(stored, place, piece.end):
                place = self._run(stored, place, run.end(), piece.end)
                if place == piece.end:
                    return
            char = stored[place]
            after = place + 1
            if char == "\r":
                after += after < piece.end and stored[after] == "\n"
                self.put("\n", place, after)
            elif after < piece.end and unicodedata.combining(stored[after]):
                after = _marks_end(stored, after, piece.end)
                self._letter(stored[place:after], place, after)
            else:
                self.put(char, place, after)
            place = after

    def _run(self, stored: str, start: int, end: int, limit: int) -> int:
        """Writes a run but for a last letter that marks follow; returns where to go on."""
        if end < limit and unicodedata.combining(stored[end]):
            end -= 1
        self.out.extend(stored[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))
        return end

    def _letter(self, cluster: str, start: int, end: int) -> None:
        composed = unicodedata.normalize("NFC", cluster) if len(cluster) <= _MARKS_AT_ONCE + 1 else cluster
        for char in composed:
            self.put(char, start, end)


def _marks_end(stored: str, place: int, end: int) -> int:
    while place < end and unicodedata.combining(stored[place]):
        place += 1
    return place


def plain(stored: str) -> Plain:
    """Readable text of stored HTML or plain text, with a map back.

    Block elements and <br> end a line; in text without any, new lines do. Scripts, styles and comments are dropped, entities
    decoded, letters with combining marks composed, invisible marks left out. Broken markup is text. Never raises.
    """
    if _is_simple(stored):
        return Plain(stored, range(len(stored)), range(1, len(stored) + 1))
    writer = _Writer(lines_count=not has_blocks(stored))
    for piece in Scanner(stored).pieces():
        if piece.kind == "text":
            writer.text(stored, piece)
        elif piece.kind == "entity":
            for char in piece.value:
                writer.put(char, piece.start, piece.end)
        elif piece.kind == "block":
            writer.line_end(piece.start, piece.end)
    return Plain("".join(writer.out), writer.starts, writer.ends)


def _is_simple(stored: str) -> bool:
    """Nothing to change: one line of Latin-1 without markup or double blanks, as most titles and many bodies are."""
    return (
        stored.isprintable()
        and "<" not in stored
        and "&" not in stored
        and "  " not in stored
        and not stored.startswith(" ")
        and (stored.isascii() or (max(stored) <= "\xff" and "\xad" not in stored))
    )
