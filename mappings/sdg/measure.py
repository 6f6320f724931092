"""How good the goals are: `python -m mappings.sdg.measure [--json] [--swedish FILE …]`.

Benchmark: five folds by text, the trained part made anew in each, on English texts with the question "is goal k present?".
Swedish: sentences that were labelled for it, with the goals that a reader would accept.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mappings.sdg.benchmark import NoBenchmark, Row, benchmark
from mappings.sdg.model import likeness_score, model
from mappings.sdg.tagger import SURE, scores, sdg
from mappings.sdg.training import SCALE, train
from mappings.sdg.types import Encoder, FloatArray, Known
from mappings.sdg.vectors import Cached, default_encoder

FOLDS = 5
SEEDS = (0, 1, 2, 3)


@dataclass(frozen=True)
class BenchmarkFigures:
    """Shares 0–1. accuracy, f1: means of the 17 goals, cross-validated, means over the seeds.

    spread: largest less smallest accuracy of the seeds. untrained: accuracy of likeness alone, its zero point moved to where that
    is best; always_no: of the answer no.
    """

    rows: int
    texts: int
    accuracy: float
    f1: float
    spread: float
    untrained: float
    always_no: float
    per_goal: dict[int, float]
    encoder: str


@dataclass(frozen=True)
class SwedishFigures:
    """needed: rows in which a goal is plain; first: share of them whose best goal is accepted, silence left out of account.

    tagged: share of all rows that get a goal; precision: share of those whose first goal is accepted; recall: share of the
    needed rows that get an accepted one; none_tagged: share of the rows about no goal that get one all the same.
    calibration: mean distance between confidence and being right, over the tagged rows.
    """

    rows: int
    needed: int
    first: float
    tagged: float
    precision: float
    recall: float
    none_tagged: float
    calibration: float
    most_frequent: float


def measure_benchmark(encoder: Encoder | None = None) -> BenchmarkFigures:
    """Raises NoBenchmark where the package is missing. Encodes 1,247 texts: about a minute the first time."""
    encoder = encoder or default_encoder()
    rows, chosen = benchmark(), model()
    texts = sorted({row.text for row in rows})
    place = {text: index for index, text in enumerate(texts)}
    centred = np.stack([chosen.centre(vector, "en") for vector in encoder.vectors(texts)])
    which = np.array([place[row.text] for row in rows])
    likeness = np.stack([likeness_score(chosen.un, chosen.own, vector) for vector in centred])[which]
    given = [_cross_validated(centred[which], which, rows, likeness, seed) for seed in SEEDS]
    accuracies = [[_accuracy(answer, rows, goal) for goal in range(1, 18)] for answer in given]
    alone = _of(likeness, rows)
    return BenchmarkFigures(
        rows=len(rows),
        texts=len(texts),
        accuracy=_round(np.mean(accuracies)),
        f1=_round(np.mean([[_f1(answer, rows, goal) for goal in range(1, 18)] for answer in given])),
        spread=_round(np.ptp(np.mean(accuracies, axis=1))),
        untrained=_round(max(_mean_accuracy(alone - shift, rows) for shift in np.arange(-2, 2.1, 0.25))),
        always_no=_round(_mean_accuracy(np.full(len(rows), -1.0), rows)),
        per_goal={goal: _round(np.mean(accuracies, axis=0)[goal - 1]) for goal in range(1, 18)},
        encoder=encoder.version,
    )


def measure_swedish(
    rows: Sequence[Mapping[str, Any]], encoder: Encoder | None = None, *, known: Known | None = None
) -> SwedishFigures:
    """rows: sentence, goals (accepted, the best first), silent (saying nothing is right too). Raises ValueError for none.

    known: the rows' vectors, where they are there already; otherwise encoder gives them.
    """
    if not rows:
        raise ValueError("Det finns inga märkta meningar att mäta på.")
    texts = [row["sentence"] for row in rows]
    encoder = encoder or default_encoder()
    vectors = encoder.vectors(texts) if known is None else known.rows
    best = [int(np.argmax(scores(vector, "sv", text))) + 1 for vector, text in zip(vectors, texts, strict=True)]
    tags = [given[0] if given else None for given in sdg(texts, "sv", encoder, known=known)]
    needed = [index for index, row in enumerate(rows) if not row["silent"]]
    tagged = [(tag, tag.goal in row["goals"]) for tag, row in zip(tags, rows, strict=True) if tag]
    none = [tag for tag, row in zip(tags, rows, strict=True) if not row["goals"]]
    firsts = [row["goals"][0] for row in rows if not row["silent"]]
    return SwedishFigures(
        rows=len(rows),
        needed=len(needed),
        first=_share([best[index] in rows[index]["goals"] for index in needed]),
        tagged=_share([tag is not None for tag in tags]),
        precision=_share([right for _, right in tagged]),
        recall=_share([(tag := tags[index]) is not None and tag.goal in rows[index]["goals"] for index in needed]),
        none_tagged=_share([tag is not None for tag in none]),
        calibration=_calibration([(tag.confidence, right) for tag, right in tagged]),
        most_frequent=_share([max(set(firsts), key=firsts.count) in rows[index]["goals"] for index in needed]),
    )


def cached_encoder() -> Cached:
    """The default encoder with a cache file in `CHARTER_CACHE`, else var/cache under the working folder."""
    encoder = default_encoder()
    return Cached(encoder, Path(os.environ.get("CHARTER_CACHE") or Path("var") / "cache") / "sdg" / f"{encoder.version}.npz")


def read_swedish(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file of labelled sentences."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


_Answer = npt.NDArray[np.float64]


def _cross_validated(
    centred: FloatArray, which: npt.NDArray[np.int64], rows: Sequence[Row], likeness: FloatArray, seed: int
) -> _Answer:
    folds = np.random.RandomState(seed).permutation(which.max() + 1)[which] % FOLDS
    answer = np.zeros(len(rows))
    alone = _of(likeness, rows)
    for fold in range(FOLDS):
        here = np.flatnonzero(folds == fold).tolist()
        seen = np.flatnonzero(folds != fold).tolist()
        trained = train(centred[seen], [rows[index] for index in seen], model().own)
        for index in here:
            weights = trained[rows[index].goal - 1]
            answer[index] = weights[:-1] @ (centred[index] * SCALE) + weights[-1] + alone[index]
    return answer


def _of(likeness: FloatArray, rows: Sequence[Row]) -> _Answer:
    return np.array([likeness[index, row.goal - 1] for index, row in enumerate(rows)], np.float64)


def _accuracy(answer: _Answer, rows: Sequence[Row], goal: int) -> float:
    return float(np.mean([(answer[index] > 0) == row.present for index, row in enumerate(rows) if row.goal == goal]))


def _mean_accuracy(answer: _Answer, rows: Sequence[Row]) -> float:
    return float(np.mean([_accuracy(answer, rows, goal) for goal in range(1, 18)]))


def _f1(answer: _Answer, rows: Sequence[Row], goal: int) -> float:
    pairs = [(bool(answer[index] > 0), row.present) for index, row in enumerate(rows) if row.goal == goal]
    right = sum(given and present for given, present in pairs)
    wrong = sum(given != present for given, present in pairs)
    return 2 * right / (2 * right + wrong) if right else 0.0


def _calibration(pairs: Sequence[tuple[float, bool]]) -> float:
    tenths: dict[int, list[float]] = {}
    for confidence, right in pairs:
        tenths.setdefault(int(confidence * 10), []).append(confidence - right)
    return _round(sum(abs(sum(errors)) for errors in tenths.values()) / max(1, len(pairs)))


def _share(right: Sequence[bool]) -> float:
    return _round(sum(right) / len(right)) if right else 0.0


def _round(value: Any) -> float:
    return round(float(value), 4)


def main(arguments: list[str] | None = None) -> int:
    """2 where the benchmark package or a file is missing."""
    parser = argparse.ArgumentParser(prog="python -m mappings.sdg.measure", description="Mäter de globala målen.")
    parser.add_argument("--json", action="store_true", help="skriv JSON i stället för en tabell")
    parser.add_argument("--swedish", type=Path, nargs="*", default=[], help="märkta svenska meningar (JSON Lines)")
    chosen = parser.parse_args(arguments)
    encoder = cached_encoder()
    try:
        found: dict[str, Any] = {"benchmark": asdict(measure_benchmark(encoder)), "sure": SURE}
        found |= {path.stem: asdict(measure_swedish(read_swedish(path), encoder)) for path in chosen.swedish}
    except (NoBenchmark, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        encoder.save()
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True))
    else:
        for name, figures in found.items():
            print(name, *(f"\n  {key:14} {value}" for key, value in figures.items()) if isinstance(figures, dict) else (figures,))
    return 0


if __name__ == "__main__":
    sys.exit(main())
