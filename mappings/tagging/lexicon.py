"""Which words of a sentence stand in which rule's word list: one look a word, however many lists there are.

An entry is a word ("farlig": this form, or any form whose lemma it is), a beginning ("farlig*") or an end ("*skola").
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

GREEDY = frozenset({"sv"})
"""Languages whose lemmas are also guessed from compounds (measured for Swedish: 0.919 against 0.908)."""

_LEMMATISED = frozenset({"sv", "en", "es", "ca", "fr", "de", "fi"})
_KEPT = 100_000
_LONGEST = 60
"""Longer "words" are addresses or noise: looked up as they stand, never lemmatised."""


@lru_cache(maxsize=200_000)
def lemma(word: str, language: str) -> str:
    """The dictionary form of a lower-case word, or the word itself where none is known."""
    if language not in _LEMMATISED or len(word) > _LONGEST or not word.isalpha():
        return word
    import simplemma

    return str(simplemma.lemmatize(word, language, greedy=language in GREEDY)).lower()


class Lexicon:
    """All word lists of a ruleset. Same words, same hits; what is remembered between calls only makes it faster."""

    def __init__(self, language: str, lists: Mapping[str, Sequence[str]]) -> None:
        self._language = language
        self._exact: dict[str, list[str]] = {}
        self._begins: dict[str, list[str]] = {}
        self._ends: dict[str, list[str]] = {}
        for owner in sorted(lists):
            for entry in lists[owner]:
                self._place(entry.lower(), owner)
        self._begin_sizes = sorted({len(one) for one in self._begins})
        self._end_sizes = sorted({len(one) for one in self._ends})
        self._known: dict[str, tuple[str, ...]] = {}

    def _place(self, entry: str, owner: str) -> None:
        if entry.startswith("*"):
            self._ends.setdefault(entry[1:], []).append(owner)
        elif entry.endswith("*"):
            self._begins.setdefault(entry[:-1], []).append(owner)
        else:
            self._exact.setdefault(entry, []).append(owner)

    def hits(self, tokens: Iterable[str]) -> dict[str, list[int]]:
        """owner → places of the words that stand in its list, in order."""
        found: dict[str, list[int]] = {}
        for place, token in enumerate(tokens):
            owners = self._known.get(token)
            if owners is None:
                owners = self._owners(token)
                if len(self._known) < _KEPT:
                    self._known[token] = owners
            for owner in owners:
                found.setdefault(owner, []).append(place)
        return found

    def _owners(self, token: str) -> tuple[str, ...]:
        found: set[str] = set(self._exact.get(token, ()))
        found.update(self._exact.get(lemma(token, self._language), ()))
        short = token[:_LONGEST]
        for size in self._begin_sizes:
            found.update(self._begins.get(short[:size], ()) if size <= len(short) else ())
        tail = token[-_LONGEST:]
        for size in self._end_sizes:
            found.update(self._ends.get(tail[-size:], ()) if size <= len(tail) else ())
        return tuple(sorted(found))

    def __reduce__(self) -> Any:
        raise TypeError("a lexicon is made anew from its rules, never stored")
