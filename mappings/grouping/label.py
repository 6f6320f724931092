"""A short name for a group, out of its own words: "Gratis busskort för unga"."""

import re
from collections.abc import Iterable

from mappings.grouping.vocabulary import HANGING

MOST = 6
LEAST = 3
LONGEST = 80
"""Words, and characters: what stands beyond them is cut off where a phrase ends."""

_COMPARED = 50
_SUBJECT = r"(?:jag|vi|man|ni|du|det|kommunen|staden|politikerna|ni politiker|i|we|the (?:city|council|municipality)|you)"
_MODAL = (
    r"(?:vill|önskar|föreslår|tycker|anser|hoppas|kräver|ska|skall|bör|borde|måste|kan|kunde|får|behöver|behövs|"
    r"want|would like|propose|suggest|think|should|shall|must|need|can|could)"
)
_LEAD = re.compile(
    rf"^(?:hej|snälla|kära kommun|please|dear council|{_SUBJECT}(?:\s+{_MODAL})+|{_MODAL}\s+{_SUBJECT}|att|ha|mig|that|to)\b"
    r"[\s,:!–-]*",
    re.IGNORECASE,
)
_LIGHT = re.compile(
    r"^(?:införa?|ge|ha|finnas|få|erbjuda?|skaffa|ordna|se till att (?:det finns|vi får)|satsa på|det ska finnas|"
    r"introduce|provide|have|offer|get)\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s]+")
_PHRASE_ENDS = re.compile(
    r"[.!?;:()\"”“]|,\s|\s[–-]\s|"
    r"\s(?:så att|för att|eftersom|därför att|som|när|om|medan|men|innan|so that|because|which|when|if|but)\s",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"@|(?:\d[ -]?){8,}|https?:")


def label(texts: Iterable[str]) -> str:
    """A label of at most six words, the first of the texts that gives a whole phrase of three or more, else the fullest there is.

    texts: of the group's members, the one that stands for it first. Empty only where no text has a word.
    """
    found = [_phrase(text) for text, _ in zip(texts, range(_COMPARED), strict=False) if not _PERSONAL.search(text)]
    whole = next((phrase for phrase, cut in found if not cut and LEAST <= len(phrase.split()) <= MOST), "")
    if whole:
        return whole
    return max((phrase for phrase, _ in found), key=lambda phrase: min(len(phrase.split()), MOST), default="")


def _phrase(text: str) -> tuple[str, bool]:
    """The words that say what is asked for, and whether some were cut off in the middle of a phrase."""
    words = " ".join(text.split()).strip(" .!?,;:–-*•\"'”“»«")
    while (lead := _LEAD.match(words)) and lead.end() < len(words):
        words = words[lead.end() :]
    light = _LIGHT.match(words)
    if light and len(words[light.end() :].split()) >= LEAST:
        words = words[light.end() :]
    words = _first_phrase(words)
    said = _WORD.findall(words)
    cut = len(said) > MOST
    said = said[:MOST]
    while len(said) > 1 and (len(" ".join(said)) > LONGEST or (cut and said[-1].casefold().strip(",") in HANGING)):
        said.pop()
        cut = True
    shown = " ".join(said)[:LONGEST].strip(" .,;:–-")
    if shown.isupper():
        shown = shown.lower()
    return shown[:1].upper() + shown[1:], cut


def _first_phrase(words: str) -> str:
    """Up to where a phrase ends, if that leaves enough."""
    for end in _PHRASE_ENDS.finditer(words):
        if len(words[: end.start()].split()) >= LEAST:
            return words[: end.start()]
    return words
