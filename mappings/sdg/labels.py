"""Names of the goals, labels of the targets, and the words that point to them."""

from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from mappings.rights.cues import Cues, cues_of
from mappings.sdg.types import Goal


@lru_cache(maxsize=1)
def goals() -> tuple[Goal, ...]:
    """The 17 goals with their 169 targets, in order."""
    return tuple(Goal(row["number"], row["sv"], row["en"], row["targets"]) for row in _read("goals.yaml"))


@lru_cache(maxsize=1)
def prototypes() -> tuple[tuple[str, str], ...]:
    """(target, sentence) pairs written for this project; target "" for sentences that belong to no goal."""
    content = _read("prototypes.yaml")
    placed = [(target, sentence) for target, sentences in content["targets"].items() for sentence in sentences]
    return (*placed, *(("", sentence) for sentence in content["none"]))


@lru_cache(maxsize=1)
def cues() -> Cues:
    """Words that by themselves point to a target."""
    return cues_of(_read("cues.yaml"))


def _read(name: str) -> Any:
    return yaml.safe_load((resources.files("mappings.sdg") / name).read_text("utf-8"))
