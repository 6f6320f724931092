"""`sidecar run`: the whole chain for one instance; `sidecar worker`: the same, again and again."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import click
import structlog
from huey import Huey
from huey.api import TaskWrapper

from connectors.errors import ConnectorError
from sidecar.charter.commands import draft_lines, run_draft
from sidecar.core.console import Failure, json_option, say, with_context
from sidecar.core.context import Context
from sidecar.core.jobs import queue
from sidecar.ledger.commands import ledger_lines
from sidecar.ledger.service import settle
from sidecar.mapping.commands import map_lines, run_map
from sidecar.push.commands import push_lines, run_pushes
from sidecar.sync import queries
from sidecar.sync.commands import pull_lines, run_pull

log = structlog.get_logger()


@dataclass(frozen=True)
class Chain:
    """What each stage gave, as JSON and as lines for people, in order."""

    values: dict[str, Any]
    lines: tuple[str, ...]
    complete: bool


def run_chain(context: Context, name: str, *, min_voices: int = 2, quiet: bool = False) -> Chain:
    """Pull, map, draft, push what is approved, settle the ledger. A stage that fails part way keeps what it stored."""
    pulled = run_pull(context, name, quiet=quiet)
    mapped = run_map(context, name, quiet=quiet)
    drafted = run_draft(context, name, min_voices=min_voices)
    pushed = run_pushes(context, name)
    counts = settle(context.db, name)
    return Chain(
        values={
            "pull": pulled.as_json(),
            "map": mapped.as_json(),
            "draft": drafted.as_json(),
            "push": [report.as_json() for report in pushed],
            "ledger": counts,
        },
        lines=(
            *pull_lines(context, name, pulled),
            *map_lines(mapped),
            *draft_lines(drafted),
            *(line for report in pushed for line in push_lines(report)),
            *ledger_lines(counts),
        ),
        complete=pulled.complete,
    )


@click.command("run")
@click.argument("name")
@click.option("--min-voices", default=2, show_default=True, type=click.IntRange(1))
@json_option
@with_context
def run(context: Context, name: str, min_voices: int, as_json: bool) -> None:
    """Hela kedjan: hämta, kartlägg, skriv utkast, skriv godkända till Decidim och stäm av liggaren."""
    chain = run_chain(context, name, min_voices=min_voices, quiet=as_json)
    say(as_json, chain.values, *chain.lines)
    if not chain.complete:
        raise Failure("incomplete", "Allt kunde inte hämtas (se ovan). Det som hämtats är sparat; kör samma kommando igen.")


@click.command("worker")
@click.option("--minutes", default=60, show_default=True, type=click.IntRange(1), help="Hur ofta varje instans hämtas.")
@click.option("--once", is_flag=True, help="Alla instanser en gång, sedan slut.")
@with_context
def worker(context: Context, minutes: int, once: bool) -> None:
    """Kör kedjan för alla instanser, om och om igen, och det som lagts i kön."""
    if once:
        for name in _names(context):
            run_job(context, name)
        return
    jobs = queue(context.settings)
    add_tasks(jobs, context, minutes)
    jobs.create_consumer(workers=1, periodic=True, check_worker_health=True).run()


def add_tasks(jobs: Huey, context: Context, minutes: int) -> TaskWrapper:
    """Gives the queue its one job, `chain(instance)`, and asks for it for every instance each `minutes`."""

    @jobs.task(name="chain")
    def chain(name: str) -> None:
        run_job(context, name)

    started = time.monotonic()

    @jobs.periodic_task(lambda moment: _due(started, minutes), name="every_instance")
    def every_instance() -> None:
        for name in _names(context):
            chain(name)

    return chain


def _due(started: float, minutes: int) -> bool:
    """Asked once a minute."""
    return int((time.monotonic() - started) // 60) % minutes == 0


def _names(context: Context) -> list[str]:
    with context.db.session() as session:
        return [row.id for row in queries.instances(session)]


def run_job(context: Context, name: str) -> None:
    """One instance's trouble is told and leaves the others alone."""
    try:
        chain = run_chain(context, name, quiet=True)
    except ConnectorError as error:
        log.error("chain.failed", instance=name, code=error.code, why=error.sv)
    except context.known_errors as error:
        log.error("chain.failed", instance=name, code=type(error).__name__, why=str(error))
    else:
        log.info("chain.done", instance=name, complete=chain.complete, ledger=chain.values["ledger"])
