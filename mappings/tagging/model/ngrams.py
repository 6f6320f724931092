"""Words and parts of words as features: what an encoder of vectors blurs ("ska", "slopa", "får inte") they keep apart.

Each n-gram falls into one of SIZE places by a hash, so that no list of words is stored.
"""

import math
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from mappings.encoder.weights import FloatArray
from mappings.tagging.model.inputs import ModelInput, context
from mappings.tagging.model.labels import HEADS

BLOCKS = ("letters", "words", "around")
"""Parts of words in the sentence · its words, up to three in a row · words of the title and of the sentence before."""
SIZE = 1 << 16
LETTERS = (2, 3, 4, 5)
MAX_CHARACTERS = 1_500
AROUND_WORDS = 30
_WORD = re.compile(r"\w+|[?!.…]")

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class NgramModel:
    """weights: (all places, all labels) int8 with scale (all labels,); idf: (all places,); bias: (all labels,)."""

    weights: npt.NDArray[np.int8]
    scale: FloatArray
    idf: FloatArray
    bias: FloatArray


def places_of(item: ModelInput) -> Mapping[int, float]:
    """place → 1 + log(how often), over all blocks. Time grows with the length of the text, which is cut."""
    found: dict[int, float] = {}
    blocks = (_letters(item), map(_place, _words(item)), map(_place, _around(item)))
    for number, places in enumerate(blocks):
        for place, times in Counter(places).items():
            found[number * SIZE + place] = 1 + math.log(times)
    return found


def weighted(places: Mapping[int, float], idf: FloatArray) -> tuple[IntArray, FloatArray]:
    """Places in their order, with values of length 1 within each block."""
    ordered = sorted(places)
    at = np.array(ordered, np.int64)
    values = np.array([places[place] for place in ordered], np.float32) * idf[at]
    for number in range(len(BLOCKS)):
        block = at // SIZE == number
        length = float(np.sqrt((values[block] ** 2).sum()))
        if length:
            values[block] /= length
    return at, values


def logits_of(model: NgramModel, items: Sequence[ModelInput]) -> dict[str, FloatArray]:
    """Head → (n, labels)."""
    rows = np.zeros((len(items), len(model.bias)), np.float32)
    for row, item in enumerate(items):
        at, values = weighted(places_of(item), model.idf)
        rows[row] = (values[:, None] * model.weights[at]).sum(0) * model.scale + model.bias
    ends = np.cumsum([len(labels) for labels in HEADS.values()])[:-1]
    return dict(zip(HEADS, np.split(rows, ends, axis=1), strict=True))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).lower()


def _place(name: str) -> int:
    return zlib.crc32(name.encode("utf-8", "replace")) % SIZE


def _letters(item: ModelInput) -> Iterator[int]:
    return chain.from_iterable(_places_in(word[:40]) for word in _plain(item.text).split())


@lru_cache(maxsize=100_000)
def _places_in(word: str) -> tuple[int, ...]:
    """The places of a word's parts. Few words make up most of what people write, so most are known already."""
    padded = f" {word} "
    return tuple(_place(padded[begin : begin + size]) for size in LETTERS for begin in range(max(1, len(padded) - size + 1)))


def _words(item: ModelInput) -> Iterator[str]:
    first = "^" if item.before else "^^"
    words = [first, *_WORD.findall(_plain(item.text)), "$"]
    for size in (1, 2, 3):
        for begin in range(len(words) - size + 1):
            yield " ".join(words[begin : begin + size])


def _around(item: ModelInput) -> Iterator[str]:
    title, before = context(item.text, item.title, item.before)
    for kind, text in (("t", title), ("b", before)):
        words = _WORD.findall(_plain(text))[-AROUND_WORDS:]
        yield from (f"{kind} {word}" for word in words)
    yield f"l {item.language}"
    yield f"f {item.field}"
