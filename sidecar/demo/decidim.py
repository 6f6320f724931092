"""The demo's Decidim: an emulator in a process of its own, with the invented dialogue, that keeps what is written."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from connectors.decidim.emulator.dialogue import PASSWORD, store_from_dialogue

DIALOGUE = Path(__file__).parent / "dialogue_sv.jsonl"
VERSION = "0.32.2"
CLIENT_ID, CLIENT_SECRET = "sidecar", "sidecar-secret"
MODERATOR = "moderator@example.org"

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "MODERATOR", "PASSWORD", "decidim", "free", "rows"]


def free(port: int) -> bool:
    """Whether nothing listens on this port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def rows() -> list[dict[str, Any]]:
    """The invented dialogue, a contribution a row."""
    return [json.loads(line) for line in DIALOGUE.read_text("utf-8").splitlines()]


@contextmanager
def decidim(folder: Path, port: int, callback: int) -> Iterator[str]:
    """The address of the emulator, for as long as the block runs. What is written to it stays in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    content = folder / "dialogue.json"
    content.write_text(
        json.dumps(store_from_dialogue(rows(), redirect_uri=f"http://127.0.0.1:{callback}/callback"), ensure_ascii=False), "utf-8"
    )
    command = [sys.executable, "-m", "connectors.decidim.emulator", "--version", VERSION, "--port", str(port)]
    command += ["--load", str(content), "--state", str(folder / "decidim.json")]
    with open(folder / "decidim.log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ.copy())
    try:
        _wait(process, port, folder / "decidim.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while free(port):
        if process.poll() is not None or time.monotonic() > end:
            raise click.ClickException(f"Emulatorn startade inte. Se {log}")
        time.sleep(0.05)
