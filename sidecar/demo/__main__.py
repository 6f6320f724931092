"""`python -m sidecar.demo [--once]`: pull, tag, group, draft, approve one, push it, read it back, and leave all running."""

from __future__ import annotations

import os
from pathlib import Path

import click

from sidecar.charter.change import follow
from sidecar.charter.commands import draft_lines, run_draft
from sidecar.charter.queries import latest_versions
from sidecar.charter.service import approve
from sidecar.cli import KNOWN
from sidecar.core.context import Context
from sidecar.core.logs import configure
from sidecar.core.settings import load
from sidecar.demo.decidim import CLIENT_ID, CLIENT_SECRET, MODERATOR, PASSWORD, decidim, free
from sidecar.demo.visitor import opens
from sidecar.ledger.commands import ledger_lines
from sidecar.ledger.service import settle
from sidecar.mapping.commands import map_lines, run_map
from sidecar.push.commands import push_lines, run_pushes
from sidecar.push.queries import approved_unpushed
from sidecar.push.recognise import recognise
from sidecar.serve import run_service
from sidecar.sync import login, service
from sidecar.sync.commands import pull_lines, run_pull

NAME = "demo"
TARGET = "2"
"""The component for drafts in the first municipality (emulator/dialogue.py)."""


@click.command()
@click.option("--once", is_flag=True, help="Sluta när kedjan har körts, i stället för att låta tjänsten gå.")
@click.option("--port", default=8800, show_default=True, envvar="DEMO_PORT", type=click.IntRange(1, 65535))
@click.option("--decidim-port", default=3900, show_default=True, envvar="DEMO_DECIDIM_PORT", type=click.IntRange(1, 65535))
@click.option("--callback-port", default=8765, show_default=True, envvar="DEMO_CALLBACK_PORT", type=click.IntRange(1, 65535))
def main(once: bool, port: int, decidim_port: int, callback_port: int) -> None:
    """Visar hela kedjan på en påhittad dialog."""
    for taken in (p for p in (port, decidim_port, callback_port) if not free(p)):
        raise click.ClickException(
            f"Port {taken} används redan. Välj en annan: DEMO_PORT, DEMO_DECIDIM_PORT, DEMO_CALLBACK_PORT."
        )
    folder = Path(os.environ.get("CHARTER_VAR", "var")) / "demo"
    os.environ |= {"CHARTER_VAR": str(folder), "CHARTER_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    context = Context(load(), known_errors=KNOWN, after_pull=[recognise, follow])
    configure(as_json=False)
    with decidim(folder, decidim_port, callback_port) as address:
        _chain(context, address, callback_port)
        if not once:
            click.echo(f"\nDecidim (emulator): {address}\nÖppna sidor:        http://127.0.0.1:{port}\nAvsluta med Ctrl-C.")
            context.db.close()
            run_service("127.0.0.1", port, workers=1)


def _chain(context: Context, address: str, callback_port: int) -> None:
    service.add_instance(context.db, context.vault, NAME, address, actor="demo")
    _say("1. Hämta ur Decidim", *pull_lines(context, NAME, run_pull(context, NAME, quiet=True)))
    service.set_component(context.db, NAME, TARGET, service.ComponentChange(target=True), actor="demo")
    _say("2. Kartlägg: påståenden, märken, grupper", *map_lines(run_map(context, NAME, quiet=True)))
    _say("3. Skriv utkast med källor", *draft_lines(run_draft(context, NAME)), *_strongest(context))
    _say("4. Godkänn ett utkast", _approve_strongest(context))
    _say("5. Skriv det till Decidim som nytt förslag", *_push(context, callback_port))
    _say("6. Läs tillbaka och stäm av", *_read_back(context))


def _strongest(context: Context, number: int = 5) -> list[str]:
    with context.db.session() as session:
        rows = latest_versions(session, NAME)
    return [f"  {version.support} för, {version.opposition} emot: {version.title}" for _clause, version in rows[:number]]


def _approve_strongest(context: Context) -> str:
    """The draft with most voices; among equals the one that rests on most quotes."""
    with context.db.session() as session:
        versions = [version for _clause, version in latest_versions(session, NAME)]
    if not versions:
        raise click.ClickException("Det finns inget utkast att godkänna.")
    best = max(versions, key=lambda version: (version.support, len(version.sentences), version.clause_id))
    done = approve(context.db, best.clause_id, actor="demo")
    return f"Godkänt: {done.title} (paragraf {done.clause_id}, version {done.number})."


def _push(context: Context, callback_port: int) -> list[str]:
    with context.db.session() as session:
        waiting = approved_unpushed(session, NAME)
    if not waiting:
        return ["Det som är godkänt står redan i Decidim."]
    browser = opens(MODERATOR, PASSWORD)
    who = login.login(context, NAME, CLIENT_ID, CLIENT_SECRET, port=callback_port, show=browser)
    lines = [f"Inloggad som {who.nickname}."]
    for report in run_pushes(context, NAME):
        lines += push_lines(report)
    login.logout(context, NAME)
    return [*lines, "Utloggad."]


def _read_back(context: Context) -> list[str]:
    pulled = run_pull(context, NAME, quiet=True)
    mapped = run_map(context, NAME, quiet=True)
    return [pull_lines(context, NAME, pulled)[0], map_lines(mapped)[0], *ledger_lines(settle(context.db, NAME))]


def _say(title: str, *lines: str) -> None:
    click.echo(f"\n{title}")
    for line in lines:
        click.echo(f"   {line}")


if __name__ == "__main__":
    main()
