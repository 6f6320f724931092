"""Do two statements ask for the same thing? Words alone say yes only where every word that differs is of no weight."""

from mappings.grouping.features import Features

MAX_EXTRA = 0.3
"""At most this share of the longer demand's content words may be missing in the shorter one."""

_TYPO_LENGTH = 7


def same_demand(one: Features, other: Features) -> bool:
    """True for equal texts, and for near-equal ones where nothing decisive differs.

    Near-equal: one says all that the other says, and little more; a word of seven letters or more may be misspelt by one.
    Names, numbers, negations and groups of people must be the same: "class 3 at school X proposes …" asks for another thing
    at every school. Statements that lean on their titles need the same title words. Symmetric.
    """
    if one.topic != other.topic:
        return False
    if one.key == other.key:
        return bool(one.key)
    if one.decisive != other.decisive or not one.content or not other.content:
        return False
    only_one, only_other = one.content - other.content, other.content - one.content
    for word in sorted(only_one):
        twin = next((found for found in sorted(only_other) if _misspelt(word, found)), None)
        if twin is not None:
            only_one, only_other = only_one - {word}, only_other - {twin}
    if only_one and only_other:
        return False
    longer = max(len(one.content), len(other.content))
    return len(only_one) + len(only_other) <= MAX_EXTRA * longer


def overlap(one: Features, other: Features) -> float:
    """Share of content words that both have, 0–1."""
    together = one.content | other.content
    return len(one.content & other.content) / len(together) if together else float(one.key == other.key)


def _misspelt(one: str, other: str) -> bool:
    """One letter more, less or other, not the first and not one that makes a negation ("o-")."""
    if min(len(one), len(other)) < _TYPO_LENGTH or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    return one[start + 1 :] == other[start + 1 :] or one[start + 1 :] == other[start:] or one[start:] == other[start + 1 :]
