"""Addresses that a Decidim's answers name."""

from __future__ import annotations


def safe_url(url: str | None, base_url: str) -> str | None:
    """An address of the instance itself, else None: a link of ours never leads where a Decidim's answer says."""
    return url if url is not None and url.startswith(base_url.rstrip("/") + "/") else None
