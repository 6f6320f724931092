"""Do two statements ask for the same thing? Words alone say yes only where nothing of weight differs."""

from mappings.grouping.features import Features

_TEMPLATE = 1 / 5
"""Share of words in common from which two surroundings are one text with something changed."""

TYPO_LENGTH = 7
"""Letters. A shorter word that differs is another word; so is a name, a number or a group of people of any length."""


def same_demand(one: Features, other: Features) -> bool:
    """True for equal texts, and for those that say the same words of weight in the same order.

    Courtesy, wishes and function words may differ, inflection too, and one long word may be misspelt. Order counts: "sluta salta
    och sanda" is not "sluta sanda och salta". "Class 3 at school X proposes …" asks for another thing at every school. Statements
    that lean on their titles need the same title words. Symmetric. Measured on 550 written sets of near-equal, opposite and
    look-alike demands: one word more or less on one side was wrong every time, so none is allowed; and so was, but for two of 116
    times, an equal sentence in a text that is a copy of another with one thing changed.
    """
    if one.topic != other.topic or not _stand_alike(one, other):
        return False
    if one.key == other.key:
        return bool(one.key)
    if one.decisive != other.decisive or not one.sequence or len(one.sequence) != len(other.sequence):
        return False
    differing = [(left, right) for left, right in zip(one.sequence, other.sequence, strict=True) if left != right]
    return len(differing) <= 1 and all(_misspelt(left, right) for left, right in differing)


def _stand_alike(one: Features, other: Features) -> bool:
    """Do the surroundings leave open that they ask for the same? "Öppna även kvällstid!" about the library is not the same about
    the pool: what leans without a title needs equal surroundings. All others need ones that are not near-equal: there, what was
    changed is what it is about."""
    if one.whole == other.whole or not (one.around or other.around):
        return True
    if (one.leans or other.leans) and not one.topic:
        return False
    together = one.around | other.around
    return len(one.around & other.around) / len(together) < _TEMPLATE


def overlap(one: Features, other: Features) -> float:
    """Share of words of weight that both have, 0–1."""
    together = one.content | other.content
    return len(one.content & other.content) / len(together) if together else float(one.key == other.key)


def _misspelt(one: str, other: str) -> bool:
    """One letter more, less or other, in a long word; not the first letter."""
    if min(len(one), len(other)) < TYPO_LENGTH or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    return one[start + 1 :] == other[start + 1 :] or one[start + 1 :] == other[start:] or one[start:] == other[start + 1 :]
