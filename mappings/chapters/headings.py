"""Which part of a chapter a block of a clause belongs to, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping

BLOCK_OF: Mapping[str, str] = {
    "rights": "right",
    "commitments": "municipality",
    "responsibilities": "others",
    "participation": "participation",
    "objectives": "actions",
}
"""block of a clause → part of the chapter template. The sixth part, the indicator, comes from the follow-up."""

_PARTS_EN: Mapping[str, str] = {
    "right": "The right",
    "municipality": "What the municipality does",
    "others": "What others do",
    "participation": "How people take part",
    "actions": "Actions",
    "indicator": "How we follow up",
}

_BESIDE: Mapping[str, Mapping[str, str]] = {
    "sv": {"needs": "Behov bakom", "support": "Röster bakom", "against": "Det som talar emot"},
    "en": {"needs": "Needs behind it", "support": "Voices behind it", "against": "What speaks against it"},
}


def parts_in(headings: Mapping[str, str], own: str, language: str) -> dict[str, str]:
    """part → its heading: a template's own (headings, in its language `own`), in English ours where the template has none."""
    return {**_PARTS_EN} if language == "en" and own != "en" else {**headings}


def headings_in(headings: Mapping[str, str], own: str, language: str) -> dict[str, str]:
    """block of a clause → its heading."""
    parts = parts_in(headings, own, language)
    return {**{block: parts[part] for block, part in BLOCK_OF.items()}, **_BESIDE["en" if language == "en" else "sv"]}
