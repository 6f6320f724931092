"""Same demand, same side, stable over time."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappings.grouping import Alignment, Groups, Item, group, group_id, same_demand, voices
from mappings.grouping.features import features
from mappings.grouping.index import Index
from tests.mappings.strategies import sentences


def item(
    number: int, text: str, side: str = "for", norm: str = "obligation", scope: str = "A", title: str = "", whole: str = ""
) -> Item:
    return Item(f"s{number:03}", text, "sv", norm, side, f"c{number:03}", scope, None, title, whole)


def grouped(*texts: str) -> list[set[str]]:
    found = group(item(number, text) for number, text in enumerate(texts))
    return [{texts[int(member[1:])] for member in one.members} for one in found.groups if len(one.members) > 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fler papperskorgar vid ån", "fler papperskorgar vid ån!"),
        ("Fler papperskorgar vid ån", "Jag vill ha fler papperskorgar vid ån."),
        ("Bygg en lekplats i Norrby", "Vi önskar att kommunen bygger en lekplats i Norrby"),
        ("Fler papperskorgar vid ån", "Fler paperskorgar vid ån"),
    ],
)
def test_wordings_that_differ_in_nothing_of_weight_are_one_demand(one: str, other: str) -> None:
    assert grouped(one, other) == [{one, other}]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sänk hastigheten på Hamngatan till 30", "Sänk hastigheten på Fabriksgatan till 30"),
        ("Sänk hastigheten på Hamngatan till 30", "Sänk hastigheten på Hamngatan till 40"),
        ("Höj avgiften för kulturskolan", "Sänk avgiften för kulturskolan"),
        ("Bygg på Ängsladan", "Bygg inte på Ängsladan"),
        ("Avgiftsfri buss för pensionärer", "Avgiftsfri buss för arbetslösa"),
        ("Avgiftsfri buss", "Avgiftsfri buss för pensionärer"),
        ("Klass 3 på Ängsskolan föreslår en gunga", "Klass 3 på Kometskolan föreslår en gunga"),
        ("Fler bänkar vid ån", "Fler papperskorgar vid ån"),
        ("Sluta salta gatorna och sanda i stället", "Sluta sanda gatorna och salta i stället"),
        ("Stöd till barn vars föräldrar dricker", "Stöd till föräldrar vars barn dricker"),
        ("Kommunen bör lämna plattformen", "Regionen bör lämna plattformen"),
    ],
)
def test_one_word_of_weight_makes_another_demand(one: str, other: str) -> None:
    assert grouped(one, other) == []


@pytest.mark.parametrize(
    ("text", "one", "other", "together"),
    [
        ("Öppna även kvällstid!", "Simhallen stänger klockan tre.", "Biblioteket stänger klockan tre.", False),
        ("Öppna även kvällstid!", "Simhallen stänger klockan tre.", "Jag jobbar skift på bruket.", False),
        ("Öppna även kvällstid!", "Simhallen stänger klockan tre.", "Simhallen stänger klockan tre!", True),
        ("Låt träden i Sågparken stå kvar.", "Vi hörde att almarna fälls.", "Vi hörde att lönnarna fälls.", False),
        ("Låt träden i Sågparken stå kvar.", "Min farfar planterade dem.", "Fåglarna häckar just nu.", True),
    ],
)
def test_an_equal_sentence_asks_for_the_same_only_where_its_surroundings_let_it(
    text: str, one: str, other: str, together: bool
) -> None:
    items = [item(1, text, whole=f"{one} {text}"), item(2, text, whole=f"{other} {text}")]
    assert len(group(items).groups) == 2 - together


def test_the_same_words_under_another_title_ask_for_another_thing() -> None:
    text = "Sätt upp belysning där så att barnen vågar gå."
    apart = [item(1, text, title="Ljus vid Sågen"), item(2, text, title="Ljus vid Fiskartorget")]
    together = [item(1, text, title="Ljus vid Sågen"), item(2, text, title="Ljus vid Sågen!")]
    assert len(group(apart).groups) == 2
    assert len(group(together).groups) == 1


texts_and_sides = st.lists(st.tuples(sentences, st.sampled_from(["for", "against"]), st.sampled_from(["A", "B"])), max_size=15)


@settings(max_examples=150, deadline=None)
@given(texts_and_sides, st.randoms(use_true_random=False))
def test_for_and_against_and_scopes_never_merge_and_order_is_of_no_weight(
    texts: list[tuple[str, str, str]], rng: random.Random
) -> None:
    items = [item(number, text, side, scope=scope) for number, (text, side, scope) in enumerate(texts)]
    found = group(items)
    of = {one.statement_id: one for one in items}
    for one in found.groups:
        assert {of[member].side for member in one.members} == {one.side}
        assert {of[member].scope for member in one.members} == {one.scope}
    assert sorted(member for one in found.groups for member in one.members) == sorted(of)
    rng.shuffle(items)
    assert group(items) == found


@settings(max_examples=100, deadline=None)
@given(texts_and_sides, texts_and_sides)
def test_groups_keep_their_name_and_members_when_new_statements_come(
    old: list[tuple[str, str, str]], new: list[tuple[str, str, str]]
) -> None:
    first = [item(number + 500, *entry[:2], scope=entry[2]) for number, entry in enumerate(old)]
    before = group(first)
    more = [item(number, *entry[:2], scope=entry[2]) for number, entry in enumerate(new)]
    after = group([*first, *more], {one.id: one.members for one in before.groups})
    kept = {one.id: set(one.members) for one in after.groups}
    assert all(set(one.members) <= kept[one.id] for one in before.groups)


@settings(max_examples=100, deadline=None)
@given(sentences, sentences)
def test_asking_for_the_same_is_mutual(one: str, other: str) -> None:
    left, right = features(one, "sv"), features(other, "sv")
    assert same_demand(left, right) == same_demand(right, left)


alike = [
    "lekplats lekplatsen",
    "papperskorgar paperskorgar",
    "strandpromenad strandpromenat",
    "Norrby Norrby",
    "30 30.",
    "bygg bygger",
]
two_wordings = st.lists(st.sampled_from(alike + [f"{pair.split()[0]} {pair.split()[0]}" for pair in alike]), max_size=6)


@settings(max_examples=150, deadline=None)
@given(two_wordings, st.sampled_from(["", "Ljus vid sågen"]))
def test_no_statement_that_asks_for_the_same_is_overlooked(pairs: list[str], title: str) -> None:
    left, right = (features(" ".join(pair.split()[side] for pair in pairs), "sv", title) for side in (0, 1))
    index: Index[str] = Index()
    index.add(left, "g")
    assert index.like(right) == ["g"] or not same_demand(left, right)


@settings(max_examples=100, deadline=None)
@given(texts_and_sides, texts_and_sides)
def test_what_is_added_at_once_is_grouped_as_in_a_later_run(
    old: list[tuple[str, str, str]], new: list[tuple[str, str, str]]
) -> None:
    first = [item(number + 500, *entry[:2], scope=entry[2]) for number, entry in enumerate(old)]
    more = [item(number, *entry[:2], scope=entry[2]) for number, entry in enumerate(new)]
    groups = Groups(first)
    before = groups.grouping()
    groups.add(more)
    assert groups.grouping() == group([*first, *more], {one.id: one.members for one in before.groups})


def test_nobody_without_a_bearer_brings_two_bearers_together() -> None:
    said = [("s1", None), ("s2", "municipality"), ("s3", "region")]
    items = [
        Item(name, "Håll biblioteket öppet varje kväll", "sv", "obligation", "for", name, "A", bearer) for name, bearer in said
    ]
    assert sorted(len(one.members) for one in group(items).groups) == [1, 2]


def test_what_asks_for_nothing_and_what_vanished_is_told() -> None:
    found = group([item(1, "Det är mörkt", norm="need"), item(2, "???")], {"gammal": ["borta"]})
    assert {(left.id, left.reason) for left in found.undone} == {
        ("s001", "asks_for_nothing"),
        ("s002", "no_words"),
        ("gammal", "no_members_left"),
    }
    assert found.groups == ()


def test_a_member_that_changes_side_leaves_and_does_not_take_the_name_along() -> None:
    name = group_id("s001")
    items = [item(1, "Bygg bron", side="against"), item(2, "Bygg bron")]
    found = group(items, {name: ["s001", "s002"]})
    assert {one.side: one.members for one in found.groups} == {"against": ("s001",), "for": ("s002",)}
    assert len({one.id for one in found.groups}) == 2 and name in {one.id for one in found.groups}


def test_ten_thousand_copies_of_one_text_are_one_group() -> None:
    assert [len(one.members) for one in group(item(n, "Bygg bron över sundet") for n in range(10_000)).groups] == [10_000]


def test_five_thousand_wordings_of_one_demand_under_as_many_surroundings_are_one_group() -> None:
    text = "Fler papperskorgar längs hela strandpromenaden"
    items = [
        item(n, text + "!" * (n % 7), whole=f"Jag heter nummer{n}. {text}. Hund{n} älskar{n} turen{n}.") for n in range(5_000)
    ]
    assert [len(one.members) for one in group(items).groups] == [5_000]


def test_one_statement_of_twenty_thousand_characters_is_found_again_though_misspelt() -> None:
    text = " ".join(f"lekplatsen{n}" for n in range(1_300))[:20_000]
    assert grouped(text + " strandpromenaden", text + " strandpromenadan") == [
        {text + " strandpromenaden", text + " strandpromenadan"}
    ]


def test_voices_are_counted_once_and_kept_apart() -> None:
    stands = [Alignment("k1", "p1", 1), Alignment("k1", "p2", 1), Alignment("k2", "p1", -1), Alignment("k2", "p2", 1)]
    stands += [Alignment("k3", "p1", 0), Alignment("k4", "annat", 1), Alignment("p2", "p1", -1)]
    found = voices(["p1", "p2"], stands)
    assert (found.support, found.opposition) == (("k1", "p1", "p2"), ("k2",))
