"""`python -m mappings.evaluation norms --gold FOLDER [--json]`."""

import argparse
import json
import sys
from pathlib import Path

from mappings.evaluation.norms import NormFigures, measure_norms, read_gold
from mappings.tagging import languages

_COLUMNS = ("rows", "strict", "lenient", "baseline", "macro_f1", "triad", "standing", "bearer", "bearer_macro_f1", "calibration")


def main(arguments: list[str] | None = None) -> int:
    """Prints a table (or JSON) for each language that has both gold rows and rules. 2 where the gold can't be read."""
    parser = argparse.ArgumentParser(prog="python -m mappings.evaluation", description="Mäter taggarna mot facit.")
    parser.add_argument("what", choices=["norms"], help="vad som mäts")
    parser.add_argument("--gold", type=Path, required=True, help="mappen med norms_*.jsonl")
    parser.add_argument("--json", action="store_true", help="skriv JSON i stället för en tabell")
    chosen = parser.parse_args(arguments)
    try:
        gold = read_gold(chosen.gold)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    measured = [measure_norms(rows, language) for language, rows in sorted(gold.items()) if language in languages()]
    if chosen.json:
        print(json.dumps([figures.as_json() for figures in measured], ensure_ascii=False, indent=1, sort_keys=True))
    else:
        _print_table(measured)
    return 0


def _print_table(measured: list[NormFigures]) -> None:
    print("language  " + "  ".join(f"{column:>15}" for column in _COLUMNS))
    for figures in measured:
        values = figures.as_json()
        print(f"{figures.language:8}  " + "  ".join(f"{values[column]:>15}" for column in _COLUMNS))
    for figures in measured:
        print(f"\n{figures.language}: facit → given norm")
        for gold, given in sorted(figures.confusion.items()):
            print(f"  {gold:14}" + "  ".join(f"{name} {rows}" for name, rows in sorted(given.items(), key=lambda x: -x[1])))


if __name__ == "__main__":
    sys.exit(main())
