"""Replays the recorded import trials on the emulator: one administrator at the panel of each version."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from connectors.decidim.emulator.app import create_app
from connectors.decidim.emulator.records import Proposal
from connectors.decidim.emulator.store import Store
from tests.connectors.decidim.emulator.signing_in import BASE, Person, csrf_of
from tests.real import servers
from tests.real.compare import VERSIONS, Difference
from tests.real.import_files import Fact, facts, file_of, full

PASSWORD = "ett-lösenord-för-prov"
CHARTER = 6
ACTIONS = {"discard": "discard", "publish": "update", "save": "update", "final_publish": "update"}
ODT_TAKEN = ("odt_padded_9000", "odt_padded_20000")
"""The emulator reads no ODT. A Markdown import in its place lets the positions after it go on as recorded."""
IMPORTED_UNSEEN = ("0.31.8", "0.32.2")
"""Here ten ids and one position are missing after `discard`: of an import that became no fact."""
NOT_REPLAYED = {
    "example": "example files of the panel: the emulator offers none",
    "help": "the help text beside the form: the emulator shows none",
    "xlsx_numbers_list_page": "the panel's list of proposals by itself: the emulator shows none",
    "public_page_paragraphs": "how bodies look on public pages: the emulator shows none, and the file was not kept",
    "json_taxonomies_list": "0.28: how the file named categories is not told",
    "json_taxonomies_string": "0.28: how the file named categories is not told",
    "xlsx_taxonomy_number": "0.28: how the file named categories is not told",
    "xlsx_taxonomy_text": "0.28: how the file named categories is not told",
}
"""Kinds and names of facts without a file to send or a page to ask for."""


ONE = """query($id: ID!, $number: ID!) { component(id: $id) { ... on Proposals { proposal(id: $number) {
  title { translations { locale text } } body { translations { locale text } } state official participatoryTextLevel
  author { name } } } } }"""


class Desk:
    """A signed-in administrator of one emulated server."""

    def __init__(self, version: str) -> None:
        data = servers.content(version)
        data["users"][0] |= {"email": "admin@example.org", "password": PASSWORD}
        data.setdefault("scopes", [{"id": 1, "name": {"sv": "Norr"}}])
        self.version = version
        self.store = Store(data, servers.Clock())
        app = create_app(self.store, version, options=servers.options(version))
        app.testing = True
        self.browser = Person(app.test_client(), "admin@example.org", PASSWORD).signed_in().browser

    def _post(self, component: int, page: str, form: dict[str, Any], locale: str) -> TestResponse:
        address = f"/admin/participatory_processes/samhallskontrakt/components/{component}/manage/{page}"
        self.browser.get(f"{address.replace('update', 'import').replace('discard', 'import')}", base_url=BASE)
        sent = {"authenticity_token": csrf_of(self.browser), **form}
        return self.browser.post(address, base_url=BASE, query_string={"locale": locale}, data=sent)

    def proposals(self, fact: Fact, content: bytes) -> TestResponse:
        declared = fact.get("declared_type") or ("application/vnd.ms-excel" if "excel" in fact["name"] else "text/csv")
        form = {"import[file]": _upload(content, fact.get("file_name"), declared)}
        return self._post(fact.get("component") or 3, "proposals/imports", form, _locale(fact))

    def texts(self, fact: Fact, content: bytes | None) -> TestResponse:
        if fact["name"] != "md_second_of_two":
            self.act("discard")
        declared = fact["declared_type"] if fact.get("declared_type") is not None else "text/markdown"
        form: dict[str, Any] = {} if fact["name"] == "md_no_title" else {"import_participatory_text[title]": "Kontraktet"}
        if content is not None:
            form["import_participatory_text[document]"] = _upload(content, fact.get("file_name"), declared)
        return self._post(CHARTER, "participatory_texts/import", form, _locale(fact))

    def read(self, component: int, number: int) -> dict[str, Any]:
        """A proposal over GraphQL, with the browser's session."""
        asked = {"query": ONE, "variables": {"id": str(component), "number": str(number)}}
        return dict(self.browser.post("/api", base_url=BASE, json=asked).get_json()["data"]["component"]["proposal"])

    def act(self, page: str, commit: str = "") -> TestResponse:
        return self._post(CHARTER, f"participatory_texts/{page}", {"commit": commit}, "sv")


def _upload(content: bytes, name: str | None, declared: str) -> FileStorage:
    return FileStorage(BytesIO(content), filename=name or "utkast", content_type=declared)


def _locale(fact: Fact) -> str:
    return "en" if "english" in fact["name"] else "sv"


class Replay:
    """All trials of one version: what differs, and how many trials had a file from where."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.desk = Desk(version)
        self.found: list[Difference] = []
        self.sources: dict[str, int] = {}
        for fact in _in_order([fact for fact in facts() if fact["version"] == version]):
            self._replay(fact)

    def _replay(self, fact: Fact) -> None:
        source, answer = self._ask(fact)
        if fact["name"] in ODT_TAKEN or (fact["name"] == "discard" and self.version in IMPORTED_UNSEEN):
            self.desk.texts({"name": "in its place"}, b"# In its place\n")
        self.sources[source] = self.sources.get(source, 0) + 1
        if answer is not None:
            pairs = [*_pairs(fact, answer, self.desk.store), *self._read_back(fact, answer)]
            self.found += [Difference(self.version, fact["kind"], fact["name"], *pair) for pair in pairs]

    def _read_back(self, fact: Fact, answer: TestResponse) -> Iterator[tuple[str, str, str]]:
        """Where GraphQL shows what was made differently; ids, times and references are each server's own."""
        component = fact.get("component") or (CHARTER if fact["kind"] == "texts" else 3)
        for place, (old, number) in enumerate(zip(fact.get("graphql") or [], _made(answer), strict=False)):
            new = self.desk.read(component, number)
            for name in ("title", "body", "state", "official", "participatoryTextLevel", "author"):
                if (recorded := _graphql(old[name])) != new[name]:
                    yield f"graphql.{place}.{name}", repr(recorded)[:90], repr(new[name])[:90]

    def _ask(self, fact: Fact) -> tuple[str, TestResponse | None]:
        name = fact["name"]
        given = file_of(fact) if fact["kind"] in ("proposals", "texts") else None
        if name == "final_import":
            self.desk = Desk(self.version)
        if given is not None:
            content, source = given
            return source, (self.desk.texts if fact["kind"] == "texts" else self.desk.proposals)(fact, content)
        if name == "no_document":
            return "action", self.desk.texts(fact, None)
        if name.split("_")[0] in ACTIONS or name in ACTIONS:
            commit = "save_draft" if name.startswith("save") else "publish"
            return "action", self.desk.act(ACTIONS.get(name) or ACTIONS[name.split("_")[0]], commit)
        if name == "after_second_import":
            return "action", self.desk.browser.get("/nothing-is-done", base_url=BASE)
        assert name in NOT_REPLAYED or fact["kind"] in NOT_REPLAYED, f"{self.version} {name} has neither file nor reason"
        return "not replayed", None


def _in_order(trials: list[Fact]) -> list[Fact]:
    """As they were tried, which the ids of what they made tell: on 0.30 an earlier number as title changes later answers."""
    last, order = 0, []
    for place, fact in enumerate(trials):
        rows = fact.get("rows") or ([fact["sample_row"]] if fact.get("sample_row") else [])
        if fact["kind"] == "texts":
            order.append((2, place, fact))
            continue
        last = rows[0]["id"] if rows else last
        order.append((1, last, fact))
    return [fact for _, _, fact in sorted(order, key=lambda entry: entry[:2])]


def _status(fact: Fact) -> int | None:
    """The recorded status; of an upload that never reached the form, the upload's."""
    if fact["http_status"] is None and fact["result_text"]:
        return next(int(word) for word in fact["result_text"].split() if word.isdigit())
    return fact["http_status"]


def _made(answer: TestResponse) -> list[int]:
    return [int(number) for number in answer.headers.get("X-Emulator-Created", "").split(",") if number]


def _graphql(value: Any) -> Any:
    """Long texts were shortened in the facts."""
    if isinstance(value, dict) and "translations" in value:
        return {"translations": [{**one, "text": one["text"] and full(one["text"])} for one in value["translations"]]}
    return value


def _pairs(fact: Fact, answer: TestResponse, store: Store) -> Iterator[tuple[str, str, str]]:
    """(where, recorded, answered) of everything that differs."""
    ids = _made(answer)
    made = [store.proposals[number] for number in ids]
    counted = fact.get("published") or max(fact["created"], 0)
    if fact["name"] in ("publish_after_publish", "final_publish"):
        counted = len(ids)
    compared = [("status", _status(fact), answer.status_code), ("created", counted, len(ids))]
    if fact["name"] == "after_second_import":
        compared.clear()
    rows = [row for row in fact.get("rows") or [] if "title" in row]
    if fact["name"] in ("publish_after_publish", "publish_long_heading", "save_draft_features", "after_second_import"):
        made = [proposal for proposal in store.proposals.values() if proposal.component == CHARTER][-len(rows) :]
    for place, (row, proposal) in enumerate(zip(rows, made, strict=False)):
        compared += [(f"rows.{place}.{name}", old, new) for name, old, new in _row(fact, row, proposal)]
    yield from ((where, repr(old)[:90], repr(new)[:90]) for where, old, new in compared if old != new)


def _row(fact: Fact, row: dict[str, Any], proposal: Proposal) -> Iterator[tuple[str, Any, Any]]:
    """What the fact tells of a row; long lists of rows were shortened to their titles."""
    answered = {
        "title": proposal.title,
        "body": proposal.body,
        "published_at": proposal.published_at is not None,
        "author": proposal.official,
        "level": proposal.participatory_text_level,
        "position": proposal.position,
        "scope_id": proposal.scope,
        "address": proposal.address,
        "latitude": proposal.latitude,
        "taxonomy_ids": proposal.taxonomies,
    }
    if fact["kind"] == "proposals":
        # How many proposals a component held before differs from server to server.
        del answered["position"]
    for name, value in answered.items():
        if name in row:
            yield name, _recorded(name, row[name]), value


def _recorded(name: str, value: Any) -> Any:
    match name:
        case "body":
            return {locale: full(text) for locale, text in value.items()}
        case "published_at":
            return bool(value)
        case "author":
            return value.startswith("Decidim::Organization")
        case "taxonomy_ids":
            return value or []
        case _:
            return value


__all__ = ["NOT_REPLAYED", "VERSIONS", "Desk", "Replay"]
