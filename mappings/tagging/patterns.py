"""The patterns of a rule, searched only where the words that they need are there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mappings.tagging.words import Pattern, Words


@dataclass(frozen=True)
class Patterns:
    """needing: patterns with the words of which one must be there, and more such sets; needs: all of the first sets' words; free:
    what must always be tried."""

    needing: tuple[tuple[frozenset[str], tuple[frozenset[str], ...], re.Pattern[str]], ...]
    needs: frozenset[str]
    free: re.Pattern[str] | None

    def __bool__(self) -> bool:
        return bool(self.needing or self.free)

    def search(self, words: Words, numbers: Sequence[int] | None = None) -> re.Match[str] | None:
        """The first pattern's match, in the order in which the rule names them (those that need no word come last).

        numbers: those of `needing`, ascending, whose words are known to be there; None: not looked up yet.
        """
        if numbers is None:
            numbers = self.worth_a_look(words.words)
        for number in numbers:
            found = self.needing[number][2].search(words.line)
            if found:
                return found
        return self.free.search(words.line) if self.free else None

    def worth_a_look(self, there: frozenset[str]) -> list[int]:
        """Numbers of the patterns all of whose words are there."""
        if self.needs.isdisjoint(there):
            return []
        return [
            number
            for number, (needs, also, _) in enumerate(self.needing)
            if not needs.isdisjoint(there) and not any(one.isdisjoint(there) for one in also)
        ]


def patterns_of(patterns: Sequence[Pattern]) -> Patterns:
    """Compiled. Each takes time in proportion to the line (see `words.py`)."""
    needing = tuple((pattern.needs, pattern.also, re.compile(pattern.regex)) for pattern in patterns if pattern.needs)
    free = [f"(?:{pattern.regex})" for pattern in patterns if not pattern.needs]
    needs: frozenset[str] = frozenset().union(*(one for one, _, _ in needing))
    return Patterns(needing, needs, re.compile("|".join(free)) if free else None)
