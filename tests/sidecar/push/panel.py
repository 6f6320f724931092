"""An administrator at the panel of a served emulator, importing a participatory text with a browser."""

from __future__ import annotations

from pathlib import Path

import requests

from tests.connectors.decidim.browser import PASSWORD, forms

ADMIN = "admin@example.org"


class Panel:
    """Signed in. component: one with participatory texts enabled."""

    def __init__(self, base: str, component: int, process: str = "samhallskontrakt") -> None:
        self.texts = f"{base}/admin/participatory_processes/{process}/components/{component}/manage/participatory_texts"
        self.browser = requests.Session()
        page = self.browser.get(f"{self.texts}/import", timeout=10)
        sign_in = {**forms(page.text)[0], "user[email]": ADMIN, "user[password]": PASSWORD}
        self.browser.post(page.url, data=sign_in, timeout=10, allow_redirects=False)

    def takes(self, path: Path) -> list[int]:
        """Imports a file. Ids of the drafts."""
        files = {"import_participatory_text[document]": (path.name, path.read_bytes(), "text/markdown")}
        return self._sent("import", {"import_participatory_text[title]": "Kontraktet"}, files)

    def publishes(self) -> list[int]:
        return self._sent("update", {"commit": "publish"})

    def discards(self) -> None:
        self._sent("discard", {})

    def _sent(self, page: str, fields: dict[str, str], files: dict[str, tuple[str, bytes, str]] | None = None) -> list[int]:
        shown = self.browser.get(f"{self.texts}/import", timeout=10)
        answer = self.browser.post(f"{self.texts}/{page}", data={**forms(shown.text)[0], **fields}, files=files, timeout=10)
        assert answer.status_code == 200, answer.text
        return [int(number) for number in answer.headers["X-Emulator-Created"].split(",") if number]
