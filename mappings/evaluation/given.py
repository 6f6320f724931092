"""What is measured: for each labelled row, what the rules, the model and both together say, without having seen the row.

A row that the model was trained on is answered by the fold that left it out (stored as numbers under a hash of the row, no text);
any other row by the shipped model. So the same command is honest on the training labels and on files kept aside.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from mappings.encoder.weights import FloatArray
from mappings.evaluation.rows import Row, context_of, row_key
from mappings.tagging import tag
from mappings.tagging.decide import combined, model_state
from mappings.tagging.model import ModelInput, Prediction, answer, combiner, features, files, ngrams, votes
from mappings.tagging.model.labels import HEADS
from mappings.tagging.model.settle import settle


@dataclass(frozen=True)
class Given:
    """One answer. confidence: that the norm is right. how: rules, int8, fp32, linear; seen: by a fold that left the row out."""

    norm: str
    standing: str | None
    bearer: str | None
    holder: str | None
    theme: str | None
    confidence: float
    how: str
    seen: bool = False


def by_rules(rows: Sequence[Row]) -> list[Given]:
    """The winner among the rules; `none` with confidence 0 where there are none for the language."""
    found = []
    for row in rows:
        first = tag(row["sentence"], row["lang"], context_of(row)).primary
        found.append(Given(first.norm_type, first.standing, first.bearer, first.holder, first.theme, first.confidence, "rules"))
    return found


def by_product(rows: Sequence[Row], path: str | None = None) -> list[Given]:
    """Rules and model together, as `mappings.tagging.decide` puts them together. Raises NoModel, NoWeights."""
    state, found = model_state(path), []
    for row, (one, said) in zip(rows, _read(rows, path), strict=True):
        first = combined(row["sentence"], tag(row["sentence"], row["lang"], context_of(row)), said, state).primary
        told = (first.norm_type, first.standing, first.bearer, first.holder, first.theme, first.confidence)
        found.append(Given(*told, f"rules+{one.how}", one.seen))
    return found


def by_model(rows: Sequence[Row], path: str | None = None, *, silent: bool = False) -> list[Given]:
    """The trained model with today's rules as its features. path as in `predict`; silent: as if no rule had fired.

    Raises NoModel, NoWeights.
    """
    return [one for one, _ in _read(rows, path, silent=silent)]


def _read(rows: Sequence[Row], path: str | None, *, silent: bool = False) -> list[tuple[Given, Prediction]]:
    """What the model says of each row without having seen it."""
    chosen = path or answer.default_path()
    items = [input_of(row) for row in rows]
    if silent:
        items = [dataclasses.replace(item, rule_votes={}) for item in items]
    kind = "linear" if chosen == "linear" else "tuned"
    places = _stored_places(rows)
    found: list[tuple[Given, Prediction] | None] = [None] * len(rows)
    for fold in sorted({int(stored()["folds"][place]) for place in places.values()}):
        here = [row for row, place in places.items() if stored()["folds"][place] == fold]
        stored_at = [places[row] for row in here]
        table = features.table([items[row] for row in here])
        inputs = combiner.inputs_of(_stored_logits(kind, stored_at), _stored_logits("ngrams", stored_at), table)
        answers = combiner.apply(_fold_combiner(kind, fold), inputs)
        for at, row in enumerate(here):
            found[row] = _given(answers, at, chosen, True)
    fresh = [row for row in range(len(rows)) if row not in places]
    if fresh:
        picked = [items[row] for row in fresh]
        said = ngrams.logits_of(files.ngrams(), picked)
        inputs = combiner.inputs_of(answer.logits_of(picked, chosen, keep=False), said, features.table(picked))
        answers = combiner.apply(files.combiner(kind), inputs)
        for at, row in enumerate(fresh):
            found[row] = _given(answers, at, chosen, False)
    return [one for one in found if one is not None]


def input_of(row: Row) -> ModelInput:
    """A labelled row as the model is asked about it. A title is the sentence that equals it."""
    around = context_of(row)
    said = tag(row["sentence"], row["lang"], around)
    return ModelInput(row["sentence"], row["title"], row["before"], row["lang"], around.field, votes(said))


def _given(answers: Mapping[str, FloatArray], row: int, how: str, seen: bool) -> tuple[Given, Prediction]:
    one = settle(answers, row)
    norm = {label: float(value) for label, value in zip(HEADS["norm"], answers["norm"][row], strict=True)}
    told = (one.standing, one.bearer, one.holder, one.theme)
    said = Prediction(norm, *told, one.confidence, str(files.about()["version"]), how)
    return Given(one.norm, *told, one.confidence["norm"], how, seen), said


def _stored_places(rows: Sequence[Row]) -> dict[int, int]:
    """row → its place among the stored answers, for the rows that the model was trained on."""
    known = {str(key): place for place, key in enumerate(stored()["keys"])} if stored() else {}
    keys = [row_key(row) for row in rows]
    return {row: known[key] for row, key in enumerate(keys) if key in known}


def _stored_logits(kind: str, places: Sequence[int]) -> dict[str, FloatArray]:
    picked = stored()[f"{kind}.logits"][list(places)].astype(np.float32)
    ends = np.cumsum([len(labels) for labels in HEADS.values()])[:-1]
    return dict(zip(HEADS, np.split(picked, ends, axis=1), strict=True))


@lru_cache(maxsize=1)
def stored() -> Mapping[str, Any]:
    """keys, folds and logits of the rows the model was trained on; empty where the file is missing."""
    path = _data() / "cross_validated.npz"
    if not path.is_file():
        return {}
    with np.load(path) as held:
        return {name: held[name] for name in held.files}


@lru_cache(maxsize=16)
def _fold_combiner(kind: str, fold: int) -> combiner.Combiner:
    with np.load(_data() / f"combiner_{kind}_{fold}.npz") as held:
        return combiner.Combiner(held["scale"], {head: held[head] for head in HEADS})


def _data() -> Path:
    return Path(str(resources.files("mappings.evaluation") / "data"))
