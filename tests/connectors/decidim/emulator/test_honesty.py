"""What the emulator doesn't know it refuses; what the schema lacks it says as graphql-ruby does."""

import pytest
from graphql import GraphQLObjectType, get_named_type, is_composite_type, is_required_argument
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.decidim.emulator.schemas import schema_of
from connectors.decidim.emulator.versions import UnknownVersion
from tests.connectors.decidim.emulator.asking import PERSON, Decidim

VERSIONS = ("0.28.6", "0.30.9", "0.31.8", "0.32.2")


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


PLACES = {
    "Proposal": "{{ component(id: 1) {{ ... on Proposals {{ proposal(id: 8) {{ {} }} }} }} }}",
    "Comment": "{{ component(id: 1) {{ ... on Proposals {{ proposal(id: 1) {{ comments {{ {} }} }} }} }} }}",
    "Proposals": "{{ component(id: 1) {{ ... on Proposals {{ {} }} }} }}",
    "ParticipatoryProcess": '{{ participatoryProcess(slug: "samhallskontrakt") {{ {} }} }}',
    "Organization": "{{ organization {{ {} }} }}",
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("type_name", PLACES)
def test_every_field_is_answered_or_refused_by_name(version: str, type_name: str) -> None:
    kind = schema_of(version).type_map[type_name]
    assert isinstance(kind, GraphQLObjectType)
    decidim = Decidim(version)
    for name, field in kind.fields.items():
        if any(is_required_argument(argument) for argument in field.args.values()):
            continue
        inside = "{ __typename }" if is_composite_type(get_named_type(field.type)) else ""
        answered = decidim.response(PLACES[type_name].format(f"{name} {inside}"))
        refused = answered.status_code == 501 and name in answered.get_json()["emulator"]
        assert refused or answered.status_code == 200, (name, answered.text)


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_nonsense_is_answered_as_a_mistake_and_breaks_nothing(text: str) -> None:
    decidim = Decidim()
    for query in (text, f"{{ {text} }}", f"{{ component(id: {text}) {{ id }} }}"):
        assert decidim.response(query).status_code in (200, 500, 501)


@pytest.mark.parametrize("given_id", ["", "x", "-1", "1.0", "1e3", "١", "9" * 5000])
def test_an_id_that_is_no_number_finds_nothing(given_id: str) -> None:
    query = "query($id: ID!) { component(id: $id) { id } }"
    assert Decidim().ask(query, id=given_id) == {"data": {"component": None}}


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


@pytest.mark.parametrize(
    "query",
    [
        "query($a: ProposalAttributes!) { component(id: $a) { id } }",
        "mutation { component(id: 1) { id } }",
    ],
)
def test_an_unknown_mutation_or_input_type_hides_behind_introspection_on_0_30(query: str) -> None:
    assert Decidim("0.30.9").codes(query) == ["INTROSPECTION_DISABLED_ERROR"]
    assert "INTROSPECTION_DISABLED_ERROR" not in Decidim("0.28.6").codes(query)


def test_a_page_that_the_emulator_does_not_have_is_no_decidim_page() -> None:
    answered = Decidim().app.test_client().get("/conferences", base_url="http://127.0.0.1")
    assert (answered.status_code, list(answered.get_json())) == (404, ["emulator"])


def test_a_variable_of_the_wrong_shape_is_named_by_path() -> None:
    query = """mutation($a: ProposalAttributes!) { component(id: 2) { ... on ProposalsMutation {
      createProposal(input: {locale: "sv", attributes: $a}) { id } } } }"""
    answered = Decidim().ask(query, PERSON, a={"title": "T", "nonsense": 1})
    assert [problem["path"] for problem in answered["errors"][0]["extensions"]["problems"]] == [["nonsense"], ["body"]]
