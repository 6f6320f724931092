"""Rules as they stand in the files: loaded, validated, compiled, with a version.

`rules/<language>/*.yaml` holds `lists` (name → words) and `rules`. See `RuleSchema` for what a rule says, and `words.py` for
its patterns. Rules change by new entries with dates, so that an old tag can be explained. A municipality's own folder
(`<folder>/<language>/*.yaml`) adds rules, changes those whose id it names again, and switches off those under `switched_off`.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from mappings.tagging.errors import RuleError
from mappings.tagging.lexicon import Lexicon
from mappings.tagging.rule import Rule, compiled

ENGINE = 2
"""Raised when the same rules would give other tags."""

MEASURED = "measured.json"
"""Beside a language's rules: rule id → how often it was right where it won (see `measure.py`)."""

Watched = tuple[int, int, tuple[frozenset[str], ...]]
"""Place of the rule, number of its pattern, and what other words that pattern needs."""

Raw = dict[str, tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Ruleset:
    """A language's rules, the strongest first, and its word lists. own: has a municipality changed anything?"""

    language: str
    version: str
    rules: tuple[Rule, ...]
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    own: bool = False

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon(self.language, {rule.id: rule.entries for rule in self.rules if rule.entries})

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def theme_order(self) -> Mapping[str, int]:
        """theme → its place: of equal themes the earliest wins."""
        return {rule.theme: place for place, rule in reversed(tuple(enumerate(self.rules))) if rule.theme}

    @cached_property
    def _watch(self) -> tuple[Mapping[str, tuple[Watched, ...]], Mapping[int, tuple[int, ...]]]:
        """word → the patterns that need it; places of rules always to be asked."""
        by_word: dict[str, list[Watched]] = {}
        always: dict[int, tuple[int, ...]] = {}
        for place, rule in enumerate(self.rules):
            if rule.wanted.free or not (rule.entries or rule.wanted):
                always[place] = ()
            for number, (needs, also, _) in enumerate(rule.wanted.needing):
                for word in sorted(needs):
                    by_word.setdefault(word, []).append((place, number, also))
        return {word: tuple(places) for word, places in by_word.items()}, always

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {rule.id: place for place, rule in enumerate(self.rules)}

    @cached_property
    def remembered(self) -> dict[str, dict[str, int]]:
        """What `attributes` keeps of titles and sentences before: the same text comes with every sentence beside it."""
        return {}

    def candidates(self, words: frozenset[str], hits: Iterable[str]) -> list[tuple[Rule, Sequence[int]]]:
        """The rules that can match a sentence of these words and lexicon hits, the strongest first, each with the numbers of its
        patterns that are worth a look. Only saves time."""
        by_word, always = self._watch
        places: dict[int, Any] = dict(always)
        for owner in hits:
            places.setdefault(self._places[owner], ())
        for word in words:
            for place, number, also in by_word.get(word, ()):
                for needs in also:
                    if needs.isdisjoint(words):
                        break
                else:
                    if numbers := places.get(place):
                        numbers.add(number)
                    else:
                        places[place] = {number}
        return [(self.rules[place], sorted(places[place])) for place in sorted(places)]

    def in_force(self, on: dt.date | None) -> tuple[Rule, ...]:
        """The rules that held on a day, those switched off too; without a day, those that hold until further notice."""
        return tuple(rule for rule in self.rules if rule.holds(on))


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages that have rules: folders of the package, looked at once a process."""
    root = resources.files("mappings.tagging") / "rules"
    return tuple(sorted(entry.name for entry in root.iterdir() if entry.is_dir() and not entry.name.startswith("_")))


@lru_cache(maxsize=16)
def built_in(language: str) -> Ruleset:
    """The rules that come with the package. Raises RuleError where there are none for the language or they are broken."""
    return load(folder_of(language), language)


def folder_of(language: str) -> Path:
    return Path(str(resources.files("mappings.tagging") / "rules" / language))


def with_own(language: str, own: Path) -> Ruleset:
    """The package's rules with a municipality's folder laid over them, read again when the content of a file in it has changed.

    Raises RuleError for a broken or unknown folder.
    """
    if not own.is_dir():
        raise RuleError(f"Mappen med egna regler finns inte: {own.name}. Skapa den, eller ta bort inställningen CHARTER_RULES.")
    files = sorted((own / language).glob("*.yaml")) if (own / language).is_dir() else []
    state = tuple((path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files)
    return _with_own(language, own, state) if files else built_in(language)


@lru_cache(maxsize=64)
def _with_own(language: str, own: Path, _state: tuple[tuple[str, str], ...]) -> Ruleset:
    return load(folder_of(language), language, own=own / language)


def load(folder: Path, language: str, own: Path | None = None) -> Ruleset:
    """All rule files of a folder as one set, `own` laid over it. Raises RuleError with file and rule."""
    raw, lists, _ = _read(folder)
    if not raw:
        raise RuleError(f"Det finns inga regler för språket ”{language}” i {folder.name}. Lägg en .yaml-fil där.")
    measured = _measured(folder)
    changed: dict[str, str] = {}
    if own is not None:
        mine, my_lists, off = _read(own)
        changed = {one: "changed" if one in raw else "added" for one in mine} | dict.fromkeys(off, "off")
        if unknown := sorted(set(off) - set(raw) - set(mine)):
            raise RuleError(
                f"Regeln ”{unknown[0]}” som ska stängas av finns inte. Rätta namnet under ”switched_off” i {own.name}."
            )
        measured = {one: value for one, value in measured.items() if one not in mine}
        raw, lists = raw | mine, _joined(lists, my_lists)
    rules = [
        compiled(file, rule, lists, changed.get(one), measured.get(one) or rule["confidence"])
        for one, (file, rule) in raw.items()
    ]
    content = [ENGINE, language, sorted((one, rule) for one, (_, rule) in raw.items()), lists, measured, sorted(changed.items())]
    version = hashlib.sha256(json.dumps(content, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()[:16]
    ordered = tuple(sorted(rules, key=lambda rule: (-rule.priority, rule.id)))
    return Ruleset(language, version, ordered, {name: frozenset(words) for name, words in lists.items()}, bool(changed))


def _read(folder: Path) -> tuple[Raw, dict[str, list[str]], list[str]]:
    from mappings.tagging.schema import read_file

    lists: dict[str, list[str]] = {}
    raw: Raw = {}
    off: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        content = read_file(path)
        lists = _joined(lists, content["lists"])
        off.extend(content["switched_off"])
        for rule in content["rules"]:
            if rule["id"] in raw:
                raise RuleError(f"Regeln ”{rule['id']}” i {path.name} finns två gånger. Ge den ena ett annat namn.")
            raw[rule["id"]] = (path.name, rule)
    return raw, lists, off


def _joined(lists: Mapping[str, Sequence[str]], more: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: [*lists.get(name, ()), *more.get(name, ())] for name in sorted({*lists, *more})}


def _measured(folder: Path) -> dict[str, float]:
    path = folder / MEASURED
    if not path.exists():
        return {}
    found: dict[str, float] = json.loads(path.read_text("utf-8"))
    return found
