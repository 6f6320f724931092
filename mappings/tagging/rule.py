"""One rule, ready to be asked."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mappings.tagging.errors import RuleError
from mappings.tagging.patterns import Patterns, patterns_of
from mappings.tagging.words import BadPattern, Words, compile_pattern


@dataclass(frozen=True)
class Rule:
    """One dated rule. norm None: the rule speaks of something else alone (side, standing, bearer, holder, strength, theme).

    side: against (a word that opposes), turned (one that turns the demand), for (shown in explanations only). changed: what a
    municipality's own folder did to it: None, "added", "changed" or "off". file: where it stands.
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
    bearer_detail: str | None
    holder: str | None
    strength: str | None
    theme: str | None
    counterparty: bool
    confidence: float
    explanation_sv: str
    explanation_en: str
    wanted: Patterns
    unwanted: Patterns
    entries: tuple[str, ...]
    max_words: int
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    file: str = ""
    changed: str | None = None
    decides: bool = False

    def holds(self, on: dt.date | None) -> bool:
        """Is the rule in force on a day; without a day, until further notice?"""
        return self.until is None if on is None else self.since <= on and (self.until is None or on <= self.until)

    def match(
        self, words: Words, field: str, hits: Sequence[int] = (), numbers: Sequence[int] | None = None
    ) -> tuple[int, int] | None:
        """The span in the text that the rule saw, or None. A rule without patterns and words sees the whole sentence.

        hits: places of the words that stand in the rule's own list. numbers: of the patterns worth a look (`Patterns.search`).
        """
        if (self.field not in ("any", field)) or len(words.starts) > self.max_words:
            return None
        span = self._found(words, hits, numbers)
        return None if span is None or self.unwanted.search(words) else span

    def _found(self, words: Words, hits: Sequence[int], numbers: Sequence[int] | None) -> tuple[int, int] | None:
        if hits:
            return words.starts[hits[0]], words.ends[hits[0]]
        found = self.wanted.search(words, numbers)
        if found:
            return words.span(found.start(), found.end())
        return None if self.entries or self.wanted else words.span(0, len(words.line) - 1)


def compiled(
    file: str, rule: Mapping[str, Any], lists: Mapping[str, Sequence[str]], changed: str | None, confidence: float
) -> Rule:
    """A rule as the schema read it. Raises RuleError that names file and rule where a pattern can't be read."""
    try:
        wanted = [compile_pattern(source, lists) for source in rule["any"]]
        unwanted = [compile_pattern(source, lists) for source in rule["unless"]]
    except BadPattern as error:
        raise RuleError(f"Mönstret i regeln ”{rule['id']}” i {file} går inte att läsa: {error}. Rätta mönstret.") from error
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
        bearer_detail=gives["bearer_detail"],
        holder=gives["holder"],
        strength=gives["strength"],
        theme=gives["theme"],
        counterparty=gives["counterparty"],
        confidence=confidence,
        explanation_sv=rule["explanation"]["sv"],
        explanation_en=rule["explanation"]["en"],
        wanted=patterns_of(wanted),
        unwanted=patterns_of(unwanted),
        entries=tuple(rule["words"]),
        max_words=rule["max_words"],
        must=tuple(rule["examples"]["must"]),
        must_not=tuple(rule["examples"]["must_not"]),
        file=file,
        changed=changed,
        decides=rule["decides"],
    )
