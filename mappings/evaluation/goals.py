"""How well the goals of Agenda 2030 are found: a public benchmark, and labelled Swedish sentences as the product reads them."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from mappings.evaluation.rows import Row, context_of
from mappings.sdg.measure import cached_encoder, measure_benchmark, measure_swedish, read_swedish
from mappings.tagging.decide import Asked
from mappings.tagging.goals import goals_version, vectors

FLOOR = 0.86
"""Accuracy on the benchmark."""


def measured_goals(swedish: Sequence[Path] = ()) -> dict[str, Any]:
    """benchmark, floor, version, swedish (file → figures): see `mappings.sdg.measure`. swedish: files of labelled sentences.

    Raises NoBenchmark, FileNotFoundError, ImportError. Encoding the benchmark takes a minute, once.
    """
    encoder = cached_encoder()
    try:
        found = asdict(measure_benchmark(encoder))
    finally:
        encoder.save()
    return {
        "benchmark": found,
        "floor": FLOOR,
        "version": goals_version(),
        "swedish": {one.stem: _swedish(one) for one in swedish},
    }


def _swedish(path: Path) -> dict[str, Any]:
    rows = read_swedish(path)
    return asdict(measure_swedish(rows, known=vectors([_asked(row) for row in rows])))


def _asked(row: Row) -> Asked:
    title = row["title"].removeprefix("Comment on: ")
    return Asked(row["sentence"], "sv", replace(context_of({"before": "", **row}), title=title))
