"""articles.yaml and topics.yaml, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from mappings.rights.cues import Cues, cues_of


@dataclass(frozen=True)
class Entry:
    """An article's labels. holders: whom its instrument is for; empty: everybody."""

    id: str
    act_id: str
    act_name_sv: str
    act_name_en: str
    number: str
    label_sv: str
    label_en: str
    holders: frozenset[str]


@dataclass(frozen=True)
class Topic:
    """holder: whom its cues are about by themselves. only: the holders it counts for (empty: all).

    home_only: its cues say nothing in other themes.
    """

    id: str
    themes: frozenset[str]
    articles: tuple[Entry, ...]
    holder: str | None
    only: frozenset[str]
    home_only: bool


@dataclass(frozen=True)
class Rights:
    """cues: what a cue found names is the topic's id; holder_cues: the holder. pairs: (theme, holder) → article."""

    entries: Mapping[str, Entry]
    topics: Mapping[str, Topic]
    cues: Cues
    holder_cues: Cues
    pairs: Mapping[tuple[str, str], Entry]


@lru_cache(maxsize=1)
def rights() -> Rights:
    """The articles, topics and cues that come with the package."""
    named, topical = _read("articles.yaml"), _read("topics.yaml")
    prefixes = {kind["prefix"]: (act, kind) for act, kind in named["instruments"].items()}
    entries = {key: _entry(key, row, *prefixes[key.partition("-")[0]]) for key, row in named["articles"].items()}
    topics = {row["id"]: _topic(row, entries) for row in topical["topics"]}
    pairs = {(theme, who): entries[key] for theme, row in topical["pairs"].items() for who, key in row.items()}
    cues = cues_of({row["id"]: row["cues"] for row in topical["topics"]})
    return Rights(entries, topics, cues, cues_of(topical["holders"]), pairs)


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((resources.files("mappings.rights") / name).read_text("utf-8"))
    return content


def _entry(key: str, row: Mapping[str, str], act_id: str, kind: Mapping[str, Any]) -> Entry:
    _, *place = key.split("-")
    number = f"artikel {place[-1]}" if len(place) == 1 else f"protokoll {place[0][1:]}, artikel {place[1]}"
    if act_id.startswith("sfs-"):
        number = f"{place[0]} kap. {place[1]} §"
    return Entry(key, act_id, kind["sv"], kind["en"], number, row["sv"], row["en"], frozenset(kind["holders"]))


def _topic(row: Mapping[str, Any], entries: Mapping[str, Entry]) -> Topic:
    articles = tuple(entries[key] for key in row["articles"])
    return Topic(
        row["id"],
        frozenset(row["themes"]),
        articles,
        row.get("holder"),
        frozenset(row.get("only", ())),
        row.get("home_only", False),
    )
