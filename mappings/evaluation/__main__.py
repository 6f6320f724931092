"""`python -m mappings.evaluation norms --gold FOLDER [--json] [--by product|model|rules|…]`; `language --gold FOLDER`; `sdg`;
`groups --dialogue FILE [--json]`; `pairs --sets FILES [--json]` (see `mappings.evaluation.same`)."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mappings.encoder.weights import NoWeights
from mappings.evaluation.goals import measured_goals
from mappings.evaluation.languages import measured_languages
from mappings.evaluation.markdown import publish
from mappings.evaluation.pages import goal_lines, language_lines
from mappings.evaluation.report import measured
from mappings.evaluation.rows import Row, read_gold
from mappings.evaluation.same import command as same
from mappings.sdg.benchmark import NoBenchmark
from mappings.tagging.model import NoModel

CHOICES = ("product", "model", "no-rules", "rules", "int8", "fp32", "linear")
COLUMNS = (
    "rows", "strict", "lenient", "baseline", "macro_f1", "triad", "standing", "standing_all", "bearer_macro_f1",
    "bearer_macro_f1_of_gold", "holder_macro_f1", "theme", "calibration",
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Prints a table or JSON. 2 where the labels can't be read, 3 where the model can't answer."""
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] in same.COMMANDS:
        return same.main(given)
    parser = argparse.ArgumentParser(
        prog="python -m mappings.evaluation",
        description="Mäter taggarna mot facit. Grupperna mäts med groups --dialogue FIL och pairs --sets FILER.",
    )
    parser.add_argument(
        "what", choices=["norms", "language", "sdg", "publish"], help="vad som mäts; publish skriver EVALUATION.md"
    )
    parser.add_argument("--gold", type=Path, help="mappen med norms_*.jsonl (inte för sdg)")
    parser.add_argument("--swedish", type=Path, nargs="*", default=[], help="sdg: svenska meningar med märkta mål (JSON Lines)")
    parser.add_argument("--json", action="store_true", help="skriv JSON i stället för en tabell")
    parser.add_argument("--by", default="product", choices=CHOICES, help="vem som svarar")
    chosen = parser.parse_args(given)
    if chosen.gold is None and chosen.what != "sdg":
        parser.error("--gold saknas: ange mappen med facit")
    try:
        rows = [] if chosen.what == "sdg" else [row for language in read_gold(chosen.gold).values() for row in language]
        if chosen.what == "publish":
            publish(rows, Path("EVALUATION.md"), chosen.swedish)
            return 0
        found = _measured(chosen.what, rows, chosen.by, chosen.swedish)
    except (FileNotFoundError, NoBenchmark) as error:
        print(error, file=sys.stderr)
        return 2
    except (NoModel, NoWeights, ImportError) as error:
        print(f"Modellen kan inte svara: {error} Kör med --by rules för att mäta reglerna.", file=sys.stderr)
        return 3
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True))
    elif chosen.what == "language":
        print(*language_lines(found), sep="\n")
    elif chosen.what == "sdg":
        print(*goal_lines(found), sep="\n")
    else:
        _print_table(found)
    return 0


def _measured(what: str, rows: Sequence[Row], by: str, swedish: Sequence[Path]) -> dict[str, Any]:
    if what == "sdg":
        return measured_goals(swedish)
    return measured_languages(rows) if what == "language" else measured(rows, by)


def _print_table(found: dict[str, Any]) -> None:
    print(f"svar av: {', '.join(found['how'])}; {found['left_out_by_a_fold']} av {found['rows']} rader korsvaliderade")
    lines = [("all", found["all"]), *((one["language"], one) for one in found["languages"])]
    lines += [(one["source"], one) for one in found["swedish_sources"]]
    print("          " + " ".join(f"{column[:11]:>11}" for column in COLUMNS))
    for name, values in lines:
        print(f"{name:10}" + " ".join(f"{values[column]:>11}" for column in COLUMNS))
    print("mean of languages: " + ", ".join(f"{name} {value}" for name, value in found["mean_of_languages"].items()))
    for figures in found["languages"]:
        print(f"\n{figures['language']}: facit → given norm")
        for gold, given in sorted(figures["confusion"].items()):
            print(f"  {gold:14}" + "  ".join(f"{name} {rows}" for name, rows in sorted(given.items(), key=lambda x: -x[1])))


if __name__ == "__main__":
    sys.exit(main())
