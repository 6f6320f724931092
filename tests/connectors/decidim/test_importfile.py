"""Import files: their bytes, what is checked before, the page for the moderator, and the writer that waits."""

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from connectors.base import Draft, Exists, Proposal, Refused, StepKind, Unknown
from connectors.decidim.importfile import FileForm, FileRefused, TermColumn, check_file, term_column, write_csv, write_xlsx
from connectors.decidim.importfile_instructions import ImportPage, instructions
from connectors.decidim.importfile_writer import ImportFileWriter
from connectors.decidim.limits import ComponentRules
from tests.connectors.decidim.writing import body, new

RULES = ComponentRules(body_max=5000)
FORM = FileForm("sv", TermColumn.taxonomies)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Lu", "Lt", "Zl", "Zp")), min_size=1, max_size=80
)


def numbered(number: int, **changes: Any) -> Draft:
    marker = f"https://sidecar.example/c/{number}/v1"
    return new(**{"marker": marker, "title": f"Rätt nummer {number} till en trygg skolväg", **changes})


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet_of(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def codes(drafts: list[Draft], form: FileForm = FORM) -> list[tuple[int, str]]:
    return [(row.row, fault.code) for row in check_file(drafts, RULES, form) for fault in row.faults]


def test_a_csv_has_a_mark_semicolons_crlf_quotes_and_no_empty_line() -> None:
    content = write_csv([numbered(1)], RULES, FORM)
    title, text = numbered(1).title, numbered(1).body.replace('"', '""')
    assert content == f'\ufeff"title/sv";"body/sv"\r\n"{title}";"{text}"\r\n'.encode()


def test_terms_are_a_text_of_ids_and_a_row_without_any_has_an_empty_unquoted_cell() -> None:
    drafts = [numbered(1, terms=("2", "3")), numbered(2)]
    lines = write_csv(drafts, RULES, FORM).decode("utf-8-sig").split("\r\n")
    assert lines[0] == '"title/sv";"body/sv";"taxonomies/ids"'
    assert lines[1].endswith(';"2,3"')
    assert lines[2].endswith('";')
    assert [row[2] for row in sheet_of(write_xlsx(drafts, RULES, FORM))] == ["taxonomies/ids", "2,3", None]


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"taxonomies", "likesCount"}, TermColumn.taxonomies),
        ({"category", "scope"}, TermColumn.category),
        ({"scope"}, TermColumn.scope),
        (set(), None),
    ],
)
def test_the_term_column_is_the_one_that_this_decidim_has(fields: set[str], column: TermColumn | None) -> None:
    assert term_column(frozenset(fields)) == column


def test_no_header_names_terms_that_no_row_has() -> None:
    assert rows_of(write_csv([numbered(1)], RULES, FORM))[0] == ["title/sv", "body/sv"]


@given(st.lists(TEXTS, min_size=1, max_size=5, unique=True))
def test_any_text_comes_back_from_both_files_as_it_went_in(texts: list[str]) -> None:
    drafts = []
    for number, text in enumerate(texts):
        calm = (
            text.replace("@", "")
            .replace("!", "")
            .replace("?", "")
            .replace("<", "")
            .replace("&", "")
            .replace("¡", "")
            .replace("¿", "")
        )
        drafts.append(numbered(number, title=f"Nummer {number} om en trygg väg {calm.strip()}".strip()))
    assume(not check_file(drafts, RULES, FORM))  # shouting, say, is refused before any file is made
    expected = [["title/sv", "body/sv"], *([draft.title, draft.body] for draft in drafts)]
    assert rows_of(write_csv(drafts, RULES, FORM)) == expected
    assert sheet_of(write_xlsx(drafts, RULES, FORM)) == expected


def test_the_same_drafts_give_the_same_bytes() -> None:
    drafts = [numbered(number) for number in range(3)]
    assert write_csv(drafts, RULES, FORM) == write_csv(drafts, RULES, FORM)
    book = write_xlsx(drafts, RULES, FORM)
    assert book == write_xlsx(drafts, RULES, FORM)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {2020}  # never the time of writing


def test_every_cell_of_a_workbook_is_a_text() -> None:
    book = load_workbook(io.BytesIO(write_xlsx([numbered(1, terms=("2",))], RULES, FORM)))
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "inlineStr"}


def test_what_the_panel_would_swallow_is_refused_with_its_row() -> None:
    drafts = [numbered(1), numbered(2, title="Kort"), numbered(3, locale="en"), numbered(1)]
    assert codes(drafts) == [
        (3, "title_too_short"),
        (4, "not_the_default_locale"),
        (5, "same_text"),
        (5, "same_marker"),
    ]
    for write in (write_csv, write_xlsx):
        with pytest.raises(FileRefused) as caught:
            write(drafts, RULES, FORM)
        assert [row.row for row in caught.value.rows] == [3, 4, 5]
        assert "trygg" not in str(caught.value)


def test_a_file_without_proposals_or_with_too_many_is_refused() -> None:
    assert codes([]) == [(0, "no_rows")]
    assert (0, "too_many_rows") in codes([numbered(number) for number in range(301)])


def test_a_file_can_only_make_new_proposals() -> None:
    update = replace(numbered(1), kind=StepKind.update, proposal_id="7", expected="f")
    assert codes([update]) == [(2, "not_a_new_proposal")]


def test_terms_need_a_column_that_holds_them() -> None:
    assert codes([numbered(1, terms=("2", "3"))], FileForm("sv", TermColumn.category)) == [(2, "one_term_only")]
    assert codes([numbered(1, terms=("2",))], FileForm("sv")) == [(2, "no_term_column")]


def test_a_title_that_a_spreadsheet_would_calculate_is_refused() -> None:
    assert codes([numbered(1, title="=summa(1) Rätt till skolväg")]) == [(2, "title_formula")]


# -- the page for the moderator ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_instructions_name_files_and_target_and_escape_all_of_it(language: str) -> None:
    evil = "<script>alert(1)</script>{steps}"
    page = instructions(ImportPage(evil, "javascript:alert(1)", f"{evil}.csv", "fil.xlsx", 3), language)
    assert "<script" not in page
    assert "javascript:" not in page
    assert "&lt;script&gt;" in page
    assert "fil.xlsx" in page
    assert f'<html lang="{language}">' in page


def test_the_instructions_say_who_will_stand_as_author() -> None:
    pages = {
        known: instructions(ImportPage("Utkast", "https://d.example", "a.csv", "a.xlsx", 1, known))
        for known in (True, False, None)
    }
    assert len(set(pages.values())) == 3


# -- the writer that waits --------------------------------------------------------------------------------------------


def writer(folder: Path, **settings: Any) -> ImportFileWriter:
    return ImportFileWriter(folder, RULES, FORM, base_url="https://d.example", component="Utkast", **settings)


def test_a_written_file_waits_for_its_import(tmp_path: Path) -> None:
    draft = numbered(1)
    outcome = writer(tmp_path).write(draft)
    assert isinstance(outcome, Unknown) and outcome.reason.code == "awaiting_import"
    names = sorted(path.name for path in tmp_path.iterdir())
    assert [Path(name).suffix for name in names] == [".csv", ".html", ".html", ".xlsx"]
    assert next(tmp_path.glob("*.csv")).read_bytes() == write_csv([draft], RULES, FORM)
    assert next(tmp_path.glob("*.csv")).name in outcome.reason.sv


def test_writing_again_gives_the_same_file_and_no_second_one(tmp_path: Path) -> None:
    for _ in range(2):
        writer(tmp_path).write(numbered(1))
    assert len(list(tmp_path.glob("*.csv"))) == 1
    writer(tmp_path).write(numbered(2))
    assert len(list(tmp_path.glob("*.csv"))) == 2


def test_a_faulty_draft_leaves_no_file(tmp_path: Path) -> None:
    outcome = writer(tmp_path).write(numbered(1, title="Kort"))
    assert isinstance(outcome, Refused) and [reason.code for reason in outcome.reasons] == ["title_too_short"]
    assert not list(tmp_path.iterdir())


def test_what_a_pull_saw_by_its_marker_closes_the_push(tmp_path: Path) -> None:
    draft = numbered(1)
    seen = Proposal("31", draft.component_id, {"sv": draft.title}, {"sv": draft.body}, url="https://d.example/31")
    waiting = writer(tmp_path, look=lambda component, marker: None)
    assert isinstance(waiting.find(draft), Unknown)
    found = writer(tmp_path, look=lambda component, marker: seen if marker == draft.marker else None).find(draft)
    assert found == Exists("31", "https://d.example/31", seen)


def test_a_file_left_lying_is_never_taken_for_surely_not_imported(tmp_path: Path) -> None:
    assert isinstance(writer(tmp_path).find(numbered(1)), Unknown)


def test_long_texts_with_line_breaks_and_quotes_survive() -> None:
    text = 'Barn ska kunna säga "nej"; och\nändå få gå. ' * 60
    draft = numbered(1, body=body("https://sidecar.example/c/1/v1", text))
    assert rows_of(write_csv([draft], RULES, FORM))[1][1] == draft.body
    assert sheet_of(write_xlsx([draft], RULES, FORM))[1][1] == draft.body
