"""What can't be done with the charter, and the few checks that every text from a person passes."""

from __future__ import annotations


class CharterError(Exception):
    """A clause that can't be saved, approved, moved or shown as it is; says why."""


def given(text: str | None, what: str, longest: int = 200) -> str:
    """A text that a person must give, trimmed. Raises CharterError where it is empty, too long, or can't be stored."""
    found = optional(text, what, longest)
    if not found:
        raise CharterError(f"Ange {what}.")
    return found


def optional(text: str | None, what: str, longest: int = 200) -> str:
    """The same text trimmed, "" where there is none."""
    found = " ".join((text or "").split())
    if len(found) > longest:
        raise CharterError(f"Korta {what}: högst {longest} tecken, nu {len(found)}.")
    if not found.isprintable():
        raise CharterError(f"Skriv {what} utan styrtecken.")
    return found
