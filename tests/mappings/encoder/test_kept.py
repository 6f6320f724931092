"""What the encoder gave is kept by a hash of the text, and nothing else of the text."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from mappings.encoder import kept, store
from mappings.encoder.weights import FloatArray


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHARTER_CACHE", str(tmp_path))


class Counting:
    """Gives each place a row of its own, and remembers how many it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, places: Sequence[int]) -> FloatArray:
        self.asked += places
        return np.array([[place, place / 3] for place in places], np.float32)


def keys(*texts: str) -> list[bytes]:
    return [kept.key_of("v1", text) for text in texts]


def test_a_second_run_computes_nothing_and_gives_the_same_bytes() -> None:
    first, second = Counting(), Counting()
    one = kept.rows("heads", keys("a", "b"), first, columns=2)
    two = kept.rows("heads", keys("a", "b"), second, columns=2)
    assert (first.asked, second.asked) == ([0, 1], [])
    assert one.tobytes() == two.tobytes()


def test_equal_texts_are_computed_once() -> None:
    compute = Counting()
    found = kept.rows("heads", keys("a", "b", "a"), compute, columns=2)
    assert compute.asked == [0, 1]
    assert found[2].tobytes() == found[0].tobytes()


def test_another_version_or_another_context_is_another_key() -> None:
    assert (
        len({kept.key_of("v1", "a", "b"), kept.key_of("v2", "a", "b"), kept.key_of("v1", "ab", ""), kept.key_of("v1", "", "ab")})
        == 4
    )


def test_the_file_holds_no_text() -> None:
    kept.rows("heads", keys("en hemlig mening"), Counting(), columns=2)
    assert b"hemlig" not in (store.folder() / "heads.sqlite").read_bytes()


def test_a_broken_file_is_made_anew() -> None:
    (store.folder() / "heads.sqlite").write_bytes(b"no database" * 1000)
    assert kept.rows("heads", keys("a"), Counting(), columns=2).shape == (1, 2)
    with sqlite3.connect(store.folder() / "heads.sqlite") as database:
        assert database.execute("SELECT count(*) FROM kept").fetchone() == (1,)


def test_a_build_that_dies_leaves_no_half_file() -> None:
    def dies(path: Path) -> None:
        path.write_bytes(b"half")
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        store.built("graph.onnx", dies)
    assert list(store.folder().iterdir()) == []
    assert store.built("graph.onnx", lambda path: path.write_bytes(b"whole") and None).read_bytes() == b"whole"
