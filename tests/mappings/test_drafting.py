"""Clauses that quote their sources, and the check that refuses any that don't."""

from dataclasses import replace
from html import unescape

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mappings.drafting import Citation, ClauseDraft, Member, NoRoom, SidesMixed, draft, render, verify
from mappings.text import statements
from tests.mappings.strategies import stored_texts

MARKER = "https://charter.example.org/klausul/17/version/2"
STORE = {
    "r1": "<p>Fler papperskorgar vid ån. Det är skräpigt.</p>",
    "r2": "Sätt upp fler papperskorgar vid ån!",
    "r3": "Bort med dem. Plocka bort tunnorna längs ån så får var och en bära hem sitt.",
    "r4": "Bra idé, jag håller med om det här.",
}


def stored(revision: str, field: str, locale: str) -> str | None:
    return STORE.get(revision) if (field, locale) == ("body", "sv") else None


def members(revision: str, side: str = "for", norm: str = "obligation", text: str | None = None) -> list[Member]:
    found = statements("body", "sv", STORE[revision] if text is None else text, allowed=["sv"], default_language="sv")
    return [
        Member(f"{revision}:{place}", f"c-{revision}", span.text, "sv", norm, side, _citation(revision, span))
        for place, span in enumerate(found)
    ]


def _citation(revision: str, span: object) -> Citation:
    return Citation(revision, "body", "sv", span.start, span.end, span.quote)  # type: ignore[attr-defined]


def clause() -> ClauseDraft:
    own = [members("r1")[0], members("r2")[0]]
    return draft(own, supporting=members("r4", norm="none"), opposing=members("r3", side="against"))


def test_a_draft_quotes_its_sources_and_counts_both_sides() -> None:
    found = clause()
    assert verify(found, stored) == ()
    assert (found.support, found.opposition) == (3, 1)
    assert [(s.block, s.text) for s in found.sentences] == [
        ("commitments", "Fler papperskorgar vid ån."),
        ("commitments", "Sätt upp fler papperskorgar vid ån!"),
        ("support", "3 bidrag står bakom detta."),
        ("against", "Plocka bort tunnorna längs ån så får var och en bära hem sitt."),
        ("against", "1 bidrag talar emot."),
    ]
    assert found.title == "Fler papperskorgar vid ån"


def test_nobody_against_is_said_too() -> None:
    found = draft([members("r1")[0]])
    assert found.sentences[-1].text == "Inget bidrag talar emot." and verify(found, stored) == ()


def test_statements_from_both_sides_can_not_share_a_block() -> None:
    with pytest.raises(SidesMixed):
        draft([members("r1")[0], members("r3", side="against")[1]])
    with pytest.raises(ValueError, match="at least one"):
        draft([])


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_tampered_quote_is_refused(data: st.DataObject) -> None:
    found = clause()
    place = data.draw(st.integers(0, len(found.sentences) - 1))
    sentence = found.sentences[place]
    which = data.draw(st.integers(0, len(sentence.citations) - 1))
    old = sentence.citations[which]
    change = data.draw(
        st.one_of(
            st.text(max_size=30).map(lambda quote: replace(old, quote=quote)),
            st.integers(-3, 90).map(lambda start: replace(old, start=start)),
            st.integers(-3, 90).map(lambda end: replace(old, end=end)),
            st.sampled_from(["r2", "r3", "borta"]).map(lambda revision: replace(old, revision_id=revision)),
            st.just(replace(old, field="title")),
            st.just(replace(old, locale="en")),
        )
    )
    assume(change != old)
    citations = (*sentence.citations[:which], change, *sentence.citations[which + 1 :])
    sentences = (*found.sentences[:place], replace(sentence, citations=citations), *found.sentences[place + 1 :])
    assert verify(replace(found, sentences=sentences), stored) != ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda d: replace(d, title="Fler soffor vid ån i staden"), "uncited_word"),
        (lambda d: replace(d, title_citations=()), "uncited"),
        (lambda d: _first(d, text="Fler stora papperskorgar vid ån."), "uncited_word"),
        (lambda d: _first(d, text=""), "uncited_word"),
        (lambda d: _first(d, citations=()), "uncited"),
        (lambda d: replace(d, support=4), "count_wrong"),
        (lambda d: replace(d, opposition=0), "count_wrong"),
        (lambda d: replace(d, sentences=d.sentences[:-1]), "count_missing"),
        (lambda d: _first(d, block="against"), "sides_mixed"),
        (lambda d: _last(d, text="1 dumt bidrag talar emot."), "uncited_word"),
        (lambda d: _last(d, citations=d.sentences[2].citations), "count_wrong"),
    ],
)
def test_every_other_fault_is_named(change: object, code: str) -> None:
    assert code in {violation.code for violation in verify(change(clause()), stored)}  # type: ignore[operator]


def _first(found: ClauseDraft, **changes: object) -> ClauseDraft:
    return replace(found, sentences=(replace(found.sentences[0], **changes), *found.sentences[1:]))


def _last(found: ClauseDraft, **changes: object) -> ClauseDraft:
    return replace(found, sentences=(*found.sentences[:-1], replace(found.sentences[-1], **changes)))


def test_an_erased_source_is_refused() -> None:
    assert {v.code for v in verify(clause(), lambda *place: None)} == {"source_missing"}


def test_a_rendered_body_fits_and_shows_both_counts_and_the_marker() -> None:
    found = render(clause(), marker=MARKER, max_length=500)
    assert found.left_out == () and len(found.body_html) <= 500
    assert found.body_html.endswith(f"<p>{MARKER}</p>")
    assert "3 bidrag står bakom detta." in found.body_html and "1 bidrag talar emot." in found.body_html


def test_what_finds_no_room_is_left_out_whole_and_told() -> None:
    found = render(clause(), marker=MARKER, max_length=200)
    assert len(found.body_html) <= 200
    assert "Fler papperskorgar vid ån." in found.body_html
    assert [sentence.text for sentence, _ in found.left_out][-1] not in found.body_html
    assert all("plats" in reason for _, reason in found.left_out)


def test_a_limit_that_holds_not_even_the_counts_is_refused() -> None:
    with pytest.raises(NoRoom) as refused:
        render(clause(), marker=MARKER, max_length=40)
    assert "40" in refused.value.sv


@settings(max_examples=200, deadline=None)
@given(stored_texts, st.integers(180, 700))
def test_any_source_gives_a_verified_draft_and_a_clean_body(text: str, max_length: int) -> None:
    own = members("x", text=text)
    assume(own)
    found = draft(own)
    assert verify(found, lambda *place: text) == ()
    shown = render(found, marker=MARKER, max_length=max_length)
    assert len(shown.body_html) <= max_length
    assert 15 <= len(shown.title) <= 150
    assert not shown.title[0].islower() or shown.title[0].upper() == shown.title[0]
    bare = shown.body_html.replace("<p>", "").replace("</p>", "")
    assert "<" not in bare and ">" not in bare


def test_hostile_text_is_text_in_the_body() -> None:
    text = "Fler bänkar &lt;script&gt;alert(1)&lt;/script&gt; vid ån"
    shown = render(draft(members("x", text=text)), marker=MARKER)
    assert "<script" not in shown.body_html
    assert "<script>alert(1)</script>" in unescape(shown.body_html)


@pytest.mark.parametrize(
    "text",
    [
        "Fråga gid://decidim/Decidim::User/4 om bänkarna vid ån",
        "Fråga @kim om bänkarna vid ån",
        "Skriv till kim@example.org om bänkarna vid ån",
        "Ring 070-123 45 67 om bänkarna vid ån",
        "BYGG BÄNKAR VID ÅN NU GENAST OCH MED EN GÅNG",
    ],
)
def test_people_and_shouting_never_reach_the_body(text: str) -> None:
    shown = render(draft(members("x", text=text)), marker=MARKER)
    assert [sentence.text for sentence, _ in shown.left_out] == [text]
    assert text not in shown.body_html
    assert not any(trace in shown.title for trace in ("gid", "@", "070"))


def test_a_run_of_marks_is_one_mark_in_the_body_and_whole_in_the_citation() -> None:
    found = draft(members("x", text="Bygg bänkar vid ån nu!!!"))
    assert found.sentences[0].text == "Bygg bänkar vid ån nu!"
    assert found.sentences[0].citations[0].quote == "Bygg bänkar vid ån nu!!!"
    assert render(found, marker=MARKER).left_out == ()


def test_short_and_long_titles_are_made_to_fit_and_still_come_from_the_source() -> None:
    for text in ("Bron", "nu", "Bygg " + "en mycket lång bro " * 20):
        found = draft(members("x", text=text))
        assert 15 <= len(found.title) <= 150 and found.title[0].isupper()
        assert verify(found, lambda *place, text=text: text) == ()
