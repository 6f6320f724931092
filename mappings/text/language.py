"""Which of the instance's languages a text is in."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

MIN_WORDS = 3
"""Shorter texts take the platform's language: detectors guess below this."""

_ENOUGH = 5_000
"""Characters that decide; more changes nothing."""

_DETECTOR_NAMES = {"nb": "no", "nn": "no"}


def language(text: str, allowed: Iterable[str], default: str) -> str:
    """The language of a plain text: one of `allowed` (Decidim's locales), or `default` where the text can't say.

    Locales such as "pt-BR" are known by their language. Texts of fewer than three words, or of none of the languages, take
    the default, as does everything where only one language is allowed.
    """
    by_name = {_detector_name(code): code for code in sorted(set(allowed), reverse=True)}
    if len(by_name) < 2 or len(text[:_ENOUGH].split(maxsplit=MIN_WORDS)) < MIN_WORDS:
        return default
    found = _detector(tuple(sorted(by_name))).detect(text[:_ENOUGH].encode("utf-8", "replace").decode("utf-8"))
    return by_name.get(found, default)


def _detector_name(locale: str) -> str:
    base = locale.replace("_", "-").split("-")[0].lower()
    return _DETECTOR_NAMES.get(base, base)


@lru_cache(maxsize=64)
def _detector(codes: tuple[str, ...]) -> Any:
    """One detector a set of languages: eldc's own settings are global, an instance's are not."""
    import eldc

    eldc.init()
    detector = eldc.instance()
    known = [code for code in codes if code in set(eldc.LANGUAGES)]
    if known:
        detector.set_languages(known)
    return detector
