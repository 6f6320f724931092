"""The texts of the `sdgclassification-benchmark` package (MIT): each says whether one goal is present."""

import csv
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path


class NoBenchmark(RuntimeError):
    """The package is not installed."""


@dataclass(frozen=True)
class Row:
    """Is `goal` present in `text`?"""

    text: str
    goal: int
    present: bool


def benchmark() -> tuple[Row, ...]:
    """All 1,251 rows. Raises NoBenchmark. Read without importing the package, which would want pandas."""
    try:
        found = distribution("sdgclassification-benchmark").locate_file("sdgclassification/benchmark/resources/benchmark.csv")
    except PackageNotFoundError as error:
        raise NoBenchmark("Paketet sdgclassification-benchmark är inte installerat. Installera utvecklingspaketen.") from error
    with Path(str(found)).open(encoding="utf-8", newline="") as file:
        return tuple(Row(row["text"], int(row["sdg"]), row["label"] == "True") for row in csv.DictReader(file))
