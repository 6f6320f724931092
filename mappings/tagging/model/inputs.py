"""What the model is asked about, and how its context is made."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ModelInput:
    """A sentence with its contribution's title, the sentence before it, its language and the field it was taken from.

    title: for a comment "Comment on: " and the proposal's title, as in the labelled rows. rule_votes: what the rules said, as
    `rule_features.votes` gives it; empty where no rule fired.
    """

    text: str
    title: str = ""
    before: str = ""
    language: str = "sv"
    field: str = "body"
    rule_votes: Mapping[str, float] = dataclasses.field(default_factory=dict)


def context(text: str, title: str, before: str) -> tuple[str, str]:
    """Title and sentence before, each only where it says something that is not said already."""
    return ("" if title == text else title), ("" if before in (title, text) else before)
