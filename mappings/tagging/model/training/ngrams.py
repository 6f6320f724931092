"""Fits the n-gram model: logistic regression for all heads at once on sparse features."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

from mappings.encoder.weights import FloatArray
from mappings.evaluation.rows import Row
from mappings.tagging.model.inputs import ModelInput
from mappings.tagging.model.labels import HEADS
from mappings.tagging.model.ngrams import BLOCKS, SIZE, NgramModel, logits_of, places_of, weighted
from mappings.tagging.model.training.config import Settings
from mappings.tagging.model.training.finetune import targets_of

ROUNDS = 50
Places = Sequence[dict[int, float]]


def inputs_for(rows: Sequence[Row]) -> list[ModelInput]:
    """Rows as the n-gram model is asked about them: no rules."""
    return [
        ModelInput(
            row["sentence"], row["title"], row["before"], row["lang"], "title" if row["sentence"] == row["title"] else "body"
        )
        for row in rows
    ]


def fit_ngrams(items: Sequence[ModelInput], rows: Sequence[Row], settings: Settings) -> NgramModel:
    """The model after at most ROUNDS steps of L-BFGS; the same rows give the same model."""
    places = [places_of(item) for item in items]
    idf = _idf(places)
    held = [weighted(one, idf) for one in places]
    used, columns = np.unique(np.concatenate([at for at, _ in held]), return_inverse=True)
    sizes = [len(at) for at, _ in held]
    x = torch.sparse_csr_tensor(
        torch.from_numpy(np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)),
        torch.from_numpy(columns.astype(np.int64)),
        torch.from_numpy(np.concatenate([values for _, values in held])),
        (len(held), len(used)),
    )
    theta, bias = _solve(x, rows, settings)
    scale = np.abs(theta).max(0) / 127 + 1e-12
    weights = np.zeros((len(BLOCKS) * SIZE, theta.shape[1]), np.int8)
    weights[used] = np.rint(theta / scale).astype(np.int8)
    return NgramModel(weights, scale.astype(np.float32), idf, bias)


def _idf(places: Sequence[object]) -> FloatArray:
    counts = np.zeros(len(BLOCKS) * SIZE, np.int64)
    for one in places:
        counts[list(one)] += 1  # type: ignore[call-overload]
    found: FloatArray = (np.log((1 + len(places)) / (1 + counts)) + 1).astype(np.float16).astype(np.float32)
    return found


def _solve(x: torch.Tensor, rows: Sequence[Row], settings: Settings) -> tuple[FloatArray, FloatArray]:
    turned = x.to_sparse_coo().t().to_sparse_csr()
    targets = targets_of(rows, settings)
    sizes = [len(labels) for labels in HEADS.values()]
    weight = torch.cat([torch.from_numpy(targets.weight[head])[:, None].expand(-1, len(HEADS[head])) for head in HEADS], 1)
    goal = torch.cat([torch.from_numpy(targets.wanted[head]) for head in HEADS], 1)
    theta = torch.zeros(x.shape[1], sum(sizes), requires_grad=True)
    bias = torch.zeros(sum(sizes), requires_grad=True)
    optimiser = torch.optim.LBFGS([theta, bias], max_iter=ROUNDS, history_size=8, line_search_fn="strong_wolfe")

    @torch.no_grad()
    def loss() -> torch.Tensor:
        logits = x @ theta + bias
        told = torch.cat([torch.log_softmax(part, 1) for part in logits.split(sizes, 1)], 1)
        wrong = (told.exp() - goal) * weight / len(rows)
        theta.grad = turned @ wrong + 2 * settings.ngram_penalty * theta
        bias.grad = wrong.sum(0)
        value: torch.Tensor = -(goal * told * weight).sum() / len(rows) + settings.ngram_penalty * theta.square().sum()
        return value

    optimiser.step(loss)
    return theta.detach().numpy(), bias.detach().numpy()


def cross_ngrams(rows: Sequence[Row], measured: int, folds: npt.NDArray[np.int64], settings: Settings) -> dict[str, FloatArray]:
    """Each measured row's logits from the n-gram model that has not seen its fold. The rest of the rows always teach."""
    items = inputs_for(rows)
    found = {head: np.zeros((measured, len(labels)), np.float32) for head, labels in HEADS.items()}
    for fold in range(settings.folds):
        here = np.flatnonzero(folds == fold)
        rest = [place for place in range(len(rows)) if place >= measured or folds[place] != fold]
        model = fit_ngrams([items[place] for place in rest], [rows[place] for place in rest], settings)
        for head, values in logits_of(model, [items[int(place)] for place in here]).items():
            found[head][here] = values
        print(f"n-grams without fold {fold + 1} of {settings.folds}", flush=True)
    return found
