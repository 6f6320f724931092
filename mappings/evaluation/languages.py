"""How often the language of a labelled sentence is found, restricted to languages that an instance might have."""

from collections.abc import Sequence
from typing import Any

from mappings.evaluation.norms import confusion, share
from mappings.evaluation.rows import Row
from mappings.text import language
from mappings.text.language import MIN_WORDS

SHORT = 6
"""Sentences with fewer words are shown by themselves."""
SWEDISH = ("sv", "en")
"""The languages of most Swedish instances."""


def measured_languages(rows: Sequence[Row]) -> dict[str, Any]:
    """rows, accuracy, per language and confusion of sentences with at least three words; `short`: of those under six words.

    too_short: rows under three words, which take the platform's language in the product and are not measured. swedish: Swedish
    and English rows where those two are allowed. Raises ValueError for no rows.
    """
    kept = [row for row in rows if _words(row) >= MIN_WORDS]
    if not kept:
        raise ValueError("Det finns inga meningar med minst tre ord att mäta på.")
    allowed = sorted({str(row["lang"]) for row in rows})
    pairs = [(row, _found(row, allowed)) for row in kept]
    swedish = [(row, _found(row, SWEDISH)) for row in kept if row["lang"] in SWEDISH]
    return {
        **_figures(pairs, allowed),
        "short": _figures([pair for pair in pairs if _words(pair[0]) < SHORT], allowed),
        "swedish": _figures(swedish, [name for name in SWEDISH if name in allowed]),
        "too_short": len(rows) - len(kept),
        "confusion": confusion((str(row["lang"]), found) for row, found in pairs),
    }


def _figures(pairs: Sequence[tuple[Row, str]], names: Sequence[str]) -> dict[str, Any]:
    of = {name: [(row, found) for row, found in pairs if row["lang"] == name] for name in names}
    return {
        "rows": len(pairs),
        "accuracy": share(row["lang"] == found for row, found in pairs),
        "languages": {name: share(found == name for _, found in own) for name, own in of.items() if own},
        "rows_of": {name: len(own) for name, own in of.items() if own},
    }


def _found(row: Row, allowed: Sequence[str]) -> str:
    """ "" where the detector can't say: that is wrong here, though the product would take the platform's language."""
    return language(row["sentence"], allowed, "" if len(allowed) > 1 else allowed[0])


def _words(row: Row) -> int:
    return len(str(row["sentence"]).split())
