"""What a Decidim lets us do, in plain words: each version, each kind of sign-in, each way of being closed."""

from __future__ import annotations

import pytest

from connectors.base import Advice
from connectors.decidim.client import ApiCredential, Client, UserToken
from connectors.decidim.dialect import Dialect
from connectors.decidim.emulator.server import running
from connectors.decidim.emulator.world import Options
from connectors.decidim.pace import Pace
from connectors.errors import FixSettings
from tests.connectors.decidim.reading import VERSIONS, no_sleep, proposals, reader
from tests.connectors.decidim.scripted import Asked, Given, answering
from tests.connectors.decidim.stores import proposal, store

every_version = pytest.mark.parametrize("version", VERSIONS)
CONTENT = store([proposal(1), proposal(2)])


def advice(found: tuple[Advice, ...], name: str) -> Advice:
    return next(line for line in found if line.name == name)


@pytest.mark.parametrize(
    ("version", "has", "lacks"),
    [
        ("0.28.6", {"category", "scope", "endorsementsCount"}, {"taxonomies", "likesCount", "withdrawn", "url"}),
        ("0.30.9", {"taxonomies", "endorsementsCount", "withdrawn"}, {"category", "scope", "likesCount", "url"}),
        ("0.31.8", {"taxonomies", "likesCount", "withdrawn", "url"}, {"category", "scope", "endorsementsCount"}),
        ("0.32.2", {"taxonomies", "likesCount", "withdrawn", "url"}, {"category", "scope", "endorsementsCount"}),
    ],
)
def test_what_a_proposal_has_is_found_by_asking(version: str, has: set[str], lacks: set[str]) -> None:
    with running(CONTENT, version) as url:
        told = reader(url).capabilities()
    assert has <= told.fields and not lacks & told.fields


@every_version
def test_an_anonymous_reader_reads_and_is_told_how_to_do_more(version: str) -> None:
    with running(CONTENT, version) as url:
        told = reader(url).capabilities()
    assert told.reads and not told.writes and told.signed_in_as is None
    assert told.name["sv"] == "Ängsby kommun" and told.default_locale == "sv" and "sv" in told.locales
    assert advice(told.advice, "read").ok
    write = advice(told.advice, "write")
    assert not write.ok and write.todo_sv is not None
    assert ("instance login" if version == "0.32.2" else "importfiler") in write.todo_sv


@every_version
def test_spaces_are_found_with_their_components(version: str) -> None:
    with running(CONTENT, version) as url:
        [space] = reader(url).spaces()
    assert (space.kind, space.slug, space.title["sv"]) == ("process", "dialog", "Medborgardialog")
    assert [(one.id, one.name["sv"], one.space_id) for one in space.components] == [("1", "Förslag", "1"), ("2", "Utkast", "1")]


@pytest.mark.parametrize("version", ["0.28.6", "0.30.9", "0.31.8"])
def test_components_that_we_may_not_see_are_counted(version: str) -> None:
    components = [CONTENT["components"][0], {**CONTENT["components"][1], "published": False}]
    with running(store([proposal(1)], components=components), version) as url:
        source = reader(url)
        [space] = source.spaces()
        lines = source.capabilities().advice
    assert (len(space.components), space.hidden_components) == (1, 1)
    assert advice(lines, "read_more").sv.startswith("1 komponent")


def test_spaces_of_kinds_that_a_module_brings_are_read_where_there_are_any() -> None:
    title = {"translations": [{"locale": "sv", "text": "Framtidsdagar"}]}
    space = {
        "id": "4",
        "slug": "dagar",
        "title": title,
        "components": [None, {"__typename": "Proposals", "id": "8", "name": title}, 5],
    }

    def server(asked: Asked) -> Given:
        return Given({"data": {"participatoryProcesses": [], "assemblies": None, "conferences": [space, None, {"id": "<b>"}]}})

    with answering(server) as (url, _):
        [found] = reader(url).spaces()
    assert (found.kind, found.hidden_components, [one.id for one in found.components]) == ("conference", 1, ["8"])


def test_nothing_to_read_says_what_to_publish() -> None:
    with running(store([], components=[]), "0.32.2") as url:
        told = reader(url).capabilities()
    assert not told.reads
    assert "Publicera" in (advice(told.advice, "read").todo_sv or "")


@pytest.mark.parametrize("version", ["0.31.8", "0.32.2"])
def test_an_api_credential_reads_as_itself_and_may_not_write(version: str) -> None:
    with running(CONTENT, version) as url:
        source = reader(url, ApiCredential("KEY", "SECRET"))
        told = source.capabilities()
        assert len(proposals(source.pages("1"))) == 2
    assert told.signed_in_as == "user/9" and not told.writes
    assert "API-nyckel" in advice(told.advice, "write").sv or version == "0.31.8"


@pytest.mark.parametrize("version", ["0.28.6", "0.30.9"])
def test_an_api_credential_where_there_are_none_says_so(version: str) -> None:
    with running(CONTENT, version) as url, pytest.raises(FixSettings) as told:
        reader(url, ApiCredential("KEY", "SECRET")).capabilities()
    assert told.value.code == "no_api_credentials"


@every_version
def test_a_dead_token_is_never_read_as_an_empty_answer(version: str) -> None:
    with running(CONTENT, version) as url:
        source = reader(url, UserToken("eyJ.dead.token", "sidecar"))
        for ask in (source.capabilities, lambda: list(source.pages("1"))):
            with pytest.raises(FixSettings) as told:
                ask()
            assert told.value.code == "signed_out"


def test_a_token_that_dies_between_pages_is_renewed() -> None:
    alive = {"token": "new"}

    def server(asked: Asked) -> Given:
        user = {"user": {"id": "2"}} if asked.headers["authorization"] == f"Bearer {alive['token']}" else None
        page = {"pageInfo": {"hasNextPage": False, "endCursor": None}, "edges": []}
        return Given({"data": {"session": user, "component": {"id": "1", "__typename": "Proposals", "proposals": page}}})

    with answering(server) as (url, asked):
        [page] = reader(url, UserToken("old", "sidecar", refresh=lambda: "new")).pages("1")
    assert page.last and len(asked) == 2


@every_version
def test_a_closed_organisation_is_one_clear_sentence(version: str) -> None:
    with running(CONTENT, version, options=Options(closed=True)) as url, pytest.raises(FixSettings) as told:
        reader(url).capabilities()
    assert told.value.code == "closed"
    assert "instance login" in told.value.sv and "API-nyckel räcker" in told.value.sv


@every_version
def test_a_wrong_host_is_one_clear_sentence(version: str) -> None:
    options = Options(primary_host="delta.example")
    with running(CONTENT, version, options=options, host="127.0.0.2") as url, pytest.raises(FixSettings) as told:
        reader(url).spaces()
    assert told.value.code == "wrong_host" and "127.0.0.2" in told.value.sv


@every_version
def test_a_secondary_host_tells_the_primary_one(version: str) -> None:
    options = Options(primary_host="delta.example", hosts=frozenset({"127.0.0.1"}), https=True)
    with running(CONTENT, version, options=options) as url, pytest.raises(FixSettings) as told:
        reader(url).spaces()
    assert told.value.code == "moved" and "https://delta.example" in told.value.sv


@every_version
def test_a_throttled_pull_waits_and_reads_everything(version: str) -> None:
    content = store([proposal(number) for number in range(1, 301)])
    with running(content, version, faults="429-retry-after=0.3:0") as url:
        assert len(proposals(reader(url).pages("1"))) == 300


def test_no_introspection_is_ever_asked() -> None:
    asked_for: list[str] = []

    def watching(asked: Asked) -> Given:
        asked_for.append(asked.body.decode())
        return Given({"data": {"session": None, "component": None}})

    with answering(watching) as (url, _):
        reader(url).capabilities()
    assert asked_for and not any("__schema" in body or "__type(" in body or "version" in body for body in asked_for)


def test_a_dialect_leaves_out_what_only_names_the_path() -> None:
    def old(asked: Asked) -> Given:
        if "url" in asked.json["query"]:
            path = ["query", "component", "... on Proposals", "url"]
            return Given({"errors": [{"path": path, "extensions": {"code": "undefinedField"}}]})
        return Given({"data": {"component": {"id": "1"}}})

    with answering(old) as (url, _):
        client = Client(url, pace=Pace(None, sleep=no_sleep))
        answer = Dialect().ask(client, "{ component(id: 1) { id ... on Proposals { url } } }")
    assert answer.at("component", "id") == "1"
