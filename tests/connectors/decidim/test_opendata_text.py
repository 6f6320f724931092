"""What the exporter does to texts, and that undoing it never changes what it would write."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.decidim.opendata import OpenDataReader
from connectors.decidim.opendata_text import exported, same_body, unquoted, unwrapped
from tests.connectors.decidim.opendata_made import comment, csv_of, json_of, proposal

STORABLE = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
TEXTS = st.text(STORABLE, max_size=300)
WORDS = st.lists(st.text("abcdeåäö.", min_size=1, max_size=12), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("<p>Ett</p><p>Två &amp; tre</p>", "Ett\n\nTvå & tre"),
        ('<a href="https://x.se">länk</a>!', "länk ( https://x.se )!"),
        ("<ul><li>a</li><li>b</li></ul>", "* a\n* b"),
        ("<h2>Rubrik</h2>text", "------\nRubrik\n------\n\ntext"),
        ("a <script>alert(1)</script> b", "a  b"),
        ("ett\r\ntvå\u00a0tre", "ett\ntvå tre"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_the_exporter_writes(stored: str, written: str) -> None:
    assert exported(stored) == written and same_body(stored, written)


@given(TEXTS)
@example("( http://a )\n( http://b\n)")
@example("x" * 70 + "\n" + "y " * 40)
def test_what_is_unwrapped_is_broken_again_to_the_same_text(text: str) -> None:
    written = exported(text)
    again = unwrapped(written)
    assert again.split() == written.split()
    if "<" not in again and "&" not in again:
        assert exported(again) == written


@given(WORDS)
def test_a_paragraph_comes_back_as_one_line(words: list[str]) -> None:
    line = " ".join(words)
    assert unwrapped(exported(line)) == line


@given(TEXTS)
def test_a_comment_keeps_every_letter_through_csv_and_json(text: str) -> None:
    looks_guarded = text.startswith(("'=", "'+", "'-", "'@"))
    for form in (csv_of, json_of):
        reader = OpenDataReader(form([comment(1, 5, body=text)]), default_locale="sv")
        kept = reader.comments_of("5")[0].body["und"]
        assert kept == (unquoted(text) if looks_guarded and form is csv_of else text)


@given(st.dictionaries(st.sampled_from(["sv", "en", "sme", "pt-BR"]), TEXTS.filter(lambda text: not text.startswith("'"))))
def test_a_title_keeps_every_letter_in_every_locale(title: dict[str, str]) -> None:
    row = proposal(1) | {f"title/{locale}": text for locale, text in title.items()}
    reader = OpenDataReader(csv_of([row]), default_locale="sv")
    expected = {"sv": row["title/sv"]} | title
    assert reader.index.proposals["1"].title == {locale: text for locale, text in expected.items() if text}


@pytest.mark.parametrize(
    "part", ["<a x", "<a x>", "<script", "<h1>", " ", "( http", "<li> ", "\u00a0 ", "<img alt", "<!-- start text/html -->", "&#"]
)
def test_hostile_markup_takes_no_long_time(part: str) -> None:
    began = time.process_time()
    unwrapped((part * 20_000)[:19_999] + "\nslut")
    same_body((part * 20_000)[:20_000], "x")
    assert time.process_time() - began < 10
