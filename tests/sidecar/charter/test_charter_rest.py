"""The charter over REST: mandate, parties, agreements, commitments, gaps, each answer in the shape that is described."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from marshmallow import Schema

from sidecar.app import create_app
from sidecar.charter.charter_schemas import CharterOut, CommitmentList, GapsOut, MandateAnswer, PartyOut, TemplateOut
from sidecar.charter.schemas import AgreementList, ClauseOut
from sidecar.core.context import Context
from tests.sidecar.chain import NAME, dialogue_store, drafted
from tests.sidecar.charter.agreement import CLUB, PEOPLE, TOWN, clause, promise, share, to_review
from tests.sidecar.decidim import decidim
from tests.sidecar.terminal import Terminal


class Rest:
    """The service, with its token."""

    def __init__(self, context: Context) -> None:
        self.client = create_app(context).test_client()
        self.sign = {"Authorization": f"Bearer {context.settings.api_token}"}

    def __call__(self, method: str, path: str, status: int = 200, **body: Any) -> Any:
        sent = {"json": {"by": "Eva", **body}} if method != "GET" else {}
        answer = self.client.open(f"/api/v1/{path}", method=method, headers=self.sign, **sent)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_json()


@pytest.fixture
def rest(context: Context) -> Rest:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    return Rest(context)


def has_shape(value: Any, schema: type[Schema]) -> None:
    """Nothing is lost between what the code gives and what the description promises."""
    assert schema().validate(value) == {}
    fields = schema().fields
    assert set(value) == set(fields), set(value) ^ set(fields)


def test_a_mandate_is_entered_changed_and_refused_where_it_is_not_whole(rest: Rest) -> None:
    at = f"mandate?instance={NAME}"
    assert rest("GET", at) == {"mandate": None}
    assert "datum" in rest("PUT", at, 409, organ="Kommunfullmäktige")["message"]
    whole = {"organ": "Kommunfullmäktige", "decided_on": "2025-11-03", "diary_number": "KS 2025/117", "leader": "Eva Lind"}
    has_shape(rest("PUT", at, **whole), MandateAnswer)
    changed = rest("PUT", at, steering_group=["Bo Ek"], dialogue_from="2026-01-10")["mandate"]
    assert changed == {**whole, "steering_group": ["Bo Ek"], "dialogue_from": "2026-01-10", "dialogue_to": None}
    assert rest("GET", at)["mandate"] == changed
    assert rest("PUT", at, 422, decided_on="i går")["code"] == 422
    assert rest("GET", "mandate?instance=annan", 404) and rest("PUT", "mandate?instance=annan", 404, **whole)


def test_parties_are_entered_changed_and_take_on_what_waits_for_them(rest: Rest, context: Context) -> None:
    at = f"parties?instance={NAME}"
    assert rest("GET", at) == {"items": []}
    town = rest("POST", at, 201, name=TOWN, kind="municipality")
    has_shape(town, PartyOut)
    one, version = clause(context)
    taken = rest("GET", f"clauses/{one.id}/commitments")
    assert CommitmentList().validate(taken) == {}
    assert (promise(version), TOWN) in [(row["sentence"], row["party_name"]) for row in taken["items"]]
    changed = rest("PATCH", f"parties/{town['id']}?instance={NAME}", signatory="Ida Berg")
    assert (changed["name"], changed["signatory"]) == (TOWN, "Ida Berg")
    assert rest("GET", at)["items"] == [changed]
    assert "redan en part" in rest("POST", at, 409, name=TOWN, kind="business")["message"]
    assert "ingen part" in rest("PATCH", f"parties/99?instance={NAME}", 409, name="X")["message"]
    assert rest("POST", at, 422, name="Ny", kind="kungahus")["code"] == 422


def test_agreements_are_told_with_version_and_hash_whether_they_stand_or_not(rest: Rest, context: Context) -> None:
    for name, kind in ((TOWN, "municipality"), (CLUB, "civil_society"), (PEOPLE, "inhabitants")):
        rest("POST", f"parties?instance={NAME}", 201, name=name, kind=kind)
    one, version = clause(context)
    to_review(context, one.id)
    share(context, one.id, TOWN, CLUB)
    for name in (TOWN, CLUB):
        rest("POST", f"clauses/{one.id}/agreements", 201, party=name, signed_by="Ida Berg", signed_on="2026-05-04")
    rest("POST", f"clauses/{one.id}/withdrawals", 201, party=CLUB, reason="Nytt läge.")
    given = rest("GET", f"clauses/{one.id}/agreements")
    assert AgreementList().validate(given) == {}
    club, town = given["items"]
    assert (town["name"], town["hash"], town["version"], town["withdrawn_at"]) == (TOWN, version.hash, 1, None)
    assert (club["name"], club["withdrawn_because"]) == (CLUB, "Nytt läge.")
    shown = rest("GET", f"clauses/{one.id}?version=1")
    has_shape(shown, ClauseOut)
    assert shown["sentences"][0]["citations"]
    assert "Versioner: 1" in rest("GET", f"clauses/{one.id}?version=7", 409)["message"]
    assert rest("GET", "clauses/nothing", 404)["code"] == 404


def test_the_whole_charter_and_its_gaps_have_the_shape_that_is_described(rest: Rest) -> None:
    rest("POST", f"parties?instance={NAME}", 201, name=TOWN, kind="municipality")
    whole = rest("GET", f"charter?instance={NAME}")
    has_shape(whole, CharterOut)
    gaps = rest("GET", f"charter/gaps?instance={NAME}")
    has_shape(gaps, GapsOut)
    assert gaps == {key: whole[key] for key in gaps} and gaps["disputed"]
    [town] = whole["parties"]
    assert {"text", "agreement", "follow_up", "given_by"} <= set(town["takes_on"][0])


OWN = "over: uclg_sv\ntitle: Lillbys kontrakt\nleave_out: [environment]\nchapters: [{theme: democracy, title: Din röst}]\n"


def test_a_municipality_gives_its_own_chapters_and_name(rest: Rest, context: Context) -> None:
    at = f"template?instance={NAME}"
    before = rest("GET", at)
    has_shape(before, TemplateOut)
    assert before["name"] == "uclg_sv" and before["without_chapter"] == []
    own = rest("PUT", at, yaml=OWN)
    assert own["chapters"][0]["title"] == "Din röst" and own["without_chapter"]
    whole = rest("GET", f"charter?instance={NAME}")
    assert whole["chapters"][0]["title"] == "Din röst" and whole["chapters"][-1]["title"] == "Övrigt"
    assert "chapters.0.theme" in rest("PUT", at, 409, yaml="over: uclg_sv\nchapters: [{theme: väder}]")["message"]
    assert rest("GET", at) == own  # what can't be used changes nothing
    assert "Välj bland" in rest("PUT", at, 409, name="sagor")["message"]
    assert rest("PUT", at, 422)["code"] == 422
    assert rest("PUT", at, name="uclg_sv") == before
    named = rest("PUT", f"charter?instance={NAME}", title="Lillbys samhällskontrakt")
    assert named["title"] == "Lillbys samhällskontrakt"
    assert rest("PUT", f"charter?instance={NAME}", 409, title=" ")["message"] == "Ange vad kontraktet ska heta."


def test_the_command_line_tells_the_same(terminal: Terminal, tmp_path: Path) -> None:
    with decidim(source=dialogue_store()) as emulator:
        terminal.json("instance", "add", NAME, emulator.url)
        terminal.json("run", NAME)
    terminal("party", "add", NAME, TOWN, "--kind", "municipality")
    clause_id = terminal.json("draft", NAME, "--list")[0]["id"]
    rows = terminal.json("clause", "commitments", clause_id)
    assert rows[0]["party_name"] == TOWN and f"{TOWN}: " in terminal("clause", "commitments", clause_id).stdout
    assert terminal.json("clause", "agreements", clause_id) == []
    assert "Ingen part har samtyckt" in terminal("clause", "agreements", clause_id).stdout
    mine = tmp_path / "egen.yaml"
    mine.write_text(OWN, "utf-8")
    assert "12 kapitel" in terminal("template", "check", str(mine)).stdout
    told = terminal("template", "set", NAME, "--file", str(mine), "--title", "Lillbys samhällskontrakt").stdout
    assert "Lillbys samhällskontrakt" in told and "Din röst" in told and "under Övrigt" in told
    assert terminal.json("template", "show", NAME)["title"] == "Lillbys kontrakt"
    terminal("template", "write", str(mine))
    assert terminal.json("template", "set", NAME, "--file", str(mine))["without_chapter"] == []
    mine.write_text("chapters: [", "utf-8")
    refused = terminal("template", "set", NAME, "--file", str(mine))
    assert refused.exit_code == 1 and "Kapitelmallen egen.yaml går inte att läsa" in refused.stderr
    assert terminal("template", "set", NAME).exit_code == 2
    assert set(terminal.json("gaps", NAME)) == {*GapsOut().fields}
    assert "Där röster står mot varandra" in terminal("gaps", NAME).stdout


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)
