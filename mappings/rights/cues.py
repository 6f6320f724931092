"""Words and beginnings of words in a text, found in time that grows with the text alone."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+(?:[-'’:][^\W_]+)*")
_LONGEST = 30
"""Characters of a word that are looked at."""


@dataclass(frozen=True)
class Cues:
    """One-word cues, beginnings of words, and phrases by their first word; each with the names that it stands for."""

    words: Mapping[str, tuple[str, ...]]
    beginnings: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


@dataclass(frozen=True)
class Found:
    """`text[start:end]` is a cue for `name`."""

    name: str
    start: int
    end: int


def cues_of(wanted: Mapping[str, Iterable[str]]) -> Cues:
    """name → cues, made ready for `find`. A cue is one or more words in lower case; "x*" stands for any ending."""
    words: dict[str, list[str]] = {}
    beginnings: dict[str, list[str]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, cues in wanted.items():
        for cue in cues:
            parts = tuple(cue.split())
            if len(parts) > 1:
                phrases.setdefault(parts[0], []).append((parts, name))
            elif cue.endswith("*"):
                beginnings.setdefault(cue[:-1], []).append(name)
            else:
                words.setdefault(cue, []).append(name)
    return Cues(_fixed(words), _fixed(beginnings), {first: tuple(rest) for first, rest in phrases.items()})


def find(text: str, cues: Cues) -> list[Found]:
    """Every cue in the text, in order of place."""
    places = [(match.group().lower(), match.start(), match.end()) for match in _WORD.finditer(text)]
    found: list[Found] = []
    for index, (word, start, end) in enumerate(places):
        found.extend(Found(name, start, end) for name in cues.words.get(word, ()))
        for length in range(2, min(len(word), _LONGEST) + 1):
            found.extend(Found(name, start, end) for name in cues.beginnings.get(word[:length], ()))
        for parts, name in cues.phrases.get(word, ()):
            if _stands(parts, places[index : index + len(parts)]):
                found.append(Found(name, start, places[index + len(parts) - 1][2]))
    return found


def _stands(parts: Sequence[str], places: Sequence[tuple[str, int, int]]) -> bool:
    """The words one after the other, with one sign (a blank) between."""
    return (
        len(parts) == len(places)
        and all(later[1] - earlier[2] == 1 for earlier, later in pairwise(places))
        and all(
            word.startswith(part[:-1]) if part.endswith("*") else word == part
            for part, (word, _, _) in zip(parts, places, strict=True)
        )
    )


def _fixed(found: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {cue: tuple(names) for cue, names in found.items()}
