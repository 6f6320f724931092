"""`sidecar serve` and `sidecar emulate`: the two things that stay running."""

from __future__ import annotations

from pathlib import Path

import click

from sidecar.core.console import json_option, say, with_context
from sidecar.core.context import Context


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Adress att lyssna på.")
@click.option("--port", default=8800, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 32))
@json_option
@with_context
def serve(context: Context, host: str, port: int, workers: int, as_json: bool) -> None:
    """Kör tjänsten: öppna sidor och REST (se /api/v1/openapi.json)."""
    _ = context.db  # before any worker starts: two must not bring the database up at once
    context.db.close()
    address, token = f"http://{host}:{port}", str(context.settings.var / "api.token")
    say(as_json, {"address": address, "token_file": token}, f"Tjänsten svarar på {address} (nyckel till REST: {token})")
    run_service(host, port, workers=workers)


def run_service(host: str, port: int, *, workers: int) -> None:
    """Serves until the process ends, with the settings of the environment."""
    from gunicorn.app.base import BaseApplication

    from sidecar.app import create_app

    class Service(BaseApplication):
        def load_config(self) -> None:
            for name, value in {"bind": f"{host}:{port}", "workers": workers, "loglevel": "warning"}.items():
                self.cfg.set(name, value)

        def load(self) -> object:
            return create_app()

    Service().run()


@click.command("emulate")
@click.option("--version", default="0.32.2", show_default=True, help="Vilken Decidim: 0.28.6, 0.30.9, 0.31.8 eller 0.32.2.")
@click.option("--port", default=3900, show_default=True, type=click.IntRange(0, 65535))
@click.option("--load", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Innehåll (JSON).")
@click.option("--fault", default="", help="Fel att slå på: NAMN=ANDEL,…")
@click.option("--state", type=click.Path(dir_okay=False, path_type=Path), help="Fil som behåller det som skrivs.")
@click.option("--closed", is_flag=True, help="Alla måste logga in.")
@click.option("--throttle", type=click.IntRange(1), help="Högst så många anrop i minuten.")
@json_option
@with_context
def emulate(
    _context: Context,
    version: str,
    port: int,
    load: Path,
    fault: str,
    state: Path | None,
    closed: bool,
    throttle: int | None,
    as_json: bool,
) -> None:
    """Kör en Decidim att utveckla mot, i den här processen."""
    from connectors.decidim.emulator.server import serve as serve_emulator
    from connectors.decidim.emulator.versions import VERSIONS
    from connectors.decidim.emulator.world import Options

    if version not in VERSIONS:
        raise click.BadParameter(f"{version} finns inte; välj {', '.join(VERSIONS)}", param_hint="--version")

    def announce(address: str) -> None:
        say(as_json, {"address": address, "version": version}, f"Decidim {version} (emulator): {address}")

    options = Options(closed=closed, throttle=throttle, state=state)
    serve_emulator(load, version, port, fault, options, announce=announce)
