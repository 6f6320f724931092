"""What stands where in a clause, in its long and its short form, and how hard it is to read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappings.drafting import Citation, Member, block_of, draft, lix, lix_level, render, render_long, sections, verify
from mappings.tagging.types import BEARERS, NORMS

MARKER = "https://charter.example.org/k/17/2"
TEXTS = {
    "c1": "Bygg en bro över ån!",
    "c2": "Jag vill att kommunen ska bygga en bro över ån",
    "c3": "Alla barn ska kunna gå säkert till skolan.",
    "c4": "Föreningarna ska sköta blommorna vid bron.",
    "c5": "Vägen runt ån är två kilometer lång och saknar gångbana.",
    "c6": "Kommunen ska inte lägga pengar på broar.",
    "c7": "Cykelbro över ån",
}


def member(name: str, norm: str = "obligation", bearer: str | None = "municipality", contribution: str = "") -> Member:
    text = TEXTS[name]
    cited = Citation(name, "body", "sv", 0, len(text), text)
    return Member(name, contribution or name, text, "sv", norm, "for", cited, bearer)


def clause():
    own = [member("c1"), member("c2"), member("c3", "right", None), member("c4", "obligation", "civil_society"), member("c7")]
    return draft(own, needs=[member("c5", "need", None, "c1"), member("c6", "need", None, "c6")], opposing=[member("c6")])


def test_the_blocks_come_from_norm_and_bearer_and_their_order_is_the_charters() -> None:
    found = clause()
    assert found.title == "Cykelbro över ån", "which isn't said again below it"
    assert verify(found, lambda revision, field, locale: TEXTS.get(revision)) == ()
    assert [(one.heading, [sentence.text for sentence in one.sentences]) for one in sections(found)] == [
        ("Rättigheter", ["Alla barn ska kunna gå säkert till skolan."]),
        ("Åtaganden", ["Kommunen ska bygga en bro över ån."]),
        ("Ansvar", ["Föreningarna ska sköta blommorna vid bron."]),
        ("Behov bakom", ["Vägen runt ån är två kilometer lång och saknar gångbana."]),
        ("Röster bakom", ["5 bidrag står bakom detta."]),
        ("Det som talar emot", ["Kommunen ska inte lägga pengar på broar.", "1 bidrag talar emot."]),
    ]


def test_one_sentence_of_two_voices_cites_both() -> None:
    bridge = next(sentence for sentence in clause().sentences if sentence.text == "Kommunen ska bygga en bro över ån.")
    assert bridge.kind == "composed" and [cited.revision_id for cited in bridge.citations] == ["c1", "c2"]


def test_what_opponents_say_is_quoted_never_put_in_the_charters_mouth() -> None:
    assert {sentence.kind for sentence in clause().sentences if sentence.block == "against"} == {"quote", "count"}


def test_both_forms_show_both_counts_and_only_quotes_stand_in_marks() -> None:
    short, long = render(clause(), marker=MARKER), render_long(clause(), marker=MARKER)
    assert len(short.body_html) <= 500
    for body in (short.body_html, long.body_html):
        assert "5 bidrag står bakom detta." in body and "1 bidrag talar emot." in body
        assert "Kommunen ska bygga en bro över ån." in body and "”Kommunen ska bygga" not in body
        assert body.endswith(f"<p>{MARKER}</p>")
    assert "<strong>Behov bakom</strong>" in long.body_html and long.left_out == ()


def test_the_short_form_drops_needs_before_what_is_asked_for() -> None:
    found = render(clause(), marker=MARKER, max_length=330)
    assert TEXTS["c5"] in {sentence.text for sentence, _ in found.left_out}
    assert "Kommunen ska bygga en bro över ån." in found.body_html


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("bearer", [*BEARERS, None])
def test_every_norm_has_a_block(norm: str, bearer: str | None) -> None:
    block = block_of(norm, bearer)
    assert block not in ("support", "against")
    assert (block == "responsibilities") == (
        norm in ("obligation", "prohibition") and bearer in ("business", "civil_society", "inhabitant", "everyone", "other")
    )


@settings(max_examples=60, deadline=None)
@given(st.permutations(["c1", "c2", "c3", "c4", "c7"]))
def test_the_order_of_input_is_of_no_weight(order: list[str]) -> None:
    assert draft([member(name) for name in order]) == draft([member(name) for name in sorted(order)])


def test_lix_counts_words_a_sentence_and_long_words() -> None:
    # 7 words in one sentence, none of seven letters or more but "kommunen": 7 + 100/7
    assert lix("Kommunen ska bygga en bro över ån.") == 21
    assert lix("Bron byggs. Ån rensas.") == 2
    assert lix("12 %") is None and lix_level(21) == "mycket lättläst" and lix_level(65) == "mycket svår"
