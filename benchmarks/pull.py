"""Pulls all of Barcelona 2016 from an emulated Decidim, our way, a second time, and the plain way: `python -m benchmarks.pull`.

The emulator and each pull run in processes of their own, so that memory and CPU are measured apart. Prints ratios of one run.
Exits with 1 when what is stored is not, text for text, what the source holds.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from benchmarks import barcelona
from connectors.decidim.emulator.versions import VERSIONS

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("CHARTER_SHARED") or ROOT.parent / "shared")
HEAD = f"{'':<26}{'requests':>9}{'elapsed':>10}{'CPU':>7}{'peak':>9}{'rows':>8}{'book-':>7}"
HEAD2 = f"{'':<26}{'':>9}{'s':>10}{'share':>7}{'MB':>9}{'':>8}{'keeping':>7}  whole"


@dataclass(frozen=True)
class Measured:
    """One pull. `rows`: rows of content written; `whole`: counts and hashes equal the source (None: not asked)."""

    name: str
    requests: int
    elapsed: float
    cpu: float
    peak: float
    rows: int
    bookkeeping: int
    whole: bool | None

    def line(self) -> str:
        whole = {True: "yes", False: "NO", None: "-"}[self.whole]
        return (
            f"{self.name:<26}{self.requests:>9,}{self.elapsed:>10.1f}{self.cpu / self.elapsed:>7.0%}{self.peak:>9.0f}"
            f"{self.rows:>8,}{self.bookkeeping:>7,}  {whole}"
        )


@contextmanager
def emulator(version: str, store: Path) -> Iterator[str]:
    """The address of an emulator in a process of its own."""
    command = [sys.executable, "-m", "connectors.decidim.emulator", "--version", version, "--port", "0", "--load", str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def pull(name: str, way: str, url: str, folder: Path, expected: barcelona.Fingerprint, most: int | None = None) -> Measured:
    """One pull in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.pull_once", way, url, str(folder), *([str(most)] if most else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    found: dict[str, Any] = json.loads(done.stdout)
    whole = found["complete"] and not found["unread"] and barcelona.Fingerprint(**found["found"]) == expected
    numbers = {key: found[key] for key in ("requests", "elapsed", "cpu", "peak", "rows", "bookkeeping")}
    return Measured(name, **numbers, whole=whole)


def plain(url: str, folder: Path, source: barcelona.Source, sample: int | None) -> list[Measured]:
    """The plain loop: measured whole, or a sample measured and the whole reckoned from it."""
    if sample is None or sample >= len(source.proposals):
        return [pull("plain loop", "plain", url, folder, barcelona.of_source(source))]
    part = source.first(sample)
    measured = pull(f"plain loop, first {sample:,}", "plain", url, folder, barcelona.of_source(part), sample)
    needed = plain_requests(source)
    factor = needed / measured.requests
    return [
        measured,
        replace(
            measured,
            name="plain loop, whole, RECKONED",
            requests=needed,
            elapsed=measured.elapsed * factor,
            cpu=measured.cpu * factor,
            rows=len(source.proposals) * 2 + len(source.comments) * 2,
            bookkeeping=round(measured.bookkeeping * len(source.proposals) / sample),
            whole=None,
        ),
    ]


def plain_requests(source: barcelona.Source) -> int:
    """What the plain loop must ask: pages of ids, each proposal, each thread below the second level; three to find out what
    there is and what 0.32 doesn't know (older ones cost some more)."""
    return math.ceil(len(source.proposals) / 50) + len(source.proposals) + len(threads(source)) + 3


def threads(source: barcelona.Source) -> set[int]:
    """Comments at the second level or deeper that have replies: each must be asked for by its id, for one level at a time."""
    parents = source.parents
    return {parent for parent in parents.values() if parent is not None and parents[parent] is not None}


def report(version: str, source: barcelona.Source, sample: int | None, with_plain: bool, folder: Path) -> bool:
    """Measures one version and prints its table. True: every pull was whole, and the second wrote no content."""
    expected = barcelona.of_source(source)
    with emulator(version, barcelona.write_store(source, folder)) as url:
        ours = pull("our pull", "ours", url, folder / f"ours-{version}", expected)
        second = pull("our second pull", "ours", url, folder / f"ours-{version}", expected)
        others = plain(url, folder / f"plain-{version}", source, sample) if with_plain else []
    click.echo(f"\nDecidim {version} (emulator): {expected.proposals:,} proposals, {expected.comments:,} comments")
    click.echo(f"{HEAD}\n{HEAD2}")
    for one in (ours, second, *others):
        click.echo(one.line())
    for line in ratios(source, ours, second, others[-1] if others else None):
        click.echo(line)
    return all(one.whole is not False for one in (ours, second, *others)) and second.rows == 0


def ratios(source: barcelona.Source, ours: Measured, second: Measured, whole: Measured | None) -> Iterator[str]:
    pages = math.ceil(len(source.proposals) / 50)
    yield f"requests / pages of 50:     {ours.requests} / {pages} = {ours.requests / pages:.3f}  (aim: at most 1.1)"
    yield f"threads below level two:    {len(threads(source))}; requests that carry no page: {ours.requests - pages}"
    yield f"peak memory / 300 MB:       {ours.peak / 300:.2f}  (aim: at most 1)"
    yield f"second / first, requests:   {second.requests / ours.requests:.3f}  (aim: at most 1)"
    if whole is not None:
        yield f"plain / ours, requests:     {whole.requests / ours.requests:.1f}  (aim: at least 20)"
        yield f"plain / ours, elapsed:      {whole.elapsed / ours.elapsed:.1f}"


@click.command()
@click.option("--version", "versions", multiple=True, type=click.Choice([*VERSIONS, "all"]), default=["0.32.2"])
@click.option("--proposals", type=click.IntRange(1), help="Only the first so many proposals.")
@click.option("--plain-sample", type=click.IntRange(1), help="Measure the plain loop on so many proposals and reckon the rest.")
@click.option("--no-plain", is_flag=True, help="Leave the plain loop out.")
def main(versions: tuple[str, ...], proposals: int | None, plain_sample: int | None, no_plain: bool) -> None:
    """Requests, time, CPU, memory and rows of a pull of Barcelona 2016."""
    if not SHARED.is_dir():
        raise click.ClickException(f"the shared folder with Barcelona's texts is not at {SHARED} (set CHARTER_SHARED)")
    source = barcelona.read(SHARED)
    source = source.first(proposals) if proposals else source
    good = True
    for version in VERSIONS if "all" in versions else versions:
        with tempfile.TemporaryDirectory() as folder:
            good &= report(version, source, plain_sample, not no_plain, Path(folder))
    raise SystemExit(0 if good else 1)


if __name__ == "__main__":
    main()
