"""Files for the admin panel's «import proposals», exactly as the panels of 0.28 to 0.32 accepted them.

CSV: BOM, semicolon, CRLF, every cell quoted, no empty line at the end. XLSX: every cell an inline string. The same drafts
give the same bytes. The panel checks nothing but form, so `check_file` comes first: a file with a faulty row is not written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from connectors.base import Draft, StepKind, Violation
from connectors.decidim import limits, xlsx
from connectors.decidim.limits import ComponentRules

MAX_ROWS = 300
"""The longest file that the panels were seen to take in one go."""


class TermColumn(StrEnum):
    """The column that files a proposal under something; which one a Decidim has is seen from its fields."""

    taxonomies = "taxonomies/ids"
    category = "category/id"
    scope = "scope/id"


@dataclass(frozen=True)
class FileForm:
    """`locale`: the organisation's default, the only one that a row must have. `terms`: None leaves the column out."""

    locale: str
    terms: TermColumn | None = None


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one row. `row` counts as Decidim does: the header is 1; 0 is the file as a whole."""

    row: int
    faults: tuple[Violation, ...]


class FileRefused(ValueError):
    """The file would break at import, or import what nobody wants. `rows` says what and where."""

    def __init__(self, rows: tuple[RowFault, ...]) -> None:
        super().__init__("; ".join(f"{row.row}: {', '.join(fault.code for fault in row.faults)}" for row in rows))
        self.rows = rows


def term_column(fields: frozenset[str]) -> TermColumn | None:
    """The column that fits a Decidim whose proposals have `fields` (as `Capabilities.fields` lists them)."""
    for name, column in (("taxonomies", TermColumn.taxonomies), ("category", TermColumn.category), ("scope", TermColumn.scope)):
        if name in fields:
            return column
    return None


def check_file(drafts: Sequence[Draft], rules: ComponentRules, form: FileForm) -> tuple[RowFault, ...]:
    """Every row's broken limits, and what only shows in the file as a whole: no rows, too many, the same thing twice."""
    found: list[RowFault] = []
    if not drafts:
        found.append(RowFault(0, (Violation("no_rows", "Filen har inga förslag.", "The file has no proposals."),)))
    if len(drafts) > MAX_ROWS:
        count = len(drafts)
        sv = f"Filen har {count} förslag; dela den, högst {MAX_ROWS} i varje."
        en = f"The file has {count} proposals; split it, at most {MAX_ROWS} in each."
        found.append(RowFault(0, (Violation("too_many_rows", sv, en),)))
    seen: dict[tuple[str, ...], int] = {}
    for row, draft in enumerate(drafts, start=2):
        faults = [*limits.check(draft, rules), *_row_faults(draft, form), *_repeats(draft, row, seen)]
        if faults:
            found.append(RowFault(row, tuple(faults)))
    return tuple(found)


def _row_faults(draft: Draft, form: FileForm) -> list[Violation]:
    found = []
    if draft.kind != StepKind.create:
        found.append(Violation("not_a_new_proposal", "En fil kan bara ge nya förslag.", "A file can only make new proposals."))
    if draft.locale != form.locale:
        sv = f"Förslaget är på {draft.locale}, men kolumnerna måste vara på {form.locale}, organisationens språk."
        en = f"The proposal is in {draft.locale}, but the columns must be in {form.locale}, the organisation's default."
        found.append(Violation("not_the_default_locale", sv, en))
    if draft.terms and form.terms is None:
        sv = "Det är inte känt vilken kolumn för taxonomier eller kategorier som den här Decidim har."
        found.append(
            Violation("no_term_column", sv, "It is not known which column for taxonomies or categories this Decidim has.")
        )
    if len(draft.terms) > 1 and form.terms in (TermColumn.category, TermColumn.scope):
        found.append(Violation("one_term_only", f"{form.terms} tar bara ett id.", f"{form.terms} takes one id only."))
    return found


def _repeats(draft: Draft, row: int, seen: dict[tuple[str, ...], int]) -> list[Violation]:
    found = []
    for code, key in (("same_text", ("text", draft.title, draft.body)), ("same_marker", ("marker", draft.marker))):
        first = seen.setdefault(key, row)
        if first != row:
            found.append(
                Violation(code, f"Samma förslag står redan på rad {first}.", f"The same proposal is already on row {first}.")
            )
    return found


def write_csv(drafts: Sequence[Draft], rules: ComponentRules, form: FileForm) -> bytes:
    """The CSV file. Raises FileRefused with every faulty row instead of writing one that would be refused or regretted."""
    lines = [";".join(_quoted(cell) for cell in row) + "\r\n" for row in _table(drafts, rules, form)]
    return ("\ufeff" + "".join(lines)).encode()


def write_xlsx(drafts: Sequence[Draft], rules: ComponentRules, form: FileForm) -> bytes:
    """The same as a workbook, for browsers that call a CSV something else and are turned away. Raises FileRefused."""
    return xlsx.workbook(_table(drafts, rules, form))


def _table(drafts: Sequence[Draft], rules: ComponentRules, form: FileForm) -> list[list[str]]:
    if faults := check_file(drafts, rules, form):
        raise FileRefused(faults)
    with_terms = form.terms is not None and any(draft.terms for draft in drafts)
    header = [f"title/{form.locale}", f"body/{form.locale}", *([form.terms.value] if with_terms and form.terms else [])]
    return [header, *([draft.title, draft.body, *([",".join(draft.terms)] if with_terms else [])] for draft in drafts)]


def _quoted(cell: str) -> str:
    # An empty cell was only seen to be accepted unquoted where a row has no term; titles and bodies are never empty here.
    return '"' + cell.replace('"', '""') + '"' if cell else ""
