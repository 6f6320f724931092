"""Markdown inside a line, as Decidim's participatory texts keep it: emphasis, links and images become HTML, code stays raw."""

from __future__ import annotations

import re
from collections.abc import Callable

from connectors.decidim.emulator.admin_import_csv import NotRecorded

_RAW = re.compile(r"`+[^`]*`+|<[^<>\s][^<>]*>|https?://[^\s<>)\]]+")
_TARGET = r"\(\s*([^()\s]+)(?:\s+\"([^\"]*)\")?\s*\)"
_IMAGE = re.compile(r"!\[([^\]]*)\]" + _TARGET)
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]" + _TARGET)
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|__(?=\S)(.+?)(?<=\S)__", re.S)
_EMPHASIS = re.compile(r"\*(?=\S)([^*]+?)(?<=\S)\*")
_UNDERLINE = re.compile(r"(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)")
_INSIDE_A_WORD = re.compile(r"\w_\w")
_ESCAPE = re.compile(r"\\[\\`*_{}\[\]()#+\-.!:|&<>^~]")


def inline(text: str) -> str:
    """The stored text of a line or paragraph. Raises NotRecorded for what no recording shows."""
    kept: list[str] = []

    def keep(piece: str) -> str:
        kept.append(piece)
        return f"\x00{len(kept) - 1}\x00"

    text = _IMAGE.sub(lambda found: keep(_image(found)), text)
    text = _LINK.sub(lambda found: keep(_link(found, inline)), text)
    text = _RAW.sub(lambda found: keep(found.group()), text)
    if "***" in text or _ESCAPE.search(text) or _INSIDE_A_WORD.search(text):
        raise NotRecorded("Markdown with ***, a backslash before a sign, or an underscore inside a word")
    text = _STRONG.sub(lambda found: f"<strong>{found.group(1) or found.group(2)}</strong>", text)
    text = _EMPHASIS.sub(r"<em>\1</em>", text)
    text = _UNDERLINE.sub(r"<u>\1</u>", text)
    return re.sub("\x00(\\d+)\x00", lambda found: kept[int(found.group(1))], text)


def _image(found: re.Match[str]) -> str:
    label, address, title = found.groups()
    alt = f' alt="{label}"' if label else ""
    return f'<img src="{address}"{alt}{_title(title)}/>'


def _link(found: re.Match[str], within: Callable[[str], str]) -> str:
    label, address, title = found.groups()
    return f'<a href="{address}"{_title(title)}>{within(label)}</a>'


def _title(title: str | None) -> str:
    return f' title="{title}"' if title else ""
