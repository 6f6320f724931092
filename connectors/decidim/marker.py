"""Finding our marker in a text that came back, and telling whether a proposal still reads as we left it."""

from __future__ import annotations

import hashlib
import html
import json
import re

from connectors.base import Proposal

_GOES_ON = r"(?![\w/?#&=%~+-]|[.:;,!]\w)"
"""What may not follow a marker: characters with which the address would be a longer, other one (``…/v2`` in ``…/v21``)."""


def stands_in(marker: str, text: str) -> bool:
    """Whether `marker` stands whole in `text`, as written or with HTML entities (``&amp;``) in it."""
    if not marker:
        return False
    whole = re.compile(re.escape(marker) + _GOES_ON)
    return bool(whole.search(text) or whole.search(html.unescape(text)))


def stands_in_proposal(marker: str, proposal: Proposal) -> bool:
    """Whether the marker stands in the body of `proposal`, in any locale."""
    return any(stands_in(marker, text) for text in proposal.body.values())


def fingerprint(proposal: Proposal) -> str:
    """SHA-256 (hex) over all locales of title and body: Decidim's own `fingerprint.value` (0.32.2, texts without HTML).

    Computed from the record and not asked for, so that it means the same on every version and in files.
    """
    content = {"body": dict(proposal.body), "title": dict(proposal.title)}
    compact = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(compact.encode("utf-8", "surrogatepass")).hexdigest()
