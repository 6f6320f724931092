"""How often each rule is right where it wins, from labelled rows: that is the confidence that its tags carry.

    python -m mappings.tagging.measure --gold FOLDER

Writes `measured.json` beside the rules of each language that has rows: rule id → share, smoothed towards the author's own figure
(as if it had been right that often in `PRIOR_ROWS` rows more). Measured on the labelled folder, in sight of which the rules were
written, and on the project's own labelled sentences, which they had not seen. Holds figures only, no texts.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mappings.tagging.model.training.data import read_own
from mappings.tagging.ruleset import MEASURED, built_in, folder_of, languages
from mappings.tagging.schema import read_file
from mappings.tagging.tagger import tag
from mappings.tagging.types import Context

PRIOR_ROWS = 5


def measured(rows: Iterable[Mapping[str, Any]], language: str) -> dict[str, float]:
    """rule id → share of the rows that it won in which it was right, rounded to three places; only rules that ever won."""
    counts: dict[str, list[int]] = {}
    for row in rows:
        field = "title" if row["sentence"] == row["title"] else "body"
        given = tag(row["sentence"], language, Context(title=row["title"], before=row["before"], field=field)).primary
        right, won = counts.setdefault(given.rule, [0, 0])
        counts[given.rule] = [right + (given.norm_type == row["norm"]), won + 1]
    own = _own_figures(language)
    return {
        rule: round((right + PRIOR_ROWS * own[rule]) / (won + PRIOR_ROWS), 3)
        for rule, (right, won) in sorted(counts.items())
        if rule in own
    }


def _own_figures(language: str) -> dict[str, float]:
    return {rule["id"]: rule["confidence"] for path in folder_of(language).glob("*.yaml") for rule in read_file(path)["rules"]}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    gold: Path = parser.parse_args(arguments).gold
    own = [row for part in read_own().values() for row in part]
    found = 0
    for language in languages():
        path = gold / f"norms_{language}.jsonl"
        if not path.exists():
            continue
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        rows += [row for row in own if row["lang"] == language]
        figures = measured(rows, language)
        (folder_of(language) / MEASURED).write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", "utf-8")
        built_in.cache_clear()
        found += 1
    if not found:
        print(f"Det finns inga filer norms_*.jsonl i mappen {gold.name}. Ange mappen med facit (--gold).", file=sys.stderr)
        return 2
    print(f"Mätt: {found} språk.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
