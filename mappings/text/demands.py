"""Several demands in one sentence joined by "och": each is a statement of its own, so that each gets its own tag and group.

Divided only where both sides stand alone: two commands ("Bygg en bro och laga vägen dit"), or two clauses, each with its own
subject and modal verb ("Kommunen ska ploga och regionen ska köra bussen"). What leans on the first side ("och att …") stays.
"""

import re
from collections.abc import Iterator


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_JOINT = {
    "sv": re.compile(r",?\s+(?:och|men|samt)\s+", re.IGNORECASE),
    "en": re.compile(r",?\s+(?:and|but)\s+", re.IGNORECASE),
}
_MODAL = {
    "sv": _set("ska skall bör borde måste"),
    "en": _set("shall should must"),
}
_LEANS = {
    "sv": _set("att som där när hur om så vad vem vilka inte då därmed sedan sen eventuellt gärna"),
    "en": _set("that who which where when how if what not then therefore to"),
}
_COMMANDS = {
    "sv": _set(
        "anlägg anställ avskaffa bevara bredda bygg byt erbjud flytta fixa fråga förbjud förbättra förläng ge gör höj håll inför "
        "installera inrätta laga lyssna låt lägg minska måla märk ordna plantera ploga publicera renovera riv rusta rädda röj "
        "satsa sanda salta skapa skicka skydda skylta slopa sluta snöröj sopa spara starta stoppa städa stäng stöd sälj sänk "
        "sätt ta tag tillåt töm tänd upplåt utbilda utöka utred utveckla visa öka öppna översätt"
    ),
    "en": _set(
        "add allow ask ban build clean close create extend fix give hire improve install invest keep let light listen lower make "
        "move open paint plant plough protect provide publish put raise reduce remove repair save sell set start stop"
    ),
}
_MEANT = _set("den det dem dom denna detta dessa honom henne it them him her this that")
"""After a command, these speak of what the first side names: "bygg en lada och låt den stå" is one demand."""

_WORD = re.compile(r"[^\W\d_]+")
MIN_WORDS = 3
"""A side of fewer words is no demand of its own."""

_LOOK = 6
"""Words after the joint in which the second clause's modal verb must stand."""


def demands(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """The parts of one sentence `text[start:end]` that each ask for something of their own; most often the sentence itself."""
    joint = _JOINT.get(language)
    if joint is None:
        yield start, end
        return
    begin = start
    for found in joint.finditer(text, start, end):
        if _both_stand(text, begin, found.start(), found.end(), end, language):
            yield begin, found.start()
            begin = found.end()
    yield begin, end


def _both_stand(text: str, begin: int, stop: int, after: int, end: int, language: str) -> bool:
    right = _words(text, after, end, MIN_WORDS + _LOOK)
    left = _words(text, begin, min(stop, begin + 400), 60)
    if len(left) < MIN_WORDS or len(right) < MIN_WORDS or right[0] in _LEANS[language] or text[after - 2 : after].endswith('"'):
        return False
    commands, modal = _COMMANDS[language], _MODAL[language]
    if left[0] in commands and right[0] in commands:
        return right[1] not in _MEANT
    places = [place for place, word in enumerate(right[:_LOOK]) if word in modal]
    first = bool(places) and places[0] > 0 and not any(word in _LEANS[language] for word in right[: places[0]])
    return first and (left[0] in commands or any(word in modal for word in left))


def _words(text: str, start: int, end: int, most: int) -> list[str]:
    found = []
    for match in _WORD.finditer(text, start, end):
        found.append(match.group().lower())
        if len(found) == most:
            break
    return found
