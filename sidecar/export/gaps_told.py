"""What a charter lacks, in words: each gap with the articles that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sidecar.export.words import numbers, parts_in, words_in

Json = Mapping[str, Any]
Told = tuple[str, tuple[str, ...]]


def told(document: Json, language: str) -> tuple[Told, ...]:
    """(what is lacking, where), what there is none of left out."""
    words, found = words_in(language), document["gaps"]
    rows = [*_nobody(document, words)]
    rows.append((words["no_holder"], _articles(found["duties_without_holder"], language)))
    rows.append((words["disputed"], tuple(_torn(row, words) for row in found["disputed"])))
    for key, named in (("themes", "theme"), ("people", "people")):
        rows.append((words[key], tuple(_silent(row, named, words, language) for row in found[f"{key}_without_clause"])))
    parts = parts_in(document["template"], language)
    lacking = tuple(
        f"{chapter['title']}: {', '.join(parts[one] for one in chapter['lacks'])}"
        for chapter in document["chapters"]
        if chapter["lacks"]
    )
    rows.append((words["lacking"], lacking))
    return tuple(row for row in rows if row[1])


def _nobody(document: Json, words: Mapping[str, str]) -> list[Told]:
    rows = document["gaps"]["nobody"]
    if rows and not document["parties"]:
        return [(words["nobody_duties"], (words["nobody_at_all"],))]
    return [
        (words[key], tuple(f"§ {row['article'] or '–'}: {row['text']}" for row in rows if row["duty"] is duty))
        for key, duty in (("nobody_duties", True), ("nobody_rights", False))
    ]


def _articles(rows: list[Json], language: str) -> tuple[str, ...]:
    told = numbers({row["article"] for row in rows}, language)
    return (told,) if told else ()


def _torn(row: Json, words: Mapping[str, str]) -> str:
    counts = f"{row['support']} {words['for']}, {row['opposition']} {words['against']}"
    return f"§ {row['article'] or '–'} {row['title']} ({counts})"


def _silent(row: Json, named: str, words: Mapping[str, str], language: str) -> str:
    name = row["sv"] if language == "sv" else str(row[named]).replace("_", " ")
    return f"{name} ({row['voices']} {words['voice'] if row['voices'] == 1 else words['voices_n']})"
