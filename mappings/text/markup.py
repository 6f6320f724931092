"""A tokenizer for the HTML that Decidim stores: whole, broken or hostile, always in linear time.

Not a parser: it tells text, entities and tags apart, and where each stands. What a browser would show as text is text;
nothing is ever read twice (an entity that gives "<" stays a character).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_BLOCKS = (
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol option p pre section summary table "
    "tbody td tfoot th thead title tr ul"
)
_DROPPED = "script style template iframe noembed noframes object svg math textarea select"
BLOCKS, DROPPED = frozenset(_BLOCKS.split()), frozenset(_DROPPED.split())
"""BLOCKS end a line. DROPPED: elements whose content no reader sees, or that never hold what a person wrote."""

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,15})")
_STOP = re.compile(r"[<&]")
_QUOTE_OR_END = re.compile(r"[\"'>]")
_CLOSERS = {name: re.compile(rf"</{name}", re.IGNORECASE | re.ASCII) for name in DROPPED}


@dataclass(frozen=True)
class Piece:
    """kind: text (characters as they stand), entity (one value for the whole piece), block or inline (a tag, no text)."""

    kind: str
    start: int
    end: int
    value: str = ""


class Scanner:
    """Walks a stored text once. What was not found once from some place on is not looked for again: that keeps it linear."""

    def __init__(self, stored: str) -> None:
        self.stored = stored
        self._no_end = False
        self._quotes_close = True
        self._no_comment_end = False

    def pieces(self) -> Iterator[Piece]:
        place, size = 0, len(self.stored)
        while place < size:
            stop = _STOP.search(self.stored, place)
            at = stop.start() if stop else size
            if at > place:
                yield Piece("text", place, at)
            if stop is None:
                return
            piece = self._entity(at) if self.stored[at] == "&" else self._markup(at)
            yield piece
            place = piece.end

    def _entity(self, at: int) -> Piece:
        found = _ENTITY.match(self.stored, at)
        if found:
            value = unescape(found.group())
            if value != found.group():
                return Piece("entity", at, found.end(), value)
        return Piece("text", at, at + 1)

    def _markup(self, at: int) -> Piece:
        following = self.stored[at + 1 : at + 2]
        if following in ("!", "?"):
            return self._declaration(at)
        named = _NAME.match(self.stored, at)
        end = self._tag_end(at) if named else None
        if named is None or end is None:
            return Piece("text", at, at + 1)
        name = named.group(1).lower()
        if name in DROPPED and following != "/":
            return Piece("block", at, self._after_content(name, end))
        return Piece("block" if name in BLOCKS else "inline", at, end)

    def _declaration(self, at: int) -> Piece:
        if self.stored.startswith("<!--", at) and not self._no_comment_end:
            end = self.stored.find("-->", at + 4)
            if end >= 0:
                return Piece("inline", at, end + 3)
            self._no_comment_end = True
        plain_end = self._plain_end(at)
        return Piece("text", at, at + 1) if plain_end is None else Piece("inline", at, plain_end)

    def _plain_end(self, at: int) -> int | None:
        if self._no_end:
            return None
        end = self.stored.find(">", at)
        self._no_end = end < 0
        return None if end < 0 else end + 1

    def _tag_end(self, at: int) -> int | None:
        """After the tag's ">", past quoted values; where quotes never close, the first ">" counts."""
        place = at
        while self._quotes_close:
            found = _QUOTE_OR_END.search(self.stored, place)
            if found is None:
                break
            if found.group() == ">":
                return found.end()
            closing = self.stored.find(found.group(), found.end())
            if closing < 0:
                break
            place = closing + 1
        self._quotes_close = False
        return self._plain_end(at)

    def _after_content(self, name: str, start: int) -> int:
        closer = _CLOSERS[name].search(self.stored, start)
        if closer is None:
            return len(self.stored)
        return self._tag_end(closer.start()) or len(self.stored)


def has_blocks(stored: str) -> bool:
    """Is this HTML with elements of its own (new lines are white space) or plain text (new lines are the writer's)?"""
    return any(match.group(1).lower() in BLOCKS for match in _NAME.finditer(stored))
