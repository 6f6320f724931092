"""What may be asked for at once."""

import pytest

from tests.connectors.decidim.emulator.asking import ADMIN, PERSON, Decidim

LATER = ("0.30.9", "0.31.8", "0.32.2")
THREE_LEVELS = "{ component(id: 1) { ... on Proposals { proposal(id: 1) { comments { comments { comments { id } } } } } } }"
INTROSPECTION = "{ __schema { queryType { name } } }"


def aliases(count: int) -> str:
    fields = " ".join(f"a{n}: proposal(id: 1) {{ id }}" for n in range(count))
    return f"{{ component(id: 1) {{ ... on Proposals {{ {fields} }} }} }}"


@pytest.mark.parametrize("version", LATER)
def test_the_same_field_three_deep_is_too_much(version: str) -> None:
    assert Decidim(version).codes(THREE_LEVELS) == ["RECURSION_LIMIT_EXCEEDED_ERROR"]


def test_0_28_lets_any_recursion_through() -> None:
    assert "errors" not in Decidim("0.28.6").ask(THREE_LEVELS)


@pytest.mark.parametrize("version", LATER)
def test_six_aliases_are_too_many(version: str) -> None:
    assert "errors" not in Decidim(version).ask(aliases(5))
    assert set(Decidim(version).codes(aliases(6))) == {"TOO_MANY_ALIASES_ERROR"}


@pytest.mark.parametrize("version", LATER)
def test_only_administrators_see_the_schema(version: str) -> None:
    decidim = Decidim(version)
    assert decidim.codes(INTROSPECTION) == ["INTROSPECTION_DISABLED_ERROR"]
    if decidim.app.extensions["world"].facts.knows_tokens:
        assert decidim.codes(INTROSPECTION, PERSON) == ["INTROSPECTION_DISABLED_ERROR"]
        assert "errors" not in decidim.ask(INTROSPECTION, ADMIN)


def test_complexity_counts_the_size_of_the_page() -> None:
    many = " ".join(("id", "reference", "state", "official", "address", "position", "publishedAt", "createdAt", "updatedAt"))
    query = f"{{ component(id: 5) {{ ... on Proposals {{ proposals(first: %d) {{ nodes {{ {many} }} }} }} }} }}"
    assert "errors" not in Decidim().ask(query % 500)
    refused = Decidim().ask(query % 600)
    assert refused == {"errors": [{"message": "Query has complexity of 5403, which exceeds max complexity of 5000"}]}


def test_fifteen_levels_are_deep_enough() -> None:
    inside = "id"
    for _ in range(15):
        inside = f"parent {{ {inside} }}"
    query = f"{{ component(id: 1) {{ ... on Proposals {{ proposal(id: 1) {{ taxonomies {{ {inside} }} }} }} }} }}"
    said = [error["message"] for error in Decidim("0.32.2").ask(query)["errors"]]
    assert any("exceeds max depth of 15" in message for message in said)


def test_fragments_are_counted_where_they_are_spread() -> None:
    query = """query { component(id: 1) { ... on Proposals { proposal(id: 1) { comments { ...C } } } } }
      fragment C on Comment { id comments { id comments { id } } }"""
    assert Decidim().codes(query) == ["RECURSION_LIMIT_EXCEEDED_ERROR"]
