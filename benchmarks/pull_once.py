"""One pull in a process of its own, measured: `python -m benchmarks.pull_once WAY URL FOLDER [MOST]` prints one line of JSON.

WAY: `ours` or `plain`. FOLDER keeps the database between calls. MOST: stop after so many proposals (plain only).
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from benchmarks import barcelona
from benchmarks.plain import PlainReader
from connectors.base import Reader
from connectors.decidim.client import Client
from connectors.decidim.pace import Pace
from connectors.decidim.reader import GraphQLReader
from sidecar.core.context import Context
from sidecar.core.db import Database
from sidecar.core.settings import load
from sidecar.sync import queries, service

BOOKKEEPING = frozenset({"pull_runs", "pull_states"})
WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)", re.IGNORECASE)


def count_rows(engine: Engine) -> Counter[str]:
    """Rows written from now on, by table, as SQLite itself counts them.

    SQLite counts an INSERT with RETURNING only when its rows have been fetched: so each statement is settled at the next.
    """
    written: Counter[str] = Counter()
    totals: dict[int, int] = {}
    tables: dict[int, str] = {}

    def settle(connection: Any) -> int:
        driver = connection.connection.driver_connection
        changed = driver.total_changes - totals.get(id(driver), driver.total_changes)
        totals[id(driver)] = driver.total_changes
        if changed:
            written[tables[id(driver)]] += changed
        return id(driver)

    @event.listens_for(engine, "before_cursor_execute")
    def begin(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found = WRITES.match(statement)
        tables[settle(connection)] = found.group(1) if found else "other"

    event.listen(engine, "commit", settle)
    return written


def fingerprint_of(db: Database, instance_id: str) -> barcelona.Fingerprint:
    """What stands in the database now, as `barcelona.of_source` makes it of the source."""
    proposals: list[barcelona.Fact] = []
    comments: list[barcelona.Fact] = []
    with db.session() as session:
        for row, revision in queries.voices(session, instance_id):
            texts = revision.texts
            if row.kind == "proposal":
                proposals.append((row.number, texts["title"].get(barcelona.LOCALE), texts["body"].get(barcelona.LOCALE)))
            else:
                parent = int(row.parent_remote_id) if row.parent_remote_id else None
                comments.append((row.number, next(iter(texts["body"].values())), row.alignment, parent))
    return barcelona.fingerprint(proposals, comments)


def pulled(way: str, url: str, folder: Path, most: int | None) -> dict[str, Any]:
    context = Context(load({"CHARTER_VAR": str(folder), "CHARTER_SECRET_KEY": "benchmark"}))
    service.add_instance(context.db, context.vault, "barcelona", url, actor="benchmark")
    client = Client(url, pace=Pace(None))
    reader: Reader = GraphQLReader(client) if way == "ours" else PlainReader(client, most)
    written = count_rows(context.db.engine)
    began, cpu = time.perf_counter(), time.process_time()
    result = service.pull(context.db, context.settings, context.vault, "barcelona", reader)
    elapsed, cpu = time.perf_counter() - began, time.process_time() - cpu
    peak = peak_megabytes()  # before the check below reads everything back
    content = {table: rows for table, rows in sorted(written.items()) if table not in BOOKKEEPING}
    return {
        "requests": client.requests,
        "elapsed": elapsed,
        "cpu": cpu,
        "peak": peak,
        "rows": sum(content.values()),
        "tables": content,
        "bookkeeping": sum(written[table] for table in BOOKKEEPING),
        "complete": result.complete,
        "unread": result.unread,
        "found": vars(fingerprint_of(context.db, "barcelona")),
    }


def peak_megabytes() -> float:
    """The most memory that this process has held. Linux keeps a parent's peak in `ru_maxrss` over exec; VmHWM begins anew."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


if __name__ == "__main__":
    print(json.dumps(pulled(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else None)))
