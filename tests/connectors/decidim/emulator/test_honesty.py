"""What the emulator doesn't know it refuses; what the schema lacks it says as graphql-ruby does."""

import pytest

from connectors.decidim.emulator.schemas import schema_of
from connectors.decidim.emulator.versions import UnknownVersion
from tests.connectors.decidim.emulator.asking import PERSON, Decidim


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("{ users { id } }", "Query.users"),
        ("{ component(id: 1) { ... on Proposals { proposal(id: 1) { versions { id } } } } }", "Proposal.versions"),
        ('{ participatoryProcesses(filter: {publishedSince: "2026-01-01"}) { id } }', "participatoryProcesses"),
        ('{ component(id: "1") { id ... on Proposals { proposals(first: "5") { nodes { id } } } } }', "invalid query"),
        ("query A { __typename } query B { __typename }", "several operations"),
    ],
)
def test_what_was_never_recorded_is_refused_by_name(query: str, named: str) -> None:
    answered = Decidim().response(query)
    assert answered.status_code == 501
    assert named in answered.get_json()["emulator"]


def test_an_unknown_version_names_the_known_ones() -> None:
    with pytest.raises(UnknownVersion, match=r"0\.33\.0.*0\.32\.2"):
        Decidim("0.33.0")


def test_every_field_of_every_schema_has_a_resolver_or_a_refusal() -> None:
    for version in ("0.28.6", "0.30.9", "0.31.8", "0.32.2"):
        root = schema_of(version).query_type
        assert root is not None
        assert all(field.resolve is not None for field in root.fields.values())


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("{ nonsense }", ["undefinedField"]),
        ("{ component(id: 1) }", ["selectionMismatch"]),
        ("{ component { id } }", ["missingRequiredArguments"]),
        ("{ component(id: 1, nr: 2) { id } }", ["argumentNotAccepted"]),
        ("query($x: ID) { component(id: 1) { id } }", ["variableNotUsed"]),
        ("{ component(id: $x) { id } }", ["variableNotDefined"]),
        ("query($x: Nonsense) { component(id: $x) { id } }", ["variableRequiresValidType"]),
        ("{ component(id: 1) { ... on User { name } } }", ["cannotSpreadFragment"]),
        ("{ component(id: 1) { ... on Nonsense { name } } }", ["undefinedType"]),
        ('{ component(id: 1) { ... on Proposals { proposals(order: {x: "asc"}) { nodes { id } } } } }', ["argumentNotAccepted"]),
    ],
)
def test_mistakes_have_graphql_rubys_codes(query: str, codes: list[str]) -> None:
    assert Decidim().codes(query) == codes


def test_an_unknown_input_type_hides_behind_introspection_on_0_30() -> None:
    query = "mutation($a: ProposalAttributes!) { component(id: 1) { id } }"
    assert Decidim("0.30.9").codes(query) == ["INTROSPECTION_DISABLED_ERROR"]


def test_a_variable_of_the_wrong_shape_is_named_by_path() -> None:
    query = """mutation($a: ProposalAttributes!) { component(id: 2) { ... on ProposalsMutation {
      createProposal(input: {locale: "sv", attributes: $a}) { id } } } }"""
    answered = Decidim().ask(query, PERSON, a={"title": "T", "nonsense": 1})
    assert [problem["path"] for problem in answered["errors"][0]["extensions"]["problems"]] == [["nonsense"], ["body"]]
