"""Finds the groups that a statement may belong to: exactly those that share its words of weight but for one long word."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Generic, TypeVar

from mappings.grouping.features import Features
from mappings.grouping.same_demand import TYPO_LENGTH

G = TypeVar("G")
MOST = 50
"""Groups under one key, and groups that a statement is compared with: beyond, what fits none of them starts its own."""

_PRIME = (1 << 61) - 1
_BASE = 1_000_003
_EQUAL, _ALL = -2, -1


class Index(Generic[G]):
    """Groups by what their members say. Time and space grow with the number of words, whatever else is in it.

    `same_demand` lets one long word be misspelt, at the same place. So a statement is found under its words with each of its long
    ones left out in turn, and no pair is missed. What leans on its surroundings alone is the same only in an equal whole, and is
    found under that.
    """

    def __init__(self) -> None:
        self._under: dict[tuple[int, int, int], G | list[G]] = {}  # most keys lead to one group: no list for those
        self._leads: dict[object, int] = {}

    def add(self, found: Features, group: G) -> None:
        for key in self._keys(found):
            under = self._under.setdefault(key, group)
            if isinstance(under, list):
                if len(under) < MOST and not any(one is group for one in under):
                    under.append(group)
            elif under is not group:
                self._under[key] = [under, group]

    def like(self, found: Features) -> list[G]:
        """At most `MOST` groups, equal texts first, then in the order they were added."""
        seen: dict[int, G] = {}
        for key in self._keys(found):
            under = self._under.get(key, ())
            for group in under if isinstance(under, (list, tuple)) else (under,):
                seen.setdefault(id(group), group)
                if len(seen) == MOST:
                    return list(seen.values())
        return list(seen.values())

    def _keys(self, found: Features) -> Iterator[tuple[int, int, int]]:
        whole = found.whole if found.leans and found.around and not found.topic else ""
        yield self._lead(whole, found.topic, found.key), _EQUAL, 0
        if not found.sequence:
            return
        lead = self._lead(whole, found.topic, found.decisive, len(found.sequence))
        before, after = _sums(found.sequence)
        yield lead, _ALL, before[-1]
        for place, word in enumerate(found.sequence):
            if len(word) >= TYPO_LENGTH:
                yield lead, place, (before[place] * _BASE + after[place + 1]) % _PRIME

    def _lead(self, *parts: object) -> int:
        return self._leads.setdefault(parts, len(self._leads))


def _sums(words: tuple[str, ...]) -> tuple[list[int], list[int]]:
    """Numbers for the words before each place, and from each place on; the same in every process."""
    before, after = [1], [1]
    for word in words:
        before.append((before[-1] * _BASE + _number(word)) % _PRIME)
    for word in reversed(words):
        after.append((after[-1] * _BASE + _number(word)) % _PRIME)
    return before, after[::-1]


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=7).digest(), "big")
