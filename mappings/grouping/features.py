"""What two demands are compared by: their words' lemmas, and the words that make a demand another one."""

import re
from dataclasses import dataclass
from functools import lru_cache

from mappings.grouping.vocabulary import NEGATIONS, PEOPLE, POINTING, SOFT

_WORD = re.compile(r"[^\W_]+(?:[-'’:][^\W_]+)*")
_PLACE_ENDS = re.compile(
    r".{2,}(?:gatan|vägen|torget|skolan|parken|gränd|stigen|backen|viken|sjön|ön|ån|badet|hallen|gården|berget|skogen|dalen|bron|staden)$"
)
_ENOUGH_ALONE = 4
_GREEDY = ("sv", "fi", "de", "nb", "no", "da", "nl")
_LEMMATISED = frozenset({"sv", "en", "es", "ca", "fr", "de", "fi", "da", "nb", "nl", "it", "pt"})


@dataclass(frozen=True)
class Features:
    """key: the text without case, marks and blanks: equal keys are equal texts.

    sequence: the words that carry meaning, as lemmas, in order; negations among them. decisive: those of them that are names,
    numbers, negations or groups of people. topic: the title's sequence, where the statement leans on its title: it points
    ("there", "it") or has fewer than four words of its own.
    """

    key: str
    sequence: tuple[str, ...]
    decisive: frozenset[str]
    topic: tuple[str, ...] = ()

    @property
    def content(self) -> frozenset[str]:
        return frozenset(self.sequence)


def features(text: str, language: str, title: str = "") -> Features:
    """The features of one statement under its title. Deterministic; time grows with the text."""
    key, sequence, decisive = _read(text, language)
    if not title or title.casefold().strip() == text.casefold().strip() or not _leans(key, sequence):
        return Features(key, sequence, decisive)
    return Features(key, sequence, decisive, _read(title, language)[1])


def _leans(key: str, sequence: tuple[str, ...]) -> bool:
    return len(sequence) < _ENOUGH_ALONE or not POINTING.isdisjoint(key.split())


def _read(text: str, language: str) -> tuple[str, tuple[str, ...], frozenset[str]]:
    """Key, sequence and decisive words of a text."""
    found = list(_WORD.finditer(text))
    sequence, decisive = [], set()
    shouting = text.isupper()
    for place, match in enumerate(found):
        word = match.group()
        lower = word.casefold()
        lemma = lower if lower in NEGATIONS else _lemma(lower, language)
        begins = place == 0 or text[found[place - 1].end() : match.start()].strip() not in ("", ",", "-", "–")
        if lemma in NEGATIONS or _is_decisive(lower, lemma) or (word[0].isupper() and not begins and not shouting):
            decisive.add(lemma)
            sequence.append(lemma)
        elif lower not in SOFT and lemma not in SOFT:
            sequence.append(lemma)
    return " ".join(match.group().casefold() for match in found), tuple(sequence), frozenset(decisive)


def _is_decisive(lower: str, lemma: str) -> bool:
    known = lemma in PEOPLE or lower in PEOPLE or _PLACE_ENDS.match(lower) is not None
    return known or any(char.isdigit() for char in lower)


@lru_cache(maxsize=200_000)
def _lemma(word: str, language: str) -> str:
    if language not in _LEMMATISED:
        return word
    import simplemma

    return str(simplemma.lemmatize(word, lang=language, greedy=language in _GREEDY)).casefold()
