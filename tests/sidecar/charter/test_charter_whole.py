"""The charter as a whole, by command and over REST: who takes on what, what nobody has, what no clause speaks of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sidecar.app import create_app
from sidecar.charter import queries
from sidecar.charter.charter_commands import gap_lines, overview_lines
from sidecar.charter.commitments import assign, settle
from sidecar.charter.errors import CharterError
from sidecar.charter.overview import gaps_of, overview
from sidecar.charter.parties import MandateChange, PartyChange, change_party, enter_party, set_mandate
from sidecar.charter.service import charter_of, draft_clauses
from sidecar.core.context import Context
from sidecar.mapping.queries import current_statements
from sidecar.mapping.tags import Choice, set_tag
from tests.sidecar.chain import NAME, dialogue_store, drafted
from tests.sidecar.charter.agreement import (
    CLUB,
    DAY,
    LEADER,
    PEOPLE,
    TOWN,
    clause,
    enter_mandate,
    enter_parties,
    moved,
    promise,
    share,
    signs,
    tells,
    to_review,
)
from tests.sidecar.decidim import decidim

TODAY = date(2027, 1, 10)


@pytest.fixture
def dialogue(context: Context) -> Context:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    return context


def taken(found: dict[str, Any], party: str) -> list[str]:
    return [row["text"] for one in found["parties"] if one["name"] == party for row in one["takes_on"]]


def test_a_sentence_belongs_to_the_party_that_its_tags_name_until_a_person_says_otherwise(dialogue: Context) -> None:
    one, version = clause(dialogue)
    duty = next(s.text for s in version.sentences if s.ordinal == promise(version))
    before = overview(dialogue.db, NAME, today=TODAY)
    assert duty in [row["text"] for row in before["nobody"]] and before["parties"] == []
    enter_parties(dialogue)
    assert duty in taken(overview(dialogue.db, NAME, today=TODAY), TOWN)
    assign(dialogue.db, one.id, promise(version), [CLUB, PEOPLE], actor=LEADER)
    draft_clauses(dialogue.db, NAME)
    found = overview(dialogue.db, NAME, today=TODAY)
    assert duty not in taken(found, TOWN) and duty in taken(found, CLUB) and duty in taken(found, PEOPLE)
    assign(dialogue.db, one.id, promise(version), [], actor=LEADER)
    draft_clauses(dialogue.db, NAME)
    assert duty in [row["text"] for row in overview(dialogue.db, NAME, today=TODAY)["nobody"] if row["duty"]]
    with pytest.raises(CharterError, match="inget som någon kan ta på sig"):
        assign(dialogue.db, one.id, 99, [TOWN], actor=LEADER)
    with pytest.raises(CharterError, match=TOWN):
        assign(dialogue.db, one.id, promise(version), ["Storby"], actor=LEADER)


def test_themes_and_people_that_voices_speak_of_and_no_clause_does_are_shown_with_how_many(dialogue: Context) -> None:
    with dialogue.db.session() as session:
        rain = next(s.id for s, _tag, _who in current_statements(session, NAME) if "regnade" in s.text)
    set_tag(dialogue.db, NAME, rain, Choice("right", theme="housing", holder="older"), "test")
    found = overview(dialogue.db, NAME, today=TODAY)
    assert {"theme": "housing", "sv": "Boende", "voices": 1} in found["themes_without_clause"]
    assert {"people": "older", "sv": "äldre", "voices": 1} in found["people_without_clause"]
    assert "Boende (1)" in " ".join(overview_lines(found))


def test_duties_that_are_owed_to_nobody_and_clauses_that_voices_speak_against_are_shown(dialogue: Context) -> None:
    one, version = clause(dialogue)
    found = gaps_of(overview(dialogue.db, NAME, today=TODAY))
    owed_to_nobody = [(row["clause"], row["sentence"]) for row in found["duties_without_holder"]]
    assert (one.id, promise(version)) in owed_to_nobody
    torn = next(row for row in found["disputed"] if row["clause"] == one.id)
    assert (torn["support"], torn["opposition"]) == (version.support, 1)
    assert torn["against"] == ["Nej, det stör fladdermössen."]
    assert "emot: Nej, det stör fladdermössen." in " ".join(gap_lines(found))
    with dialogue.db.session() as session:
        lamps = [s.id for s, _tag, _who in current_statements(session, NAME) if "belysning på Kvarnstigen" in s.text]
    for statement in lamps:
        set_tag(dialogue.db, NAME, statement, Choice("obligation", bearer="municipality", holder="child_youth"), "test")
    later = overview(dialogue.db, NAME, today=TODAY)["duties_without_holder"]
    assert (one.id, promise(version)) not in [(row["clause"], row["sentence"]) for row in later]


def test_articles_keep_their_numbers_whatever_comes_after(dialogue: Context) -> None:
    def numbers() -> dict[str, int | None]:
        with dialogue.db.session() as session:
            return {one.id: one.number for one in queries.clauses(session, NAME)}

    first = numbers()
    assert sorted(one or 0 for one in first.values()) == list(range(1, len(first) + 1))
    draft_clauses(dialogue.db, NAME, min_voices=1)
    later = numbers()
    assert len(later) > len(first) and {one: later[one] for one in first} == first
    assert len(set(later.values())) == len(later)
    shown = [row["article"] for chapter in overview(dialogue.db, NAME, today=TODAY)["chapters"] for row in chapter["articles"]]
    assert sorted(shown) == sorted(one or 0 for one in later.values())


def test_what_is_late_is_told(dialogue: Context) -> None:
    enter_parties(dialogue)
    one, _ = clause(dialogue)
    to_review(dialogue, one.id)
    share(dialogue, one.id, TOWN)
    signs(dialogue, one.id, TOWN)
    moved(dialogue, one.id, "agreed")
    with pytest.raises(CharterError, match="inte antagen"):
        _report(dialogue, one.id)
    enter_mandate(dialogue)
    answer = _post(dialogue, f"clauses/{one.id}/steps", to="adopted", organ="KF", decided_on="2026-05-04", diary_number="KS 1")
    assert answer.status_code == 201 and answer.get_json()["in_force"] == 1
    tells(dialogue, one.id, TOWN)
    rows = [row for party in overview(dialogue.db, NAME, today=TODAY)["parties"] for row in party["takes_on"]]
    told = [row["follow_up"] for row in rows if row["clause"] == one.id]
    assert told and all(one["overdue"] and one["status_sv"] == "pågår" for one in told)
    assert "datumet har passerat" in " ".join(overview_lines(overview(dialogue.db, NAME, today=TODAY)))
    assert "datumet har passerat" not in " ".join(overview_lines(overview(dialogue.db, NAME, today=DAY)))


def _report(context: Context, clause_id: str) -> None:
    from sidecar.charter.commitments import Report, report

    report(context.db, clause_id, 0, TOWN, Report("gatuchefen", "kept"), actor=LEADER)


def _post(context: Context, path: str, **body: Any) -> Any:
    sign = {"Authorization": f"Bearer {context.settings.api_token}"}
    return create_app(context).test_client().post(f"/api/v1/{path}", json={"by": "Eva", **body}, headers=sign)


def test_over_rest_a_step_needs_the_token_and_a_forbidden_one_is_a_conflict_with_every_reason(dialogue: Context) -> None:
    enter_parties(dialogue)
    one, _ = clause(dialogue)
    client = create_app(dialogue).test_client()
    sign = {"Authorization": f"Bearer {dialogue.settings.api_token}"}
    assert client.post(f"/api/v1/clauses/{one.id}/steps", json={"to": "in_dialogue", "by": "Eva"}).status_code == 401
    forbidden = _post(dialogue, f"clauses/{one.id}/steps", to="in_dialogue")
    assert forbidden.status_code == 409 and forbidden.get_json()["reasons"] == ["Ingen har godkänt den nyaste versionen."]
    assert _post(dialogue, f"clauses/{one.id}/steps", to="borta").status_code == 422
    assert _post(dialogue, "clauses/nothing/steps", to="draft").status_code == 404
    to_review(dialogue, one.id)
    said = _post(dialogue, f"clauses/{one.id}/agreements", party=TOWN, signed_by="Ida Berg", signed_on="2026-05-04", version=1)
    assert said.status_code == 201 and said.get_json()["parties"][0]["signed_by"] == "Ida Berg"
    assert _post(dialogue, f"clauses/{one.id}/agreements", party=CLUB, signed_by="X", version=7).status_code == 409
    assert _post(dialogue, f"clauses/{one.id}/withdrawals", party=TOWN, reason="Nytt läge.").status_code == 201
    whole = client.get(f"/api/v1/charter?instance={NAME}", headers=sign).get_json()
    assert [party["name"] for party in whole["parties"]] == [TOWN, CLUB, PEOPLE]
    assert client.get("/api/v1/charter?instance=annan", headers=sign).status_code == 404
    assert len(client.get(f"/api/v1/clauses/{one.id}/versions", headers=sign).get_json()["items"]) == 1
    assert client.get(f"/api/v1/clauses/{one.id}/diff", headers=sign).status_code == 409  # one version, nothing to compare
    assert client.get("/api/v1/openapi.json").status_code == 200


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (PartyChange(name="Lillby kommun", kind="business"), "redan en part"),
        (PartyChange(name="Ny", kind="kungahus"), "Okänt slag"),
        (PartyChange(name="Ny"), "vilket slags part"),
        (PartyChange(name="", kind="business"), "partens namn"),
        (PartyChange(name="x" * 201, kind="business"), "högst 200"),
        (PartyChange(name="a\x00b", kind="business"), "styrtecken"),
        (PartyChange(name="Ny", kind="business", bears=("månen",)), "Okänd bärare"),
    ],
)
def test_a_party_that_cannot_be_entered_is_told_why(context: Context, change: PartyChange, told: str) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    enter_parties(context)
    with context.db.session() as session, pytest.raises(CharterError, match=told):
        enter_party(session, charter_of(session, NAME, NAME), change, actor=LEADER)


def test_of_two_parties_of_a_kind_none_is_supposed_and_one_that_says_what_it_bears_is(dialogue: Context) -> None:
    one, version = clause(dialogue)
    with dialogue.db.session() as session:
        charter = charter_of(session, NAME, NAME)
        for name in ("Lillby kommun", "Storby kommun"):
            enter_party(session, charter, PartyChange(name=name, kind="municipality"), actor=LEADER)
        settle(session, charter.id, NAME)
    assert taken(overview(dialogue.db, NAME, today=TODAY), "Lillby kommun") == []
    with dialogue.db.session() as session:
        charter = charter_of(session, NAME, NAME)
        change_party(session, charter, "Storby kommun", PartyChange(bears=("region",)), actor=LEADER)
        settle(session, charter.id, NAME)
    assert taken(overview(dialogue.db, NAME, today=TODAY), "Lillby kommun") != []


def test_a_mandate_is_whole_or_not_there(dialogue: Context) -> None:
    for wanted, told in (
        (MandateChange(organ="Kommunfullmäktige"), "datum"),
        (MandateChange("KF", DAY, None, "Eva"), "diarienummer"),
        (MandateChange("KF", DAY, "KS 1", None), "processledare"),
        (MandateChange("KF", DAY, "KS 1", "Eva", None, date(2026, 3, 1), date(2026, 2, 1)), "sluta innan"),
    ):
        with pytest.raises(CharterError, match=told), dialogue.db.session() as session:
            set_mandate(session, charter_of(session, NAME, NAME), wanted, actor=LEADER)
    assert overview(dialogue.db, NAME, today=TODAY)["mandate"] is None
    enter_mandate(dialogue)
    with dialogue.db.session() as session:
        set_mandate(session, charter_of(session, NAME, NAME), MandateChange(leader="Siv Ask"), actor=LEADER)
    found = overview(dialogue.db, NAME, today=TODAY)["mandate"]
    assert (found["leader"], found["diary_number"], found["steering_group"]) == ("Siv Ask", "KS 2025/117", ["Bo Ek", "Siv Ask"])
