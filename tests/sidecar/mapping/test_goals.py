"""Goals of Agenda 2030 in the chain: stored with their evidence, shown, exported, found anew when their model changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from mappings.tagging import goals
from sidecar.core.context import Context
from sidecar.mapping import service, tags
from sidecar.mapping.models import Statement, StatementFact
from sidecar.mapping.service import map_instance, rules_version
from sidecar.sync.models import Revision
from tests.sidecar.chain import DIALOGUE, NAME, answered, dialogue_store, pulled, said
from tests.sidecar.decidim import decidim
from tests.sidecar.mapping.test_tags import run

SUN = "<p>Sätt <em>sol</em>celler  på skolans&nbsp;tak.</p><p>Det regnade i juli &amp; augusti.</p>"
ROWS = (said(1, "Mer egen energi", SUN), answered(1, 1, "👍", 1), *DIALOGUE[2:4])


@pytest.fixture
def mapped(context: Context) -> Context:
    with decidim(source=dialogue_store(ROWS)) as emulator:
        pulled(context, emulator)
        map_instance(context.db, NAME)
    return context


def content(context: Context) -> list[tuple[object, ...]]:
    columns = [column for column in StatementFact.__table__.columns if column.name != "id"]
    with context.db.session() as session:
        return sorted((tuple(row) for row in session.execute(select(*columns))), key=str)


def sun_statement(context: Context) -> str:
    return next(row["id"] for row in tags.shown(context.db, NAME) if row["text"].startswith("Sätt solceller"))


def test_a_goal_is_stored_with_its_evidence_in_the_stored_text_and_what_gave_it(mapped: Context) -> None:
    with mapped.db.session() as session:
        rows = session.execute(
            select(StatementFact, Statement, Revision)
            .join(Statement, Statement.id == StatementFact.statement_id)
            .join(Revision, Revision.id == Statement.revision_id)
        ).all()
        found = {}
        for fact, statement, revision in rows:
            stored = revision.texts[statement.field][statement.locale]
            if fact.start is not None:
                assert statement.start <= fact.start < fact.end <= statement.end
            if fact.kind == "sdg":
                found[statement.id, fact.code] = stored[fact.start : fact.end]
                assert fact.given_by == goals.goals_version() and fact.explanation_sv and fact.explanation_en
    evidence = found[sun_statement(mapped), "7.2"]
    assert evidence.startswith("Sätt <em>sol</em>celler") and evidence.endswith("tak.")


def test_it_is_silent_about_weather_and_thumbs(mapped: Context) -> None:
    quiet = [row for row in tags.shown(mapped.db, NAME) if row["text"].startswith(("Det regnade", "👍"))]
    assert len(quiet) >= 2
    assert [fact for row in quiet for fact in row["facts"] if fact["kind"] == "sdg"] == []


def test_a_statement_has_the_same_goals_whatever_else_is_mapped_with_it(mapped: Context) -> None:
    before = [row for row in tags.shown(mapped.db, NAME) if row["text"].startswith("Sätt solceller")]
    batches = service.BATCH
    try:
        service.BATCH = 1
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(goals, "goals_version", lambda: "another")
            assert map_instance(mapped.db, NAME).mapped == len(ROWS)
    finally:
        service.BATCH = batches
    assert [row for row in tags.shown(mapped.db, NAME) if row["text"].startswith("Sätt solceller")] == before


def test_another_goal_model_maps_every_text_again_once(mapped: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    before, named = content(mapped), rules_version()
    assert map_instance(mapped.db, NAME).mapped == 0
    monkeypatch.setattr(goals, "goals_version", lambda: "sdg-other/encoder")
    assert rules_version() != named
    assert map_instance(mapped.db, NAME).mapped == len(ROWS)
    assert content(mapped) == before
    assert map_instance(mapped.db, NAME).mapped == 0


def test_one_call_a_batch(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def counted(texts, *args, **more):  # noqa: ANN001, ANN002, ANN003, ANN202
        calls.append(len(texts))
        return given(texts, *args, **more)

    given = goals.sdg
    monkeypatch.setattr(goals, "sdg", counted)
    with decidim(source=dialogue_store(ROWS)) as emulator:
        pulled(context, emulator)
        result = map_instance(context.db, NAME)
    assert calls == [result.statements]


def test_the_command_line_shows_goals_and_exports_them_beside_a_persons_labels(mapped: Context, tmp_path: Path) -> None:
    chosen = sun_statement(mapped)
    listed = run(mapped, tmp_path, "tags", "show", NAME)
    assert listed.exit_code == 0 and "[mål 7.2" in listed.output
    one = run(mapped, tmp_path, "tags", "show", NAME, chosen).output
    assert "mål 7.2" in one and goals.goals_version().split("/")[0] in one
    (row,) = [row for row in json.loads(run(mapped, tmp_path, "tags", "show", NAME, "--json").output) if row["id"] == chosen]
    shown = next(fact for fact in row["facts"] if fact["code"] == "7.2")
    assert shown["evidence"].startswith("Sätt <em>sol</em>celler") and shown["given_by"] == goals.goals_version()
    tags.set_tag(mapped.db, NAME, chosen, tags.Choice("obligation", "proposed", "municipality", None, "environment"), "anna")
    assert run(mapped, tmp_path, "tags", "export", NAME, str(tmp_path / "rader.jsonl")).exit_code == 0
    (exported,) = [json.loads(line) for line in (tmp_path / "rader.jsonl").read_text("utf-8").splitlines()]
    assert shown in exported["sdg"]
