"""A group's statements → a clause that quotes them."""

from collections.abc import Iterable

from mappings.drafting.manners import calm, fault
from mappings.drafting.template import BLOCK_OF_ROLLUP, template
from mappings.drafting.title import title_of
from mappings.drafting.types import Block, Citation, ClauseDraft, Kind, Member, Sentence

MAX_QUOTES = 5
"""Quotes for and quotes against, each."""

MIN_QUOTED_WORDS = 3
"""Shorter ones ("Ring!") say too little alone; they are still counted."""


class SidesMixed(ValueError):
    """Statements for and against were given as one side."""


def draft(
    members: Iterable[Member],
    *,
    supporting: Iterable[Member] = (),
    opposing: Iterable[Member] = (),
    representative: str | None = None,
    locale: str = "sv",
) -> ClauseDraft:
    """The clause of one group.

    members: its statements, all from one side; at least one. supporting, opposing: statements (all, or some) of each further
    contribution that stands for or against it (comments by alignment, members of an opposite group); the most telling one of
    each is cited. representative: the statement id that is quoted first. Contributions are counted once each; one that is among
    the members is not counted against, one that is opposing not for.
    Raises SidesMixed, or ValueError where there is nothing to draft from. Order of input is of no weight.
    """
    own = sorted(set(members), key=lambda member: (member.statement_id != representative, member.statement_id))
    if not own:
        raise ValueError("a clause needs at least one statement")
    if len({member.side for member in own}) > 1:
        raise SidesMixed("statements for and against a demand can't share a clause block")
    asking = {member.contribution_id for member in own}
    against = _further(opposing, asking)
    helpers = _further(supporting, asking | {member.contribution_id for member in against})
    words = template(locale)
    title, source = title_of([member for member in own if fault(calm(member.text)) is None] or own, words)
    sentences = [
        *_quotes(own, None),
        _count("support", [*own, *helpers], own, locale),
        *_quotes(against, "against"),
        _count("against", against, own, locale),
    ]
    support, opposition = len(_one_each([*own, *helpers])), len(_one_each(against))
    return ClauseDraft(title, (source.citation,), tuple(sentences), support, opposition, locale)


def _further(members: Iterable[Member], known: set[str]) -> list[Member]:
    """One member of each contribution not yet known: the one that says most about where it stands."""
    telling: dict[str, Member] = {}
    for member in sorted(set(members), key=_weight):
        if member.contribution_id not in known:
            telling.setdefault(member.contribution_id, member)
    return sorted(telling.values(), key=lambda member: member.statement_id)


def _weight(member: Member) -> tuple[bool, bool, int, str]:
    """Lowest first: what may be shown, what asks or complains, the longer sentence."""
    return (fault(calm(member.text)) is not None, member.norm_type == "none", -len(member.text), member.statement_id)


def _quotes(members: list[Member], block: Block | None) -> list[Sentence]:
    """Different wordings, each once, with everyone who used it cited: the first as given, then the shortest."""
    wordings: dict[str, list[Member]] = {}
    for member in members:
        wordings.setdefault(" ".join(member.text.casefold().split()).rstrip(".! "), []).append(member)
    ranked = [same for same in wordings.values() if len(same[0].text.split()) >= MIN_QUOTED_WORDS] or list(wordings.values())[:1]
    ranked = ranked[:1] + sorted(ranked[1:], key=lambda same: (fault(calm(same[0].text)) is not None, len(same[0].text)))
    return [_quote(same, block or BLOCK_OF_ROLLUP.get(same[0].norm_type, "objectives")) for same in ranked[:MAX_QUOTES]]


def _quote(same: list[Member], block: Block) -> Sentence:
    return Sentence(calm(same[0].text), block, _unique(member.citation for member in same))


def _count(block: Block, counted: list[Member], otherwise: list[Member], locale: str) -> Sentence:
    """How many stand on a side, citing one span of each; none at all cites what nobody spoke against."""
    voices = _one_each(counted)
    kind: Kind = "count"
    cited = _unique(member.citation for member in (voices or _one_each(otherwise)))
    return Sentence(template(locale).count(block, len(voices)), block, cited, kind, len(voices))


def _one_each(members: list[Member]) -> list[Member]:
    """The first statement of each contribution."""
    first: dict[str, Member] = {}
    for member in members:
        first.setdefault(member.contribution_id, member)
    return list(first.values())


def _unique(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citations))
