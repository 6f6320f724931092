"""The command that measures."""

import json
from pathlib import Path

import pytest

from mappings.evaluation import measure_norms
from mappings.evaluation.__main__ import main
from mappings.evaluation.given import Given
from mappings.evaluation.languages import measured_languages
from mappings.evaluation.markdown import FLOORS, MEASURED, headline, page_of
from mappings.evaluation.pages import language_lines
from mappings.sdg.benchmark import NoBenchmark

ROWS = [
    {"sentence": "Sätt upp bänkar", "norm": "obligation", "standing": "proposed", "bearer": "municipality", "enriched": False},
    {"sentence": "Det saknas bänkar", "norm": "need", "standing": None, "bearer": None, "enriched": False},
    {"sentence": "Jag bor här", "norm": "need", "standing": None, "bearer": None, "enriched": False},
    {"sentence": "Förbjud allt", "norm": "none", "standing": None, "bearer": None, "enriched": True},
]
EMPTY = {"lang": "sv", "title": "", "before": "", "also": [], "holder": None, "theme": None}


def gold(folder: Path) -> Path:
    lines = [json.dumps({**EMPTY, **row}) for row in ROWS]
    (folder / "norms_sv.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def test_it_measures_natural_rows_and_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["norms", "--gold", str(gold(tmp_path)), "--json", "--by", "rules"]) == 0
    found = json.loads(capsys.readouterr().out)
    (figures,) = found["languages"]
    assert (figures["language"], figures["rows"], figures["strict"], figures["baseline"]) == ("sv", 3, 0.6667, 0.6667)
    assert figures["confusion"]["need"] == {"need": 1, "none": 1}
    assert (found["rows"], found["left_out_by_a_fold"], found["how"]) == (3, 0, ["rules"])


def test_it_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["norms", "--gold", str(gold(tmp_path)), "--by", "rules"]) == 0
    assert "macro_f1" in capsys.readouterr().out


def test_rows_the_model_never_saw_are_answered_by_the_shipped_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["norms", "--gold", str(gold(tmp_path)), "--json", "--by", "linear"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["how"], found["left_out_by_a_fold"]) == (["linear"], 0)


def test_a_folder_without_gold_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["norms", "--gold", str(tmp_path)]) == 2
    assert "norms_*.jsonl" in capsys.readouterr().err


def test_the_language_of_the_rows_is_measured_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["language", "--gold", str(gold(tmp_path)), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["accuracy"], found["rows"], found["too_short"], found["short"]["rows"]) == (1, 3, 0, 3)


def test_short_and_long_sentences_are_told_apart_and_too_short_ones_left_out() -> None:
    said = [
        ("sv", "Vi vill ha fler bänkar i parken där barnen leker"),
        ("fi", "Kaupungin pitää rakentaa uusi leikkipuisto lapsille"),
        ("sv", "Vi vill ha bänkar"),
        ("sv", "Ja tack"),
    ]
    found = measured_languages([{"lang": lang, "sentence": sentence} for lang, sentence in said])
    assert (found["rows"], found["short"]["rows"], found["swedish"]["rows"], found["too_short"]) == (3, 1, 2, 1)
    assert found["rows_of"] == {"fi": 1, "sv": 2} and found["languages"]["fi"] == 1
    with pytest.raises(ValueError, match="tre ord"):
        measured_languages([{"lang": "sv", "sentence": "Ja tack"}])
    assert len(language_lines(found)) == 7


GOAL_FIGURES = {
    "benchmark": {
        "rows": 2, "texts": 2, "accuracy": 0.8, "f1": 0.7, "spread": 0.0, "untrained": 0.6, "always_no": 0.5, "per_goal": {},
        "encoder": "e",
    },
    "floor": 0.86, "version": "sdg-1/e", "swedish": {},
}  # fmt: skip


def test_goals_are_measured_without_gold(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mappings.evaluation.__main__.measured_goals", lambda files: {**GOAL_FIGURES, "files": len(files)})
    assert main(["sdg", "--json", "--swedish", "a.jsonl", "b.jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == 2
    assert main(["sdg"]) == 0
    assert "0.8 (0.06 short)" in capsys.readouterr().out


def test_a_missing_benchmark_and_missing_gold_are_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(files: object) -> None:
        raise NoBenchmark("inte installerat")

    monkeypatch.setattr("mappings.evaluation.__main__.measured_goals", missing)
    assert main(["sdg"]) == 2
    assert "inte installerat" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["norms"])


def given(norm: str, **more: str | None) -> Given:
    told = {"standing": None, "bearer": None, "holder": None, "theme": None} | more
    return Given(norm, **told, confidence=1.0, how="rules")  # type: ignore[arg-type]


def test_lenient_takes_the_second_label_and_silence_on_a_bearer_is_wrong_only_in_the_strict_figure() -> None:
    rows = [{**EMPTY, **ROWS[0], "also": ["need"]} for _ in range(20)]
    answers = [given("need"), *[given("obligation", standing="proposed", bearer="municipality") for _ in range(19)]]
    figures = measure_norms(rows, "sv", answers)
    assert (figures.strict, figures.lenient, figures.triad) == (0.95, 1.0, 0.95)
    assert (figures.standing, figures.standing_all) == (1.0, 0.95)
    assert figures.bearer_macro_f1 == 1.0 > figures.bearer_macro_f1_of_gold


def test_a_language_without_rows_is_an_error() -> None:
    with pytest.raises(ValueError, match="fi"):
        measure_norms([], "fi", [])


def test_the_page_names_every_floor_and_how_much_is_missing(tmp_path: Path) -> None:
    from mappings.evaluation.report import measured
    from mappings.evaluation.rows import read_gold

    found = measured(read_gold(gold(tmp_path))["sv"], "rules")
    page = page_of(
        dict.fromkeys((*MEASURED, "aside", "aside_rules"), found),
        {"version": "v", "date": "2026-11-24", "rows": 3, "rows_that_only_teach": 0},
    )
    assert all(name in page for name in FLOORS)
    assert "short" in page
    assert headline(found)["norm, Swedish"] == 0.6667
