"""An edited text beside its earlier one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mappings.text import Span, again, became, statements

WORDS = st.sampled_from(["Bygg en bro.", "Laga vägen.", "Mer ljus!", "Vi behöver en bänk.", "Nej tack."])


def spans(*sentences: str) -> list[Span]:
    return list(statements("body", "sv", " ".join(sentences), allowed=("sv",), default_language="sv"))


@given(st.lists(WORDS, min_size=1, max_size=6), st.lists(WORDS, max_size=6))
def test_a_statement_stands_again_exactly_where_its_words_are_a_statement(before: list[str], after: list[str]) -> None:
    old, new = spans(*before), spans(*after)
    for held in old:
        found = again(old, new, held)
        assert (found is not None) == (held.quote in [one.quote for one in new])
        assert found is None or (found in new and found.quote == held.quote)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_in_the_same_text_everything_stands_where_it_stood(before: list[str]) -> None:
    old = spans(*before)
    assert [again(old, old, held) for held in old] == old == [became(old, old, held) for held in old]


def test_of_words_said_twice_the_second_stays_the_second() -> None:
    old = spans("Mer ljus!", "Laga vägen.", "Mer ljus!")
    new = spans("Hej alla.", "Mer ljus!", "Mer ljus!")
    assert [again(old, new, held) for held in (old[0], old[2])] == new[1:]
    assert again(old, spans("Laga vägen.", "Mer ljus!"), old[2]) == spans("Laga vägen.", "Mer ljus!")[1]


def test_what_stands_in_its_place_is_told_and_what_was_taken_out_is_not() -> None:
    old = spans("Bygg en bro.", "Laga vägen.", "Mer ljus!")
    new = spans("Bygg en bro.", "Laga aldrig vägen.", "Mer ljus!")
    assert [one.text for held in old if (one := became(old, new, held))] == ["Bygg en bro.", "Laga aldrig vägen.", "Mer ljus!"]
    assert became(old, spans("Bygg en bro.", "Mer ljus!"), old[1]) is None
    several = spans("Bygg en bro.", "Vi behöver en bänk.", "Laga vägen nu.", "Mer ljus!")
    found = became(old, several, old[1])
    assert found is not None and found.text == "Laga vägen nu."
