"""`make demo ONCE=1`: the whole chain in processes of its own; the second time nothing is left to do."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

from sidecar.cli import KNOWN
from sidecar.core.context import Context
from sidecar.core.settings import load
from sidecar.demo.sample import ADOPTED, FILE, sample
from tests.connectors.decidim.browser import free_port

BOOKKEEPING = {"pull_runs", "pull_states", "alembic_version"}


def demo(folder: Path, ports: dict[str, str]) -> str:
    env = {**os.environ, **ports, "CHARTER_VAR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "sidecar.demo", "--once"], env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def content(folder: Path) -> dict[str, list[str]]:
    with sqlite3.connect(folder / "demo" / "charter.db") as database:
        names = [row[0] for row in database.execute("select name from sqlite_master where type = 'table'")]
        kept = [name for name in names if name not in BOOKKEEPING]
        return {name: sorted(map(str, database.execute(f"select * from {name}"))) for name in kept}  # noqa: S608


def test_the_demo_pushes_one_draft_and_the_second_run_changes_nothing(tmp_path: Path) -> None:
    ports = {name: str(free_port()) for name in ("DEMO_PORT", "DEMO_DECIDIM_PORT", "DEMO_CALLBACK_PORT")}
    first = demo(tmp_path, ports)
    assert "100 förslag och 50 kommentarer. Nya 150" in first
    written = re.search(r"Skrivet: (.+) → (http://127\.0\.0\.1:\d+)/", first)
    assert written and written.group(2).endswith(ports["DEMO_DECIDIM_PORT"])
    assert f"Godkänt: {written.group(1)} (" in first
    before = content(tmp_path)
    assert len(before["contributions"]) == 151 and len(before["pushes"]) == 1
    decidim = (tmp_path / "demo" / "decidim.json").read_bytes()
    second = demo(tmp_path, ports)
    assert "Det som är godkänt står redan i Decidim." in second and "Nya 0, ändrad text 0, andra ändringar 0" in second
    assert content(tmp_path) == before
    assert (tmp_path / "demo" / "decidim.json").read_bytes() == decidim
    the_sample_is_such_a_charter(tmp_path / "demo", f"http://127.0.0.1:{ports['DEMO_DECIDIM_PORT']}")


def the_sample_is_such_a_charter(folder: Path, address: str) -> None:
    """What `make sample` decides can be decided on the demo's drafts, and the file in docs is of that making."""
    context = Context(load({"CHARTER_VAR": str(folder)}), known_errors=KNOWN)
    told = sample(context, address)
    context.db.close()
    kept = FILE.read_text("utf-8")
    for one in (told, kept):
        main, _, sources = one.partition("## Källor")
        notes = set(re.findall(r"^\[\^(\d+)\]: ”", sources, re.MULTILINE))
        assert notes and notes == set(re.findall(r"\[\^(\d+)\]", main))
        assert "127.0.0.1" not in one and f"{ADOPTED} gäller" in one
    assert told.split("## Parter")[0].split("\n\n")[3:] == kept.split("## Parter")[0].split("\n\n")[3:]  # all but the numbers
    assert re.findall(r"^## .+", told, re.MULTILINE)[:3] == re.findall(r"^## .+", kept, re.MULTILINE)[:3]
