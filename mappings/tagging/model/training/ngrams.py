"""Fits the n-gram model: logistic regression for all heads at once on sparse features."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.optimize
import scipy.sparse

from mappings.encoder.weights import FloatArray
from mappings.evaluation.rows import Row
from mappings.tagging.model.combiner import log_softmax
from mappings.tagging.model.inputs import ModelInput
from mappings.tagging.model.labels import HEADS
from mappings.tagging.model.ngrams import BLOCKS, SIZE, NgramModel, logits_of, places_of, weighted
from mappings.tagging.model.training.config import Settings
from mappings.tagging.model.training.finetune import targets_of

ROUNDS = 50
Places = Sequence[Mapping[int, float]]


def inputs_for(rows: Sequence[Row]) -> list[ModelInput]:
    """Rows as the n-gram model is asked about them: no rules."""
    return [
        ModelInput(
            row["sentence"], row["title"], row["before"], row["lang"], "title" if row["sentence"] == row["title"] else "body"
        )
        for row in rows
    ]


def fit_ngrams(places: Places, rows: Sequence[Row], settings: Settings, start: NgramModel | None = None) -> NgramModel:
    """The model after at most ROUNDS steps of L-BFGS; the penalty is on what differs from `start` (none: from zero).

    The same rows and start give the same model.
    """
    idf = _idf(places)
    held = [weighted(one, idf) for one in places]
    used, columns = np.unique(np.concatenate([at for at, _ in held]), return_inverse=True)
    ends = np.concatenate([[0], np.cumsum([len(at) for at, _ in held])])
    values = np.concatenate([values for _, values in held])
    x = scipy.sparse.csr_matrix((values, columns.astype(np.int32), ends.astype(np.int32)), (len(held), len(used)))
    theta = np.zeros((len(used) + 1, sum(len(labels) for labels in HEADS.values())), np.float32)
    if start is not None:
        theta[:-1], theta[-1] = start.weights[used] * start.scale, start.bias
    theta = _solve(x, rows, settings, theta)
    scale = np.abs(theta[:-1]).max(0) / 127 + 1e-12
    weights = np.zeros((len(BLOCKS) * SIZE, theta.shape[1]), np.int8)
    weights[used] = np.rint(theta[:-1] / scale).astype(np.int8)
    return NgramModel(weights, scale.astype(np.float32), idf, theta[-1])


def _idf(places: Places) -> FloatArray:
    counts = np.zeros(len(BLOCKS) * SIZE, np.int64)
    for one in places:
        counts[list(one)] += 1
    found: FloatArray = (np.log((1 + len(places)) / (1 + counts)) + 1).astype(np.float16).astype(np.float32)
    return found


def _solve(x: Any, rows: Sequence[Row], settings: Settings, start: FloatArray) -> FloatArray:
    """start: (places + 1, labels), the last row the bias; what is found has the same shape."""
    turned = x.T.tocsr()
    targets = targets_of(rows, settings)
    ends = np.cumsum([len(labels) for labels in HEADS.values()])[:-1]
    weight = np.concatenate([np.repeat(targets.weight[head][:, None], len(HEADS[head]), 1) for head in HEADS], 1) / len(rows)
    goal = np.concatenate([targets.wanted[head] for head in HEADS], 1)

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        now = flat.reshape(start.shape).astype(np.float32)
        moved = now[:-1] - start[:-1]
        told = np.concatenate([log_softmax(part) for part in np.split(x @ now[:-1] + now[-1], ends, 1)], 1)
        wrong = (np.exp(told) - goal) * weight
        gradient = np.concatenate([turned @ wrong + 2 * settings.ngram_penalty * moved, wrong.sum(0, keepdims=True)])
        value = settings.ngram_penalty * float(np.square(moved, dtype=np.float64).sum())
        return value - float((goal * told * weight).sum(dtype=np.float64)), gradient.ravel().astype(np.float64)

    limits = {"maxiter": ROUNDS, "maxcor": 8}
    found = scipy.optimize.minimize(loss, start.ravel().astype(np.float64), jac=True, method="L-BFGS-B", options=limits)
    solved: FloatArray = found.x.reshape(start.shape).astype(np.float32)
    return solved


def all_ngrams(
    rows: Sequence[Row], measured: int, folds: npt.NDArray[np.int64], settings: Settings
) -> tuple[NgramModel, dict[str, FloatArray]]:
    """The model on all rows, and each measured row's logits from one that has not seen its fold.

    All go on from one model on the rows that only teach, so that a fold costs a fraction.
    """
    items = inputs_for(rows)
    places = [places_of(item) for item in items]

    def fit(chosen: Sequence[int], start: NgramModel | None) -> NgramModel:
        return fit_ngrams([places[place] for place in chosen], [rows[place] for place in chosen], settings, start)

    base = fit(range(measured, len(rows)), None)
    print("n-grams of the rows that only teach", flush=True)
    found = {head: np.zeros((measured, len(labels)), np.float32) for head, labels in HEADS.items()}
    for fold in range(settings.folds):
        here = np.flatnonzero(folds == fold)
        model = fit(np.flatnonzero(folds != fold).tolist(), base)
        for head, values in logits_of(model, [items[int(place)] for place in here]).items():
            found[head][here] = values
        print(f"n-grams without fold {fold + 1} of {settings.folds}", flush=True)
    return fit(range(measured), base), found
