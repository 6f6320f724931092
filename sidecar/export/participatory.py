"""The charter as the Markdown that Decidim's panel takes as a participatory text: chapters, articles, one paragraph each.

What panels accepted and what they spoil stands in the recordings: `#` and `##` become sections, each plain paragraph an article
titled by its running number; lists, tables, code and rules are corrupted; a heading over 150 characters imports and then blocks
the publishing of everything; a number at the beginning of a paragraph is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sidecar.export.markdown import plain
from sidecar.export.words import headings_in, words_in

LONGEST_HEADING = 150
_NUMBER = re.compile(r"^(\d+)([.)])")


def participatory(document: Mapping[str, Any], language: str = "sv") -> str:
    """`# ` chapter, `## ` article, then one paragraph a block. UTF-8, blank lines between."""
    words, headings = words_in(language), headings_in(document["template"], language)
    parts: list[str] = []
    for chapter in document["chapters"]:
        parts.append(f"# {heading(chapter['title'])}")
        for article in chapter["articles"]:
            number = f"§ {article['article']} " if article["article"] else ""
            parts.append(f"## {heading(number + article['title'])}")
            for block in article["blocks"]:
                said = " ".join(one["shown"] for one in block["sentences"])
                parts.append(paragraph(f"{headings[block['block']]}: {said}"))
    return "\n\n".join(parts or [paragraph(words["no_articles"])]) + "\n"


def heading(text: str) -> str:
    """At most LONGEST_HEADING characters, cut between words with an ellipsis."""
    line = " ".join(text.split())
    if len(line) > LONGEST_HEADING:
        line = line[: LONGEST_HEADING - 1].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"
    return plain(line)


def paragraph(text: str) -> str:
    """One line that begins with no number followed by a full stop."""
    return plain(_NUMBER.sub(r"Nr \1:", " ".join(text.split())))
