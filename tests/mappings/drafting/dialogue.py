"""The Swedish dialogue as drafting meets it: every statement with its tag and its place."""

import json
from functools import lru_cache
from pathlib import Path

from mappings.drafting import Citation, Member
from mappings.tagging import Asked, Context, decide
from mappings.text import statements

FILE = Path(__file__).parents[3] / "sidecar" / "demo" / "dialogue_sv.jsonl"


@lru_cache(maxsize=1)
def texts() -> dict[tuple[str, str, str], str]:
    """(contribution, field, locale) → the stored text."""
    rows = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    return {(row["id"], field, "sv"): row[field] for row in rows for field in ("title", "body") if row[field]}


def stored(revision: str, field: str, locale: str) -> str | None:
    return texts().get((revision, field, locale))


@lru_cache(maxsize=1)
def members() -> tuple[Member, ...]:
    """Every statement; tags by rules and model."""
    found, asked = [], []
    for (contribution, field, locale), text in texts().items():
        for span in statements(field, locale, text, allowed=["sv", "en"], default_language="sv"):
            found.append((contribution, span))
            asked.append(Asked(span.text, span.language, Context(texts().get((contribution, "title", "sv"), ""), "", field)))
    return tuple(
        Member(
            f"{contribution}:{span.field}:{span.start}",
            contribution,
            span.text,
            span.language,
            tags.primary.norm_type,
            tags.side,
            Citation(contribution, span.field, span.locale, span.start, span.end, span.quote),
            tags.primary.bearer,
            tags.primary.standing,
        )
        for (contribution, span), tags in zip(found, decide(asked, keep=False), strict=True)
    )
