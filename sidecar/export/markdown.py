"""The charter as Markdown, the sources of every sentence as a footnote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sidecar.export.layout import Article, Item, Layout, Part, Source, laid_out
from sidecar.export.words import words_in

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$])")
_BEGINS = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def plain(text: str) -> str:
    """A text of anybody's on one line, with nothing in it that Markdown or HTML would act on."""
    line = " ".join(text.split())
    return _BEGINS.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", line))


def markdown(document: Mapping[str, Any], language: str = "sv") -> str:
    """The whole document. Texts of the dialogue stay in their own language; `language` is that of ours."""
    layout = laid_out(document, language)
    return "\n\n".join(_parts(layout, words_in(language))) + "\n"


def _parts(layout: Layout, words: Mapping[str, str]) -> Iterable[str]:
    yield f"# {plain(layout.title)}"
    yield plain(layout.lead)
    yield f"## {words['mandate']}"
    yield _list(layout.mandate)
    yield f"## {words['parties']}"
    yield "\n".join(f"- **{plain(name)}** {plain(told)}" for name, told in layout.parties) or words["no_parties"]
    yield f"## {words['reading']}"
    yield _list(layout.reading)
    for chapter in layout.chapters:
        yield f'<a id="{chapter.anchor}"></a>'
        yield f"## {plain(chapter.title)}"
        for article in chapter.articles:
            yield from _article(article)
    yield f"## {words['gaps']}"
    if not layout.gaps:
        yield words["no_gaps"]
    for title, rows in layout.gaps:
        yield f"**{title}**"
        yield _list(rows)
    yield f"## {words['ledger']}"
    yield plain(layout.ledger[0])
    if layout.ledger[1:]:
        yield f"{words['why']}:"
        yield _list(layout.ledger[1:])
    yield f"## {words['how']}"
    yield from map(plain, layout.how)
    if layout.versions:
        yield f"{words['versions']}: {', '.join(f'`{one}`' for one in layout.versions)}."
    if layout.notes:
        yield f"## {words['sources']}"
        yield "\n".join(f"[^{number}]: {'; '.join(map(_source, note))}" for number, note in enumerate(layout.notes, start=1))


def _article(article: Article) -> Iterable[str]:
    yield f'<a id="{article.anchor}"></a>'
    yield f"### {plain(article.title)}"
    for part in article.parts:
        yield f"**{part.heading}**"
        yield _said(part)
    yield " · ".join(f"*{label}:* {', '.join(filter(None, map(_item, items)))}" for label, items in article.facts)


def _said(part: Part) -> str:
    """One sentence is a paragraph, several are a list."""
    lines = [_item(item) for item in part.items]
    return lines[0] if len(lines) == 1 else "\n".join(f"- {line}" for line in lines)


def _item(item: Item) -> str:
    note = f"[^{item.note}]" if item.note else ""
    remarks = f" *({plain('; '.join(item.remarks))})*" if item.remarks else ""
    return f"{plain(item.text)}{note}{remarks}"


def _source(row: Source) -> str:
    link = f"[{plain(row.where)}](<{row.url}>)" if row.url and not set(row.url) & set("<>\\\n ") else plain(row.where)
    fate = f" ({row.fate})" if row.fate else ""
    return f"”{plain(row.quote)}” – {link}{fate}"


def _list(rows: Iterable[str]) -> str:
    return "\n".join(f"- {plain(row)}" for row in rows)
