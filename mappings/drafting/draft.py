"""A group's statements → a clause: composed sentences first, then other wordings as quotes, needs, and what speaks against it."""

from collections.abc import Iterable

from mappings.drafting.clause import stands_alone
from mappings.drafting.compose import compose
from mappings.drafting.manners import calm, fault
from mappings.drafting.template import block_of, template
from mappings.drafting.title import title_of
from mappings.drafting.types import Block, Citation, ClauseDraft, Kind, Member, Sentence

MAX_QUOTES = 5
"""Sentences for and quotes against, each."""

MAX_BESIDE = 2
"""Quotes that stand beside composed sentences."""

MAX_NEEDS = 2
"""Quotes of the needs behind a demand."""

MIN_NEED_WORDS = 5
"""A shorter need ("Så trist!") says too little alone."""

MIN_QUOTED_WORDS = 3
"""Shorter ones ("Ring!") say too little alone; they are still counted."""


class SidesMixed(ValueError):
    """Statements for and against were given as one side."""


def draft(
    members: Iterable[Member],
    *,
    supporting: Iterable[Member] = (),
    opposing: Iterable[Member] = (),
    needs: Iterable[Member] = (),
    representative: str | None = None,
    locale: str = "sv",
) -> ClauseDraft:
    """The clause of one group.

    members: its statements, all from one side; at least one. supporting, opposing: statements (all, or some) of each further
    contribution that stands for or against it (comments by alignment, members of an opposite group); the most telling one of
    each is cited. needs: what the members' contributions say is lacking or wrong; those of other contributions are passed over.
    representative: the statement id that is composed or quoted first of its kind. Contributions are counted once each; one that
    is among the members is not counted against, one that is opposing not for.
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
        *_asked(own, representative, title),
        *_needs(needs, asking, locale),
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


def _asked(members: list[Member], representative: str | None, title: str) -> list[Sentence]:
    """What is asked for: every sentence that grammar makes, once, with everyone whose words gave it; then other wordings.

    Beside a composed sentence the title's words aren't said again, and what holds already is quoted only where room is left.
    """
    composed: dict[str, list[Member]] = {}
    kept = []
    for member in members:
        made = compose(member.text, member.language, norm_type=member.norm_type, bearer=member.bearer).text
        if made is None or fault(made) is not None:
            kept.append(member)
        else:
            composed.setdefault(made, []).append(member)
    ranked = sorted(composed.items(), key=lambda made: -len(_one_each(made[1])))
    sentences = [
        Sentence(text, block_of(same[0].norm_type, same[0].bearer), _unique(member.citation for member in same), "composed")
        for text, same in ranked
    ]
    kept.sort(
        key=lambda member: (member.statement_id != representative, member.standing == "existing", not stands_alone(member.text))
    )
    if not sentences:
        return _quotes(kept, None)
    others = [quote for quote in (_quotes(kept, None) if kept else []) if _bare(quote.text) != _bare(title)]
    return [*sentences, *others[:MAX_BESIDE]][:MAX_QUOTES]


def _needs(needs: Iterable[Member], asking: set[str], locale: str) -> list[Sentence]:
    """Needs of those who ask, what reads best first: in the clause's language, whole without the dialogue around it, short."""

    def weight(member: Member) -> tuple[bool, bool, bool, int, str]:
        foreign = member.language != locale.split("-")[0]
        return fault(calm(member.text)) is not None, foreign, not stands_alone(member.text), len(member.text), member.statement_id

    own = [member for member in set(needs) if member.contribution_id in asking and len(member.text.split()) >= MIN_NEED_WORDS]
    return [_quote([member], "needs") for member in sorted(own, key=weight)[:MAX_NEEDS]]


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(".!… ")


def _quotes(members: list[Member], block: Block | None) -> list[Sentence]:
    """Different wordings, each once, with everyone who used it cited: the first as given, then the shortest."""
    wordings: dict[str, list[Member]] = {}
    for member in members:
        wordings.setdefault(" ".join(member.text.casefold().split()).rstrip(".! "), []).append(member)
    ranked = [same for same in wordings.values() if len(same[0].text.split()) >= MIN_QUOTED_WORDS] or list(wordings.values())[:1]
    ranked = ranked[:1] + sorted(ranked[1:], key=_reads)
    return [_quote(same, block or block_of(same[0].norm_type, same[0].bearer)) for same in ranked[:MAX_QUOTES]]


def _reads(same: list[Member]) -> tuple[bool, bool, int]:
    """Lowest first: what may be shown, what isn't law or habit already, the shorter."""
    return fault(calm(same[0].text)) is not None, same[0].standing == "existing", len(same[0].text)


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
