"""What people decide about groups holds, whatever they decide after it; what can't hold is refused."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mappings.grouping import Barrier, Decisions, Item, Link, forest, group
from mappings.grouping.decisions import Refusal, loosened, refused_barrier, refused_join, turned

SIDES = {"a": "for", "b": "for", "c": "for", "d": "for", "e": "against", "f": "against"}
names = st.sampled_from(sorted(SIDES))
steps = st.lists(st.tuples(st.sampled_from(["together", "judged", "apart", "against", "undo"]), names, names), max_size=14)


def taken(known: Decisions, number: int, kind: str, one: str, other: str) -> tuple[Decisions, Refusal | None]:
    """The decisions after one more, as the service takes it."""
    if kind == "undo":
        return Decisions(known.links[1:], known.barriers), None
    if kind in ("together", "judged"):
        refusal = refused_join(one, other, known, SIDES)
        link = Link(number, one, other, kind == "together")
        return (known, refusal) if refusal else (Decisions((*known.links, link), known.barriers), None)
    refusal = refused_barrier(one, other, known)
    if refusal:
        return known, refusal
    ended = loosened(one, other, known)
    links = tuple(link for link in known.links if link.id not in ended)
    return Decisions(links, (*known.barriers, Barrier(number, one, other, kind == "against"))), None


@settings(max_examples=300, deadline=None)
@given(steps)
def test_whatever_is_decided_in_any_order_every_decision_that_was_taken_holds(chosen: list[tuple[str, str, str]]) -> None:
    known = Decisions()
    for number, (kind, one, other) in enumerate(chosen):
        known, _ = taken(known, number, kind, one, other)
        to = forest(known.links)
        assert all(to.get(link.one, link.one) == to.get(link.other, link.other) for link in known.links)
        assert all(to.get(wall.one, wall.one) != to.get(wall.other, wall.other) for wall in known.barriers)
        assert all(survivor not in to and SIDES[name] == SIDES[survivor] for name, survivor in to.items())


def test_decisions_that_go_round_in_a_circle_are_refused_and_name_the_one_they_contradict() -> None:
    known = Decisions((Link(1, "a", "b"), Link(2, "b", "c")), ())
    assert refused_join("c", "a", known, SIDES) == Refusal("already_one")
    assert refused_barrier("a", "c", known) == Refusal("held_together", 2)
    walled = Decisions((Link(1, "a", "b"),), (Barrier(2, "b", "c"), Barrier(3, "a", "d", against=True)))
    assert refused_join("c", "a", walled, SIDES) == Refusal("kept_apart", 2)
    assert refused_join("b", "d", walled, SIDES) == Refusal("against_each_other", 3)


def test_opposite_sides_are_never_put_together_and_are_parted_where_a_side_turns() -> None:
    assert refused_join("a", "e", Decisions(), SIDES) == Refusal("opposite_sides")
    links = (Link(1, "a", "b"), Link(2, "a", "c"))
    assert turned(Decisions(links), {**SIDES, "c": "against"}) == (links[1],)


def test_a_person_parts_what_a_run_made_one_and_what_other_people_joined_goes_along() -> None:
    known = Decisions((Link(1, "a", "b", by_person=False), Link(2, "b", "c")), ())
    assert refused_barrier("a", "c", known) is None
    assert loosened("a", "c", known) == (1,)


def test_an_id_leads_to_the_group_that_survives_all_mergers() -> None:
    assert forest([Link(1, "a", "b"), Link(2, "c", "a"), Link(3, "b", "d")]) == {"a": "c", "b": "c", "d": "c"}


def test_a_statement_that_was_moved_draws_no_others_after_it() -> None:
    items = [Item(name, "Fler papperskorgar vid ån", "sv", "obligation", "for", name, "A") for name in ("s1", "s2", "s3", "s4")]
    found = group(items, {"home": ["s1", "s2"], "own": ["s3"]}, moved={"s3"})
    assert {one.id: one.members for one in found.groups} == {"home": ("s1", "s2", "s4"), "own": ("s3",)}
