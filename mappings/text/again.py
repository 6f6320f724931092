"""An edited text beside its earlier one: where a statement stands again, and what stands in its place where it doesn't."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from mappings.text.types import Span

_LOOK = 400
"""Characters of two sentences that decide how like they are."""


def again(before: Sequence[Span], after: Sequence[Span], held: Span) -> Span | None:
    """Where the statement `held` of the earlier text stands in the later one, None where it doesn't.

    before, after: all statements of the two texts, in their order. It stands again where a whole statement of the same field and
    locale has the same quote, character for character: inside a longer sentence the same words may say the opposite ("det är fel
    att …"). Said as many times as before, the first is still the first; otherwise the nearest place is taken.
    """
    standing = [one for one in after if _same(one, held)]
    if not standing:
        return None
    earlier = [one for one in before if _same(one, held)]
    if len(earlier) == len(standing) and held in earlier:
        return standing[earlier.index(held)]
    return min(standing, key=lambda one: (abs(one.start - held.start), one.start))


def became(before: Sequence[Span], after: Sequence[Span], held: Span) -> Span | None:
    """What the later text says where the earlier one said `held`; None where the statement was taken out.

    Of several new statements in its place, the one most like it.
    """
    old = [one for one in before if (one.field, one.locale) == (held.field, held.locale)]
    new = [one for one in after if (one.field, one.locale) == (held.field, held.locale)]
    if held not in old:
        return None
    place = old.index(held)
    matcher = SequenceMatcher(None, [one.quote for one in old], [one.quote for one in new], autojunk=False)
    for what, start, end, first, last in matcher.get_opcodes():
        if start <= place < end:
            if what == "equal":
                return new[first + place - start]
            if what == "replace" and end - start == last - first:
                return new[first + place - start]
            return max(new[first:last], key=lambda one: (_likeness(held, one), -one.start), default=None)
    return None


def _same(one: Span, other: Span) -> bool:
    return (one.field, one.locale, one.quote) == (other.field, other.locale, other.quote)


def _likeness(one: Span, other: Span) -> float:
    return SequenceMatcher(None, one.text[:_LOOK].casefold(), other.text[:_LOOK].casefold(), autojunk=False).ratio()
