"""All figures of one measurement as plain data: over all, per language, per Swedish source, beside guesses and labellers."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from mappings.evaluation.given import Given, by_model, by_product, by_rules
from mappings.evaluation.norms import measure_norms, share
from mappings.evaluation.rows import Row

LABELLERS = {
    "strict": 0.927, "lenient": 0.932, "triad": 0.958, "standing": 0.97, "bearer": 0.96, "holder": 0.955, "theme": 0.87,
}  # fmt: skip
"""How often a second, independent labeller agreed with the first on 674 rows (the README of the labelled sentences)."""
MIN_SHOWN = 20
"""A source with fewer rows is not shown by itself."""
ORDER = ("sv", "ca", "es", "fr", "de", "fi", "en")


def answers(rows: Sequence[Row], by: str) -> list[Given]:
    """by: product (rules and model together), model (rules as its features), no-rules (the model, rules silent), rules, int8,
    fp32 or linear (the model by that path)."""
    if by == "rules":
        return by_rules(rows)
    if by == "product":
        return by_product(rows)
    return by_model(rows, None if by in ("model", "no-rules") else by, silent=by == "no-rules")


def measured(rows: Sequence[Row], by: str) -> dict[str, Any]:
    """rows: natural ones. Raises ValueError for none; NoModel, NoWeights where the model can't answer."""
    given = answers(rows, by)
    languages = sorted({row["lang"] for row in rows}, key=lambda name: (ORDER.index(name) if name in ORDER else 99, name))
    per_language = [_part(rows, given, name, _same(lang=name)) for name in languages]
    sources = Counter(row["source"] for row in rows if row["lang"] == "sv" and row.get("source"))
    return {
        "by": by,
        "how": sorted({one.how for one in given}),
        "rows": len(rows),
        "left_out_by_a_fold": sum(one.seen for one in given),
        "all": measure_norms(rows, "all", given).as_json(),
        "languages": per_language,
        "swedish_sources": [
            {"source": name, **_part(rows, given, "sv", _same(lang="sv", source=name))}
            for name, number in sorted(sources.items())
            if number >= MIN_SHOWN
        ],
        "mean_of_languages": {
            name: round(sum(one[name] for one in per_language) / len(per_language), 4) for name in ("strict", "lenient", "triad")
        },
        "always_municipality": share(row["bearer"] == "municipality" for row in rows if row["bearer"]),
        "labellers": LABELLERS,
    }


def _same(**wanted: str) -> Callable[[Row], bool]:
    return lambda row: all(row.get(name) == value for name, value in wanted.items())


def _part(rows: Sequence[Row], given: Sequence[Given], language: str, wanted: Callable[[Row], bool]) -> dict[str, Any]:
    kept = [(row, one) for row, one in zip(rows, given, strict=True) if wanted(row)]
    return measure_norms([row for row, _ in kept], language, [one for _, one in kept]).as_json()
