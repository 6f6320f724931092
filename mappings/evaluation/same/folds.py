"""What a trained part says of texts that it was trained on, from the fold that left their file out.

Kept as numbers under a hash of the pair (or the text), no words of them, made by whoever trains:
`data/pairs_cross_validated.npz` (probabilities of same, against, other) and `data/texts_cross_validated.npz` (vectors).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from mappings.encoder.weights import FloatArray
from mappings.evaluation.same.known import Known
from mappings.evaluation.same.material import Text
from mappings.evaluation.same.parts import Judge, Ranker, Verdict

PAIRS = "pairs_cross_validated.npz"
TEXTS = "texts_cross_validated.npz"


class NoFoldAnswers(RuntimeError):
    """A trained part is to be measured on what it was trained on, and the answers of the folds are missing."""


@dataclass(frozen=True)
class Folds:
    """key → row of numbers, and which fold gave it. texts: keys of all texts that were trained on, in any fold."""

    rows: FloatArray
    folds: Sequence[int]
    places: Mapping[str, int]
    texts: frozenset[str]

    def row(self, key: str) -> FloatArray | None:
        place = self.places.get(key)
        return None if place is None else np.asarray(self.rows[place], np.float32)


def text_key(text: Text) -> str:
    """16 hexadecimal digits of title, body and language; no text can be read from them."""
    return sha256("\0".join((text.language, text.title, text.body)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def pair_key(one: Text, other: Text) -> str:
    """The same whichever text comes first."""
    return sha256(" ".join(sorted((text_key(one), text_key(other)))).encode()).hexdigest()[:16]


def write(path: Path, rows: Mapping[str, Sequence[float]], folds: Mapping[str, int], texts: Sequence[str]) -> None:
    """The file that `read` reads. rows, folds: both by `pair_key` (or `text_key`); texts: keys of all that were trained on."""
    keys = sorted(rows)
    table: Any = np.array([rows[key] for key in keys], np.float32)
    numbers = np.array([folds[key] for key in keys], np.int16)
    np.savez_compressed(path, keys=np.array(keys), folds=numbers, rows=table, texts=np.array(sorted(texts)))


def folder() -> Path:
    """Where the answers lie that come with the product."""
    return Path(str(resources.files("mappings.evaluation") / "data"))


def read(path: Path) -> Folds:
    """Raises NoFoldAnswers where the file is missing or is not one of ours."""
    if not path.is_file():
        raise NoFoldAnswers(
            f"Filen {path.name} finns inte i mappen {path.parent.name}, och därför kan en tränad del inte mätas på det som den "
            "har tränats på. Skapa filen med make train, eller mät utan den tränade delen."
        )
    try:
        with np.load(path) as held:
            keys, folds, rows, texts = (held[part] for part in ("keys", "folds", "rows", "texts"))
    except (KeyError, ValueError, OSError) as error:
        raise NoFoldAnswers(f"Filen {path.name} går inte att läsa ({error}). Skapa den på nytt med make train.") from error
    return Folds(rows, folds.tolist(), {str(key): at for at, key in enumerate(keys)}, frozenset(texts.astype(str).tolist()))


@dataclass(frozen=True)
class FoldJudge:
    """Answers pairs by the fold that left them out, and asks `shipped` of pairs whose texts nobody was trained on."""

    folds: Folds
    shipped: Judge | None = None
    name: str = "judge"

    def judged(self, pairs: Sequence[tuple[Known, Known]]) -> Sequence[Verdict]:
        """Raises NoFoldAnswers for a pair of trained texts that no fold answered, and for a new pair where nobody is shipped."""
        found: list[Verdict | None] = [self._left_out(one.text, other.text) for one, other in pairs]
        fresh = [place for place, verdict in enumerate(found) if verdict is None]
        if fresh and self.shipped is None:
            one, other = pairs[fresh[0]]
            raise NoFoldAnswers(
                f"{len(fresh)} av {len(pairs)} par saknar svar, bland dem {one.text.id} och {other.text.id}, och ingen färdig "
                "bedömare finns att fråga. Träna den med make train, eller mät utan den (--judge none)."
            )
        if fresh and self.shipped is not None:
            for place, verdict in zip(fresh, self.shipped.judged([pairs[place] for place in fresh]), strict=True):
                found[place] = verdict
        return [verdict for verdict in found if verdict is not None]

    def _left_out(self, one: Text, other: Text) -> Verdict | None:
        row = self.folds.row(pair_key(one, other))
        if row is not None:
            same, against, other_thing = (float(value) for value in row)
            return Verdict(same, against, other_thing, "Svar från den omgång som inte såg filen.", left_out=True)
        if self.folds.texts.isdisjoint((text_key(one), text_key(other))):
            return None
        raise NoFoldAnswers(
            f"{one.id} och {other.id} är texter som bedömaren har tränats på, men paret saknar svar från den omgång som inte "
            "såg dem. Lägg till paret där bedömaren tränas och kör make train."
        )


@dataclass(frozen=True)
class FoldVectors:
    """Ranks by cosines of tuned vectors, each text's from the fold that left its file out: only texts of one file compare.

    shipped: ranks where none of the texts was trained on.
    """

    folds: Folds
    shipped: Ranker | None = None
    name: str = "tuned"

    def likeness(self, texts: Sequence[Known]) -> FloatArray:
        """−1 to 1. Raises NoFoldAnswers for a text without a vector."""
        if self.shipped is not None and self.folds.texts.isdisjoint(text_key(one.text) for one in texts):
            return self.shipped.likeness(texts)
        rows = [self.folds.row(text_key(one.text)) for one in texts]
        missing = [one.text.id for one, row in zip(texts, rows, strict=True) if row is None]
        if missing:
            raise NoFoldAnswers(
                f"{len(missing)} av {len(texts)} texter saknar vektor i {TEXTS}, bland dem {missing[0]}. "
                "Skapa filen med make train."
            )
        table = np.stack([row for row in rows if row is not None])
        lengths = np.linalg.norm(table, axis=1, keepdims=True)
        unit = table / np.where(lengths > 0, lengths, 1)
        cosines: FloatArray = (unit @ unit.T).astype(np.float32)
        return cosines
