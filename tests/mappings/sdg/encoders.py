"""An encoder for tests: no model, the vectors of the prototypes that come with the weights."""

from collections.abc import Sequence

import numpy as np

from mappings.sdg.labels import prototypes
from mappings.sdg.model import model
from mappings.sdg.types import FloatArray


class LikeAPrototype:
    """A text gets the vector of the prototype that shares most words with it, over the Swedish mean; of none: the mean itself."""

    version = "like-a-prototype"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._words = [frozenset(sentence.lower().strip(".!?").split()) for _, sentence in prototypes()]

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        self.asked.extend(texts)
        return np.array([self._vector(text) for text in texts], np.float32).reshape(len(texts), 384)

    def _vector(self, text: str) -> FloatArray:
        words = set(text.lower().replace(".", " ").replace(",", " ").split())
        shared = [len(words & own) / len(own) for own in self._words]
        best = int(np.argmax(shared))
        own = model().own.vectors[best] if shared[best] > 0.3 else np.zeros(384, np.float32)
        vector: FloatArray = model().means["sv"] + 0.5 * own
        return vector
