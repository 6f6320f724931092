"""What two versions say differently: nothing is lost, nothing told twice."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sidecar.charter.diff import Said, diff

LAMPS = Said("commitments", "Kommunen ska sätta upp belysning på Kvarnstigen.")
MORE_LAMPS = Said("commitments", "Kommunen ska sätta upp mer belysning på Kvarnstigen.")
COUNCIL = Said("participation", "Ett barnråd ska höras före beslut om skolan.")
TITLE = Said("title", "Belysning på Kvarnstigen")
NEW_TITLE = Said("title", "Ljus åt skolbarnen")

sentences = st.lists(
    st.builds(
        Said,
        st.sampled_from(["title", "rights", "commitments", "against"]),
        st.lists(st.sampled_from(["kommunen", "ska", "inte", "bygga", "lekplats", "bad"]), max_size=6).map(" ".join),
    ),
    max_size=7,
)


def test_a_sentence_in_other_words_is_changed_and_not_taken_away_and_added() -> None:
    kinds = [(one.kind, one.before, one.after) for one in diff([TITLE, LAMPS, COUNCIL], [NEW_TITLE, MORE_LAMPS])]
    assert kinds == [("changed", TITLE, NEW_TITLE), ("changed", LAMPS, MORE_LAMPS), ("removed", COUNCIL, None)]


def test_the_same_words_in_another_block_have_moved() -> None:
    elsewhere = Said("objectives", LAMPS.text)
    assert [one.kind for one in diff([LAMPS], [elsewhere, COUNCIL])] == ["moved", "added"]


@given(sentences, sentences)
def test_every_sentence_of_both_versions_stands_in_the_comparison_once(before: list[Said], after: list[Said]) -> None:
    found = diff(before, after)
    assert Counter(one.before for one in found if one.before) == Counter(before)
    assert [one.after for one in found if one.after] == after


@given(sentences)
def test_a_version_beside_itself_is_the_same(said: list[Said]) -> None:
    assert {one.kind for one in diff(said, said)} <= {"same"}
