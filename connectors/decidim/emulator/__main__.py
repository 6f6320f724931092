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
def main(version: str, port: int, load: Path, fault: str, state: Path | None, closed: bool, throttle: int | None) -> None:
    """Kör en Decidim att utveckla mot, med innehållet i en fil."""
    serve(load, version, port, fault, Options(closed=closed, throttle=throttle, state=state))


if __name__ == "__main__":
    main()
