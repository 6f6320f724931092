"""Filled in next: the pages of admin_import. Until then nothing is served, and Flask answers 404."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def install(app: Flask, world: Any) -> None:
    """Registers the pages on `app`."""
