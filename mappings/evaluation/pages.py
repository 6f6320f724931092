"""Figures of goals and languages as Markdown, for the page and for a terminal."""

from collections.abc import Mapping
from typing import Any

Figures = Mapping[str, Any]

_GOALS = ("rows", "needed", "first", "tagged", "precision", "recall", "none_tagged", "calibration", "most_frequent")


def goal_lines(found: Figures) -> list[str]:
    """Of `measured_goals`."""
    one, floor = found["benchmark"], found["floor"]
    short = "" if one["accuracy"] >= floor else f" ({round(floor - one['accuracy'], 4)} short)"
    lines = [
        f"`sdgclassification-benchmark`, {one['rows']} questions (is goal k present?) on {one['texts']} English texts,",
        "five folds by text, means of the 17 goals and of four shuffles:",
        "",
        "| accuracy | floor | F1 | spread of the shuffles | likeness alone | always no |",
        "| --- | --- | --- | --- | --- | --- |",
        f"| {one['accuracy']}{short} | {floor} | {one['f1']} | {one['spread']} | {one['untrained']} | {one['always_no']} |",
        "",
        f"Model {found['version']}; benchmark texts are encoded alone ({one['encoder']}).",
    ]
    if found["swedish"]:
        lines += [
            "",
            "Labelled Swedish sentences, read in their context as the product reads them; needed: a goal is plain; "
            "first: the best goal of those is accepted, silence left out of account; the thresholds were chosen on these rows.",
            "",
            "| | " + " | ".join(_GOALS) + " |",
            "| --- |" + " --- |" * len(_GOALS),
        ]
        lines += [f"| {name} | " + " | ".join(str(own[key]) for key in _GOALS) + " |" for name, own in found["swedish"].items()]
    return lines


def language_lines(found: Figures) -> list[str]:
    """Of `measured_languages`."""
    names = list(found["languages"])
    rows = (
        (f"{len(names)} languages allowed, three words or more", found),
        ("of these under six words", found["short"]),
        ("Swedish and English allowed", found["swedish"]),
    )
    lines = [
        f"Of natural rows; {found['too_short']} of fewer than three words take the platform's language and are left out.",
        "",
        "| accuracy | rows | all | " + " | ".join(names) + " |",
        "| --- |" + " --- |" * (len(names) + 2),
    ]
    for title, one in rows:
        cells = " | ".join(str(one["languages"].get(name, "")) for name in names)
        lines.append(f"| {title} | {one['rows']} | {one['accuracy']} | {cells} |")
    return lines
