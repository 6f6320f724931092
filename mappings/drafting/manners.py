"""What Decidim's form refuses, and what a draft must never carry: looked at before a sentence is chosen, never repaired.

Limits as recorded: title 15–150 characters, first letter a capital, at most 25 % capitals, no runs of "!" and "?".
"""

import re

TITLE_MIN, TITLE_MAX = 15, 150
MAX_CAPITALS = 0.25
_MARKS = re.compile(r"[!?¡¿]{2,}")
_RUN = re.compile(r"([!?¡¿])[!?¡¿]+")
_PERSONAL = re.compile(r"gid://|(?<![\w.])@\w|[\w.+-]{1,64}@[\w-]{1,64}\.\w|(?:\d[ -]?){8,}")


def calm(text: str) -> str:
    """The same words with one mark for a run of "!" and "?": Decidim refuses runs, and the citation keeps them."""
    return _RUN.sub(r"\1", text)


def names_someone(text: str) -> bool:
    """Does it mention a user, an e-mail address or a telephone number?"""
    return _PERSONAL.search(text) is not None


def fault(text: str) -> str | None:
    """Why a sentence can't stand in a pushed body (a Swedish sentence), or None."""
    if names_someone(text):
        return "Meningen nämner en person eller en adress (@namn, e-post eller telefonnummer)."
    if _MARKS.search(text):
        return "Meningen har flera utropstecken eller frågetecken i rad, och det godtar inte Decidim."
    if too_many_capitals(text):
        return "Meningen har för många versaler, och det godtar inte Decidim."
    return None


def too_many_capitals(text: str) -> bool:
    """More than a quarter capitals, as Decidim counts: of all characters."""
    return bool(text) and sum(char.isupper() for char in text) > MAX_CAPITALS * len(text)
