"""One cache folder for all workers of a test run, so that the graphs are built once."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def encoder_cache(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Path]:
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "encoder-cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHARTER_CACHE", str(folder))
        yield folder
