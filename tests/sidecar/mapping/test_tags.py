"""What a person decides about tags, and what the command line says of rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mappings.tagging import decide, model_state
from mappings.tagging.decide import Asked
from sidecar.cli import main
from sidecar.core.context import Context
from sidecar.mapping import queries, tags
from sidecar.mapping.service import map_instance, rules_version
from tests.sidecar.chain import NAME, dialogue_store, pulled
from tests.sidecar.decidim import decidim, environment

OWN_RULE = """
rules:
  - id: sv.lillby.light
    in_force: {since: 2026-11-24}
    priority: 95
    any: ["belysning"]
    gives: {norm: right, holder: child_youth}
    confidence: 0.9
    explanation: {sv: I Lillby är ljus en rättighet., en: In Lillby light is a right.}
    reason: Lillby's own decision.
    examples: {must: ["Kommunen ska sätta upp belysning på Kvarnstigen"], must_not: ["Mörkt är det"]}
switched_off: [sv.none.reported]
"""


@pytest.fixture
def mapped(context: Context) -> Iterator[Context]:
    with decidim(source=dialogue_store()) as emulator:
        pulled(context, emulator)
        map_instance(context.db, NAME)
    yield context


def one_of(context: Context, beginning: str) -> str:
    return next(row["id"] for row in tags.shown(context.db, NAME) if row["text"].startswith(beginning))


def run(context: Context, tmp_path: Path, *arguments: str, rules: Path | None = None) -> Result:
    env = {**environment(tmp_path / "var", context.settings.database_url), "CHARTER_RULES": str(rules) if rules else ""}
    return CliRunner().invoke(main, arguments, env=env)


def own_folder(tmp_path: Path, text: str = OWN_RULE) -> Path:
    folder = tmp_path / "egna" / "sv"
    folder.mkdir(parents=True)
    (folder / "lillby.yaml").write_text(text, "utf-8")
    return folder.parent


def test_a_persons_tag_goes_before_the_rules_and_stays_through_a_run_with_other_rules(mapped: Context, tmp_path: Path) -> None:
    chosen = one_of(mapped, "Det är mörkt där")
    tags.set_tag(mapped.db, NAME, chosen[:12], tags.Choice("participation", "proposed", "school", "older", "democracy"), "anna")
    result = map_instance(mapped.db, NAME, own_rules=own_folder(tmp_path))
    assert result.mapped > 0
    with mapped.db.session() as session:
        counted = {statement.id: tag for statement, tag, _ in queries.current_statements(session, NAME)}
        assert (counted[chosen].source, counted[chosen].norm_type, counted[chosen].bearer) == (
            "person",
            "participation",
            "school",
        )
    assert map_instance(mapped.db, NAME, own_rules=tmp_path / "egna").mapped == 0


def test_the_second_tag_of_a_person_takes_the_place_of_the_first(mapped: Context) -> None:
    chosen = one_of(mapped, "Det är mörkt där")
    for norm in ("right", "need"):
        tags.set_tag(mapped.db, NAME, chosen, tags.Choice(norm, bearer="state"), "anna")
    shown = tags.shown_one(mapped.db, NAME, chosen)["tags"]
    assert [tag["norm_type"] for tag in shown if tag["source"] == "person"] == ["need"]
    assert shown[0]["source"] == "person" and shown[0]["bearer"] is None


def test_what_people_tagged_is_exported_as_labelled_rows(mapped: Context, tmp_path: Path) -> None:
    chosen = one_of(mapped, "Det är mörkt där")
    tags.set_tag(mapped.db, NAME, chosen, tags.Choice("need", theme="safety"), "anna")
    done = run(mapped, tmp_path, "tags", "export", NAME, str(tmp_path / "rader.jsonl"))
    assert done.exit_code == 0, done.output
    (row,) = [json.loads(line) for line in (tmp_path / "rader.jsonl").read_text("utf-8").splitlines()]
    assert (row["sentence"], row["norm"], row["theme"], row["lang"]) == ("Det är mörkt där.", "need", "safety", "sv")
    assert row["title"] == "Belysning på Kvarnstigen" and row["before"].startswith("Kommunen ska sätta upp")
    gold = {
        "id",
        "lang",
        "source",
        "title",
        "before",
        "sentence",
        "norm",
        "also",
        "standing",
        "bearer",
        "holder",
        "theme",
        "enriched",
        "sdg",
    }
    assert set(row) == gold


def test_an_id_that_fits_none_or_several_is_refused_with_what_to_do(mapped: Context, tmp_path: Path) -> None:
    for beginning in ("zzz", ""):
        with pytest.raises(tags.TagError, match="sidecar tags show"):
            tags.set_tag(mapped.db, NAME, beginning, tags.Choice("need"), "anna")
    assert run(mapped, tmp_path, "tags", "set", NAME, "zzz", "--norm", "need").exit_code == 1


def test_the_command_line_shows_sets_and_lists_gaps(mapped: Context, tmp_path: Path) -> None:
    chosen = one_of(mapped, "Ett barnråd ska höras")
    done = run(mapped, tmp_path, "tags", "set", NAME, chosen, "--norm", "right", "--holder", "child_youth", "--theme", "children")
    assert done.exit_code == 0 and "rättighet" in done.output
    one = run(mapped, tmp_path, "tags", "show", NAME, chosen).output
    assert "en person" in one and "sv.participation" in one
    assert [row["id"] for row in json.loads(run(mapped, tmp_path, "tags", "show", NAME, "--norm", "right", "--json").output)] == [
        chosen
    ]
    found = json.loads(run(mapped, tmp_path, "tags", "gaps", NAME, "--json").output)
    assert (chosen, "right_without_bearer") in {(gap["statement_id"], gap["kind"]) for gap in found}
    assert "duty_without_holder" in {gap["kind"] for gap in found}


def test_rules_check_runs_every_example_that_comes_with_the_package(context: Context, tmp_path: Path) -> None:
    done = run(context, tmp_path, "rules", "check", "--json")
    found = json.loads(done.output)
    assert done.exit_code == 0 and found["faults"] == [] and found["rules"] > 150 and found["examples"] > found["rules"]


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("Mörkt är det", "Det är dålig belysning här"), 11, "fast den inte ska"),
        (("Kommunen ska sätta upp belysning", "Kommunen ska sätta upp ljus"), 11, "fast den ska"),
        (("priority: 95", "priority: 950"), 5, "priority"),
        (("switched_off: [sv.none.reported]", "switched_off: [sv.saknas]"), 1, "sv.saknas"),
        (("rules:", "rules: ["), 3, "YAML"),
    ],
)
def test_rules_check_names_file_and_line_of_a_fault(
    context: Context, tmp_path: Path, change: tuple[str, str], line: int, said: str
) -> None:
    folder = own_folder(tmp_path, OWN_RULE.replace(*change))
    done = run(context, tmp_path, "rules", "check", str(folder), "--json")
    (fault,) = json.loads(done.output)["faults"]
    assert done.exit_code == 1 and said in fault["message_sv"]
    assert fault["line"] == line or said == "sv.saknas" or said == "YAML"


def test_explain_tells_every_rule_that_fired_and_who_won(context: Context, tmp_path: Path) -> None:
    done = run(context, tmp_path, "rules", "explain", "Jag vill inte att kommunen ska sälja skolan")
    assert done.exit_code == 0, done.output
    assert "sv.prohibition.not-do" in done.output and "sv.obligation.modal" in done.output
    assert "Vinner: förbud" in done.output
    assert (model_state().version or "Bara regler") in done.output


def test_a_municipalitys_own_rules_win_and_every_change_is_told(context: Context, tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    told = run(context, tmp_path, "rules", "explain", "Kommunen ska sätta upp belysning på Kvarnstigen", rules=folder).output
    assert "Vinner: rättighet genom sv.lillby.light" in told and "Regeln sv.lillby.light är kommunens egen." in told
    off = run(context, tmp_path, "rules", "explain", "Min granne säger att det är dags att riva allt", rules=folder).output
    assert "Regeln sv.none.reported är avstängd av kommunen" in off
    (given,) = decide([Asked("Min granne säger att det är dags att riva allt", "sv")], own=folder)
    assert given.primary.rule != "sv.none.reported" and given.changes
    assert rules_version(folder) != rules_version()


def test_a_folder_of_own_rules_that_is_not_there_stops_the_run_before_anything_is_changed(
    mapped: Context, tmp_path: Path
) -> None:
    before = tags.shown(mapped.db, NAME)
    done = run(mapped, tmp_path, "map", NAME, rules=tmp_path / "saknas")
    assert done.exit_code == 1 and "CHARTER_RULES" in done.output
    assert tags.shown(mapped.db, NAME) == before
