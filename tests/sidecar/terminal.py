"""`sidecar …` as a person types it, in a folder of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from sidecar.cli import main
from tests.sidecar.decidim import environment


class Terminal:
    """Calls give the result; `json` gives what a command printed with `--json`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = environment(folder, f"sqlite:///{folder}/charter.db")

    def __call__(self, *words: str) -> Result:
        return CliRunner().invoke(main, list(words), env=self.env)

    def json(self, *words: str) -> Any:
        done = self(*words, "--json")
        assert done.exception is None or isinstance(done.exception, SystemExit), done.output
        return json.loads(done.stdout)
