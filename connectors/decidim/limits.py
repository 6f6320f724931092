"""Every limit of a draft, checked in one place before anything is sent or put in a file.

What is known of Decidim's own checks (recordings of 0.32.2): title 15–150 characters, body from 15 to the component's
`proposal_length`, at most a quarter capitals, first letter a capital, no two of ``!?`` in a row; a long word passes. The
recordings don't tell whether tags count towards the length; Decidim's public source strips them first, and so do we. If a
server counts otherwise it refuses, and nothing is written. The admin import checks none of this, hence the same check there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from connectors.base import Draft, StepKind, Violation
from connectors.decidim import html_subset
from connectors.decidim.marker import stands_in

TITLE = (15, 150)
BODY_MIN = 15
BODY_MAX = 500
COMMENT_MAX = 1000
EDIT_WINDOW = timedelta(minutes=5)

_ID = re.compile(r"[1-9][0-9]{0,17}\Z")
_MARKER = re.compile(r"https?://[^\s<>\"'\\]+\Z")
_MARKS = re.compile(r"[!?¡¿]{2,}")
_MENTION = re.compile(r"(?<!\w)@\w")
_GID = re.compile(r"gid://", re.IGNORECASE)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True)
class ComponentRules:
    """What a target component allows. Most of it can't be read over the API: a person sets it per target.

    `body_max`: its `proposal_length` in characters. `edit_window`: how long an author may edit, None for ever.
    `locales`, `terms`: the ones that exist there; None where we don't know, and then nothing is said of them.
    """

    body_max: int = BODY_MAX
    comment_max: int = COMMENT_MAX
    edit_window: timedelta | None = EDIT_WINDOW
    locales: frozenset[str] | None = None
    terms: frozenset[str] | None = None


def check(draft: Draft, rules: ComponentRules) -> tuple[Violation, ...]:
    """Every limit that `draft` breaks, in a fixed order; empty when it may be sent."""
    found = list(_target(draft))
    if draft.kind in (StepKind.create, StepKind.update):
        found += _locale(draft, rules)
        found += _title(draft.title)
        found += _body(draft.body, rules)
        found += _terms(draft, rules)
    if draft.kind == StepKind.comment:
        found += _locale(draft, rules)
        found += _comment(draft.body, rules)
    if draft.kind != StepKind.withdraw:
        found += _marker(draft)
    return tuple(found)


def _target(draft: Draft) -> Iterator[Violation]:
    if not _ID.match(draft.component_id):
        yield Violation("bad_component_id", "Komponentens id är inte ett tal.", "The component's id is not a number.")
    if draft.kind == StepKind.create:
        return
    if draft.proposal_id is None or not _ID.match(draft.proposal_id):
        yield Violation(
            "bad_proposal_id", "Förslagets id saknas eller är inte ett tal.", "The proposal's id is missing or not a number."
        )
    if draft.kind in (StepKind.update, StepKind.withdraw) and not draft.expected:
        yield Violation(
            "no_fingerprint",
            "Det står inte hur förslaget såg ut när vi senast läste det, så det går inte att se om någon ändrat det.",
            "It is not said how the proposal read when we last saw it, so a change in Decidim could not be noticed.",
        )


def _locale(draft: Draft, rules: ComponentRules) -> Iterator[Violation]:
    if rules.locales is not None and draft.locale not in rules.locales:
        known = ", ".join(sorted(rules.locales))
        yield Violation(
            "unknown_locale",
            f"Språket {draft.locale!r} finns inte i den här Decidim (där finns {known}).",
            f"The locale {draft.locale!r} does not exist in this Decidim (it has {known}).",
        )


def _title(title: str) -> Iterator[Violation]:
    low, high = TITLE
    length = len(title)
    if len(title.strip()) < low:
        yield Violation(
            "title_too_short", f"Rubriken är kortare än {low} tecken.", f"The title is shorter than {low} characters."
        )
    if length > high:
        yield Violation(
            "title_too_long",
            f"Rubriken har {length} tecken; högst {high} går.",
            f"The title has {length} characters; at most {high} fit.",
        )
    if "\n" in title or title != title.strip():
        yield Violation(
            "title_lines", "Rubriken har radbrytning eller luft i kanten.", "The title has a line break or blank ends."
        )
    if html_subset.words(title) != title.strip() or html_subset.strange(title):
        yield Violation(
            "title_html", "Rubriken innehåller HTML; den ska vara ren text.", "The title holds HTML; it must be plain text."
        )
    yield from _etiquette("title", "Rubriken", title.strip())
    yield from _harmless("title", "Rubriken", title)


def _body(body: str, rules: ComponentRules) -> Iterator[Violation]:
    seen, length = html_subset.words(body), len(html_subset.counted(body))
    if len(seen) < BODY_MIN:
        yield Violation(
            "body_too_short", f"Texten är kortare än {BODY_MIN} tecken.", f"The body is shorter than {BODY_MIN} characters."
        )
    if length > rules.body_max:
        yield Violation(
            "body_too_long",
            f"Texten har {length} tecken; komponenten tar högst {rules.body_max}. Korta den eller höj gränsen i Decidim.",
            f"The body has {length} characters; the component takes at most {rules.body_max}. "
            "Shorten it or raise the limit in Decidim.",
        )
    if strange := html_subset.strange(body):
        names = ", ".join(strange)
        yield Violation(
            "body_html", f"Texten har HTML som inte går: {names}.", f"The body holds HTML that is not allowed: {names}."
        )
    yield from _etiquette("body", "Texten", seen)
    yield from _harmless("body", "Texten", body)


def _comment(body: str, rules: ComponentRules) -> Iterator[Violation]:
    if not body.strip():
        yield Violation("comment_empty", "Kommentaren är tom.", "The comment is empty.")
    if len(body) > rules.comment_max:
        yield Violation(
            "comment_too_long",
            f"Kommentaren har {len(body)} tecken; högst {rules.comment_max} går.",
            f"The comment has {len(body)} characters; at most {rules.comment_max} fit.",
        )
    if html_subset.words(body) != body.strip() or html_subset.strange(body):
        yield Violation(
            "comment_html", "Kommentaren innehåller HTML; den ska vara ren text.", "The comment holds HTML; it must be plain."
        )
    yield from _harmless("comment", "Kommentaren", body)


def _etiquette(part: str, sv: str, text: str) -> Iterator[Violation]:
    name = part.capitalize()
    capitals = sum(letter.isupper() for letter in text)
    # As Decidim's source has it: a quarter, rounded down, is already too many. Shorter texts are refused as such.
    if len(text) >= BODY_MIN and capitals >= len(text) // 4:
        yield Violation(
            f"{part}_capitals",
            f"{sv} har för många stora bokstäver ({capitals} av {len(text)} tecken; gränsen är en fjärdedel).",
            f"{name} has too many capitals ({capitals} of {len(text)} characters; the limit is a quarter).",
        )
    if text[:1].islower():
        yield Violation(f"{part}_lower_start", f"{sv} börjar inte med stor bokstav.", f"{name} does not start with a capital.")
    if _MARKS.search(text):
        yield Violation(
            f"{part}_marks", f"{sv} har flera utrops- eller frågetecken i rad.", f"{name} has several ! or ? in a row."
        )


def _harmless(part: str, sv: str, text: str) -> Iterator[Violation]:
    name = part.capitalize()
    if _MENTION.search(text):
        yield Violation(
            f"{part}_mention",
            f"{sv} har @ före ett ord; Decidim gör om det till en person. Skriv namnet utan @.",
            f"{name} has @ before a word; Decidim turns it into a person. Write the name without @.",
        )
    if _GID.search(text):
        yield Violation(
            f"{part}_gid",
            f"{sv} har en gid://-adress, som Decidim gör om till ett namn eller en länk. Skriv det i klartext.",
            f"{name} holds a gid:// address, which Decidim turns into a name or a link. Write it out.",
        )
    if text.startswith(_FORMULA):
        yield Violation(
            f"{part}_formula",
            f"{sv} börjar med =, +, - eller @, och ett kalkylprogram skulle räkna på det.",
            f"{name} starts with =, +, - or @, and a spreadsheet would take it for a formula.",
        )
    if _UNSEEN.search(text):
        yield Violation(
            f"{part}_unseen",
            f"{sv} har osynliga tecken eller styrtecken. Ta bort dem.",
            f"{name} holds invisible or control characters. Remove them.",
        )


def _terms(draft: Draft, rules: ComponentRules) -> Iterator[Violation]:
    """Decidim drops unknown ids in silence, so they are named here."""
    wrong = [term for term in draft.terms if not _ID.match(term)]
    if rules.terms is not None:
        wrong += [term for term in draft.terms if term not in rules.terms and term not in wrong]
    if wrong:
        names = ", ".join(repr(term[:20]) for term in wrong)
        yield Violation(
            "unknown_terms",
            f"Okända taxonomier, kategorier eller områden: {names}.",
            f"Unknown taxonomies, categories or scopes: {names}.",
        )


def _marker(draft: Draft) -> Iterator[Violation]:
    if not _MARKER.match(draft.marker):
        yield Violation("bad_marker", "Märket är inte en webbadress.", "The marker is not a web address.")
    elif not stands_in(draft.marker, draft.body):
        yield Violation(
            "no_marker",
            "Adressen till formuleringens sida står inte i texten; utan den hittar vi inte igen det som skrivits.",
            "The address of the clause version's page does not stand in the body; without it a lost push can't be found again.",
        )
