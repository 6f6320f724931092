"""EVALUATION.md and the figures behind it, written by a run, never by hand."""

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from mappings.evaluation.goals import measured_goals
from mappings.evaluation.languages import measured_languages
from mappings.evaluation.pages import goal_lines, language_lines
from mappings.evaluation.report import measured
from mappings.evaluation.rows import Row, read_aside
from mappings.tagging.model import files

Figures = Mapping[str, Any]

MEASURED = ("product", "model", "no-rules", "linear", "rules")
"""The page's columns: rules and model together first."""

FLOORS = {
    "norm, Swedish": 0.70, "norm, mean of seven languages": 0.77, "norm macro-F1": 0.62, "triad": 0.84, "standing": 0.86,
    "bearer macro-F1": 0.60, "theme": 0.70,
}  # fmt: skip
AIMS = {"norm, Swedish": 0.85, "norm, mean of seven languages": 0.87, "triad": 0.93, "theme": 0.80}
_SHOWN = ("rows", "strict", "lenient", "baseline", "macro_f1", "triad", "standing", "bearer_macro_f1", "holder_macro_f1", "theme")


def figures_file() -> Path:
    """The figures that were published last."""
    return Path(str(resources.files("mappings.evaluation") / "data" / "published.json"))


def headline(found: Figures) -> dict[str, float]:
    """The figures that have a floor, by name."""
    swedish = next((one["strict"] for one in found["languages"] if one["language"] == "sv"), 0.0)
    everything = found["all"]
    return {
        "norm, Swedish": swedish,
        "norm, mean of seven languages": found["mean_of_languages"]["strict"],
        "norm macro-F1": everything["macro_f1"],
        "triad": everything["triad"],
        "standing": everything["standing"],
        "bearer macro-F1": everything["bearer_macro_f1"],
        "theme": everything["theme"],
    }


def publish(rows: Sequence[Row], page: Path, swedish: Sequence[Path] = ()) -> None:
    """Measures the model, the fallback, the rules, goals and languages, and writes both files. swedish: see `measured_goals`.

    Raises as `measured` and `measured_goals` do.
    """
    found: dict[str, Figures] = {by: measured(rows, by) for by in MEASURED}
    aside = read_aside()
    found |= {"aside": measured(aside, "product"), "aside_rules": measured(aside, "rules")}
    goals, languages = measured_goals(swedish), measured_languages(rows)
    kept = {"about": dict(files.about()), **found, "sdg": goals, "language": languages}
    figures_file().write_text(json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
    lines = [page_of(found, files.about()), "## Goals of Agenda 2030", "", *goal_lines(goals), ""]
    lines += ["## Language of a sentence", "", *language_lines(languages), ""]
    page.write_text("\n".join(lines), "utf-8")


def page_of(found: Mapping[str, Figures], about: Figures) -> str:
    """The page as Markdown."""
    model = found["product"]
    lines = [
        "# How well the tags are found",
        "",
        "Written by `make evaluate`; see `mappings/evaluation`. Natural rows only. A row is answered by a model that has",
        f"not seen it: the fold that left its contribution out ({model['left_out_by_a_fold']} of {model['rows']} rows), "
        "never the model that is shipped.",
        "No text, thread or equal sentence is on both sides of a fold. The same command measures any other folder of labels:",
        "`python -m mappings.evaluation norms --gold FOLDER --json`.",
        "",
        f"Model {about['version']} of {about['date']}, trained on {about['rows']} labelled rows and "
        f"{about['rows_that_only_teach']} that only teach "
        "(sentences of demand sets and of contributions that were invented for it).",
        "",
        "## Against the floors",
        "",
        *_floors(found),
        "",
        f"Rules were written in sight of these rows: of {_swedish(found['aside_rules'])['rows']} Swedish sentences that were "
        "invented and labelled after them,",
        f"rules alone are right in {_swedish(found['aside_rules'])['strict']}. The column with rules silent is what can be "
        "counted on where no rule fits.",
        "",
        "Standing, bearer and holder: where both the labels and the tag name one. With silence counted as wrong: "
        f"bearer macro-F1 {model['all']['bearer_macro_f1_of_gold']}, holder {model['all']['holder_macro_f1_of_gold']}; "
        f"standing with none as an answer, over all rows, {model['all']['standing_all']}. "
        f"Theme: rows that have one; with none as an answer, over all rows, {model['all']['theme_all']}.",
    ]
    for by, title in (
        ("product", "Rules and model together"),
        ("aside", "Rules and model together on invented sentences that neither was made from (`evaluation/aside`)"),
        ("linear", "Fallback without onnxruntime"),
        ("rules", "Rules alone"),
    ):
        lines += ["", f"## {title}", "", *_table(found[by])]
    lines += ["", "## What is taken for what (all languages)", "", *_confusion(model["all"]["confusion"]), ""]
    return "\n".join(lines)


def _swedish(found: Figures) -> Figures:
    return next(one for one in found["languages"] if one["language"] == "sv")  # type: ignore[no-any-return]


def _floors(found: Mapping[str, Figures]) -> list[str]:
    labellers = found["product"]["labellers"]
    beside = {
        "norm, Swedish": "strict",
        "norm, mean of seven languages": "strict",
        "triad": "triad",
        "standing": "standing",
        "theme": "theme",
    }
    lines = [
        "| figure | product | floor | aim | model | model, rules silent | fallback | rules alone | labellers agree |",
        "| --- |" + " --- |" * 8,
    ]
    heads = {by: headline(found[by]) for by in MEASURED}
    for name, floor in FLOORS.items():
        agreed = labellers[beside[name]] if name in beside else ""
        values = [heads[by][name] for by in MEASURED]
        others = " | ".join(str(value) for value in values[1:])
        reached = "" if values[0] >= floor else f" ({round(floor - values[0], 3)} short)"
        lines.append(f"| {name} | {values[0]}{reached} | {floor} | {AIMS.get(name, '')} | {others} | {agreed} |")
    return lines


def _table(found: Figures) -> list[str]:
    lines = ["| | " + " | ".join(_SHOWN) + " | calibration error |", "| --- |" + " --- |" * (len(_SHOWN) + 1)]
    rows = [("all", found["all"]), *((one["language"], one) for one in found["languages"])]
    rows += [(f"sv: {one['source']}", one) for one in found["swedish_sources"]]
    for name, one in rows:
        lines.append(f"| {name} | " + " | ".join(str(one[column]) for column in _SHOWN) + f" | {one['calibration']} |")
    return lines


def _confusion(table: Mapping[str, Mapping[str, int]]) -> list[str]:
    names = sorted(table, key=lambda name: -sum(table[name].values()))
    lines = ["| labels ↓ tag → | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]
    return lines + [f"| {gold} | " + " | ".join(str(table[gold].get(name, 0)) for name in names) + " |" for gold in names]
