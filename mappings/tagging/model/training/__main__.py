"""`python -m mappings.tagging.model.training --gold FOLDER [--work FOLDER] [--only PIECE]`: makes the model's data files.

Pieces: `fold0` … (one fold), `full` (all rows), `combine` (seconds: after a change of the rules). Without --only, all in turn;
after `full`, which makes the base that a member's models share, folds can run side by side in processes of their own.
"""

import argparse
import sys
from pathlib import Path

from mappings.tagging.model.training.config import Settings
from mappings.tagging.model.training.material import gather
from mappings.tagging.model.training.run import cross_validated, fixed_threads, fold_logits, full_model, last_steps

EVALUATION = Path(__file__).parents[3] / "evaluation" / "data"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m mappings.tagging.model.training", description="Tränar modellen på facit.")
    parser.add_argument("--gold", type=Path, required=True, help="mappen med norms_*.jsonl")
    parser.add_argument("--work", type=Path, default=Path("var/train"), help="mapp för mellanresultat")
    parser.add_argument("--only", default="", help="en bit i taget: fold0, fold1 …, full eller combine")
    chosen = parser.parse_args(arguments)
    settings = Settings()
    fixed_threads(1)
    chosen.work.mkdir(parents=True, exist_ok=True)
    try:
        materials = gather(chosen.gold, chosen.work, settings.folds, settings.members)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    if chosen.only.startswith("fold"):
        for material in materials:
            fold_logits(material, settings, int(chosen.only.removeprefix("fold")), chosen.work)
    if chosen.only in ("", "full"):
        for material in materials:
            full_model(material, settings, chosen.work)
    if chosen.only in ("", "combine"):
        EVALUATION.mkdir(exist_ok=True)
        most = max(materials, key=lambda one: len(one.rows))
        last_steps(most, settings, cross_validated(materials, settings, chosen.work), EVALUATION, chosen.work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
