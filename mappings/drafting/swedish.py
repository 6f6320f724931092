"""A Swedish statement → the sentence that a charter would say: subject, "ska", and what is asked for.

"Jag vill att kommunen ska bygga fler lekplatser" → "Kommunen ska bygga fler lekplatser."
"Snälla, bygg en bro över ån!" → "Kommunen ska bygga en bro över ån."
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from mappings.drafting.clause import (
    Uncertain,
    check_expletive,
    check_standing_alone,
    joined,
    low,
    mids,
    subordinate,
    tidy,
    tokens,
)
from mappings.drafting.swedish_words import (
    COARSE,
    EVERYBODYS,
    FILLERS,
    GRANTING,
    GREETINGS,
    LEADS,
    MODALS,
    OPINIONS,
    PREPOSITIONS,
    SOFTENING,
    SPEAKERS,
    SPOKEN,
    SUBORDINATORS,
    WISHES,
    words_of,
)
from mappings.drafting.verbs import infinitive

_SECOND_SENTENCE = re.compile(r"[!?…]\s+\S|[a-zåäö]\.\s+[A-ZÅÄÖ]")
_GREETING = re.compile(r"^(?:hej(?:san)?|hallå|god (?:dag|morgon|kväll))[!.,]*\s+", re.IGNORECASE)
_ODD = re.compile(r"[()\[\]{}\"“”»«<>/@#*=|\\]|\.\.\.|…")
_SHOUTED = words_of("NU INTE JA NEJ ALLA ALDRIG BARA INGEN INGA INGENTING MÅSTE SKA")
_GOOD = words_of("bra fint toppen kul skönt roligt trevligt önskvärt lämpligt rimligt bäst bättre viktigt jättebra")
_ASKED_FOR = frozenset(("obligation", "participation", "prohibition", "right"))
_NOUNS_TOO = frozenset(("stöd", "led", "tryck", "res", "bär", "lås", "bo", "rösta", "tala"))
_NONE = {"ingen": "någon", "inget": "något", "inga": "några"}
""" "Bygg inga höghus" → "ska inte bygga några höghus"."""

_ENDS = [end.split() for end in ("är ni snälla", "om ni är snälla", "tack på förhand", "snälla ni", "tack", "snälla")]
_OURS = words_of("vår mitt min vårt")
_POSITIONS = words_of("ståndpunkt åsikt förslag önskan krav")
_BESIDES = words_of("också därför härmed bara starkt inte") | FILLERS

_LONGEST_SPEAKER = 6


def compose(text: str, norm_type: str, bearer: str | None) -> str:
    """The charter's sentence. norm_type, bearer: as the tag says. Raises Uncertain where the statement is to be kept as it is."""
    text = _GREETING.sub("", " ".join(text.split()))
    if _SECOND_SENTENCE.search(text) or _ODD.search(text):
        raise Uncertain("more than one plain sentence")
    words = [word.lower() if word in _SHOUTED else word for word in tokens(text)]
    asks = bool(words) and words[-1] == "?"
    words = _without_ends(words)
    if len(words) < 2 or not {*SOFTENING, *COARSE}.isdisjoint(low(words)):
        raise Uncertain("too short, softened or coarse")
    if words[-1].lower() == "kl" or "fixa" in low(words):
        raise Uncertain("cut off or too spoken")
    if "!" in words or "?" in words or joined(words).isupper():
        raise Uncertain("more than one plain sentence")
    words = [SPOKEN.get(word.lower(), word) if word.lower() not in ("borde", "skall") else word for word in words]
    made = _question(words, norm_type, bearer) if asks else _said(words, norm_type, bearer)
    return _sentence(made)


def _said(words: list[str], norm_type: str, bearer: str | None) -> list[str]:
    lower = low(words)
    if (wish := _wish(lower)) is not None:
        begin, strong, negated = wish
        return _wished(words[begin:], strong, negated, bearer)
    if (condition := _subjunctive(lower)) is not None:
        return _were_it_so(words[condition:], bearer)
    if (thing := _wanted(lower)) is not None:
        return ["Det", "ska", "finnas", *tidy(words[thing:])]
    verb, start = _command(lower)
    if verb is not None:
        return _commanded(verb, words[start:], norm_type, bearer)
    return _norm_already(words)


def _wish(lower: Sequence[str]) -> tuple[int, bool, bool] | None:
    """Where the clause begins in "jag vill (inte) att …", whether a bare present is a demand, and whether it is negated."""
    for place, word in enumerate(lower[: _LONGEST_SPEAKER + 4]):
        if word == "att" and place > 1:
            negated = "inte" in lower[:place]
            frame = [one for one in lower[:place] if one not in _BESIDES]
            if len(frame) == 3 and frame[0] in _OURS and frame[1] in _POSITIONS and frame[2] == "är":
                return place + 1, frame[1] != "åsikt", negated
            return (place + 1, frame[-1] in WISHES, negated) if frame and _speaks(frame) else None
    if lower[:2] in (["jag", "tycker"], ["vi", "tycker"], ["jag", "anser"], ["vi", "anser"]) and "att" not in lower:
        return 2, False, False
    return None


def _speaks(frame: Sequence[str]) -> bool:
    """Is it the one who writes who wishes, not somebody told about?"""
    if frame[-1] not in WISHES | OPINIONS and frame[0] not in WISHES | OPINIONS:
        return False
    subject = [one for one in frame if one not in WISHES | OPINIONS]
    if frame[-2:-1] == ["och"] and frame[-1] in ("hemställer", "yrkar"):
        return any(word.endswith(SPEAKERS) for word in frame[:3])
    if frame[-1] == frame[0] or not subject or len(subject) > _LONGEST_SPEAKER:
        return False
    if subject[0] in ("jag", "vi") or (frame[0] in WISHES | OPINIONS and subject[-1] in ("jag", "vi")):
        return len(subject) == 1
    return any(word.endswith(SPEAKERS) for word in subject) and "kommunen" not in subject


def _wished(words: list[str], strong: bool, negated: bool, bearer: str | None) -> list[str]:
    """words: the subordinate clause of a wish. strong: a bare present tense is what is demanded."""
    subject, adverbs, finite, rest = subordinate(words)
    if low(subject) == ["det"]:
        check_expletive(rest if finite in MODALS else [finite, *rest])
    adverbs = [word for word in adverbs if word not in FILLERS]
    if negated and "inte" in low(adverbs):
        raise Uncertain("negated twice")
    adverbs = (["inte"] if negated else []) + adverbs
    modal = MODALS.get(finite)
    if modal in ("ska", "bör", "måste"):
        return [*_subject(subject, bearer), modal, *adverbs, *_rest(rest)]
    if modal == "får" and (not strong or "inte" in low(adverbs)):
        return [*_subject(subject, bearer), "får", *adverbs, *_rest(rest)]
    if not strong or modal == "skulle":
        raise Uncertain("an opinion, not a demand")
    verb = infinitive(finite, "present")
    if verb is None:
        raise Uncertain("an unknown verb")
    return [*_subject(subject, bearer), "ska", *adverbs, verb, *_rest(rest, verb)]


def _subjunctive(lower: Sequence[str]) -> int | None:
    """Where the clause begins in "det vore bra om …"."""
    for start in (["det", "vore"], ["det", "skulle", "vara"]):
        if lower[: len(start)] == start:
            place = next((n for n, word in enumerate(lower[: len(start) + 4]) if word == "om"), None)
            said = set(lower[len(start) : place])
            return place + 1 if place and said & _GOOD else None
    return None


def _were_it_so(words: list[str], bearer: str | None) -> list[str]:
    subject, adverbs, finite, rest = subordinate(words, past=True)
    if finite in ("kunde", "ville"):
        polite = low(subject) in (["ni"], ["kommunen"])
        return [*_subject(subject, bearer), "bör", *adverbs, *([] if polite else ["kunna"]), *_rest(rest)]
    verb = infinitive(finite, "past")
    if verb is None or finite in MODALS:
        raise Uncertain("an unknown verb")
    return [*_subject(subject, bearer), "bör", *adverbs, verb, *_rest(rest, verb)]


def _wanted(lower: Sequence[str]) -> int | None:
    """Where the thing begins in "vi vill ha fler …"."""
    starts = (["vill", "ha"], ["vill", "se"], ["skulle", "vilja", "ha"], ["skulle", "vilja", "se"], ["önskar"], ["önskar", "oss"])
    for start in starts:
        after = 1 + len(start)
        if lower[:1] in (["jag"], ["vi"]) and lower[1:after] == start and lower[after : after + 1]:
            return after if lower[after] in ("fler", "flera", "mer", "bättre") else None
    return None


def _command(lower: Sequence[str]) -> tuple[str | None, int]:
    """The verb of a command as an infinitive, and where what follows it begins."""
    start = 1 if lower[0] == "att" else 0
    verb = infinitive(lower[start], "infinitive", "imperative") if len(lower) > start + 1 else None
    following = lower[start + 1] if len(lower) > start + 1 else ""
    if verb is None or (lower[start] in _NOUNS_TOO and following in PREPOSITIONS) or following in MODALS:
        return None, 0
    return verb, start + 1


def _commanded(verb: str, words: list[str], norm_type: str, bearer: str | None) -> list[str]:
    if verb in EVERYBODYS:
        raise Uncertain("something that people do themselves")
    granted = norm_type == "permission" and verb in GRANTING
    forbidden = norm_type == "prohibition" and verb == "förbjuda" and bearer in ("inhabitant", "business", "everyone")
    if not (bearer == "municipality" and (norm_type in _ASKED_FOR or granted)) and not forbidden:
        raise Uncertain("nobody known to tell")
    adverbs, rest = mids(words)
    if any(now == "inte" and before not in (",", "och", "men", "att", "som") for before, now in pairwise(low(rest))):
        raise Uncertain("negated late")
    if low(rest[:1]) == ["sen"]:
        raise Uncertain("spoken order of words")
    if rest and rest[0].lower() in _NONE:
        adverbs, rest = ["inte", *adverbs], [_NONE[rest[0].lower()], *rest[1:]]
    if verb == "låta" and low(rest[-1:]) == ["vara"]:
        raise Uncertain("an idiom")
    return ["Kommunen", "ska", *adverbs, verb, *_rest(rest, verb)]


def _question(words: list[str], norm_type: str, bearer: str | None) -> list[str]:
    """ "Kan ni inte …?", "Borde inte kommunen …?", "Varför inte bygga …?" """
    lower = low(words)
    if lower[:2] == ["varför", "inte"] and len(lower) > 3 and bearer == "municipality" and norm_type in _ASKED_FOR:
        verb = infinitive(lower[2], "infinitive")
        if verb is not None:
            return ["Kommunen", "bör", verb, *_rest(words[3:], verb)]
    if lower[0] not in ("kan", "kunde", "skulle", "borde"):
        raise Uncertain("a question")
    rest = words[2:] if lower[1] == "inte" else words[1:]
    place = next((n for n, word in enumerate(low(rest)) if n and infinitive(word, "infinitive")), None)
    if place is None or place > 4:
        raise Uncertain("no subject and verb found")
    subject = [word for word in rest[:place] if word.lower() not in FILLERS]
    if subject and subject[-1].lower() == "inte":
        subject.pop()
    check = low(subject)
    if not subject or not {"inte", *SUBORDINATORS, *PREPOSITIONS, "man"}.isdisjoint(check) or norm_type == "none":
        raise Uncertain("a question")
    rest = rest[place:] if rest[place].lower() != "kunna" else rest[place + 1 :]
    return [*_subject(subject, bearer), "bör", *_rest(rest)]


def _norm_already(words: list[str]) -> list[str]:
    """A sentence that says "ska", "bör", "måste" or "får inte" of itself: only its spoken words are mended."""
    lower = low(words)
    below, verbs = False, 0
    if lower[0] in SUBORDINATORS or lower[0] in ("var",):
        raise Uncertain("begins with a subordinate clause")
    for place, word in enumerate(lower):
        modal = MODALS.get(word)
        if modal in ("ska", "bör", "måste") or (modal == "får" and "inte" in lower[place + 1 : place + 5]):
            if place == 0 or place == len(lower) - 1:
                raise Uncertain("no subject")
            head = words[:place]
            if "att" in lower[:place] or (below and "," in lower[:place]) or (",", "och") in pairwise(lower[:place]):
                raise Uncertain("tells of a norm")
            if lower[:place] == ["det"]:
                check_expletive(words[place + 1 :])
            check_standing_alone([*head, "ska"])
            return [*(word for word in head if word.lower() not in FILLERS), modal, *_rest(words[place + 1 :])]
        verbs += bool(modal or infinitive(word, "present", "past"))
        if verbs > below:
            raise Uncertain("no demand in charter form")
        below = below or word == "som"
    raise Uncertain("no demand in charter form")


def _subject(words: list[str], bearer: str | None) -> list[str]:
    if low(words) == ["ni"] and bearer == "municipality":
        return ["Kommunen"]
    if low(words) != ["det"]:
        check_standing_alone([*words, "ska"])
    return words


def _rest(words: Sequence[str], verb: str = "") -> list[str]:
    kept = [word for word in words if word.lower() not in FILLERS]
    kept = [word for n, word in enumerate(kept) if not (word.lower() == "oss" and _plural(kept[n + 1 : n + 2]))]
    if not kept and verb:
        raise Uncertain("a verb alone")
    if "kommunens" in low(kept):
        raise Uncertain("would say the municipality twice")
    return tidy(kept)


def _plural(words: Sequence[str]) -> bool:
    """ "oss hyresgäster": the noun alone says who."""
    noun = bool(words) and words[0].islower() and words[0].endswith(("er", "ar", "or"))
    return noun and infinitive(words[0], "present") is None


def _without_ends(words: list[str]) -> list[str]:
    while words and words[-1] in ("!", ".", "?", ":", ",", ";"):
        words = words[:-1]
    for end in _ENDS:
        if low(words[-len(end) :]) == end and low(words[: -len(end)])[-1:] != ["som"]:
            words = words[: -len(end)]
    while words and words[-1] in (",", "–", "-"):
        words = words[:-1]
    begin = 0
    while begin < len(words) and _is_lead(words, begin):
        begin += 1
    return words[begin:]


def _is_lead(words: list[str], place: int) -> bool:
    word = words[place].lower()
    comma = words[place + 1 : place + 2] in ([","], ["!"])
    if word in GREETINGS or word in (",", "!", "–", "-", "•"):
        return True
    return word in LEADS and (comma or word in ("och", "men", "dessutom", "obs"))


def _sentence(words: list[str]) -> str:
    text = joined(words)
    return f"{text[0].upper()}{text[1:]}."
