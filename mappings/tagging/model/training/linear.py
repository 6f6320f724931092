"""The fallback: a linear map from the plain vector of a sentence to each head, for machines without onnxruntime."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

from mappings.encoder.weights import FloatArray
from mappings.tagging.model.labels import HEADS
from mappings.tagging.model.training.config import Settings
from mappings.tagging.model.training.data import Row
from mappings.tagging.model.training.finetune import class_weights, targets_of

STRETCH = 20.0
"""Vectors of length 1 are stretched, so that an even penalty leaves room for weights."""
ROUNDS = 60


def fit_linear(vectors: FloatArray, rows: Sequence[Row], settings: Settings) -> dict[str, npt.NDArray[np.float16]]:
    """Head → (hidden + 1, labels) float16, the bias last. vectors: (rows, hidden), length 1."""
    middle = vectors.mean(0)
    x = torch.from_numpy(
        np.concatenate([(vectors - middle) * STRETCH, np.ones((len(vectors), 1), np.float32)], 1).astype(np.float32)
    )
    targets = targets_of(rows, settings)
    found = {}
    for head in HEADS:
        balance = class_weights(targets.wanted[head], settings.combiner_balance)
        goal = torch.from_numpy(targets.wanted[head] * balance * targets.weight[head][:, None] / targets.weight[head].sum())
        theta = _fit(x, goal, settings.linear_penalty)
        bias = theta[-1] - STRETCH * middle @ theta[:-1]
        found[head] = np.concatenate([theta[:-1] * STRETCH, bias[None]]).astype(np.float16)
    return found


def _fit(x: torch.Tensor, goal: torch.Tensor, penalty: float) -> FloatArray:
    theta = torch.zeros(x.shape[1], goal.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([theta], max_iter=ROUNDS, history_size=10, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = -(goal * torch.log_softmax(x @ theta, 1)).sum() + penalty * theta[:-1].square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    found: FloatArray = theta.detach().numpy()
    return found


def linear_logits(
    vectors: FloatArray, rows: Sequence[Row], folds: npt.NDArray[np.int64], settings: Settings
) -> dict[str, FloatArray]:
    """Each row's logits from the map that has not seen its fold."""
    found = {head: np.zeros((len(rows), len(labels)), np.float32) for head, labels in HEADS.items()}
    for fold in np.unique(folds):
        rest, here = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        maps = fit_linear(vectors[rest], [rows[int(place)] for place in rest], settings)
        for head, values in maps.items():
            found[head][here] = vectors[here] @ values[:-1].astype(np.float32) + values[-1].astype(np.float32)
    return found
