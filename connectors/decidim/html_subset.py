"""The HTML that we write: a small set of tags, and the text that Decidim sees when it counts characters."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "a", "h2", "h3", "h4", "blockquote"})
"""Tags that all four versions keep when they show a body (0.28 and 0.30 flatten lists and links of imported ones)."""

_VOID = frozenset({"br"})
_DECLARATION = re.compile(r"<(?=[!?])")
"""Comments, declarations, processing instructions: never ours. The parser of older Pythons fails on half ones."""
_SCHEMES = ("https://", "http://")


class _Scan(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.wrong: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if (tag, name) != ("a", "href"):
                self.wrong.append(f"<{tag} {name}>")
            elif not (value or "").startswith(_SCHEMES):
                self.wrong.append("<a href> (http, https)")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in _VOID:
            self.wrong.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _scan(text: str) -> _Scan:
    scan = _Scan()
    read, declared = _DECLARATION.subn("&lt;", text)
    if declared:
        scan.wrong.append("<!-- -->")
    scan.feed(read)
    scan.close()
    return scan


def strange(text: str) -> tuple[str, ...]:
    """What in `text` is outside the set: tag and attribute names, never their content. Unclosed tags count."""
    scan = _scan(text)
    left_open = [f"<{tag}> …" for tag in scan.open]
    return tuple(dict.fromkeys(scan.wrong + left_open))


def words(text: str) -> str:
    """`text` without tags and with entities read, ends trimmed: what a reader sees."""
    return "".join(_scan(text).words).strip()


def counted(text: str) -> str:
    """`text` without tags but with ``&``, ``<``, ``>`` as entities.

    Decidim's validators run on Rails' `strip_tags`, which gives escaped text; so ``&`` weighs five characters there.
    """
    return html.escape(words(text), quote=False)
