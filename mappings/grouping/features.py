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
    """key: the text without case, marks and blanks: equal keys are equal texts. content: lemmas that carry meaning.

    decisive: names, numbers, negations and groups of people: one of these more or less, and it is another demand.
    topic: the title's lemmas and decisive words, where the statement leans on its title: it points ("there", "it") or has
    fewer than four words of its own.
    """

    key: str
    content: frozenset[str]
    decisive: frozenset[str]
    topic: frozenset[str] = frozenset()


def features(text: str, language: str, title: str = "") -> Features:
    """The features of one statement under its title. Deterministic; time grows with the text."""
    key, content, decisive = _read(text, language)
    if not title or title.casefold().strip() == text.casefold().strip() or not _leans(key, content):
        return Features(key, content, decisive)
    _, topic, turned = _read(title, language)
    return Features(key, content, decisive, topic | turned)


def _leans(key: str, content: frozenset[str]) -> bool:
    return len(content) < _ENOUGH_ALONE or not POINTING.isdisjoint(key.split())


def _read(text: str, language: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """Key, content and decisive words of a text."""
    found = list(_WORD.finditer(text))
    words = [match.group() for match in found]
    content, decisive = set(), set()
    for place, word in enumerate(words):
        lower = word.casefold()
        lemma = _lemma(lower, language)
        if lower in NEGATIONS or lemma in NEGATIONS:
            decisive.add("inte")
        elif _is_decisive(word, lemma, place, text, found[place].start()):
            decisive.add(lemma)
            content.add(lemma)
        elif lower not in SOFT and lemma not in SOFT:
            content.add(lemma)
    return " ".join(word.casefold() for word in words), frozenset(content), frozenset(decisive)


def _is_decisive(word: str, lemma: str, place: int, text: str, start: int) -> bool:
    lower = word.casefold()
    if any(char.isdigit() for char in word) or lemma in PEOPLE or lower in PEOPLE or _PLACE_ENDS.match(lower):
        return True
    begins = place == 0 or text[:start].rstrip()[-1:] in '.!?:”"“»–-'
    return word[0].isupper() and not begins and not text.isupper()


@lru_cache(maxsize=200_000)
def _lemma(word: str, language: str) -> str:
    if language not in _LEMMATISED:
        return word
    import simplemma

    return str(simplemma.lemmatize(word, lang=language, greedy=language in _GREEDY)).casefold()
