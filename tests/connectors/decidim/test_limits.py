"""Every limit of a draft, each named on its own, and texts of every kind."""

from dataclasses import replace
from html import escape
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors.base import Draft, StepKind
from connectors.decidim import html_subset
from connectors.decidim.limits import ComponentRules, check
from connectors.decidim.marker import stands_in
from tests.connectors.decidim.writing import MARKER, body, new

RULES = ComponentRules(body_max=500, locales=frozenset({"sv", "en"}), terms=frozenset({"2", "3"}))
SAFE = "abcdefghijklmnopqrstuvwxyzåäö ,."


def codes(draft: Draft, rules: ComponentRules = RULES) -> list[str]:
    found = check(draft, rules)
    assert all(violation.sv and violation.en for violation in found)
    return [violation.code for violation in found]


def test_a_good_draft_breaks_nothing() -> None:
    assert codes(new(terms=("2", "3"))) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": "För kort rubrik"[:14]}, "title_too_short"),
        ({"title": "Rätt till det " * 11}, "title_too_long"),
        ({"title": "Rätt till en\ntrygg skolväg"}, "title_lines"),
        ({"title": "Rätt till en <b>trygg</b> skolväg"}, "title_html"),
        ({"title": "RÄTT TILL EN TRYGG SKOLVÄG"}, "title_capitals"),
        ({"title": "rätt till en trygg skolväg"}, "title_lower_start"),
        ({"title": "Rätt till en trygg skolväg!!"}, "title_marks"),
        ({"title": "Rätt till en väg, säger @person_1"}, "title_mention"),
        ({"title": "Rätt till gid://decidim/Decidim::User/4"}, "title_gid"),
        ({"title": "=1+1 är rätt till trygg skolväg"}, "title_formula"),
        ({"title": "Rätt till en trygg\u202e skolväg"}, "title_unseen"),
        ({"title": "Rätt till en trygg skolväg\x00"}, "title_unseen"),
        ({"body": f"<p>{MARKER}</p>".replace("https", "Https")}, "no_marker"),
        ({"body": body(text="Alla barn ska få gå. " * 30)}, "body_too_long"),
        ({"body": body() + "<script>alert(1)</script>"}, "body_html"),
        ({"body": body() + '<p onclick="x()">Hej</p>'}, "body_html"),
        ({"body": body() + '<a href="javascript:x()">Hej</a>'}, "body_html"),
        ({"body": body() + "<p>Aldrig stängd"}, "body_html"),
        ({"body": body() + "<!-- hej -->"}, "body_html"),
        ({"body": body(text="ALLA BARN SKA GÅ TILL SKOLAN UTAN RÄDSLA I DAG OCH I MORGON")}, "body_capitals"),
        ({"body": body(text="alla barn ska gå till skolan")}, "body_lower_start"),
        ({"body": body(text="Alla barn ska gå!? Eller inte")}, "body_marks"),
        ({"body": body(text="Alla barn, säger @person_1, ska gå")}, "body_mention"),
        ({"body": body(text="<strong>@person_1</strong> Alla barn ska gå")}, "body_mention"),
        ({"body": body(text="Alla barn ska gå i GID://x")}, "body_gid"),
        ({"body": "-" + body()}, "body_formula"),
        ({"body": body(text="Alla\u200bbarn ska gå till skolan")}, "body_unseen"),
        ({"locale": "fi"}, "unknown_locale"),
        ({"terms": ("2", "99")}, "unknown_terms"),
        ({"terms": ("=1",)}, "unknown_terms"),
        ({"component_id": "två"}, "bad_component_id"),
        ({"component_id": "0"}, "bad_component_id"),
        ({"marker": "sidecar"}, "bad_marker"),
        ({"body": body("https://sidecar.example/c/1/v10")}, "no_marker"),
        ({"kind": StepKind.update, "expected": "f"}, "bad_proposal_id"),
        ({"kind": StepKind.update, "proposal_id": "7"}, "no_fingerprint"),
        ({"kind": StepKind.withdraw, "proposal_id": "7"}, "no_fingerprint"),
        ({"kind": StepKind.comment, "proposal_id": "7"}, "comment_html"),
        ({"kind": StepKind.comment, "proposal_id": "7", "body": ""}, "comment_empty"),
        ({"kind": StepKind.comment, "proposal_id": "7", "body": f"Se {MARKER} " * 40}, "comment_too_long"),
    ],
)
def test_each_limit_is_named(changes: dict[str, Any], code: str) -> None:
    assert code in codes(replace(new(), **changes))


def test_every_broken_limit_is_named_at_once() -> None:
    worst = new(title="kort", body="!!", locale="fi", terms=("x",), component_id="")
    assert codes(worst) == [
        "bad_component_id",
        "unknown_locale",
        "title_too_short",
        "title_lower_start",
        "body_too_short",
        "body_marks",
        "unknown_terms",
        "no_marker",
    ]


@pytest.mark.parametrize(("length", "fits"), [(14, False), (15, True), (150, True), (151, False)])
def test_a_title_has_15_to_150_characters(length: int, fits: bool) -> None:
    assert (codes(new(title="R" + "ä" * (length - 1))) == []) is fits


def test_a_body_fits_to_the_last_character() -> None:
    length = len(html_subset.counted(body()))
    assert codes(new(), ComponentRules(body_max=length)) == []
    assert codes(new(), ComponentRules(body_max=length - 1)) == ["body_too_long"]


def test_tags_do_not_count_but_an_ampersand_counts_as_decidim_writes_it() -> None:
    assert html_subset.counted("<p>Barn &amp; <strong>unga</strong></p>") == "Barn &amp; unga"


def test_an_e_mail_address_is_no_mention() -> None:
    assert codes(new(body=body(text="Skriv till kommunen@kommunen.se om skolvägen."))) == []


def test_a_long_word_passes_as_it_does_in_decidim() -> None:
    assert codes(new(title="Ettlångtordsomintetarslutpåmycketlängeochfortsätterlängretill här")) == []


def test_a_marker_with_an_ampersand_is_found_as_html_writes_it() -> None:
    marker = "https://sidecar.example/?c=1&v=2"
    assert codes(new(marker=marker, body=f"<p>Barn ska gå till skolan: {escape(marker)}</p>")) == []


@pytest.mark.parametrize("after", ["1", "/", "#x", "?x", "-x", ".x", "&x"])
def test_a_longer_address_is_another_marker(after: str) -> None:
    assert not stands_in(MARKER, f"Se {MARKER}{after}")


@pytest.mark.parametrize("after", ["", ".", ",", ")", "</a>", '"', " x", ".</p>", "\n"])
def test_a_marker_may_end_a_sentence_or_a_link(after: str) -> None:
    assert stands_in(MARKER, f"Se {MARKER}{after}")


@given(st.text(max_size=400), st.text(max_size=2000), st.text(max_size=10))
def test_no_text_breaks_the_check(title: str, text: str, locale: str) -> None:
    first = codes(new(title=title, body=text, locale=locale))
    assert first == codes(new(title=title, body=text, locale=locale))


@given(st.text(SAFE, min_size=15, max_size=100).filter(lambda text: len(text.strip()) >= 15))
def test_plain_swedish_passes(text: str) -> None:
    clean = "Å" + text.strip()
    assert codes(new(title=clean, body=body(text=clean)), ComponentRules()) == []


@given(st.text(max_size=300))
def test_escaped_text_of_any_kind_is_never_taken_for_html(text: str) -> None:
    assert html_subset.strange(f"<p>{escape(text)}</p>") == ()
    assert html_subset.words(f"<p>{escape(text)}</p>") == text.strip()


@given(st.text("abc<>/&\"'= phrefscriptax!-[]?", max_size=60))
@example("<!--")
@example("<![<")
@example("<?<!a")
def test_whatever_passes_as_html_holds_nothing_that_runs(text: str) -> None:
    if not html_subset.strange(text):
        lowered = text.lower()
        assert "<script" not in lowered
        assert "<!--" not in lowered
