"""What is known of a sentence beside the encoder: what the rules say, and its form. The same in training and at run time."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from mappings.encoder.weights import FloatArray
from mappings.tagging.model.inputs import ModelInput
from mappings.tagging.model.labels import BEARER, HOLDER, STANDING, THEME
from mappings.tagging.types import NORMS, STRENGTHS, Tags

LANGUAGES = ("sv", "ca", "es", "fr", "de", "fi", "en")
COMMENT_TITLE = "Comment on"


def _vote_names() -> tuple[str, ...]:
    names = [f"{kind}={norm}" for kind in ("first", "also") for norm in NORMS]
    for kind, labels in (("standing", STANDING), ("bearer", BEARER), ("holder", HOLDER), ("theme", THEME)):
        names += [f"{kind}={name}" for name in labels if name]
    names += [f"strength={name}" for name in STRENGTHS]
    return (*names, "sure", "against", "fired")


VOTES = _vote_names()
FORMS = (
    "title", "comment", "first", "question", "exclaims", "dots", "no_end", "lower_start", "link", "digits", "words", "long",
)  # fmt: skip
NAMES = (*VOTES, *FORMS, *(f"language={name}" for name in LANGUAGES))
"""The names of the features, in their order."""


def votes(tags: Tags) -> dict[str, float]:
    """What the rules said of a sentence, as features: empty where there are no rules for its language."""
    first = tags.primary
    if first.confidence == 0:
        return {}
    found = {f"first={first.norm_type}": 1.0, "sure": first.confidence, "fired": min(len(tags.fired), 5) / 5}
    found.update({f"also={tag.norm_type}": tag.confidence for tag in tags.tags[1:]})
    for kind in ("standing", "bearer", "holder", "theme", "strength"):
        if told := getattr(first, kind):
            found[f"{kind}={told}"] = 1.0
    if tags.side == "against":
        found["against"] = 1.0
    return {name: value for name, value in found.items() if name in VOTES}


def form(item: ModelInput) -> dict[str, float]:
    """What a sentence looks like: its end, its length, where it stands. No word of it."""
    text = item.text.strip()
    words = len(text.split())
    return {
        "title": float(item.text == item.title or item.field == "title"),
        "comment": float(item.title.startswith(COMMENT_TITLE)),
        "first": float(not item.before),
        "question": float(text.endswith("?")),
        "exclaims": float(text.endswith("!")),
        "dots": float(text.endswith(("...", "…"))),
        "no_end": float(not text.endswith((".", "!", "?", "…", ":"))),
        "lower_start": float(text[:1].islower()),
        "link": float("http" in text or "www." in text),
        "digits": float(any(letter.isdigit() for letter in text)),
        "words": min(math.log1p(words) / 4, 1.5),
        "long": float(words > 25),
    }


def table(items: Sequence[ModelInput]) -> FloatArray:
    """(n, len(NAMES)) float32."""
    found = np.zeros((len(items), len(NAMES)), np.float32)
    at: Mapping[str, int] = {name: place for place, name in enumerate(NAMES)}
    for row, item in enumerate(items):
        for name, value in (*item.rule_votes.items(), *form(item).items()):
            if name in at:
                found[row, at[name]] = value
        if f"language={item.language}" in at:
            found[row, at[f"language={item.language}"]] = 1.0
    return found
