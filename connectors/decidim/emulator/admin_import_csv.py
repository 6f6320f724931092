"""CSV as Ruby's parser reads it with a semicolon: strict on quotes, and an empty cell is not the same as ``""``."""

from __future__ import annotations

import re

Cell = str | None
"""None: an unquoted empty cell. An empty text: a quoted one. The panel refuses the first and takes the second."""

_LINE_END = re.compile(r"\r\n|\n|\r")


class Malformed(ValueError):
    """Ruby raises MalformedCSVError, which Decidim does not catch: a bare 500."""


class NotRecorded(ValueError):
    """What Decidim does with this was never recorded; the emulator refuses."""


def parse(text: str, separator: str = ";") -> list[list[Cell]]:
    """Rows of a CSV text, empty lines as rows without cells. Raises Malformed, or NotRecorded for mixed line ends."""
    found = _LINE_END.search(text)
    end = found.group() if found else "\n"
    if end == "\r":
        raise NotRecorded("CSV with line ends of old Macintosh kind (CR)")
    rows: list[list[Cell]] = []
    place = 0
    while place < len(text):
        row, place = _row(text, place, separator, end)
        rows.append(row)
    return rows


def _row(text: str, place: int, separator: str, end: str) -> tuple[list[Cell], int]:
    if text.startswith(end, place):
        return [], place + len(end)
    cells: list[Cell] = []
    while True:
        quoted = text.startswith('"', place)
        cell, place = _quoted(text, place, separator, end) if quoted else _plain(text, place, separator, end)
        cells.append(cell)
        if place >= len(text):
            return cells, place
        if text.startswith(end, place):
            return cells, place + len(end)
        place += len(separator)


def _quoted(text: str, place: int, separator: str, end: str) -> tuple[str, int]:
    parts, place = [], place + 1
    while True:
        close = text.find('"', place)
        if close < 0:
            raise Malformed("Unclosed quoted field")
        parts.append(text[place:close])
        place = close + 1
        if not text.startswith('"', place):
            break
        parts.append('"')
        place += 1
    if place < len(text) and not text.startswith((separator, end), place):
        raise Malformed("Any value after quoted field isn't allowed")
    return "".join(parts), place


def _plain(text: str, place: int, separator: str, end: str) -> tuple[Cell, int]:
    stops = [stop for stop in (text.find(separator, place), text.find(end, place)) if stop >= 0]
    stop = min(stops, default=len(text))
    cell = text[place:stop]
    if '"' in cell:
        raise Malformed("Illegal quoting")
    if "\n" in cell or "\r" in cell:
        raise NotRecorded("CSV with line ends of several kinds")
    return cell or None, stop
