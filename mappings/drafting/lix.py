"""Readability of a clause: läsbarhetsindex (LIX), C.-H. Björnsson 1968."""

import re

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_END = re.compile(r"[.!?:]+(?:\s|$)")
LONG = 7
"""Letters from which a word is long."""

_LEVELS = ((30, "mycket lättläst"), (40, "lättläst"), (50, "medelsvår"), (60, "svår"))


def lix(text: str) -> int | None:
    """Words a sentence plus long words in a hundred, rounded. None for a text without words."""
    words = _WORD.findall(text)
    if not words:
        return None
    sentences = max(1, len(_END.findall(text.strip())))
    return round(len(words) / sentences + 100 * sum(len(word) >= LONG for word in words) / len(words))


def lix_level(value: int) -> str:
    """What a LIX value means, in Swedish."""
    return next((name for limit, name in _LEVELS if value < limit), "mycket svår")
