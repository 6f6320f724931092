"""Opens what Decidim exports: the Open Data ZIP, a CSV or JSON of proposals or comments. Gives tables of rows, row by row.

Only the columns that we use leave this file: names of authors, supporters and reporters are dropped as the row is read.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from connectors.decidim import opendata_faults as faults

MEGABYTE = 1024 * 1024
LARGEST_CELL = MEGABYTE
"""Characters in a cell; a row with a longer one is refused."""
BAD_BYTES = re.compile("[\udc80-\udcff]")

KEPT = re.compile(
    r"(id|created_at|updated_at|published_at|withdrawn_at|answered_at|body|locale|alignment|depth|commentable_id|commentable_type"
    r"|root_commentable_url|author/id|author/url|user_group/id|participatory_space/(id|url)|component/id|(title|body|answer)/[^/]+"
    r"|category/(id|name/[^/]+)|scope/(id|name/[^/]+)|taxonomies/(ids|[0-9]+/[^/]+)|name/[^/]+|parent_id|slug|address|latitude"
    r"|longitude|state|reference|supports|votes|(endorsements|likes)/total_count|comments|url|withdrawn|hidden_at|reported_url"
    r"|reportable_type|reportable_id)"
)
"""Columns that leave this file. No names of people among them."""
ENTRIES = {
    "proposals": re.compile(r"(.*-)?open-data-proposals\.csv"),
    "comments": re.compile(r"(.*-)?open-data-proposal_comments\.csv"),
    "moderations": re.compile(r"(.*-)?open-data-moderations\.csv"),
    "taxonomies": re.compile(r"(.*-)?open-data-taxonomies\.csv"),
    "process": re.compile(r"(.*-)?open-data-participatory_processes\.csv"),
    "assembly": re.compile(r"(.*-)?open-data-assemblies\.csv"),
}


@dataclass(frozen=True)
class Limits:
    """Bytes, unpacked: of one file, of all that we read of a ZIP; and how many entries a ZIP may have."""

    file: int = 512 * MEGABYTE
    total: int = 1024 * MEGABYTE
    entries: int = 1000
    json: int = 128 * MEGABYTE


LIMITS = Limits()


@dataclass(frozen=True)
class Row:
    """One row, column → cell; empty cells left out. `number`: its place, the header being 1. `fault`: why it can't be used."""

    number: int
    cells: dict[str, str]
    fault: str | None = None


@dataclass(frozen=True)
class Table:
    """One file. `kind`: a key of `ENTRIES`. `exact`: cells are as stored, without the CSV's quote against formulas.

    `taken_at`: when the archive's job wrote it, read as UTC though the ZIP doesn't say the zone; None for a loose file.
    """

    kind: str
    label: str
    rows: tuple[Row, ...]
    exact: bool
    taken_at: datetime | None = None


def tables(source: Path | bytes, limits: Limits = LIMITS) -> tuple[Table, ...]:
    """The tables of one file. Raises `ReadError`: not a file of Decidim's, broken, too big."""
    with _opened(source) as stream:
        head = stream.read(4)
        stream.seek(0)
        if head[:2] == b"PK":
            return tuple(_of_zip(stream, limits))
        first = stream.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        stream.seek(0)
        if first in (b"[", b"{"):
            return (_of_json(_Counted(stream, limits.json).read()),)
        return (_of_csv(_Counted(stream, limits.file), None, None),)


def _opened(source: Path | bytes) -> IO[bytes]:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    try:
        return source.open("rb")
    except OSError as fault:
        raise faults.no_file() from fault


class _Counted(io.RawIOBase):
    """A stream that ends with an error where it gives more than it should: a ZIP's own sizes can lie."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self._stream, self._left, self.taken = stream, limit, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._stream.read(len(buffer))
        self.taken += len(part)
        if self.taken > self._left:
            raise faults.too_big()
        buffer[: len(part)] = part
        return len(part)


def _of_zip(stream: IO[bytes], limits: Limits) -> Iterator[Table]:
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            if len(entries) > limits.entries:
                raise faults.too_big()
            left = limits.total
            chosen = {kind: entry for entry in entries for kind, name in ENTRIES.items() if name.fullmatch(entry.filename)}
            if "proposals" not in chosen:
                raise faults.not_open_data()
            for kind, entry in chosen.items():
                with archive.open(entry) as content:
                    counted = _Counted(content, min(limits.file, left))
                    yield _of_csv(counted, kind, _written(entry))
                    left -= counted.taken
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, UnicodeDecodeError) as fault:
        raise faults.broken_zip() from fault


def _written(entry: zipfile.ZipInfo) -> datetime | None:
    with suppress(ValueError):
        return datetime(*entry.date_time, tzinfo=UTC)
    return None


# -- CSV ------------------------------------------------------------------------------------------------------------------


def _of_csv(stream: _Counted, kind: str | None, taken_at: datetime | None) -> Table:
    # Raised, never lowered: a long cell must refuse its row, not the file.
    csv.field_size_limit(max(csv.field_size_limit(), LIMITS.file))
    text = io.TextIOWrapper(io.BufferedReader(stream), "utf-8-sig", "surrogateescape", newline="")
    header = _header(text)
    if header is None:
        if kind is None:
            raise faults.empty_file()
        return Table(kind, _label(kind, "csv"), (), False, taken_at)
    delimiter = _delimiter(header)
    names = _names(next(csv.reader([header], delimiter=delimiter, strict=True), []))
    found = kind or _kind(names)
    if found is None:
        raise faults.unknown_columns()
    _require(found, names)
    keep = [(place, name) for place, name in enumerate(names) if KEPT.fullmatch(name)]
    rows = tuple(_rows(csv.reader(text, delimiter=delimiter, strict=True), keep, len(names)))
    _check_encoding(rows)
    return Table(found, _label(found, "csv"), rows, False, taken_at)


def _header(text: io.TextIOWrapper) -> str | None:
    """The first line; None in an empty file (Decidim writes one line end where there is nothing)."""
    line = text.readline(LARGEST_CELL)
    if "\0" in line[:64]:
        raise faults.not_utf8()
    return line if line.strip("\r\n") else None


def _delimiter(header: str) -> str:
    """Decidim's semicolon, or what its settings or a spreadsheet program made of it."""
    for delimiter in (";", ",", "\t"):
        with suppress(csv.Error):
            names = next(csv.reader([header], delimiter=delimiter, strict=True), [])
            if len(names) > 1 and "id" in names:
                return delimiter
    raise faults.unknown_columns()


def _names(names: list[str]) -> list[str]:
    kept = [name for name in names if KEPT.fullmatch(name)]
    if len(kept) != len(set(kept)):
        raise faults.double_columns()
    return names


def _kind(names: list[str]) -> str | None:
    if "commentable_id" in names or "root_commentable_url" in names:
        return "comments"
    return "proposals" if any(name.startswith(("title/", "body/")) for name in names) else None


def _require(kind: str, names: list[str]) -> None:
    needed: dict[str, tuple[str, ...]] = {
        "proposals": ("id", "component/id", "title/", "body/"),
        "comments": ("id", "body", "commentable_id", "commentable_type", "root_commentable_url"),
        "moderations": ("hidden_at", "reportable_type", "reportable_id"),
    }
    lacking = [name for name in needed.get(kind, ("id",)) if not _has(names, name)]
    if lacking:
        raise faults.missing_columns(_label(kind, "csv"), lacking)


def _has(names: list[str], wanted: str) -> bool:
    return any(name.startswith(wanted) for name in names) if wanted.endswith("/") else wanted in names


def _rows(reader: Any, keep: list[tuple[int, str]], width: int) -> Iterator[Row]:
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(number, {}, "bad_csv")
            continue
        if cells:
            yield _row(number, cells, keep, width)


def _row(number: int, cells: list[str], keep: list[tuple[int, str]], width: int) -> Row:
    kept = {name: cells[place] for place, name in keep if place < len(cells) and cells[place]}
    if len(cells) != width:
        return Row(number, {name: kept[name] for name in ("id",) if name in kept}, "wrong_columns")
    return _judged(number, kept)


def _judged(number: int, cells: dict[str, str]) -> Row:
    where = {name: cell for name, cell in cells.items() if name.endswith(("id", "url")) and len(cell) < 2000}
    if any(len(cell) > LARGEST_CELL for cell in cells.values()):
        return Row(number, where, "too_big")
    if any(BAD_BYTES.search(cell) for cell in cells.values()):
        return Row(number, where, "bad_bytes")
    return Row(number, cells)


def _check_encoding(rows: tuple[Row, ...]) -> None:
    """A file with odd bytes in three rows and no letter beyond ASCII elsewhere isn't UTF-8 with damage, but another encoding."""
    bad = sum(1 for row in rows if row.fault == "bad_bytes")
    if bad >= 3 and all(cell.isascii() for row in rows if row.fault is None for cell in row.cells.values()):
        raise faults.not_utf8()


def _label(kind: str, form: str) -> str:
    names = {"comments": "proposal_comments", "process": "participatory_processes", "assembly": "assemblies"}
    return f"{names.get(kind, kind)}.{form}"


# -- JSON -----------------------------------------------------------------------------------------------------------------


def _of_json(content: bytes | None) -> Table:
    try:
        value = json.loads((content or b"").decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as fault:
        raise faults.bad_json() from fault
    if not isinstance(value, list) or not value:
        raise faults.bad_json()
    kind = _kind(list(_flat(next((member for member in value if isinstance(member, dict)), {}))))
    if kind is None:
        raise faults.unknown_columns()
    rows = tuple(_json_row(number, member) for number, member in enumerate(value, 2))
    return Table(kind, _label(kind, "json"), rows, True)


def _json_row(number: int, member: Any) -> Row:
    return _judged(number, _flat(member)) if isinstance(member, dict) else Row(number, {}, "bad_shape")


def _flat(member: dict[str, Any]) -> dict[str, str]:
    """As the CSV names it: ``{"title": {"sv": …}}`` → ``title/sv``. Only the columns that we use; an odd value is left out."""
    cells: dict[str, str] = {}
    stack: list[tuple[str, Any]] = [(key, value) for key, value in reversed(member.items())]
    while stack:
        name, value = stack.pop()
        if isinstance(value, dict) and name.count("/") < 2:
            stack += [(f"{name}/{key}", inner) for key, inner in reversed(value.items())]
        elif KEPT.fullmatch(name) and not isinstance(value, dict) and (cell := _cell(value)):
            cells[name] = cell
    return cells


_WORDS: dict[Any, str] = {None: "", True: "true", False: "false"}


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(_cell(member) for member in value if isinstance(member, str | int | float))
    return _WORDS[value] if value is None or isinstance(value, bool) else str(value)


def _no_constant(name: str) -> Callable[[str], Any]:
    raise ValueError(name)
