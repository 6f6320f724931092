"""Which language a page speaks: what the address asks for, else what the browser prefers, else Swedish."""

from __future__ import annotations

import re
from dataclasses import dataclass

from werkzeug.datastructures import LanguageAccept

LANGUAGES = ("sv", "en")

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Language:
    """code: one of LANGUAGES. asked: the address itself asks for it, so links inside the site carry it on."""

    code: str
    asked: bool


def language_of(asked: str | None, accepted: LanguageAccept) -> Language:
    """asked: `?lang=` of the address; what isn't ours is passed over."""
    if asked in LANGUAGES:
        return Language(str(asked), True)
    found = next((one for one in _by_wish(accepted) if one in LANGUAGES), LANGUAGES[0])
    return Language(found, False)


def tag(locale: str | None) -> str | None:
    """A locale of Decidim as HTML's `lang` takes it; None where it is none (a page never repeats what it can't mean)."""
    return locale if locale is not None and _TAG.fullmatch(locale) else None


def _by_wish(accepted: LanguageAccept) -> list[str]:
    """Main languages that the browser takes, the dearest first: "sv-FI" is Swedish to us. q=0 is a no."""
    return [value.replace("_", "-").split("-")[0].lower() for value, quality in accepted if quality > 0]
