"""Finished tags kept by the hash of all that they were made from, so that unchanged texts cost next to nothing.

The file holds no words of the texts: words that a tag quotes are kept as places, and read from the text again.
"""

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from mappings.encoder import kept
from mappings.tagging.types import Tag, Tags

_SUM = 4
Compute = Callable[[Sequence[int]], Sequence[Tags]]


def tags(keys: Sequence[bytes], texts: Sequence[str], compute: Compute) -> tuple[Tags, ...]:
    """The tags of each text: those kept under its key, or those that `compute(places)` gives."""
    blobs = kept.blobs(
        f"tags-{program()}",
        keys,
        lambda places: [packed(given, texts[place]) for place, given in zip(places, compute(places), strict=True)],
        good=_is_whole,
    )
    return tuple(unpacked(blob, text) for blob, text in zip(blobs, texts, strict=True))


@lru_cache(maxsize=1)
def program() -> str:
    """Names the code and the model's data files that make tags: another program's tags are never read."""
    own = Path(__file__).parent
    parts = [*own.rglob("*.py"), *(own.parent / "encoder").rglob("*.py"), *(own / "model" / "data").glob("*")]
    told = hashlib.sha256()
    for path in sorted(one for one in parts if one.is_file() and "training" not in one.parts):
        told.update(f"{path.relative_to(own.parent).as_posix()}:{path.stat().st_size}:".encode())
        told.update(path.read_bytes())
    return told.hexdigest()[:16]


def packed(given: Tags, text: str) -> bytes:
    """As JSON after a check sum, quoted words as places in the text."""
    body = dict(vars(given))
    body["side_words"] = [_place(part, text) for part in given.side_words.split(", ")] if given.side_words else []
    body["tags"] = [
        vars(one)
        | {"rule_date": one.rule_date.isoformat(), "counterparty": _place(one.counterparty, text) if one.counterparty else None}
        for one in given.tags
    ]
    told = json.dumps(body, separators=(",", ":")).encode()
    return zlib.crc32(told).to_bytes(_SUM, "big") + told


def unpacked(blob: bytes, text: str) -> Tags:
    """The same tags again."""
    body: dict[str, Any] = json.loads(blob[_SUM:])
    body["side_words"] = ", ".join(text[start:end] for start, end in body["side_words"])
    body["tags"] = tuple(_tag(one, text) for one in body["tags"])
    return Tags(**body | {"fired": tuple(body["fired"]), "changes": tuple(body["changes"])})


def _tag(one: dict[str, Any], text: str) -> Tag:
    quoted = one["counterparty"]
    one["counterparty"] = text[quoted[0] : quoted[1]] if quoted else quoted
    one["rule_date"] = dt.date.fromisoformat(one["rule_date"])
    return Tag(**one)


def _place(part: str, text: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def _is_whole(blob: bytes) -> bool:
    return zlib.crc32(blob[_SUM:]).to_bytes(_SUM, "big") == blob[:_SUM]
