"""What two demands are compared by: their words' lemmas, and the words that make a demand another one."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from mappings.grouping.vocabulary import NEGATIONS, PEOPLE, POINTING, SOFT

_WORD = re.compile(r"[^\W_]+(?:[-'’:][^\W_]+)*")
_PLACE_ENDS = re.compile(
    r".{2,}(?:gatan|vägen|torget|skolan|parken|gränd|stigen|backen|viken|sjön|ön|ån|badet|hallen|gården|berget|skogen|dalen|bron|staden)$"
)
_ENOUGH_ALONE = 4
_WITHIN = ("", ",", "-", "–")
"""What stands between two words of one sentence: after anything else, a capital letter says nothing."""
_GREEDY = ("sv", "fi", "de", "nb", "no", "da", "nl")
_LEMMATISED = frozenset({"sv", "en", "es", "ca", "fr", "de", "fi", "da", "nb", "nl", "it", "pt"})


@dataclass(frozen=True, slots=True)
class Features:
    """key: the text without case, marks and blanks: equal keys are equal texts.

    sequence: the words that carry meaning, as lemmas, in order; negations among them. decisive: those of them that are names,
    numbers, negations or groups of people. leans: the statement points ("there", "it") or has fewer than four words of its own.
    topic: the title's sequence, where the statement leans on its title. whole, around: the key of all that its contribution says,
    and the words of weight that stand there besides the statement's own.
    """

    key: str
    sequence: tuple[str, ...]
    decisive: frozenset[str]
    topic: tuple[str, ...] = ()
    leans: bool = False
    whole: str = ""
    around: frozenset[str] = frozenset()

    @property
    def content(self) -> frozenset[str]:
        return frozenset(self.sequence)


def features(text: str, language: str, title: str = "", whole: str = "") -> Features:
    """The features of a statement under its title, in the whole of its contribution. Deterministic; time grows with the text."""
    key, sequence, decisive = _read(text, language)
    leans = _leans(key, sequence)
    titled = bool(title) and title.casefold().strip() != text.casefold().strip()
    topic = _topic(title, language) if titled and leans else ()
    all_key, all_words = _whole(whole or text, language)
    return Features(key, sequence, decisive, topic, leans, all_key, all_words - frozenset(sequence))


@lru_cache(maxsize=4_096)
def _whole(text: str, language: str) -> tuple[str, frozenset[str]]:
    """Key and words of weight of a contribution; asked for once for each of its statements, one after the other."""
    key, sequence, _ = _read(text, language)
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest(), frozenset(sequence)


def _leans(key: str, sequence: tuple[str, ...]) -> bool:
    return len(sequence) < _ENOUGH_ALONE or not POINTING.isdisjoint(key.split())


@lru_cache(maxsize=1_024)
def _topic(title: str, language: str) -> tuple[str, ...]:
    return _read(title, language)[1]


def _read(text: str, language: str) -> tuple[str, tuple[str, ...], frozenset[str]]:
    """Key, sequence and decisive words of a text."""
    words, sequence, decisive = [], [], set()
    shouting, last = text.isupper(), 0
    for match in _WORD.finditer(text):
        word = match.group()
        lower = word.casefold()
        lemma, turns, weighs = _told(lower, language)
        words.append(lower)
        if turns or (word[0].isupper() and last and not shouting and text[last : match.start()].strip() in _WITHIN):
            decisive.add(lemma)
            sequence.append(lemma)
        elif weighs:
            sequence.append(lemma)
        last = match.end()
    return " ".join(words), tuple(sequence), frozenset(decisive)


@lru_cache(maxsize=200_000)
def _told(lower: str, language: str) -> tuple[str, bool, bool]:
    """A word's lemma, whether it turns a demand into another one, and whether it is of any weight."""
    lemma = lower if lower in NEGATIONS else _lemma(lower, language)
    return lemma, lemma in NEGATIONS or _is_decisive(lower, lemma), lower not in SOFT and lemma not in SOFT


def _is_decisive(lower: str, lemma: str) -> bool:
    known = lemma in PEOPLE or lower in PEOPLE or _PLACE_ENDS.match(lower) is not None
    return known or any(char.isdigit() for char in lower)


def _lemma(word: str, language: str) -> str:
    if language not in _LEMMATISED:
        return word
    import simplemma

    return str(simplemma.lemmatize(word, lang=language, greedy=language in _GREEDY)).casefold()
