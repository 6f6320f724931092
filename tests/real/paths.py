"""Where the shared recordings and public texts lie; tests that need them skip where the folder is absent."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("CHARTER_SHARED") or Path(__file__).resolve().parents[3] / "shared")

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"the shared folder with real recordings is not at {SHARED} (set CHARTER_SHARED)"
)
