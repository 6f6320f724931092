"""Reads an uploaded file as the import panel does: CSV, JSON or XLSX become headers and rows, or a refusal."""

from __future__ import annotations

import codecs
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from connectors.decidim.emulator.admin_import_csv import Malformed, NotRecorded, parse

CSV, JSON = "text/csv", "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REFUSED_AT_UPLOAD = frozenset({"application/octet-stream", "text/csv; charset=utf-8"})
"""Declared types that never reach the form: the browser's upload is refused before."""
REFUSED_BY_THE_FORM = frozenset({"text/plain", "application/vnd.ms-excel"})


@dataclass(frozen=True)
class Table:
    """What a file holds. `lines`: how its rows are named in errors: by line (CSV, XLSX: the header is 1) or by index (JSON)."""

    headers: tuple[str, ...]
    rows: tuple[dict[str, object], ...]
    duplicates: tuple[str, ...] = ()
    lines: bool = True


class UploadRefused(ValueError):
    """The file never reaches the form. `status`: what its upload was answered with."""

    def __init__(self, status: int) -> None:
        super().__init__(f"direct upload refused with {status}")
        self.status = status


class FormRefused(ValueError):
    """The form is shown again with this message, in Swedish."""


class ServerError(ValueError):
    """Decidim breaks: its page for errors, 500."""


INVALID_FILE = "Ogiltig fil, kontrollera formateringen."
INVALID_TYPE = "Ogiltig MIME-typ."


def read(content: bytes, declared: str) -> Table:
    """The table of a file of a declared type. Raises UploadRefused, FormRefused, ServerError or NotRecorded."""
    if declared in REFUSED_AT_UPLOAD:
        raise UploadRefused(422)
    if declared in REFUSED_BY_THE_FORM:
        raise FormRefused(INVALID_TYPE)
    match declared:
        case "text/csv":
            table = _csv(content)
        case "application/json":
            table = _json(content)
        case _ if declared == XLSX:
            table = _xlsx(content)
        case _:
            raise NotRecorded("a file declared as anything but CSV, JSON, XLSX, plain text, Excel or octet-stream")
    if not table.rows:
        raise FormRefused(INVALID_FILE)
    return table


def _csv(content: bytes) -> Table:
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = content.decode("utf-16")
        else:
            text = content.decode("utf-8-sig")
        rows = parse(text)
    except (UnicodeDecodeError, Malformed) as error:
        raise ServerError("CSV::MalformedCSVError") from error
    return _table([[*row] for row in rows])


def _table(rows: list[list[object]]) -> Table:
    headers = tuple(str(cell) for cell in rows[0]) if rows else ()
    duplicates = tuple(sorted({header for header in headers if headers.count(header) > 1}))
    records = (dict(zip(headers, [*row, *[None] * len(headers)], strict=False)) for row in rows[1:])
    return Table(headers, tuple(records), duplicates)


def _xlsx(content: bytes) -> Table:
    try:
        sheet = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError) as error:
        raise FormRefused(INVALID_FILE) from error
    rows: list[list[object]] = [[cell.value for cell in row] for row in sheet.iter_rows()]
    if any(not isinstance(value, str | int | None) for row in rows for value in row):
        raise NotRecorded("XLSX with a cell that is neither text nor a whole number")
    return _table(rows)


def _json(content: bytes) -> Table:
    try:
        found = json.loads(content.decode("utf-8"))
    except ValueError as error:
        raise UploadRefused(400) from error
    if isinstance(found, dict):
        raise ServerError("undefined method 'to_sym' for an instance of Hash")
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        raise NotRecorded("JSON that is neither an object nor an array of objects")
    flat = [dict(_flat(record)) for record in found]
    headers = tuple(flat[0]) if flat else ()
    return Table(headers, tuple({name: row.get(name) for name in headers} for row in flat), lines=False)


def _flat(record: dict[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """`{"title": {"sv": …}}` as `title/sv`, however deep. The first record's names are the file's columns."""
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}/")
        else:
            yield f"{prefix}{name}", value
