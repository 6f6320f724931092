"""The charter in the form of a participatory text of Decidim: chapters, articles, one paragraph a block.

To read, or to import by hand; `sidecar push --way text` writes one that is recorded and known again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.decidim.participatory import Article, Chapter, heading, markdown, paragraph
from sidecar.export.words import headings_in, words_in


def participatory(document: Mapping[str, Any], language: str = "sv") -> str:
    """`# ` chapter, `## ` article, then one paragraph a block. UTF-8, blank lines between."""
    headings = headings_in(document["template"], language)
    chapters = [
        Chapter(heading(chapter["title"]), tuple(_article(one, headings) for one in chapter["articles"]))
        for chapter in document["chapters"]
    ]
    return markdown(chapters) if chapters else paragraph([("", words_in(language)["no_articles"])]) + "\n"


def _article(article: Mapping[str, Any], headings: Mapping[str, str]) -> Article:
    number = f"§ {article['article']} " if article["article"] else ""
    paragraphs = tuple(
        paragraph([(headings[block["block"]], " ".join(one["shown"] for one in block["sentences"]))])
        for block in article["blocks"]
    )
    return Article(heading(number + article["title"]), paragraphs)
