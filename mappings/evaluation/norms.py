"""How often the tags are those that a careful reader gives, beside the simplest guesses."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mappings.tagging import ROLLUP, Context, Tag, tag

MIN_ROWS = 10
"""Classes with fewer rows are left out of macro averages."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class NormFigures:
    """Shares 0–1, rounded to four places. confusion: gold norm → given norm → rows.

    strict: norm equal; lenient: equal to the norm or one of `also`; triad: rights, obligations, participation or other.
    baseline: the most frequent norm for all. standing, bearer: where gold and tag both have one (bearer also as macro-F1, with
    the baseline that always says municipality). calibration: mean distance between confidence and being right, over tenths.
    """

    language: str
    rows: int
    strict: float
    lenient: float
    baseline: float
    macro_f1: float
    triad: float
    standing: float
    bearer: float
    bearer_macro_f1: float
    bearer_baseline: float
    calibration: float
    confusion: dict[str, dict[str, int]]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read_gold(folder: Path) -> dict[str, list[Row]]:
    """language → natural rows (not `enriched`) of `norms_*.jsonl`. Raises FileNotFoundError where there are none."""
    files = sorted(folder.glob("norms_*.jsonl"))
    if not files:
        raise FileNotFoundError(f"Det finns inga filer norms_*.jsonl i mappen {folder.name}. Ange mappen med facit (--gold).")
    found: dict[str, list[Row]] = {}
    for path in files:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if not row.get("enriched"):
                found.setdefault(row["lang"], []).append(row)
    return found


def context_of(row: Row) -> Context:
    """What stands around a gold sentence: a title is the sentence that equals it."""
    kind = "comment" if row["title"].startswith("Comment on") else "proposal"
    return Context(row["title"], row["before"], "title" if row["sentence"] == row["title"] else "body", kind)


def measure_norms(rows: Iterable[Row], language: str) -> NormFigures:
    """The figures of one language's rows, tagged in that language. Raises ValueError for no rows."""
    pairs = [(row, tag(row["sentence"], language, context_of(row)).primary) for row in rows]
    if not pairs:
        raise ValueError(f"Det finns inga rader för språket ”{language}” att mäta på.")
    norms = [(row["norm"], given.norm_type) for row, given in pairs]
    both = [(row, given) for row, given in pairs if row["standing"] and given.standing]
    bearers = [(str(row["bearer"]), str(given.bearer)) for row, given in pairs if row["bearer"] and given.bearer]
    confusion: dict[str, dict[str, int]] = {}
    for gold, given_norm in norms:
        line = confusion.setdefault(gold, {})
        line[given_norm] = line.get(given_norm, 0) + 1
    return NormFigures(
        language=language,
        rows=len(pairs),
        strict=_share(gold == given_norm for gold, given_norm in norms),
        lenient=_share(given.norm_type in (row["norm"], *row["also"]) for row, given in pairs),
        baseline=_round(Counter(gold for gold, _ in norms).most_common(1)[0][1] / len(norms)),
        macro_f1=macro_f1(norms),
        triad=_share(ROLLUP[gold] == ROLLUP[given_norm] for gold, given_norm in norms),
        standing=_share(row["standing"] == given.standing for row, given in both),
        bearer=_share(gold == given_bearer for gold, given_bearer in bearers),
        bearer_macro_f1=macro_f1(bearers),
        bearer_baseline=macro_f1([(gold, "municipality") for gold, _ in bearers]),
        calibration=_calibration(pairs),
        confusion=confusion,
    )


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Mean F1 of the gold classes with at least MIN_ROWS rows; 0 where there are none."""
    gold, given = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    right = Counter(one for one, other in pairs if one == other)
    scores = [2 * right[name] / (gold[name] + given[name]) for name in gold if gold[name] >= MIN_ROWS]
    return _round(sum(scores) / len(scores)) if scores else 0.0


def _calibration(pairs: list[tuple[Row, Tag]]) -> float:
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for row, given in pairs:
        tenths.setdefault(int(given.confidence * 10), []).append((given.confidence, row["norm"] == given.norm_type))
    errors = [abs(sum(c for c, _ in found) - sum(right for _, right in found)) for found in tenths.values()]
    return _round(sum(errors) / len(pairs))


def _share(right: Iterable[bool]) -> float:
    values = list(right)
    return _round(sum(values) / len(values)) if values else 0.0


def _round(value: float) -> float:
    return round(value, 4)
