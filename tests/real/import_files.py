"""The files of the recorded import trials: as they are, or rebuilt from what the fact says of them.

Few files were kept. Of the others the fact holds the beginning, a description and what came of it; a rebuilt file must
begin with just that beginning, or it is not used.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook

from tests.real.paths import SHARED

IMPORT = SHARED / "decidim" / "import"
CUT = 160
"""Bytes of a file's beginning that a fact holds at most."""
HEADER = ("title/sv", "body/sv")
Fact = dict[str, Any]


def facts() -> list[Fact]:
    return list(json.loads((IMPORT / "facts_import.json").read_text(encoding="utf-8")))


def _named(version: str, name: str) -> Fact:
    return next(fact for fact in facts() if (fact["version"], fact["name"]) == (version, name))


def file_of(fact: Fact) -> tuple[bytes, str] | None:
    """The bytes of a trial's file and where they are from (``kept``, ``whole`` in the fact, ``rebuilt``); None: unknown."""
    if fact["file"] and (IMPORT / fact["file"]).exists():
        return (IMPORT / fact["file"]).read_bytes(), "kept"
    start = fact.get("file_start")
    if start and len(start.encode()) < CUT and "\x00" not in start and "�" not in start:
        return start.encode(), "whole"
    build = BUILDERS.get(fact["name"])
    if build is None or (fact["version"], fact["name"]) in UNLIKE:
        return None
    content = build(fact)
    beginning = _beginning(start or "")
    if not _readable(content).startswith(beginning):
        raise AssertionError(f"{fact['version']} {fact['name']}: rebuilt differently from its recorded beginning")
    return content, "rebuilt"


UNLIKE = {("0.28.6", name) for name in ("json_taxonomies_list", "json_taxonomies_string", "xlsx_taxonomy_number")} | {
    ("0.28.6", "xlsx_taxonomy_text")
}
"""On 0.28 these trials named categories; how, the facts don't say."""


def _beginning(start: str) -> str:
    """What of a recorded beginning can be compared: up to the first byte that was no UTF-8."""
    return start.split("�")[0]


def _readable(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")


def rows_of(fact: Fact) -> list[tuple[str, str]]:
    """Titles and bodies that came of a trial, long ones at their full length."""
    return [(str(row["title"]["sv"]), full(row["body"]["sv"])) for row in fact["rows"]]


def full(text: str) -> str:
    """`Alla barn … (7200 characters)` at full length: these texts repeat one sentence."""
    start, mark, rest = text.rpartition("… (")
    if not mark or not rest.endswith(" characters)"):
        return text
    length = int(rest.removesuffix(" characters)"))
    period = start.find(start[:20], 1)
    return (start[:period] * (length // period + 1))[:length]


def _samples() -> list[list[str]]:
    text = (IMPORT / "0.32.2" / "csv_safe.csv").read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def _csv(
    rows: Sequence[Sequence[str]],
    header: Sequence[str] = HEADER,
    *,
    separator: str = ";",
    end: str = "\n",
    quoted: bool = False,
    bom: bool = False,
) -> bytes:
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows([header, *rows])
    return ("\ufeff" if bom else "").encode() + out.getvalue().encode()


def _json(records: object) -> bytes:
    return json.dumps(records, ensure_ascii=False, indent=1).encode()


def _record(row: Sequence[str], **more: object) -> dict[str, object]:
    return {"title": {"sv": row[0]}, "body": {"sv": row[1]}, **more}


def _xlsx(rows: Sequence[Sequence[object]], header: Sequence[str] = HEADER) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for place, row in enumerate([header, *rows], start=1):
        for column, value in enumerate(row, start=1):
            book.worksheets[0].cell(place, column, value)
    book.save(out)
    return out.getvalue()


def _odt(size: int = 0) -> bytes:
    """An archive as an ODT is one, padded to a size."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("padding", "x" * max(0, size - 300))
    return out.getvalue()


def _charter(encoding: str = "utf-8", end: str = "\n") -> Callable[[Fact], bytes]:
    def build(fact: Fact) -> bytes:
        text = (IMPORT / fact["version"] / "stadga.md").read_text(encoding="utf-8")
        return text.replace("\n", end).encode(encoding)

    return build


def _two(fact: Fact) -> bytes:
    return _csv(_samples()[:2])


def _of_rows(**form: Any) -> Callable[[Fact], bytes]:
    return lambda fact: _csv(rows_of(fact), **form)


def _unknown_columns(fact: Fact) -> bytes:
    header = ["id", "component/id", "state", "published_at", "author/name", "author/id"]
    header += ["official", "källa", "stöd", "created_at", "reference"]
    given = ["1", "1", "accepted", "2020-01-01", "Person 1", "2", "false", "klok", "12", "2020-01-01", "REF-1"]
    return _csv([[*given, *_samples()[0]]], [*header, *HEADER])


def _locales(fact: Fact) -> bytes:
    header = ("title/sv", "title/en", "body/sv", "body/en")
    rows = [[full(row[f].get(locale, "")) for f in ("title", "body") for locale in ("sv", "en")] for row in fact["rows"]]
    return _csv(rows, header)


def _heading_and_article(fact: Fact) -> bytes:
    heading, article = fact["rows"]
    return f"# {heading['title']['sv']}\n\n{full(article['body']['sv'])}\n".encode()


def _bad_rows(fact: Fact) -> bytes:
    one, two, three = _samples()
    return _csv([one, ["", two[1]], three, [two[0], ""]])


def _flat(fact: Fact) -> bytes:
    one, _, _ = _samples()
    return _json([{"title/sv": one[0], "body/sv": one[1]}])


def _uneven(fact: Fact) -> bytes:
    one, two, _ = _samples()
    return _json([_record(one), {"title": {"sv": two[0], "en": "Duty"}, "body": {"sv": two[1], "en": "To care"}}])


def _three_hundred(fact: Fact) -> bytes:
    one, _, _ = _samples()
    rows = [[f"{one[0]} nummer {number}", one[1]] for number in range(1, 301)]
    return _csv(rows, quoted=True, bom=True)


BUILDERS: dict[str, Callable[[Fact], bytes]] = {
    "csv_no_bom_quoted": lambda fact: _csv(_samples()[:2], quoted=True),
    "csv_no_final_newline": lambda fact: _two(fact).rstrip(b"\n"),
    "csv_tough": _of_rows(bom=True),
    "csv_tough_crlf_cells": _of_rows(bom=True, end="\r\n"),
    "csv_utf16": lambda fact: _two(fact).decode().encode("utf-16"),
    "csv_locales": _locales,
    "csv_unknown_locale": lambda fact: _csv([[*_samples()[0], "Oikeus", "Lapset"]], [*HEADER, "title/fi", "body/fi"]),
    "csv_duplicate_header": lambda fact: _csv([[*_samples()[0], _samples()[1][0]]], [*HEADER, "title/sv"]),
    "csv_taxonomies_unknown": lambda fact: _csv(
        [[*_samples()[0], "99999"]], [*HEADER, "category/id" if fact["version"] == "0.28.6" else "taxonomies/ids"]
    ),
    "csv_unknown_columns": _unknown_columns,
    "csv_address": lambda fact: _csv(
        [[*_samples()[0], "Storgatan 1", "59.3", "13.5"]], [*HEADER, "address", "latitude", "longitude"]
    ),
    "csv_bad_rows": _bad_rows,
    "csv_one_bad_row": lambda fact: _csv([_samples()[0], ["", _samples()[1][1]]]),
    "csv_short_row": lambda fact: _csv([_samples()[0][:1], _samples()[1]]),
    "csv_empty_lines": lambda fact: _two(fact) + b"\n\n",
    "csv_line_of_separators": lambda fact: _two(fact) + b";\n",
    "csv_long_body_500": _of_rows(),
    "csv_long_body_5000": _of_rows(),
    "csv_titles": _of_rows(),
    "csv_duplicates": _of_rows(),
    "csv_300": _three_hundred,
    "csv_as_excel": _two,
    "csv_as_plain": _two,
    "csv_as_octet": _two,
    "csv_as_txt_name": _two,
    "csv_as_charset": _two,
    "csv_comma": lambda fact: _csv(_samples()[:2], separator=",", quoted=True),
    "csv_tab": lambda fact: _csv(_samples()[:2], separator="\t", quoted=True),
    "csv_cp1252": lambda fact: _two(fact).decode().encode("cp1252"),
    "json_flat": _flat,
    "json_bom": lambda fact: b"\xef\xbb\xbf" + _json([_record(_samples()[0])]),
    "json_locales_uneven": _uneven,
    "json_bad_record": lambda fact: _json([_record(_samples()[0]), {"body": {"sv": _samples()[1][1]}}]),
    "json_first_lacks_title": lambda fact: _json([{"body": {"sv": _samples()[1][1]}}, _record(_samples()[0])]),
    "json_object": lambda fact: _json({"proposals": [_record(_samples()[0])]}),
    "json_taxonomies_list": lambda fact: _json([_record(_samples()[0], taxonomies={"ids": [2, 3]})]),
    "json_taxonomies_string": lambda fact: _json([_record(_samples()[0], taxonomies={"ids": "2,3"})]),
    "json_as_plain": lambda fact: _json([_record(_samples()[0])]),
    "xlsx_empty_row": lambda fact: _xlsx([_samples()[0], [], _samples()[1]]),
    "xlsx_numbers": lambda fact: _xlsx([[2026, _samples()[0][1]]]),
    "xlsx_taxonomy_number": lambda fact: _xlsx([[*_samples()[0], 2]], [*HEADER, "taxonomies/ids"]),
    "xlsx_taxonomy_text": lambda fact: _xlsx([[*_samples()[0], "2"], [*_samples()[1], "3,4"]], [*HEADER, "taxonomies/ids"]),
    "xlsx_broken": lambda fact: b"not a workbook",
    "xls_like": _two,
    "notifications": lambda fact: _csv(_samples()),
    "public_page": lambda fact: _csv(rows_of(_named(fact["version"], "csv_tough")), bom=True),
    "english_panel": lambda fact: _csv(_samples()[:1]),
    "english_panel_bad_row": lambda fact: _csv([_samples()[0], ["", _samples()[1][1]]]),
    "english_panel_missing": lambda fact: _csv(_samples()[:1], ("title", "body")),
    "english_panel_excel": _two,
    "md_bom": _charter("utf-8-sig"),
    "md_crlf": _charter(end="\r\n"),
    "md_cp1252": _charter("cp1252"),
    "md_utf16": _charter("utf-16"),
    "md_as_plain": _charter(),
    "md_as_octet": _charter(),
    "md_as_empty": _charter(),
    "md_as_x_markdown": _charter(),
    "txt_name": _charter(),
    "md_no_title": _charter(),
    "md_first_of_two": _charter(),
    "md_english_panel": _charter(),
    "md_long": _heading_and_article,
    "md_long_body": _heading_and_article,
    "odt_charter": lambda fact: _odt(),
    "odt_padded_8000": lambda fact: _odt(8000),
    "odt_padded_9000": lambda fact: _odt(9000),
    "odt_padded_20000": lambda fact: _odt(20000),
    "odt_broken": lambda fact: b"not an ODT",
}
