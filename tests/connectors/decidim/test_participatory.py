"""A participatory text comes out of the panel as it went in, whatever people have written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import Draft, StepKind
from connectors.decidim.emulator.admin_participatory_markdown import Level, parts
from connectors.decidim.participatory import LONGEST_HEADING, Article, Chapter, check, heading, markdown, paragraph, tame

MARKER = "https://kontrakt.example.org/k/6dc4ecb0/1"
signs = st.lists(st.sampled_from([*"\\`*_<>[]|~#^@-+=.!:&1aåB\n\t ", "https://a.se/b_c"]), max_size=60).map("".join)


def test_long_headings_are_cut_between_words_and_no_paragraph_begins_with_a_number() -> None:
    cut = heading("ord " * 80)
    assert len(cut) <= LONGEST_HEADING and cut.endswith("ord…")
    assert paragraph([("", "7. Kommunen ska")]) == "Nr 7: Kommunen ska"


def as_shown(text: str) -> str:
    return re.sub(r"</?strong>", "**", text)


@given(signs, signs, signs)
def test_the_panel_makes_of_a_text_exactly_its_chapters_and_articles(title: str, label: str, said: str) -> None:
    article = Article(heading(f"§ 1 {title}"), (paragraph([(f"Rätten {label}x", said)], last="2 för.", marker=MARKER),))
    chapter = Chapter(heading(f"Trygghet {title}"), (article, article))
    found = parts(markdown([chapter]), drops_comments=False)
    levels = [Level.section, Level.sub_section, Level.article, Level.sub_section, Level.article]
    assert [part.level for part in found] == levels
    assert [part.text for part in found[:2]] == [chapter.heading, article.heading]
    assert as_shown(found[2].text) == article.paragraphs[0] and found[2].text.endswith(f" {MARKER}")


@given(signs)
def test_a_paragraph_without_a_label_stays_one_paragraph(said: str) -> None:
    line = paragraph([("", f"x{said}")])
    assert [part.text for part in parts(f"{line}\n", drops_comments=False)] == [line]


@pytest.mark.parametrize(
    "begins", ["7. sju", "2) två", "- punkt", "+ punkt", "= rad", "--- streck", "# rubrik", "> citat", "@anna ser"]
)
def test_no_beginning_makes_anything_else_than_a_paragraph(begins: str) -> None:
    line = paragraph([("", begins)])
    [part] = parts(f"{line}\n", drops_comments=False)
    assert (part.level, part.text) == (Level.article, line)
    assert "@anna" not in tame(begins)


def a_draft(**changes: str) -> Draft:
    body = paragraph([("Rätten", "Alla får sitta.")], marker=MARKER)
    values = {"component_id": "4", "locale": "sv", "marker": MARKER, "title": "§ 1 Bänkar", "body": body, **changes}
    return Draft(kind=StepKind(values.pop("kind", "create")), **values)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "update"}, "not_a_new_text"),
        ({"locale": "en"}, "not_the_default_locale"),
        ({"title": "§ 1 " + "x" * 150}, "bad_heading"),
        ({"title": "§ 1 [Bänkar](x)"}, "bad_heading"),
        ({"title": ""}, "bad_heading"),
        ({"body": "Alla får sitta."}, "bad_paragraph"),
        ({"body": f"Alla\n\nfår sitta. {MARKER}"}, "bad_paragraph"),
    ],
)
def test_what_the_panel_would_spoil_is_refused_before_a_file_is_made(changes: dict[str, str], code: str) -> None:
    assert check(a_draft(), "sv") == ()
    assert [fault.code for fault in check(a_draft(**changes), "sv")] == [code]
