"""How often the language of a labelled sentence is found, restricted to the languages of the labels."""

from collections.abc import Sequence
from typing import Any

from mappings.evaluation.norms import confusion, share
from mappings.evaluation.rows import Row
from mappings.text import language

MIN_WORDS = 3
"""Shorter sentences take the platform's language in the product, so they are not measured."""


def measured_languages(rows: Sequence[Row]) -> dict[str, Any]:
    """rows, accuracy, per language, confusion. Raises ValueError for no rows."""
    kept = [row for row in rows if len(str(row["sentence"]).split()) >= MIN_WORDS]
    if not kept:
        raise ValueError("Det finns inga meningar med minst tre ord att mäta på.")
    allowed = sorted({str(row["lang"]) for row in rows})
    pairs = [(str(row["lang"]), language(row["sentence"], allowed, allowed[0])) for row in kept]
    return {
        "rows": len(kept),
        "accuracy": share(gold == found for gold, found in pairs),
        "languages": {name: share(gold == found for gold, found in pairs if gold == name) for name in allowed},
        "confusion": confusion(pairs),
    }
