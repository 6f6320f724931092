"""`python -m connectors.decidim.emulator --version 0.32.2 --port 3900 --load FILE [--fault NAME=RATE,…] [--state FILE]`"""

from pathlib import Path

import click

from connectors.decidim.emulator.server import serve
from connectors.decidim.emulator.versions import VERSIONS
from connectors.decidim.emulator.world import Options

EXAMPLE = Path(__file__).parent / "examples" / "small.json"


@click.command()
@click.option("--version", default="0.32.2", type=click.Choice(list(VERSIONS)), help="Vilken Decidim.")
@click.option("--port", default=3900, type=click.IntRange(0, 65535), help="Port på den här datorn; 0 tar en ledig.")
@click.option("--load", default=EXAMPLE, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Innehåll.")
@click.option("--fault", default="", help="Fel att slå på: NAMN=ANDEL,…")
@click.option("--state", type=click.Path(dir_okay=False, path_type=Path), help="Fil som behåller det som skrivs.")
@click.option("--closed", is_flag=True, help="Alla måste logga in.")
@click.option("--throttle", type=click.IntRange(1), help="Högst så många anrop i minuten.")
@click.option("--bind", default="127.0.0.1", help="Adress att lyssna på.")
@click.option("--primary-host", help="Värdnamn som Decidim anser sig ha, om det inte är localhost.")
def main(
    version: str,
    port: int,
    load: Path,
    fault: str,
    state: Path | None,
    closed: bool,
    throttle: int | None,
    bind: str,
    primary_host: str | None,
) -> None:
    """Kör en Decidim att utveckla mot, med innehållet i en fil."""
    options = Options(closed=closed, throttle=throttle, state=state, primary_host=primary_host)
    serve(load, version, port, fault, options, host=bind)


if __name__ == "__main__":
    main()
