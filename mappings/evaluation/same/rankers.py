"""The simplest that suggestions could be ranked by: words in common, and centred vectors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mappings.encoder.weights import FloatArray
from mappings.evaluation.same.known import Known
from mappings.evaluation.same.material import Text
from mappings.grouping.features import features

ENOUGH = 20
"""Texts of a language from which its own mean is taken out; the mean of all where there are fewer."""


@dataclass(frozen=True)
class Words:
    """Share of words of weight that two texts have in common (`mappings.grouping.same_demand.overlap`)."""

    name: str = "words"

    def likeness(self, texts: Sequence[Known]) -> FloatArray:
        """0–1; two texts without any such word are alike where they are equal."""
        found = [features(one.text.whole, one.text.language) for one in texts]
        places = {word: place for place, word in enumerate(sorted({word for one in found for word in one.content}))}
        table = np.zeros((len(found), len(places)), np.float32)
        for row, one in enumerate(found):
            table[row, [places[word] for word in one.content]] = 1
        common, sizes = table @ table.T, table.sum(axis=1)
        together = sizes[:, None] + sizes[None, :] - common
        keys = np.array([one.key for one in found])
        equal = (keys[:, None] == keys[None, :]).astype(np.float32)
        shares: FloatArray = np.where(together > 0, common / np.maximum(together, 1), equal).astype(np.float32)
        return shares


@dataclass(frozen=True)
class Vectors:
    """Cosines of the encoder's vectors, centred per language: title and body in one.

    titled: a comment is read under the title of its proposal. "Ja, bygg!" says nothing without.
    """

    titled: bool = False

    @property
    def name(self) -> str:
        return "titled" if self.titled else "vectors"

    def likeness(self, texts: Sequence[Known]) -> FloatArray:
        """−1 to 1. Raises ImportError, NoWeights where the encoder can't be had."""
        read = [self._read(one.text) for one in texts]
        found = centred(_encoded(read), [one.text.language for one in texts])
        cosines: FloatArray = found @ found.T
        return cosines

    def _read(self, text: Text) -> str:
        under = self.titled and text.topic and not text.title
        return f"{text.topic}\n{text.body}" if under else text.whole


def centred(vectors: FloatArray, languages: Sequence[str]) -> FloatArray:
    """(n, width) rows with their language's mean taken out, length 1 again; a row that was the mean becomes zero.

    The means are those of the texts given: a measurement, not a product (there the means are stored).
    """
    if not len(vectors):
        return vectors
    tongues = np.array(languages)
    found = vectors - vectors.mean(axis=0)
    for language in sorted(set(languages)):
        own = tongues == language
        if own.sum() >= ENOUGH:
            found[own] = vectors[own] - vectors[own].mean(axis=0)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    unit: FloatArray = (found / np.where(lengths > 1e-6, lengths, 1) * (lengths > 1e-6)).astype(np.float32)
    return unit


def _encoded(texts: Sequence[str]) -> FloatArray:
    """(n, 384), kept by the hash of each text."""
    from mappings.encoder import kept
    from mappings.encoder.encoder import Encoder, version_of

    version = version_of("int8")
    keys = [kept.key_of(version, text) for text in texts]

    def computed(places: Sequence[int]) -> FloatArray:
        return Encoder().vectors([texts[place] for place in places])

    return kept.rows(f"whole-texts-{version}", keys, computed, columns=384)
