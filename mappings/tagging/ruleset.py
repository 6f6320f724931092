"""Rules as they stand in the files: loaded, validated, compiled, with a version.

`rules/<language>/*.yaml` holds `lists` (name → words) and `rules`. See `RuleSchema` for what a rule says, and `words.py` for
its patterns. Rules change by new entries with dates, so that an old tag can be explained.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from mappings.tagging.words import BadPattern, Words, compile_pattern

ENGINE = 1
"""Raised when the same rules would give other tags."""


class RuleError(ValueError):
    """A rule file that can't be used: the message names file and rule, in Swedish."""


@dataclass(frozen=True)
class Rule:
    """One dated rule. norm None: the rule speaks of side or standing alone. field: where it holds (title, body, any).

    side: against (a word that opposes), turned (one that turns the demand), for (shown in explanations only).
    """

    id: str
    since: dt.date
    until: dt.date | None
    priority: int
    field: str
    norm: str | None
    side: str | None
    standing: str | None
    bearer: str | None
    confidence: float
    explanation_sv: str
    explanation_en: str
    matcher: re.Pattern[str] | None
    excluder: re.Pattern[str] | None
    needs: frozenset[str]
    max_words: int
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()

    def match(self, words: Words, field: str) -> tuple[int, int] | None:
        """The span in the text that the rule saw, or None. A rule without patterns sees the whole sentence."""
        if (self.field not in ("any", field)) or len(words.starts) > self.max_words:
            return None
        if self.needs and self.needs.isdisjoint(words.words):
            return None
        found = self.matcher.search(words.line) if self.matcher else None
        if self.matcher and not found:
            return None
        if self.excluder and self.excluder.search(words.line):
            return None
        return words.span(found.start(), found.end()) if found else words.span(0, len(words.line) - 1)


@dataclass(frozen=True)
class Ruleset:
    """A language's rules, the strongest first, and its word lists."""

    language: str
    version: str
    rules: tuple[Rule, ...]
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def in_force(self, on: dt.date | None) -> tuple[Rule, ...]:
        """The rules that held on a day; without a day, those that hold until further notice."""
        if on is None:
            return tuple(rule for rule in self.rules if rule.until is None)
        return tuple(rule for rule in self.rules if rule.since <= on and (rule.until is None or on <= rule.until))


def languages() -> tuple[str, ...]:
    """The languages that have rules."""
    root = resources.files("mappings.tagging") / "rules"
    return tuple(sorted(entry.name for entry in root.iterdir() if entry.is_dir() and not entry.name.startswith("_")))


@lru_cache(maxsize=16)
def built_in(language: str) -> Ruleset:
    """The rules that come with the package. Raises RuleError where there are none for the language or they are broken."""
    folder = Path(str(resources.files("mappings.tagging") / "rules" / language))
    return load(folder, language)


def load(folder: Path, language: str) -> Ruleset:
    """All rule files of a folder as one set. Raises RuleError with file and rule."""
    from mappings.tagging.schema import read_file

    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise RuleError(f"Det finns inga regler för språket ”{language}” i {folder.name}. Lägg en .yaml-fil där.")
    lists: dict[str, list[str]] = {}
    raw: list[tuple[str, dict[str, Any]]] = []
    for path in files:
        content = read_file(path)
        for name, words in content["lists"].items():
            lists.setdefault(name, []).extend(words)
        raw.extend((path.name, rule) for rule in content["rules"])
    seen: set[str] = set()
    for name, rule in raw:
        if rule["id"] in seen:
            raise RuleError(f"Regeln ”{rule['id']}” i {name} finns två gånger. Ge den ena ett annat namn.")
        seen.add(rule["id"])
    rules = sorted((_compile(name, rule, lists) for name, rule in raw), key=lambda rule: (-rule.priority, rule.id))
    return Ruleset(language, _version(raw, lists), tuple(rules), {name: frozenset(words) for name, words in lists.items()})


def _version(raw: Sequence[tuple[str, dict[str, Any]]], lists: Mapping[str, Sequence[str]]) -> str:
    content = [ENGINE, sorted((rule for _, rule in raw), key=lambda rule: rule["id"]), lists]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()[:16]


def _compile(name: str, rule: dict[str, Any], lists: Mapping[str, Sequence[str]]) -> Rule:
    try:
        wanted = [compile_pattern(source, lists) for source in rule["any"]]
        unwanted = [compile_pattern(source, lists) for source in rule["unless"]]
    except BadPattern as error:
        raise RuleError(f"Mönstret i regeln ”{rule['id']}” i {name} går inte att läsa: {error}. Rätta mönstret.") from error
    gives = rule["gives"]
    return Rule(
        id=rule["id"],
        since=rule["in_force"]["since"],
        until=rule["in_force"]["until"],
        priority=rule["priority"],
        field=rule["field"],
        norm=gives["norm"],
        side=gives["side"],
        standing=gives["standing"],
        bearer=gives["bearer"],
        confidence=rule["confidence"],
        explanation_sv=rule["explanation"]["sv"],
        explanation_en=rule["explanation"]["en"],
        matcher=_any_of([pattern.regex for pattern in wanted]),
        excluder=_any_of([pattern.regex for pattern in unwanted]),
        needs=frozenset().union(*(p.needs for p in wanted)) if wanted and all(p.needs for p in wanted) else frozenset(),
        max_words=rule["max_words"],
        must=tuple(rule["examples"]["must"]),
        must_not=tuple(rule["examples"]["must_not"]),
    )


def _any_of(regexes: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{regex})" for regex in regexes)) if regexes else None
