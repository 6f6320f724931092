"""What the frozen lower layers give for every row, computed once and kept on disk: it is the same in every fold."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from mappings.encoder.tokens import Tokens
from mappings.encoder.weights import FloatArray, Weights, unpack, weights
from mappings.tagging.model.training.network import layer_from

ROWS_AT_ONCE = 64


@dataclass(frozen=True)
class States:
    """states: (all tokens, hidden) float16, row after row; starts: (rows + 1,); first, last: the sentence's span in its row."""

    states: npt.NDArray[np.float16]
    starts: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]
    last: npt.NDArray[np.int64]

    def batch(self, places: Sequence[int]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """states (rows, tokens, hidden) float32, mask and sentence (rows, tokens), padded to the longest row."""
        longest = int(max(self.starts[p + 1] - self.starts[p] for p in places))
        states = np.zeros((len(places), longest, self.states.shape[1]), np.float32)
        mask, sentence = np.zeros((2, len(places), longest), np.float32)
        for at, place in enumerate(places):
            size = self.starts[place + 1] - self.starts[place]
            states[at, :size] = self.states[self.starts[place] : self.starts[place + 1]]
            mask[at, :size] = 1
            sentence[at, self.first[place] : self.last[place]] = 1
        return torch.from_numpy(states), torch.from_numpy(mask), torch.from_numpy(sentence)

    def sizes(self) -> npt.NDArray[np.int64]:
        return np.diff(self.starts)


def joined(parts: Sequence[States]) -> States:
    """Several as one, in their order."""
    begins = np.cumsum([0, *(part.starts[-1] for part in parts)])
    return States(
        np.concatenate([part.states for part in parts]),
        np.concatenate(
            [part.starts[int(number > 0) :] + begin for number, (part, begin) in enumerate(zip(parts, begins[:-1], strict=True))]
        ),
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.last for part in parts]),
    )


def embedded(source: Weights, ids: npt.NDArray[np.int64]) -> FloatArray:
    """Word, place and type summed, before the first norm: ids (rows, tokens) → (rows, tokens, hidden)."""
    blocks = source.blocks("emb.word", source.hidden)
    unique, inverse = np.unique(ids, return_inverse=True)
    places = source.vector("emb.pos").reshape(-1, source.hidden)[: ids.shape[1]]
    found: FloatArray = unpack(blocks[unique])[inverse.reshape(ids.shape)] + places + source.vector("emb.type")[: source.hidden]
    return found


def states_of(tokens: Sequence[Tokens], depth: int, path: Path) -> States:
    """The states after `depth` layers for each row, from `path` where it is there already (the caller names it by content)."""
    sizes = np.array([len(one.ids) for one in tokens])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    if not path.is_file():
        part = path.with_suffix(".part.npy")
        held = np.lib.format.open_memmap(part, "w+", np.float16, (int(starts[-1]), weights().hidden))
        _fill(held, tokens, starts, depth)
        held.flush()
        part.replace(path)
    first, last = (np.array([getattr(one, name) for one in tokens]) for name in ("first", "last"))
    return States(np.load(path, mmap_mode="r"), starts, first, last)


@torch.no_grad()
def _fill(held: npt.NDArray[np.float16], tokens: Sequence[Tokens], starts: npt.NDArray[np.int64], depth: int) -> None:
    source = weights()
    layers = [layer_from(source, number, 0.0).eval() for number in range(depth)]
    norm = torch.nn.LayerNorm(source.hidden, eps=source.epsilon)
    norm.load_state_dict(
        {"weight": torch.from_numpy(source.vector("emb.ln.w")), "bias": torch.from_numpy(source.vector("emb.ln.b"))}
    )
    order = sorted(range(len(tokens)), key=lambda place: len(tokens[place].ids))
    for begin in range(0, len(order), ROWS_AT_ONCE):
        places = order[begin : begin + ROWS_AT_ONCE]
        longest = max(len(tokens[place].ids) for place in places)
        ids = np.full((len(places), longest), source.pad, np.int64)
        mask = torch.zeros(len(places), 1, 1, longest)
        for at, place in enumerate(places):
            ids[at, : len(tokens[place].ids)] = tokens[place].ids
            mask[at, ..., len(tokens[place].ids) :] = -1e4
        states = norm(torch.from_numpy(embedded(source, ids)))
        for layer in layers:
            states = layer(states, mask)
        for at, place in enumerate(places):
            held[starts[place] : starts[place + 1]] = states[at, : len(tokens[place].ids)].numpy().astype(np.float16)
