"""Bad input the whole way, text → sentences → tags → model: an answer each time, and in time proportional to its length."""

import time

import pytest

from mappings.tagging import NORMS, Asked, Context, decide
from mappings.text import statements
from tests.mappings.cache import encoder_cache  # noqa: F401

ALLOWED = ["sv", "en", "ca", "es"]
RATIO = 3
"""Twice the length may take at most so many times as long, a square would take four times, noise of the machine aside …"""
FLOOR = 0.3
"""… and seconds that are always granted."""

NO_END = "vägen är hal vid ån där barnen går "
SECONDS = 20.0
"""Of the processor, for 100,000 characters in one sentence, model and all."""

BAD = {
    "empty": "",
    "blank": " \n\t ",
    "one character": "x",
    "one mark": ".",
    "mixed languages": "Kommunen ska build a bro y un parque für alle, merci! Volem carrils bici.",
    "only emoji": "👍🏽🔥🎉👨‍👩‍👧‍👦❤️",
    "only links": "https://exempel.se/a?b=c www.exempel.se http://a.b/c#d",
    "control characters": "\x00\x01\x07Bygg\x1b[31m en bro\x00\x85\x9f",
    "lone surrogates": "Bygg \ud800 en \udfff bro",
    "broken markup": "<p>Bygg <b en bro</p & &#x110000; <!-- <script>",
    "marks on marks": "Bygg e" + "\u0301" * 500 + " bro",
    "right to left": "\u202eBygg en bro\u202c مرحبا",
}


def through(stored: str, default: str, *, use_model: bool = True) -> int:
    """All the way, as the service goes it; how many statements there were."""
    spans = statements("body", default, stored, allowed=ALLOWED, default_language=default)
    assert all(stored[span.start : span.end] == span.quote for span in spans)
    before, asked = "", []
    for span in spans:
        asked.append(Asked(span.text, span.language, Context(title=stored[:200], before=before)))
        before = span.text
    for one, given in zip(asked, decide(asked, use_model=use_model, keep=False), strict=True):
        assert given.primary.norm_type in NORMS and given.primary.explanation_sv and given.primary.explanation_en
        assert all(0 <= tag.start <= tag.end <= len(one.text) and 0 <= tag.confidence <= 1 for tag in given.tags)
    return len(spans)


@pytest.mark.usefixtures("encoder_cache")
@pytest.mark.parametrize("default", ["sv", "ca"])
@pytest.mark.parametrize("stored", BAD.values(), ids=BAD)
def test_every_bad_text_gets_an_answer(stored: str, default: str) -> None:
    assert through(stored, default) == through(stored, default, use_model=False)


UNITS = {
    "no full stop": "kommunen ska bygga en bro och ",
    "one word": "a",
    "full stops alone": ".",
    "full stops": "Bygg en bro. ",
    "catalan full stops": "Volem un carril bici. i ",
    "questions": "Varför då?! ",
    "open tags": "<p ",
    "open quotes": '"Bygg ',
    "entities": "&amp;",
    "marks": "e\u0301",
    "emoji": "👍🏽 ",
    "links": "https://exempel.se/a ",
    "control characters": "\x00\x07",
    "lone surrogates": "\ud800",
    "lines": "- bygg en bro\n",
    "joints": "bygg en bro och laga vägen och ",
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    took = {size: min(seconds(unit, size) for _ in range(2)) for size in (1_000, 50_000, 100_000)}
    assert took[100_000] < RATIO * took[50_000] + FLOOR, took


WITH_MODEL = ("no full stop", "one word", "full stops", "joints", "emoji", "marks")


@pytest.mark.usefixtures("encoder_cache")
@pytest.mark.parametrize("name", WITH_MODEL)
def test_twice_the_text_takes_twice_the_time_with_the_model(name: str) -> None:
    seconds(UNITS[name], 100, use_model=True)
    took = {size: min(seconds(UNITS[name], size, use_model=True) for _ in range(2)) for size in (5_000, 10_000)}
    assert took[10_000] < RATIO * took[5_000] + FLOOR, took


@pytest.mark.usefixtures("encoder_cache")
def test_a_text_of_100_000_characters_without_an_end_is_answered_by_the_model() -> None:
    assert seconds(NO_END, 100_000, use_model=True) < SECONDS


def seconds(unit: str, size: int, *, use_model: bool = False) -> float:
    """Of the processor, all threads together."""
    stored = unit * (size // len(unit))
    begun = time.process_time()
    through(stored, "ca" if "Volem" in unit else "sv", use_model=use_model)
    return time.process_time() - begun
