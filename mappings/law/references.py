"""Explicit references to law in a text: which act, chapter, section or article, and where it stands."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from mappings.law.acts import Mention, mentions, names
from mappings.law.locators import Locator, locators
from mappings.law.types import Act, Reference
from mappings.law.valid import exists

_AGENDA = "un-agenda-2030"
_LOCATOR_FIRST = re.compile(
    r"\s?(?:(?:i|of|in|enligt|ur|under)\s)?(?:(?:the|den|nya|svenska|swedish|un|fn:s|fns|eu:s|vår)\s){0,2}$", re.IGNORECASE
)
_ACT_FIRST = re.compile(r"\s?[,:(]?\s?(?:(?:i|och|dess|enligt|and)\s)?$", re.IGNORECASE)
_AND = re.compile(r"\s?(?:,|och|samt|and|resp\.)\s$", re.IGNORECASE)
_REACH = 160
"""How far back, in characters, an act can stand from "artikel 12" or "3 kap. 2 §" that names none."""
_GAP = 24


def references(text: str) -> tuple[Reference, ...]:
    """Explicit references to law in Swedish or English text, in order; time grows with the length of the text.

    A list of sections or articles gives one reference each, with the same span. "enligt lag" names no act and gives nothing.
    """
    named = list(mentions(text))
    places = list(locators(text))
    bound, used = _bind(text, named, places)
    found = [
        reference
        for place, (act, start, end, inferred) in bound.items()
        for reference in _each(places[place], act, start, end, inferred)
    ]
    covered = sorted((places[place].start, places[place].end) for place in bound)
    for number, mention in enumerate(named):
        if number not in used and mention.alone and not _inside(mention.start, covered):
            found.append(_reference(mention.act, mention.act.chapter, None, None, mention.start, mention.end, False))
    return tuple(sorted(found, key=lambda reference: (reference.start, reference.end)))


def explain(reference: Reference) -> tuple[str, str]:
    """What the reference is to, in Swedish and English."""
    section, chapter, article = reference.section, reference.chapter, reference.article
    sv = [f"{chapter} kap." if chapter else "", f"{section} §" if section else "", f"artikel {article}" if article else ""]
    en = [
        f"chapter {chapter}" if chapter else "",
        f"section {section}" if section else "",
        f"article {article}" if article else "",
    ]
    if reference.act_id == _AGENDA and article:
        kind = ("delmål", "target") if "." in article else ("mål", "goal")
        sv, en = [f"{kind[0]} {article}"], [f"{kind[1]} {article}"]
    missing = (" (finns inte i lagen)", " (not in the act)") if reference.exists is False else ("", "")
    before = ", ".join(part for part in en if part)
    return (
        f"Texten hänvisar till {' '.join([*filter(None, sv), reference.act_name_sv])}{missing[0]}.",
        f"The text refers to {before + ' of the ' if before else ''}{reference.act_name_en}{missing[1]}.",
    )


_Bound = dict[int, tuple[Act, int, int, bool]]


def _bind(text: str, named: Sequence[Mention], places: Sequence[Locator]) -> tuple[_Bound, set[int]]:
    """Which act each place belongs to: the one beside it, else that of a place joined to it by "och", else the last one named."""
    bound: _Bound = {}
    used: set[int] = set()
    following = 0
    sides: list[tuple[int, int]] = []
    for place in places:
        while following < len(named) and named[following].start < place.end:
            following += 1
        sides.append((following - 1, following))
    for index, place in enumerate(places):
        beside = _beside(text, named, place, sides[index], used)
        if beside is not None:
            mention = named[beside]
            bound[index] = (mention.act, min(place.start, mention.start), max(place.end, mention.end), False)
            used.add(beside)
        elif place.kind == "goal" and place.sure:
            bound[index] = (_agenda(), place.start, place.end, False)
    _share(text, places, bound)
    for index, place in enumerate(places):
        if index not in bound and (act := _last_named(named, place, sides[index][0])) is not None:
            bound[index] = (act, place.start, place.end, True)
    return bound, used


def _beside(text: str, named: Sequence[Mention], place: Locator, sides: tuple[int, int], used: set[int]) -> int | None:
    before, after = sides
    choices = []
    if before >= 0 and named[before].end <= place.start and _fits(named[before].act, place):
        gap = text[named[before].end : place.start]
        if len(gap) <= _GAP and _ACT_FIRST.match(gap):
            choices.append(before)
    if after < len(named) and place.kind != "short" and _fits(named[after].act, place):
        gap = text[place.end : named[after].start]
        if len(gap) <= _GAP and _LOCATOR_FIRST.match(gap):
            choices.append(after)
    return next((choice for choice in choices if choice not in used), None)


def _fits(act: Act, place: Locator) -> bool:
    if place.kind == "goal" or act.id == _AGENDA:
        return place.kind == "goal" and act.id == _AGENDA
    if place.kind == "article":
        return act.has_articles
    return not act.has_articles and (act.chapters or place.chapter is None)


def _share(text: str, places: Sequence[Locator], bound: _Bound) -> None:
    """ "2 kap. 1 § och 3 kap. 4 § skollagen": what is joined to a place that has an act has the same act."""
    pairs = [(index, index + 1) for index in range(len(places) - 1)]
    for one, other in [*pairs, *((later, earlier) for earlier, later in reversed(pairs))]:
        first, second = sorted((one, other))
        gap = text[places[first].end : places[second].start]
        if one in bound and other not in bound and len(gap) <= _GAP and _AND.match(gap) and _fits(bound[one][0], places[other]):
            bound[other] = (bound[one][0], places[other].start, places[other].end, True)


def _last_named(named: Sequence[Mention], place: Locator, before: int) -> Act | None:
    """A bare "5 §" may be of a club's rules, and "4:1" a result: those are never guessed."""
    if place.kind == "short" or (place.kind == "statute" and place.chapter is None):
        return None
    while before >= 0 and place.start - named[before].end <= _REACH:
        if _fits(named[before].act, place) and named[before].alone:
            return named[before].act
        before -= 1
    return None


def _agenda() -> Act:
    return next(name.act for words, name in names().phrases.items() if name.act.id == _AGENDA)


def _each(place: Locator, act: Act, start: int, end: int, inferred: bool) -> list[Reference]:
    if place.articles:
        return [_reference(act, None, None, article, start, end, inferred) for article in place.articles]
    sections = place.sections or (None,)
    return [_reference(act, place.chapter or act.chapter, section, None, start, end, inferred) for section in sections]


def _reference(
    act: Act, chapter: str | None, section: str | None, article: str | None, start: int, end: int, inferred: bool
) -> Reference:
    there = exists(act.id, chapter, section, article)
    return Reference(act.id, act.name_sv, chapter, section, article, start, end, act.name_en, there, inferred)


def _inside(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """spans: in order, apart from each other."""
    before = bisect_right(spans, (place, 1 << 62)) - 1
    return before >= 0 and spans[before][0] <= place < spans[before][1]
