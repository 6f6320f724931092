"""Words of a Swedish clause, put in the order of a main clause. Where its grammar isn't certain: Uncertain, never a guess."""

import re
from collections.abc import Sequence

from mappings.drafting.swedish_words import (
    COARSE,
    CONJUNCTIONS,
    LEANING,
    MIDS,
    MODALS,
    PARTICLES,
    PERSONS,
    POINTING,
    PREPOSITIONS,
    SUBORDINATORS,
    words_of,
)
from mappings.drafting.verbs import infinitive, is_finite

_TOKEN = re.compile(r"\d+(?: \d{3})+(?!\d)|[^\W_]+(?:[-–'’:.,/&+][^\W_]+)*-?|[^\w\s]")
_NO_BLANK_BEFORE = frozenset(",.;:!?)%")
_SPLICES = words_of("det den de jag vi nu hä annars då här")
_ASKING = words_of("vem vad hur vilka vilken vilket varför när")
_MARKS = frozenset(",;:–—-")
_LONGEST_SUBJECT = 12
_ALSO_WORDS = frozenset(("inför", "var", "kör"))
"""Finite verbs that are more often something else."""

_BARE = (
    _MARKS
    | PREPOSITIONS
    | PARTICLES
    | CONJUNCTIONS
    | (SUBORDINATORS - {"som"})
    | words_of("redan nu inte också aldrig sedan nästa förra samma hela bara alla varje")
)
"""Words before which "den", "de" or "en" has no noun."""

_ALWAYS = words_of("när eftersom medan ifall huruvida vad vem hur")
"""Subordinators that are nothing else."""

_NUMERALS = words_of("två tre fyra fem sex sju åtta nio tio elva tolv")
_OPEN_ENDED = SUBORDINATORS | CONJUNCTIONS | words_of("på av för till mellan hos utan")

_EXPLETIVE = words_of(
    "fler flera mer bättre en ett inga ingen inget minst tillräckligt alltid lättare möjligt förbjudet tillåtet"
)


class Uncertain(ValueError):
    """The grammar can't be sure of this clause; the message says why, in a few English words."""


def tokens(text: str) -> list[str]:
    """Words and marks. Numbers stay whole: "21.30", "4–18"."""
    return _TOKEN.findall(text)


def joined(words: Sequence[str]) -> str:
    """The sentence again, blanks where Swedish puts them."""
    text = ""
    for word in words:
        text += word if not text or word in _NO_BLANK_BEFORE or text.endswith("(") else f" {word}"
    return text


def low(words: Sequence[str]) -> list[str]:
    return [word.lower() for word in words]


def mids(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The mid-field adverbials that a run of words begins with, and the rest."""
    taken: list[str] = []
    rest = list(words)
    while found := next((mid for mid in sorted(MIDS, key=len, reverse=True) if _begins(rest, mid.split())), None):
        number = len(found.split())
        taken, rest = taken + rest[:number], rest[number:]
    return taken, rest


def subordinate(words: Sequence[str], *, past: bool = False) -> tuple[list[str], list[str], str, list[str]]:
    """Subject, mid-field adverbials, finite verb and the rest of a subordinate clause without its conjunction.

    "kommunen inte ska sälja skogen" → ["kommunen"], ["inte"], "ska", ["sälja", "skogen"]. past: the finite verb is a wish's
    past tense ("om kommunen byggde"). Raises Uncertain.
    """
    lower = low(words)
    place = next((n for n, word in enumerate(lower) if _may_be_finite(lower, n, past)), None)
    if not place:
        raise Uncertain("no subject and finite verb found")
    before, adverbs = _split_mids(list(words[:place]))
    if not before or len(before) > _LONGEST_SUBJECT:
        raise Uncertain("no subject, or a long one")
    first = before[0].lower()
    if first in SUBORDINATORS | PREPOSITIONS or not SUBORDINATORS.isdisjoint(low(before)) or not _MARKS.isdisjoint(before):
        raise Uncertain("more than a subject before the verb")
    after, rest = mids(words[place + 1 :])
    return before, adverbs + after, lower[place], rest


def tidy(words: Sequence[str]) -> list[str]:
    """What follows the finite verb "ska", of a clause or a command: coordinated verbs as infinitives, a loose end cut off.

    Raises Uncertain where another main clause follows that can't be cut, or where the clause points at something said before.
    """
    kept: list[str] = []
    lower = low(words)
    below = False
    for place, word in enumerate(lower):
        if _ends_here(lower, place, below):
            break
        following = lower[place + 1] if place + 1 < len(lower) else ""
        if word in CONJUNCTIONS and place and lower[place - 1] == ",":
            below = False
        below = below or _subordinates(lower, place)
        joint = place > 0 and lower[place - 1] in CONJUNCTIONS
        kept.append(_infinitive_again(words[place], below, joint, following))
    while kept and kept[-1] in _MARKS:
        kept.pop()
    if not kept:
        raise Uncertain("nothing left")
    check_standing_alone(kept)
    return kept


def check_standing_alone(words: Sequence[str]) -> None:
    """Raises Uncertain where words speak of a person in the dialogue or point out of the sentence."""
    lower = low(words)
    below = False
    for place, word in enumerate(lower):
        following = lower[place + 1] if place + 1 < len(lower) else ""
        if word in PERSONS:
            raise Uncertain("speaks of a person in the dialogue")
        bare = not following or following in _BARE
        if not below and word in LEANING and (bare or _finite(following)):
            raise Uncertain("points out of the sentence")
        if word in POINTING and (bare or not _clause_follows(lower, place)):
            raise Uncertain("points out of the sentence")
        if not below and word in ("den", "det", "de") and not _is_article(following):
            raise Uncertain("points out of the sentence")
        if word in ("de", "dem", "den", "det") and lower[place + 1 : place + 3] == ["som", "finns"]:
            raise Uncertain("points out of the sentence")
        if word in _NUMERALS and following in PREPOSITIONS and place and lower[place - 1] in ("högst", "minst", "över", "under"):
            raise Uncertain("counts something said before")
        below = below or _subordinates(lower, place)
    if "dom" in lower or "sak" in lower or lower[-1] in _OPEN_ENDED:
        raise Uncertain("points out of the sentence")


def check_expletive(words: Sequence[str]) -> None:
    """Raises Uncertain where "det" in "det ska …" speaks of something said before. words: what follows "ska", the verb first."""
    lower = [word for word in low(words[1:]) if word not in PARTICLES]
    if not lower or not (lower[0] in _EXPLETIVE or "att" in lower):
        raise Uncertain("points out of the sentence")


def stands_alone(text: str) -> bool:
    """Can these words be read without the dialogue around them? Swedish words only are known."""
    words = tokens(text)
    try:
        check_standing_alone(words)
    except (Uncertain, IndexError):
        return False
    return COARSE.isdisjoint(low(words)) and any(_finite(word) for word in low(words))


def _is_article(following: str) -> bool:
    """Is "den" before this word an article ("den gamla", "den 6 februari", "den som bor")?"""
    return following == "som" or following[:1].isdigit() or following.endswith(("a", "e")) or following in _NUMERALS


def _ends_here(lower: Sequence[str], place: int, below: bool) -> bool:
    """Does a loose end begin here: a result ("så får var och en …"), a reason, a spliced clause, a question after a colon?"""
    word, rest = lower[place], lower[place + 1 :]
    if word in ("så", "annars", "då") and rest and _finite(rest[0]):
        return True
    if word == ":" and rest and rest[0] in _ASKING:
        return True
    if word not in _MARKS or len(rest) < 2:
        return False
    joint = int(rest[0] in ("men", "och"))
    after = rest[joint + 1] if len(rest) > joint + 1 else ""
    if rest[joint] in _SPLICES and (_finite(after) or after.endswith(("ar", "er"))):
        return True
    if rest[0] in ("annars", "punkt") or (rest[0] == "så" and rest[2:4] == ["är", "det"]):
        return True
    if infinitive(rest[0], "imperative"):
        raise Uncertain("a second command")
    return rest[0] == "för" and rest[1] != "att" and _clause_follows(lower, place + 1)


def _infinitive_again(word: str, below: bool, joint: bool, following: str) -> str:
    lower = word.lower()
    if lower in _ALSO_WORDS and not joint:
        return word
    if joint and not below and following and (verb := infinitive(lower, "infinitive", "imperative", "present")):
        return verb
    if not below and _finite(lower):
        raise Uncertain("a second finite verb")
    if joint and below and infinitive(lower, "infinitive") is None and infinitive(lower, "imperative"):
        raise Uncertain("a second command after a subordinate clause")
    return word


def _clause_follows(lower: Sequence[str], place: int) -> bool:
    end = next((n for n in range(place + 1, len(lower)) if lower[n] in _MARKS), len(lower))
    return any(_finite(word) for word in lower[place + 1 : end])


def _finite(word: str) -> bool:
    return word in MODALS or (is_finite(word) and infinitive(word, "infinitive") is None)


def _subordinates(lower: Sequence[str], place: int) -> bool:
    """Does a subordinate clause begin at this word? "om" may be a preposition or a particle, "som" may compare."""
    word = lower[place]
    begins = word in _ALWAYS or _clause_follows(lower, place)
    return word in SUBORDINATORS and begins and not _infinitive_follows(lower, place)


def _infinitive_follows(lower: Sequence[str], place: int) -> bool:
    """ "att bygga", "att inte sälja": no clause of its own."""
    after = [word for word in lower[place + 1 : place + 3] if word != "inte"]
    return lower[place] == "att" and bool(after) and infinitive(after[0], "infinitive") is not None


def _may_be_finite(lower: Sequence[str], place: int, past: bool) -> bool:
    word = lower[place]
    if word in _ALSO_WORDS and any(other in MODALS for other in lower[place + 1 :]):
        return False
    return word in MODALS or infinitive(word, "past" if past else "present") is not None


def _split_mids(words: list[str]) -> tuple[list[str], list[str]]:
    """Subject and the mid-field adverbials that end it."""
    for place in range(1, len(words)):
        taken, rest = mids(words[place:])
        if taken and not rest:
            return words[:place], taken
    return words, []


def _begins(words: Sequence[str], start: Sequence[str]) -> bool:
    return low(words[: len(start)]) == list(start)
