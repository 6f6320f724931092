"""Trains the last step: from what the encoder's heads say, what the rules say and a sentence's form to the labels.

A linear map a head, fitted on out-of-fold logits, so that it learns how far the heads can be trusted on texts they have not seen.
Takes seconds: run it again whenever the rules change.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import torch

from mappings.encoder.weights import FloatArray
from mappings.tagging.model.combiner import Combiner, apply, inputs_of, own_columns
from mappings.tagging.model.labels import HEADS
from mappings.tagging.model.training.config import Settings
from mappings.tagging.model.training.data import Row
from mappings.tagging.model.training.finetune import class_weights, targets_of

ROUNDS = 60


def fit(inputs: FloatArray, rows: Sequence[Row], settings: Settings) -> Combiner:
    """What to add to each head's own answer: logistic regression with an even penalty; enriched rows count less."""
    targets = targets_of(rows, settings)
    scale = (1 / (inputs.std(0) + 0.1)).astype(np.float32)
    x = torch.from_numpy(np.concatenate([inputs * scale, np.ones((len(inputs), 1), np.float32)], 1))
    maps = {
        head: _fit_one(x, inputs[:, own_columns(head)], targets.wanted[head], targets.weight[head], settings) for head in HEADS
    }
    return Combiner(scale, maps)


def _fit_one(x: torch.Tensor, own: FloatArray, wanted: FloatArray, weight: FloatArray, settings: Settings) -> FloatArray:
    balance = class_weights(wanted, settings.combiner_balance)
    target = torch.from_numpy(wanted * balance * weight[:, None] / weight.sum())
    start = torch.from_numpy(np.ascontiguousarray(own))
    theta = torch.zeros(x.shape[1], wanted.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([theta], max_iter=ROUNDS, history_size=10, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = -(target * torch.log_softmax(start + x @ theta, 1)).sum() + settings.combiner_penalty * theta[:-1].square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    found: FloatArray = theta.detach().numpy()
    return found


def cross_combined(
    logits: Mapping[str, FloatArray], features: FloatArray, rows: Sequence[Row], folds: npt.NDArray[np.int64], settings: Settings
) -> dict[str, FloatArray]:
    """Probabilities of each row from a combiner that was fitted on the other folds."""
    inputs = inputs_of(logits, features)
    found = {head: np.zeros((len(rows), len(labels)), np.float32) for head, labels in HEADS.items()}
    for fold in np.unique(folds):
        rest, here = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        given = apply(fit(inputs[rest], [rows[int(place)] for place in rest], settings), inputs[here])
        for head, values in given.items():
            found[head][here] = values
    return found
