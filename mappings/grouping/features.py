"""What two demands are compared by: their words' lemmas, and the words that make a demand another one."""

import re
from dataclasses import dataclass
from functools import lru_cache

from mappings.grouping.vocabulary import NEGATIONS, PEOPLE, SOFT

_WORD = re.compile(r"[^\W_]+(?:[-'’:][^\W_]+)*")
_PLACE_ENDS = re.compile(
    r".{2,}(?:gatan|vägen|torget|skolan|parken|gränd|stigen|backen|viken|sjön|ön|ån|badet|hallen|gården|berget|skogen|dalen|bron|staden)$"
)
_GREEDY = ("sv", "fi", "de", "nb", "no", "da", "nl")
_LEMMATISED = frozenset({"sv", "en", "es", "ca", "fr", "de", "fi", "da", "nb", "nl", "it", "pt"})


@dataclass(frozen=True)
class Features:
    """key: the text without case, marks and blanks: equal keys are equal texts. content: lemmas that carry meaning.

    decisive: names, numbers, negations and groups of people: one of these more or less, and it is another demand.
    """

    key: str
    content: frozenset[str]
    decisive: frozenset[str]


def features(text: str, language: str) -> Features:
    """The features of one statement. Deterministic; time grows with the text."""
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
    return Features(" ".join(word.casefold() for word in words), frozenset(content), frozenset(decisive))


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
