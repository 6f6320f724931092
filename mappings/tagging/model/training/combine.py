"""Trains the last step: from what the encoder's heads say, what the rules say and a sentence's form to the labels.

A linear map a head, fitted on out-of-fold logits, so that it learns how far the heads can be trusted on texts they have not seen.
Takes seconds: run it again whenever the rules change.
"""

import dataclasses
from collections.abc import Sequence

import numpy as np
import torch

from mappings.encoder.weights import FloatArray
from mappings.tagging.model.combiner import Combiner, start_of
from mappings.tagging.model.features import NAMES, VOTES
from mappings.tagging.model.labels import HEADS
from mappings.tagging.model.training.config import Settings
from mappings.tagging.model.training.data import Row
from mappings.tagging.model.training.finetune import class_weights, targets_of

ROUNDS = 60


def fit(inputs: FloatArray, rows: Sequence[Row], settings: Settings) -> Combiner:
    """What to add to each head's own answer: logistic regression with an even penalty. Enriched rows count little: how
    common each label is is learned here."""
    inputs, rows = with_doubt(inputs, rows, settings)
    targets = targets_of(rows, dataclasses.replace(settings, enriched_weight=settings.combiner_enriched))
    scale = (1 / (inputs.std(0) + 0.1)).astype(np.float32)
    x = torch.from_numpy(np.concatenate([inputs * scale, np.ones((len(inputs), 1), np.float32)], 1))
    maps = {head: _fit_one(x, start_of(head, inputs), targets.wanted[head], targets.weight[head], settings) for head in HEADS}
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


def with_doubt(inputs: FloatArray, rows: Sequence[Row], settings: Settings) -> tuple[FloatArray, list[Row]]:
    """The inputs several times over, some rows with the votes of another row of their language, some with none.

    Why: rules are written in sight of these rows and are right less often on others (0.67 here, 0.59 on sentences they had not
    seen), so the combiner must not learn to trust them as far as it sees them being right.
    """
    rng = np.random.default_rng(settings.seed)
    votes = slice(inputs.shape[1] - len(NAMES), inputs.shape[1] - len(NAMES) + len(VOTES))
    languages = np.array([row["lang"] for row in rows])
    copies = []
    for _ in range(settings.doubt_copies):
        copy = inputs.copy()
        chance = rng.random(len(rows))
        for language in np.unique(languages):
            here = np.flatnonzero((languages == language) & (chance < settings.doubt))
            copy[here, votes] = inputs[rng.choice(np.flatnonzero(languages == language), len(here)), votes]
        copy[chance > 1 - settings.doubt_silent, votes] = 0
        copies.append(copy)
    return np.concatenate(copies), list(rows) * settings.doubt_copies
