"""`groups --dialogue FILE [--json]` and `pairs --sets FILES [--json]`."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mappings.encoder.weights import NoWeights
from mappings.evaluation.same.folds import PAIRS, TEXTS, FoldJudge, FoldVectors, NoFoldAnswers, folder, read
from mappings.evaluation.same.known import TAGS
from mappings.evaluation.same.lines import lines_of
from mappings.evaluation.same.parts import Judge, Parts, Ranker
from mappings.evaluation.same.rankers import Vectors, Words
from mappings.evaluation.same.report import measured_dialogue, measured_sets

COMMANDS = ("groups", "pairs")
RANKERS: Mapping[str, Callable[[Path], Ranker]] = {
    "words": lambda folds: Words(),
    "titled": lambda folds: Vectors(titled=True),
    "vectors": lambda folds: Vectors(),
    "tuned": lambda folds: FoldVectors(read(folds / TEXTS)),
}
JUDGES: Mapping[str, Callable[[Path], Judge | None]] = {
    "none": lambda folds: None,
    "folds": lambda folds: FoldJudge(read(folds / PAIRS)),
}
"""Who can be measured, by name; folds: the folder with the answers of the folds."""


def main(arguments: Sequence[str]) -> int:
    """Prints a table or JSON. 2 where the labels can't be read, 3 where a trained part or the encoder can't answer."""
    chosen = _parser().parse_args(arguments)
    try:
        parts = Parts(
            rankers=tuple(RANKERS[name](chosen.folds) for name in chosen.rankers), judge=JUDGES[chosen.judge](chosen.folds)
        )
        if chosen.what == "groups":
            found = measured_dialogue(chosen.dialogue, parts, chosen.tags)
        else:
            found = measured_sets(chosen.sets, parts, chosen.tags)
    except (FileNotFoundError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    except NoFoldAnswers as error:
        print(error, file=sys.stderr)
        return 3
    except (NoWeights, ImportError) as error:
        print(f"Vektorerna kan inte räknas: {error} Kör med --rankers words för att mäta utan dem.", file=sys.stderr)
        return 3
    if chosen.json:
        print(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True))
    else:
        print(*lines_of(found), sep="\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m mappings.evaluation", description="Mäter vad som grupperas, mot facit.")
    commands = parser.add_subparsers(dest="what", required=True)
    groups = commands.add_parser("groups", help="bidragen i en dialog")
    groups.add_argument("--dialogue", type=Path, required=True, help="fil med same_as, against och lookalike (JSON Lines)")
    pairs = commands.add_parser("pairs", help="texterna i filer med kravpar")
    pairs.add_argument("--sets", type=Path, nargs="+", required=True, help="filer med kravpar (JSON Lines)")
    for command in (groups, pairs):
        command.add_argument("--json", action="store_true", help="skriv JSON i stället för en tabell")
        command.add_argument(
            "--tags", default="product", choices=TAGS, help="vem som taggar: regler och modell, eller bara regler"
        )
        command.add_argument(
            "--rankers",
            nargs="*",
            default=["words", "titled", "vectors"],
            choices=sorted(RANKERS),
            help="vad som ordnar förslagen, bäst sist",
        )
        command.add_argument("--judge", default="none", choices=sorted(JUDGES), help="vem som bedömer par")
        command.add_argument("--folds", type=Path, default=folder(), help="mappen med korsvaliderade svar av det som tränas")
    return parser
