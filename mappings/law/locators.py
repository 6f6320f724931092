"""Chapter, section, article and goal as they are written: "3 kap. 2 §", "9 a §", "4:1", "artikel 12", "mål 14"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"\d{1,3}(?:\s?[a-h](?!\w))?"
_LIST = rf"{_NUMBER}(?:\s?(?:,|–|-|och|eller|and|or)\s?{_NUMBER}){{0,8}}"
_SECTION = rf"(?:(?P<sections>{_LIST})\s?§{{1,2}}|§{{1,2}}\s?(?P<sections_after>{_LIST})|\bsections?\s(?P<sections_en>{_LIST}))"
_PART = r"(?:\s(?:första|andra|tredje|fjärde|femte)\sstycket)?"
_CHAPTER = (
    r"(?:(?P<chapter>\d{1,2}(?:\s?[a-h])?)\s?(?:kap\b\.?|kapitlet\b)"
    r"|\b(?P<ordinal>första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde)\skapitlet\b"
    r"|\b(?:kapitel|kap\.|chapter|ch\.)\s?(?P<chapter_after>\d{1,2}(?:\s?[a-h](?!\w))?))"
)
_ARTICLE = rf"\b(?:artikel|artiklarna|artiklar|art\.|articles?)\s?(?P<articles>{_LIST})(?:\.\d{{1,2}})?(?:\(\d{{1,2}}\))?"
_GOAL = (
    r"\b(?P<kind>globala\smål(?:et|en)?|hållbarhetsmål(?:et|en)?|sdg|global\sgoals?|delmål(?:et|en)?|targets?|mål(?:et|en)?|goals?)\s"
    r"(?:nr\.?\s|nummer\s)?(?P<goals>\d{1,2}(?:\.(?:\d{1,2}|[a-d])\b)?(?:\s?(?:,|och|and)\s?\d{1,2}(?:\.(?:\d{1,2}|[a-d])\b)?){0,8})"
)
_COLON = r"(?P<colon_chapter>\d{1,2}):(?P<colon_section>\d{1,2}(?:\s?[a-h](?!\w))?)"
_ANY = re.compile(
    rf"(?<![\d:.,])(?:{_CHAPTER}(?:,?\s{{0,2}}{_SECTION}{_PART})?|{_SECTION.replace('sections', 'only')}{_PART}"
    rf"|{_ARTICLE}|{_GOAL}|{_COLON})(?![\d:])",
    re.IGNORECASE,
)
_ORDINALS = ("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde")
_ONE = re.compile(r"(\d{1,3})\s?([a-h](?!\w))?", re.IGNORECASE)
_ONE_GOAL = re.compile(r"\d{1,2}(?:\.(?:\d{1,2}|[a-d])\b)?")


@dataclass(frozen=True)
class Locator:
    """`text[start:end]` names a place in an act. kind: statute, short ("4:1"), article, goal.

    sure: a goal that can only be the UN's.
    """

    start: int
    end: int
    kind: str
    chapter: str | None = None
    sections: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    sure: bool = False


def locators(text: str) -> Iterator[Locator]:
    """Every chapter, section, article or goal in the text, in order. Whose they are is not said here."""
    for match in _ANY.finditer(text):
        yield _locator(match)


def _locator(match: re.Match[str]) -> Locator:
    start, end, groups = match.start(), match.end(), match.groupdict()
    if groups["articles"]:
        return Locator(start, end, "article", articles=_numbers(groups["articles"]))
    if groups["goals"]:
        kind = groups["kind"].lower()
        sure = kind.startswith(("global", "hållbar", "sdg")) or (kind.startswith("delmål") and "." in groups["goals"])
        return Locator(start, end, "goal", articles=tuple(_ONE_GOAL.findall(groups["goals"].lower())), sure=sure)
    if groups["colon_chapter"]:
        return Locator(start, end, "short", groups["colon_chapter"], _numbers(groups["colon_section"]))
    ordinal = groups["ordinal"]
    chapter = str(_ORDINALS.index(ordinal.lower()) + 1) if ordinal else groups["chapter"] or groups["chapter_after"]
    written = next((groups[key] for key in groups if key.startswith(("sections", "only")) and groups[key]), "")
    return Locator(start, end, "statute", _numbers(chapter)[0] if chapter else None, _numbers(written))


def _numbers(written: str) -> tuple[str, ...]:
    """ "2, 3 a och 5" → ("2", "3 a", "5"); a range gives its first and last only."""
    return tuple(f"{int(number)} {letter.lower()}".strip() for number, letter in _ONE.findall(written))
