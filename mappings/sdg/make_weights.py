"""Makes weights.json anew: `python -m mappings.sdg.make_weights --un FILE --gold FOLDER`.

FILE: the UN's goals and targets (columns level, code, prefLabel_en, altLabel_en); FOLDER: norms_*.jsonl, for the mean vector of
each language. Only vectors of those texts are kept. Takes minutes: every text is encoded once, then kept in the cache folder.
"""

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np

from mappings.sdg.benchmark import NoBenchmark, benchmark
from mappings.sdg.labels import prototypes
from mappings.sdg.measure import cached_encoder
from mappings.sdg.model import References, packed
from mappings.sdg.training import train
from mappings.sdg.types import Encoder, FloatArray

_EACH_LANGUAGE = 250


def main(arguments: list[str] | None = None) -> int:
    """2 where a file or the benchmark package is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m mappings.sdg.make_weights", description="Gör om vikterna för de globala målen."
    )
    parser.add_argument("--un", type=Path, required=True, help="CSV med FN:s mål och delmål på engelska")
    parser.add_argument("--gold", type=Path, required=True, help="mappen med norms_*.jsonl")
    chosen = parser.parse_args(arguments)
    encoder = cached_encoder()
    try:
        content = _content(chosen.un, chosen.gold, encoder)
    except (FileNotFoundError, NoBenchmark) as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        encoder.save()
    target = Path(str(resources.files("mappings.sdg") / "weights.json"))
    target.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", "utf-8")
    return 0


def _content(un: Path, gold: Path, encoder: Encoder) -> dict[str, object]:
    own_targets, own_texts = zip(*prototypes(), strict=True)
    un_targets, un_texts = zip(*_un(un), strict=True)
    own, labelled = encoder.vectors(own_texts), benchmark()
    means = {language: encoder.vectors(texts).mean(0) for language, texts in _gold(gold).items()}
    texts = sorted({row.text for row in labelled})
    means |= {"en": encoder.vectors(texts).mean(0)}
    own = _centred(own, means["sv"])
    un_vectors = encoder.vectors(un_texts)
    un_vectors = _centred(un_vectors, un_vectors.mean(0))
    rows = _centred(encoder.vectors([row.text for row in labelled]), means["en"])
    return {
        "encoder": encoder.version,
        "trained": packed(train(rows, labelled, References(own, own_targets))),
        "means": {language: packed(mean[None]) for language, mean in means.items()},
        "un": {"targets": un_targets, "vectors": packed(un_vectors)},
        "own": {"targets": own_targets, "vectors": packed(own)},
    }


def _un(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["code"], f"{row['prefLabel_en']} {row['altLabel_en']}".strip()) for row in csv.DictReader(file)]


def _gold(folder: Path) -> dict[str, Sequence[str]]:
    """language → some 250 different natural sentences, evenly drawn. Raises FileNotFoundError where there are none."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.glob("norms_*.jsonl")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for row in rows:
            if not row.get("enriched"):
                found.setdefault(row["lang"], set()).add(row["sentence"])
    if not found:
        raise FileNotFoundError(f"Det finns inga filer norms_*.jsonl i mappen {folder.name}. Ange mappen med facit (--gold).")
    return {
        language: sorted(sentences)[:: max(1, len(sentences) // _EACH_LANGUAGE)]
        for language, sentences in sorted(found.items())
        if language != "en"
    }


def _centred(vectors: FloatArray, mean: FloatArray) -> FloatArray:
    rest = vectors - mean
    found: FloatArray = rest / np.linalg.norm(rest, axis=1, keepdims=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
