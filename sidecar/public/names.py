"""What states, parties and their words are called on open pages, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sidecar.charter.agreements import WORDS
from sidecar.charter.kinds import KIND_NAMES, STATUS_NAMES, PartyKind, Status
from sidecar.charter.states import NAMES, ClauseState

S, P, T = ClauseState, PartyKind, Status

_EN: Mapping[str, Mapping[Any, str]] = {
    "state": {
        S.collected: "collected", S.grouped: "grouped", S.draft: "draft", S.in_dialogue: "in dialogue",
        S.under_review: "under review", S.agreed: "agreed", S.adopted: "adopted", S.followed_up: "followed up",
        S.revised: "under revision", S.repealed: "repealed", S.declined: "declined", S.paused: "paused",
        S.withdrawn: "withdrawn",
    },
    "word": {
        "agreed": "has agreed", "asked": "has not answered", "asked_again": "is asked again",
        "withdrawn": "has withdrawn its agreement",
    },
    "status": {
        T.not_begun: "not begun", T.under_way: "under way", T.kept: "kept", T.late: "late", T.not_kept: "not kept",
    },
    "kind": {
        P.municipality: "the municipality", P.inhabitants: "the inhabitants", P.civil_society: "civil society",
        P.university: "university", P.business: "business", P.authority: "another authority",
    },
}  # fmt: skip

_SV: Mapping[str, Mapping[Any, str]] = {"state": NAMES, "word": WORDS, "status": STATUS_NAMES, "kind": KIND_NAMES}

MEANS: Mapping[str, Mapping[ClauseState, str]] = {
    "sv": {
        S.collected: "Texten är inte antagen.",
        S.grouped: "Texten är inte antagen.",
        S.draft: "Det här är ett utkast. Texten är inte antagen.",
        S.in_dialogue: "Utkastet är ute i dialog. Texten är inte antagen.",
        S.under_review: "Texten granskas. Den är inte antagen.",
        S.agreed: "Parterna är överens om texten. Den är inte antagen än.",
        S.adopted: "Paragrafen är antagen.",
        S.followed_up: "Paragrafen är antagen och har följts upp.",
        S.revised: "Paragrafen är under revidering.",
        S.repealed: "Paragrafen är upphävd och gäller inte längre.",
        S.declined: "Paragrafen är avböjd. Den är inte antagen.",
        S.paused: "Arbetet med paragrafen är pausat. Texten är inte antagen.",
        S.withdrawn: "Paragrafen är tillbakadragen. Den är inte antagen.",
    },
    "en": {
        S.collected: "The text has not been adopted.",
        S.grouped: "The text has not been adopted.",
        S.draft: "This is a draft. The text has not been adopted.",
        S.in_dialogue: "The draft is out in dialogue. The text has not been adopted.",
        S.under_review: "The text is under review. It has not been adopted.",
        S.agreed: "The parties agree on the text. It has not been adopted yet.",
        S.adopted: "The clause has been adopted.",
        S.followed_up: "The clause has been adopted and followed up.",
        S.revised: "The clause is under revision.",
        S.repealed: "The clause has been repealed and no longer holds.",
        S.declined: "The clause has been declined. It has not been adopted.",
        S.paused: "Work on the clause is paused. The text has not been adopted.",
        S.withdrawn: "The clause has been withdrawn. It has not been adopted.",
    },
}
"""What a state means to a reader who knows nothing of our states."""


def called(language: str, what: str, value: str) -> str:
    """what: state, word (a party's), status (of a commitment) or kind (of a party). A value without a name is shown as it is."""
    return (_SV if language == "sv" else _EN)[what].get(value, value)
