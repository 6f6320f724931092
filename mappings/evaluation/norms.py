"""How often the tags are those that a careful reader gives, beside the simplest guesses."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from mappings.evaluation.given import Given, by_rules
from mappings.evaluation.rows import Row
from mappings.tagging import ROLLUP

MIN_ROWS = 10
"""Classes with fewer rows are left out of macro averages."""


@dataclass(frozen=True)
class NormFigures:
    """Shares 0–1, rounded to four places. confusion: gold norm → given norm → rows.

    strict: norm equal; lenient: equal to the norm or one of `also`; triad: rights, obligations, participation or other.
    baseline: the most frequent norm for all. standing: equal, where gold and tag both have one; standing_all: on all rows, none
    being an answer too. bearer, holder (share and macro-F1): where gold and tag both have one; …_of_gold: wherever gold has one,
    so that silence is wrong; bearer_baseline: always municipality. theme: wherever gold has one; theme_all: on all rows.
    calibration: mean distance between confidence and being right, over tenths.
    """

    language: str
    rows: int
    strict: float
    lenient: float
    baseline: float
    macro_f1: float
    triad: float
    standing: float
    standing_all: float
    bearer: float
    bearer_macro_f1: float
    bearer_macro_f1_of_gold: float
    bearer_baseline: float
    holder_macro_f1: float
    holder_macro_f1_of_gold: float
    theme: float
    theme_all: float
    theme_baseline: float
    calibration: float
    confusion: dict[str, dict[str, int]]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def measure_norms(rows: Iterable[Row], language: str, given: Sequence[Given] | None = None) -> NormFigures:
    """The figures of some rows. given: an answer a row (default: what the rules say). Raises ValueError for no rows."""
    kept = list(rows)
    if not kept:
        raise ValueError(f"Det finns inga rader för språket ”{language}” att mäta på.")
    pairs = list(zip(kept, by_rules(kept) if given is None else given, strict=True))
    norms = [(row["norm"], one.norm) for row, one in pairs]
    both = [(row["standing"], one.standing) for row, one in pairs if row["standing"] and one.standing]
    bearers = _named(pairs, "bearer", both=True)
    themes = [(str(row.get("theme")), str(one.theme)) for row, one in pairs]
    named_themes = [(gold, theme) for gold, theme in themes if gold != "None"]
    return NormFigures(
        language=language,
        rows=len(pairs),
        strict=_equal(norms),
        lenient=share(one.norm in (row["norm"], *row["also"]) for row, one in pairs),
        baseline=most_frequent(norms),
        macro_f1=macro_f1(norms),
        triad=_equal([(str(ROLLUP[gold]), str(ROLLUP[norm])) for gold, norm in norms]),
        standing=_equal(both),
        standing_all=share(row["standing"] == one.standing for row, one in pairs),
        bearer=_equal(bearers),
        bearer_macro_f1=macro_f1(bearers),
        bearer_macro_f1_of_gold=macro_f1(_named(pairs, "bearer", both=False)),
        bearer_baseline=macro_f1([(gold, "municipality") for gold, _ in bearers]),
        holder_macro_f1=macro_f1(_named(pairs, "holder", both=True)),
        holder_macro_f1_of_gold=macro_f1(_named(pairs, "holder", both=False)),
        theme=_equal(named_themes),
        theme_all=_equal(themes),
        theme_baseline=most_frequent(named_themes),
        calibration=_calibration(pairs),
        confusion=confusion(norms),
    )


def _named(pairs: Sequence[tuple[Row, Given]], what: str, *, both: bool) -> list[tuple[str, str]]:
    """(gold, given) where gold names one; both: and the tag too."""
    found = [(row.get(what), getattr(one, what)) for row, one in pairs]
    return [(str(gold), str(one)) for gold, one in found if gold and (one or not both)]


def confusion(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """gold → given → rows."""
    found: dict[str, dict[str, int]] = {}
    for gold, one in pairs:
        line = found.setdefault(gold, {})
        line[one] = line.get(one, 0) + 1
    return found


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Mean F1 of the gold classes with at least MIN_ROWS rows; 0 where there are none."""
    gold, given = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    right = Counter(one for one, other in pairs if one == other)
    scores = [2 * right[name] / (gold[name] + given[name]) for name in gold if gold[name] >= MIN_ROWS]
    return _round(sum(scores) / len(scores)) if scores else 0.0


def most_frequent(pairs: Sequence[tuple[str, str]]) -> float:
    """The share that a guess is right which always says the most frequent label."""
    return _round(Counter(gold for gold, _ in pairs).most_common(1)[0][1] / len(pairs)) if pairs else 0.0


def _calibration(pairs: Sequence[tuple[Row, Given]]) -> float:
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for row, one in pairs:
        tenths.setdefault(int(one.confidence * 10), []).append((one.confidence, row["norm"] == one.norm))
    errors = [abs(sum(c for c, _ in found) - sum(right for _, right in found)) for found in tenths.values()]
    return _round(sum(errors) / len(pairs))


def _equal(pairs: Sequence[tuple[str, str]]) -> float:
    return share(gold == given for gold, given in pairs)


def share(right: Iterable[bool]) -> float:
    values = list(right)
    return _round(sum(values) / len(values)) if values else 0.0


def _round(value: float) -> float:
    return round(value, 4)
