"""The command that measures."""

import json
from pathlib import Path

import pytest

from mappings.evaluation.__main__ import main

ROWS = [
    {"sentence": "Sätt upp bänkar", "norm": "obligation", "standing": "proposed", "bearer": "municipality", "enriched": False},
    {"sentence": "Det saknas bänkar", "norm": "need", "standing": None, "bearer": None, "enriched": False},
    {"sentence": "Jag bor här", "norm": "need", "standing": None, "bearer": None, "enriched": False},
    {"sentence": "Förbjud allt", "norm": "none", "standing": None, "bearer": None, "enriched": True},
]


def gold(folder: Path) -> Path:
    lines = [json.dumps({"lang": "sv", "title": "", "before": "", "also": [], **row}) for row in ROWS]
    (folder / "norms_sv.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def test_it_measures_natural_rows_and_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["norms", "--gold", str(gold(tmp_path)), "--json"]) == 0
    (figures,) = json.loads(capsys.readouterr().out)
    assert (figures["language"], figures["rows"], figures["strict"], figures["baseline"]) == ("sv", 3, 0.6667, 0.6667)
    assert figures["confusion"]["need"] == {"need": 1, "none": 1}


def test_it_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["norms", "--gold", str(gold(tmp_path))]) == 0
    assert "macro_f1" in capsys.readouterr().out


def test_a_folder_without_gold_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["norms", "--gold", str(tmp_path)]) == 2
    assert "norms_*.jsonl" in capsys.readouterr().err
