"""The life of a clause: its states, which step leads where, and what each step asks for. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ClauseState(StrEnum):
    """DESIGN §4, in the order of a life; the last three stand beside it."""

    collected = "collected"
    grouped = "grouped"
    draft = "draft"
    in_dialogue = "in_dialogue"
    under_review = "under_review"
    agreed = "agreed"
    adopted = "adopted"
    followed_up = "followed_up"
    revised = "revised"
    repealed = "repealed"
    declined = "declined"
    paused = "paused"
    withdrawn = "withdrawn"


S = ClauseState

NAMES: dict[ClauseState, str] = {
    S.collected: "insamlad",
    S.grouped: "grupperad",
    S.draft: "utkast",
    S.in_dialogue: "i dialog",
    S.under_review: "under granskning",
    S.agreed: "överenskommen",
    S.adopted: "antagen",
    S.followed_up: "uppföljd",
    S.revised: "under revidering",
    S.repealed: "upphävd",
    S.declined: "avböjd",
    S.paused: "pausad",
    S.withdrawn: "tillbakadragen",
}

_ASIDE = frozenset({S.declined, S.paused, S.withdrawn, S.repealed})

AFTER: dict[ClauseState, frozenset[ClauseState]] = {
    S.collected: frozenset({S.grouped, S.declined}),
    S.grouped: frozenset({S.draft, S.declined}),
    S.draft: frozenset({S.in_dialogue}) | _ASIDE,
    S.in_dialogue: frozenset({S.under_review, S.draft}) | _ASIDE,
    S.under_review: frozenset({S.agreed, S.in_dialogue, S.draft}) | _ASIDE,
    S.agreed: frozenset({S.adopted, S.under_review, S.draft}) | _ASIDE,
    S.adopted: frozenset({S.followed_up, S.revised, S.repealed}),
    S.followed_up: frozenset({S.revised, S.repealed}),
    S.revised: frozenset({S.in_dialogue, S.under_review, S.paused, S.repealed}),
    # from a pause the way leads back to where it began, whatever stands here (see `refusals`)
    S.paused: frozenset({S.draft, S.in_dialogue, S.under_review, S.agreed, S.revised, S.declined, S.withdrawn, S.repealed}),
    S.declined: frozenset({S.draft}),
    S.withdrawn: frozenset({S.draft}),
    S.repealed: frozenset(),
}
"""state → the states that one step leads to."""

OPEN = frozenset({S.collected, S.grouped, S.draft, S.in_dialogue, S.under_review, S.agreed, S.revised})
"""A text on its way: a new draft may take its place."""

CLOSED = frozenset({S.declined, S.withdrawn, S.repealed})
"""Set down by a person: no clause of the charter to come, until it is taken up again."""

WRITABLE = frozenset(S) - CLOSED - {S.paused}
"""States in which an approved version may be written to Decidim."""

HOLDS = frozenset({S.adopted, S.followed_up})
"""What has been decided and not taken up again: its text, and who takes on what, stay as they are."""

AGREEABLE = frozenset({S.under_review, S.agreed, S.adopted, S.followed_up})
"""States in which a party may agree: the text is settled enough to sign."""

_NEEDS_REASON = frozenset({S.declined, S.paused, S.withdrawn, S.revised, S.repealed})

_WHY_NOT: dict[ClauseState, str] = {
    S.collected: "Bidrag samlas in av hämtningen; ingen för en paragraf dit.",
    S.grouped: "Grupper bildas av kartläggningen; ingen för en paragraf dit.",
    S.draft: "Det som gäller skrivs inte om som utkast: ta upp det till revidering.",
    S.in_dialogue: "I dialog läggs ett utkast eller en text under granskning eller revidering.",
    S.under_review: "En text granskas först när den har varit i dialog.",
    S.agreed: "Parterna kommer överens om en text som är under granskning.",
    S.adopted: "Det som antas ska parterna först ha kommit överens om.",
    S.followed_up: "Bara det som är antaget följs upp.",
    S.revised: "Bara det som är antaget eller uppföljt revideras; annat ändras som utkast.",
    S.repealed: "Bara det som gäller kan upphävas.",
    S.declined: "Det som gäller avböjs inte: det upphävs.",
    S.paused: "Det som gäller pausas inte: ta upp det till revidering eller upphäv det.",
    S.withdrawn: "Det som gäller dras inte tillbaka: det upphävs.",
}


@dataclass(frozen=True)
class Case:
    """What a step is judged by.

    approved, stale: of the newest version: may it be pushed, and how many of its sentences rest on text that has moved.
    bound, agreed: names of the parties that its sentences bind, and of those whose agreement to it stands. without: names of
    the missing that the decision speaks of. unowned: duties that no party has taken on. in_force: a version is adopted and not
    repealed. mandate: the charter's is entered. decision: organ, date and diary number are given. unreported: commitments in
    force without a status. before_pause: where a paused clause came from.
    """

    approved: bool = False
    stale: int = 0
    bound: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    unowned: int = 0
    in_force: bool = False
    mandate: bool = False
    decision: bool = False
    unreported: int = 0
    before_pause: ClauseState | None = None
    reason: str = ""


def refusals(now: ClauseState, to: ClauseState, case: Case) -> tuple[str, ...]:
    """Why a clause may not go from `now` to `to`, each a Swedish sentence. Empty: it may."""
    if to == now:
        return (f"Paragrafen är redan {NAMES[now]}.",)
    if to not in AFTER[now]:
        return (f"En paragraf som är {NAMES[now]} kan inte bli {NAMES[to]}. {_why_not(now, to)}",)
    if now == S.paused and to not in CLOSED and to != case.before_pause:
        back = NAMES[case.before_pause or S.draft]
        return (f"En pausad paragraf återgår till det den var: {back}.",)
    return tuple(one for one in (_reason(now, to, case), *_asked(now, to, case)) if one)


def allowed(now: ClauseState, case: Case) -> tuple[ClauseState, ...]:
    """The steps that nothing but a reason, a decision or a name may still be missing for, in the order of a life."""
    return tuple(to for to in S if to in AFTER[now] and not (now == S.paused and to not in CLOSED and to != case.before_pause))


def missing(case: Case) -> tuple[str, ...]:
    """The parties that are bound and whose agreement doesn't stand."""
    return tuple(name for name in case.bound if name not in case.agreed)


def _why_not(now: ClauseState, to: ClauseState) -> str:
    if now == S.repealed:
        return "Det som har upphävts ändras inte mer; det som ska gälla igen skrivs som en ny paragraf."
    if now in CLOSED:
        return "Ta först upp den igen som utkast."
    return _WHY_NOT[to]


def _reason(now: ClauseState, to: ClauseState, case: Case) -> str | None:
    back = to == S.draft and now != S.grouped
    if (back or to in _NEEDS_REASON or case.without) and not case.reason:
        return "Ange skälet."
    return None


def _asked(now: ClauseState, to: ClauseState, case: Case) -> list[str | None]:
    """What the state itself asks for, one sentence for each thing that is not there."""
    if to in (S.declined, S.withdrawn):
        return ["En antagen version gäller. Den kan bara upphävas." if case.in_force else None]
    if to == S.repealed:
        return [None if case.in_force else "Ingen version gäller. Avböj paragrafen eller dra tillbaka den i stället."]
    if to == S.followed_up:
        return [f"{_things(case.unreported)} saknar uppgift om hur det har gått." if case.unreported else None]
    if to == S.in_dialogue and now in (S.draft, S.revised):
        return [None if case.approved else "Ingen har godkänt den nyaste versionen.", _stale(case)]
    if to == S.under_review and now != S.agreed:
        return [_stale(case)]
    if to in (S.agreed, S.adopted):
        formal = _formal(case) if to == S.adopted else []
        return [_stale(case), *_parties(case), *formal]
    return []


def _formal(case: Case) -> list[str | None]:
    return [
        None if case.mandate else "Kontraktet har inget mandat. Ange det politiska beslut som det vilar på.",
        None if case.decision else "Ange beslutet: organ, datum och diarienummer.",
    ]


def _parties(case: Case) -> list[str | None]:
    absent = missing(case)
    unnamed = [name for name in absent if name not in case.without]
    wrong = [name for name in case.without if name not in absent]
    return [
        f"{_things(case.unowned)} har ingen part. Ange vem som tar på sig det." if case.unowned else None,
        None if case.bound else "Paragrafen binder ingen part. Ange vem som tar på sig vad.",
        "Ingen part har samtyckt till den här versionen." if case.bound and not case.agreed else None,
        f"Samtycke saknas: {', '.join(unnamed)}. Be om det, eller namnge den som saknas i beslutet." if unnamed else None,
        f"Namngiven som saknad utan att samtycke saknas: {', '.join(wrong)}." if wrong else None,
    ]


def _stale(case: Case) -> str | None:
    if not case.stale:
        return None
    return f"{case.stale} av meningarna vilar på text som har ändrats, dragits tillbaka eller försvunnit. Gör om utkastet först."


def _things(number: int) -> str:
    return "Ett åtagande" if number == 1 else f"{number} åtaganden"
