"""A clause's title: the shortest fitting quote, with what the form asks for around it."""

import re

from mappings.drafting.manners import TITLE_MAX, TITLE_MIN, calm, fault, names_someone, too_many_capitals
from mappings.drafting.template import Template
from mappings.drafting.types import Member

_BLANKS = re.compile(r"\s+")
_NO_TAGS = str.maketrans("<>", "‹›")
_EDGES = " \t\n.!?:;,…–-•*\"'”“»«"


def title_of(members: list[Member], words: Template) -> tuple[str, Member]:
    """The title and the member it is taken from. members: not empty, the representative first.

    A contribution's own title is best, then the shortest sentence. A long one is cut after a word, with "…".
    Where every sentence names someone, the title is the template's alone.
    """
    chosen = min(enumerate(members), key=lambda found: (*_rank(found[1]), found[0]))[1]
    if names_someone(chosen.text):
        return words.title_bare, chosen
    return _fitted(_cleaned(chosen.text), words), chosen


def _rank(member: Member) -> tuple[bool, bool, bool, int]:
    text = _cleaned(member.text)
    fits = TITLE_MIN <= len(text) <= TITLE_MAX
    return (fault(text) is not None, not fits, member.citation.field != "title", len(text) if fits else -len(text))


def _cleaned(text: str) -> str:
    """Without marks around it or in runs: the words stay as they are.

    Angle brackets become ‹ and ›: a title is plain text in Decidim, and nobody should have to trust every page that shows it.
    """
    return _BLANKS.sub(" ", calm(text.translate(_NO_TAGS))).strip(_EDGES)


def _fitted(text: str, words: Template) -> str:
    if too_many_capitals(text):
        text = text.lower()
    if len(text) < TITLE_MIN:
        text = next((front + text for front in (words.title_short, words.title_tiny) if len(front + text) >= TITLE_MIN), "")
        text = text or words.title_bare
    text = text[0].upper() + text[1:]
    if len(text) > TITLE_MAX:
        cut = text[: TITLE_MAX - 1]
        text = (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(_EDGES) + "…"
    return text
