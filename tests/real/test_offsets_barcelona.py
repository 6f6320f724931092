"""Five thousand real texts, as they are and wrapped in what platforms and people put around them: every quote stands."""

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from mappings.text import statements
from tests.real.paths import SHARED

DATA = SHARED / "data"
TEXTS = 5_000
ALLOWED = ["ca", "es", "en"]

pytestmark = pytest.mark.skipif(
    not (DATA / "barcelona2016_proposals.jsonl.gz").is_file(), reason=f"the public texts are not in {DATA} (set CHARTER_SHARED)"
)


def _field(path: Path, name: str) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line).get(name)
            if text:
                yield text


@pytest.fixture(scope="module")
def texts() -> list[str]:
    found = list(_field(DATA / "barcelona2016_proposals.jsonl.gz", "summary"))
    found += list(_field(DATA / "barcelona2016_proposals.jsonl.gz", "title"))
    found += list(_field(DATA / "barcelona2016_comments.jsonl.gz", "body"))
    return random.Random(2016).sample(found, TEXTS)


def wrapped(text: str, number: int) -> str:
    """The text with HTML, entities, emoji, combining marks, invisible marks and broken markup put in, a way for each number."""
    rng = random.Random(number)
    words = text.split(" ")
    extras = [
        "<b>",
        "</b>",
        "<br/>",
        "&amp;",
        "😀",
        "👩‍👩‍👧",
        "e\u0301",
        "\u200b",
        "\u202e",
        "<",
        "&",
        "<!-- x. Y -->",
        "\r\n",
        "<a href='x>y'>",
    ]
    for _ in range(1 + len(words) // 5):
        words.insert(rng.randrange(len(words) + 1), rng.choice(extras))
    body = " ".join(words)
    return rng.choice(
        [f"<p>{body}</p>", f"<ul><li>{body}</li></ul><script>a. B</script>", body, f"{body}<p", f"<div title='{body}"]
    )


def checked(stored: str) -> int:
    last = 0
    found = statements("body", "ca", stored, allowed=ALLOWED, default_language="ca")
    for span in found:
        assert stored[span.start : span.end] == span.quote
        assert span.start >= last
        last = span.end
    return len(found)


def test_every_statement_of_5000_real_texts_stands_in_its_text(texts: list[str]) -> None:
    assert sum(checked(text) for text in texts) >= TEXTS


def test_every_statement_stands_with_markup_emoji_and_marks_put_in(texts: list[str]) -> None:
    assert sum(checked(wrapped(text, number)) for number, text in enumerate(texts)) >= TEXTS * 0.8
