"""Plain text with a way back, language, and statements with offsets."""

import time

import pytest
from hypothesis import given, settings

from mappings.text import language, plain, statements
from tests.mappings.strategies import stored_texts

LOCALES = ["sv", "en", "fi"]


def split(stored: str) -> list[str]:
    return [span.text for span in statements("body", "sv", stored, allowed=LOCALES, default_language="sv")]


@settings(max_examples=400, deadline=None)
@given(stored_texts)
def test_every_quote_stands_character_for_character_in_the_stored_text(stored: str) -> None:
    last = 0
    for span in statements("body", "sv", stored, allowed=LOCALES, default_language="sv"):
        assert stored[span.start : span.end] == span.quote
        assert span.start >= last
        assert span.text.strip() == span.text != ""
        last = span.end


@settings(max_examples=300, deadline=None)
@given(stored_texts)
def test_the_map_back_never_falls_and_covers_only_the_stored_text(stored: str) -> None:
    readable = plain(stored)
    assert len(readable.text) == len(readable.starts) == len(readable.ends)
    assert list(readable.starts) == sorted(readable.starts)
    assert list(readable.ends) == sorted(readable.ends)
    assert all(0 <= start < end <= len(stored) for start, end in zip(readable.starts, readable.ends, strict=True))


@settings(max_examples=100, deadline=None)
@given(stored_texts)
def test_the_same_text_gives_the_same_statements(stored: str) -> None:
    assert split(stored) == split(stored)


@pytest.mark.parametrize(
    ("stored", "readable"),
    [
        ("<p>Fler <b>bänkar</b> nu</p><p>Tack</p>", "Fler bänkar nu\nTack\n"),
        ("a<br>b", "a\nb"),
        ("vi &amp; ni &lt;b&gt;", "vi & ni <b>"),
        ("<script>alert(1)</script>Hej", "Hej"),
        ("<style>p{}</style>Hej<script>x", "Hej\n"),
        ("2 < 3 och 4 > 1", "2 < 3 och 4 > 1"),
        ("jag <3 ån", "jag <3 ån"),
        ("a\u0308lg", "älg"),
        ("fler\u200bbänkar", "flerbänkar"),
        ("rad ett\r\nrad två", "rad ett\nrad två"),
        ("<p>rad ett\nrad två</p>", "rad ett rad två\n"),
        ('<a title="a>b">länk</a>', "länk"),
        ("före<!-- dold -->efter", "föreefter"),
        ("oavslutad <b", "oavslutad <b"),
        ("", ""),
    ],
)
def test_plain_text_is_what_a_reader_sees(stored: str, readable: str) -> None:
    assert plain(stored).text == readable


@pytest.mark.parametrize(
    ("stored", "found"),
    [
        ("Vi vill ha t.ex. fler bänkar. Tack.", ["Vi vill ha t.ex. fler bänkar.", "Tack."]),
        ("Öppet kl. 9 till kl. 15, bl.a. på lördagar.", ["Öppet kl. 9 till kl. 15, bl.a. på lördagar."]),
        ("Fler bänkar\nMer belysning\nTack", ["Fler bänkar", "Mer belysning", "Tack"]),
        ("- fler bänkar\n- mer ljus", ["fler bänkar", "mer ljus"]),
        ("1. Fler bänkar\n2. Mer ljus", ["Fler bänkar", "Mer ljus"]),
        ("<ul><li>Fler bänkar</li><li>Mer ljus</li></ul>", ["Fler bänkar", "Mer ljus"]),
        ("öppna hallen igen!! vi kan städa", ["öppna hallen igen!!", "vi kan städa"]),
        ("Kön är elva (11!) år.", ["Kön är elva (11!) år."]),
        ("Nu räcker det. Förbjud skiten!", ["Nu räcker det.", "Förbjud skiten!"]),
        ("S. Karlsson bor här.", ["S. Karlsson bor här."]),
        ("Bygg en bro och laga vägen till skolan.", ["Bygg en bro", "laga vägen till skolan."]),
        (
            "Kommunen ska ploga gångvägen, men regionen ska köra bussen.",
            ["Kommunen ska ploga gångvägen", "regionen ska köra bussen."],
        ),
        ("Sätt upp en bänk och en lampa.", ["Sätt upp en bänk och en lampa."]),
        ("Rusta stationen och låt den stå öppen.", ["Rusta stationen och låt den stå öppen."]),
        ("Vi vill att ni ska lyssna och att ni ska svara.", ["Vi vill att ni ska lyssna och att ni ska svara."]),
        ("Hej! Sätt upp en grind. Mvh Kim", ["Hej!", "Sätt upp en grind.", "Mvh Kim"]),
        ("👍👍", []),
        ("…", []),
    ],
)
def test_statements_are_the_sentences_that_a_reader_would_mark(stored: str, found: list[str]) -> None:
    assert split(stored) == found


def test_lines_broken_by_a_mail_program_are_one_sentence() -> None:
    lines = [
        "Vi som bor på gatan har länge önskat oss ett övergångsställe vid",
        "skolan eftersom bilarna kör fort och barnen inte hinner över till",
        "andra sidan.",
    ]
    assert split("\n".join(lines)) == [" ".join(lines)]


def test_a_quote_keeps_the_markup_that_stands_inside_it() -> None:
    (span,) = statements("body", "sv", "<p>Bygg <em>inte</em> här</p>", allowed=LOCALES, default_language="sv")
    assert (span.quote, span.text) == ("Bygg <em>inte</em> här", "Bygg inte här")


@pytest.mark.parametrize(
    ("text", "allowed", "found"),
    [
        ("Jag vill ha fler bänkar i parken", ["sv", "en"], "sv"),
        ("I would like more benches in the park", ["sv", "en"], "en"),
        ("Haluan lisää penkkejä puistoon, kiitos", ["sv", "en", "fi"], "fi"),
        ("More benches", ["sv", "en"], "sv"),
        ("", ["sv", "en"], "sv"),
        ("😀 😀 😀 😀", ["sv", "en"], "sv"),
        ("I would like more benches in the park", ["sv"], "sv"),
        ("Quero mais bancos no parque da cidade", ["sv", "pt-BR"], "pt-BR"),
        ("\ud800 \ud800 \ud800", ["sv", "en"], "sv"),
    ],
)
def test_the_language_is_one_of_the_instances(text: str, allowed: list[str], found: str) -> None:
    assert language(text, allowed, "sv") == found


ADVERSARIAL = {
    "no full stop": "ord ",
    "one word": "a",
    "open tags": "<a",
    "open quotes": '<a "',
    "open comments": "<!--",
    "entities": "&amp",
    "marks": "a\u0301\u0323",
    "question marks": "?",
    "many ends": "a? ",
    "glued ends": '!")',
    "abbreviations": "t.ex. ",
    "numbers": "1. ",
    "lines": "a\n",
    "joined demands": "bygg en bro och ",
    "scripts": "<script>",
    "closing scripts": "</script",
}


@pytest.mark.parametrize("unit", ADVERSARIAL.values(), ids=ADVERSARIAL.keys())
def test_time_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    """Four times the text may take at most twelve times the time: a square would take sixteen (the least of three tries)."""
    split(unit * 100)
    short, long = unit * (25_000 // len(unit)), unit * (100_000 // len(unit))
    assert _seconds(long) < 12 * _seconds(short) + 0.05


def _seconds(stored: str) -> float:
    tries = []
    for _ in range(3):
        begun = time.process_time()
        split(stored)
        tries.append(time.process_time() - begun)
    return min(tries)
