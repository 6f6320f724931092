"""The last step: from what the encoder's heads say, what the rules say and a sentence's form to a probability for each label."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mappings.encoder.weights import FloatArray
from mappings.tagging.model.labels import HEADS


@dataclass(frozen=True)
class Combiner:
    """What is added to each head's own log-probabilities: head → (inputs + 1, labels), the last row the bias.

    scale: (inputs,), what each input is multiplied by first. All zero: the heads decide alone.
    """

    scale: FloatArray
    maps: Mapping[str, FloatArray]


def inputs_of(logits: Mapping[str, FloatArray], features: FloatArray) -> FloatArray:
    """All heads' log-probabilities beside the features: (n, labels of all heads + features)."""
    return np.concatenate([*(log_softmax(logits[head]) for head in HEADS), features], axis=1).astype(np.float32)


def log_softmax(values: Any) -> Any:
    """Rows of log-probabilities, in the precision of `values`."""
    shifted = values - values.max(1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(1, keepdims=True))


def own_columns(head: str) -> slice:
    """Where a head's own log-probabilities stand among the inputs."""
    before = 0
    for name, labels in HEADS.items():
        if name == head:
            return slice(before, before + len(labels))
        before += len(labels)
    raise KeyError(head)


def apply(combiner: Combiner, inputs: FloatArray) -> dict[str, FloatArray]:
    """Head → (n, labels) probabilities. Row by row in float64, so that a row's bytes do not depend on how many there are."""
    x = np.concatenate([inputs * combiner.scale, np.ones((len(inputs), 1), np.float32)], 1).astype(np.float64)
    found = {}
    for head, theta in combiner.maps.items():
        added = np.stack([row @ theta for row in x]) if len(x) else np.zeros((0, theta.shape[1]))
        found[head] = np.exp(log_softmax(added + inputs[:, own_columns(head)])).astype(np.float32)
    return found
