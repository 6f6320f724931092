"""Our import files have the same form as those that real admin panels accepted, byte for byte where it matters."""

import csv
import io
import re
import zipfile

import pytest

from connectors.base import Draft, StepKind
from connectors.decidim.importfile import FileForm, TermColumn, write_csv, write_xlsx
from connectors.decidim.limits import ComponentRules
from tests.real.paths import SHARED, needs_shared

pytestmark = needs_shared
VERSIONS = ["0.28.6", "0.30.9", "0.31.8", "0.32.2"]
RULES = ComponentRules()


def accepted(version: str, name: str) -> bytes:
    return (SHARED / "decidim" / "import" / version / name).read_bytes()


def with_marker(number: int, title: str, text: str, terms: tuple[str, ...] = ()) -> Draft:
    marker = f"https://sidecar.example/c/{number}/v1"
    return Draft(StepKind.create, "3", "sv", marker, title, f"{text} {marker}", terms=terms)


def without_marker(content: bytes) -> bytes:
    return re.sub(rb" https://sidecar\.example/c/\d+/v1", b"", content)


def drafts_of(content: bytes) -> list[Draft]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    return [
        with_marker(number, row[0], row[1], tuple(row[2].split(",")) if len(row) > 2 and row[2] else ())
        for number, row in enumerate(rows[1:])
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_same_proposals_give_the_very_file_that_was_accepted(version: str) -> None:
    recorded = accepted(version, "csv_safe.csv")
    assert without_marker(write_csv(drafts_of(recorded), RULES, FileForm("sv"))) == recorded


@pytest.mark.parametrize(
    ("version", "name", "column"),
    [
        ("0.28.6", "csv_category.csv", TermColumn.category),
        *((v, "csv_taxonomies.csv", TermColumn.taxonomies) for v in VERSIONS[1:]),
    ],
)
def test_the_columns_for_terms_are_those_that_were_accepted(version: str, name: str, column: TermColumn) -> None:
    recorded = accepted(version, name).decode("utf-8-sig")
    ours = without_marker(write_csv(drafts_of(accepted(version, name)), RULES, FileForm("sv", column))).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(ours), delimiter=";")) == list(csv.reader(io.StringIO(recorded), delimiter=";"))
    # Cells that were empty in the accepted file are empty in the same way: without quotes.
    assert [line.endswith(";") for line in ours.splitlines()] == [line.endswith(";") for line in recorded.splitlines()]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_workbook_has_the_parts_and_the_sheet_of_one_that_was_accepted(version: str) -> None:
    with zipfile.ZipFile(io.BytesIO(accepted(version, "xlsx_inline.xlsx"))) as recorded:
        theirs = {name: recorded.read(name) for name in recorded.namelist()}
    texts = re.findall(rb"<t[^>]*>([^<]*)</t>", theirs["xl/worksheets/sheet1.xml"])
    title, text = (cell.decode() for cell in texts[2:4])
    with zipfile.ZipFile(io.BytesIO(write_xlsx([with_marker(1, title, text)], RULES, FileForm("sv")))) as written:
        ours = {name: without_marker(written.read(name)) for name in written.namelist()}
    assert sorted(ours) == sorted(theirs)
    for name in theirs:
        assert ours[name].split() == theirs[name].split(), name
