"""A `Writer` for instances that can't be written to: it leaves a file for the moderator, and waits.

`write` answers `Unknown` with code ``awaiting_import``: whether and when the file is imported is out of our hands, so the
next pull must look for the marker, exactly as after a time-out. Until then a second `write` of the same draft puts the same
bytes into the same file name, so that nothing doubles on our side.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from connectors.base import Created, Draft, Exists, Outcome, Proposal, Refused, Unknown, Violation
from connectors.decidim.importfile import FileForm, FileRefused, check_file, write_csv, write_xlsx
from connectors.decidim.importfile_instructions import ImportPage, instructions
from connectors.decidim.limits import ComponentRules

Look = Callable[[str, str], Proposal | None]
"""(component id, marker) → the proposal of that component that holds the marker, from what was last pulled."""


class ImportFileWriter:
    """Writes one draft per file into `folder`, with instructions beside it. Files of many drafts: `importfile.write_csv`.

    `look`: how to find what was imported; without it, `find` can't tell. What the last pull did not see may be imported
    since, so an absent marker is never «surely not there»: that file may be imported tomorrow.
    """

    def __init__(
        self, folder: Path, rules: ComponentRules, form: FileForm, *, base_url: str, component: str, look: Look | None = None
    ) -> None:
        self.folder, self.rules, self.form = folder, rules, form
        self.base_url, self.component, self.look = base_url, component, look

    def check(self, draft: Draft) -> tuple[Violation, ...]:
        return tuple(fault for row in check_file([draft], self.rules, self.form) for fault in row.faults)

    def find(self, draft: Draft) -> Created | Exists | None | Unknown:
        found = self.look(draft.component_id, draft.marker) if self.look else None
        return Exists(found.id, found.url, found) if found else _awaiting(self.path(draft).with_suffix(".csv").name)

    def write(self, draft: Draft) -> Outcome:
        try:
            files = {".csv": write_csv([draft], self.rules, self.form), ".xlsx": write_xlsx([draft], self.rules, self.form)}
        except FileRefused as refused:
            return Refused(tuple(fault for row in refused.rows for fault in row.faults))
        base = self.path(draft)
        page = ImportPage(self.component, self.base_url, f"{base.name}.csv", f"{base.name}.xlsx", rows=1)
        files |= {f".{language}.html": instructions(page, language).encode() for language in ("sv", "en")}
        self.folder.mkdir(parents=True, exist_ok=True)
        for suffix, content in files.items():
            _put(base.with_name(base.name + suffix), content)
        return _awaiting(f"{base.name}.csv")

    def path(self, draft: Draft) -> Path:
        """Where the draft's files lie, without suffix: the same for the same marker and component."""
        name = hashlib.sha256(f"{draft.component_id}\n{draft.marker}".encode()).hexdigest()[:16]
        return self.folder / f"forslag-{name}"


def _awaiting(name: str) -> Unknown:
    return Unknown(
        Violation(
            "awaiting_import",
            f"Filen {name} väntar på att läsas in i Decidims adminpanel. Nästa hämtning ser om det är gjort.",
            f"The file {name} waits to be imported in Decidim's admin panel. The next pull sees whether it is done.",
        )
    )


def _put(path: Path, content: bytes) -> None:
    # Whole or not at all: a moderator must never find half a file.
    half = path.with_name(path.name + ".part")
    half.write_bytes(content)
    os.replace(half, path)
