"""Markdown to the parts of a participatory text, with the losses and oddities of Decidim's own renderer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from connectors.decidim.emulator.admin_import_csv import NotRecorded
from connectors.decidim.emulator.admin_participatory_inline import inline


class Level(StrEnum):
    section = "section"
    sub_section = "sub-section"
    article = "article"


@dataclass(frozen=True)
class Part:
    """A heading or an article, in the order in which Decidim makes them."""

    level: Level
    text: str


_HEADING = re.compile(r"(#{1,6})\s*(.*?)\s*#*\s*$")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r"( *)([*+-]|\d+\.) +(.*)$")
_BLOCK_TAG = re.compile(r"<(/?)(\w+)")
_BLOCK_TAGS = frozenset(
    ("p", "div", "table", "ul", "ol", "dl", "pre", "h1", "h2", "h3", "h4", "h5", "h6")
    + ("blockquote", "form", "fieldset", "hr", "iframe", "script", "style")
)
_REFERENCE = re.compile(r" {0,3}\[[^\]]+\]:\s*\S+(\s+\"[^\"]*\")?\s*$")
_COMMENT = re.compile(r"<!--.*?-->", re.S)


def parts(text: str, *, drops_comments: bool) -> list[Part]:
    """Sections, sub-sections and articles of a text. `drops_comments`: as 0.28 does. Raises NotRecorded."""
    if drops_comments:
        text = _COMMENT.sub("", text)
    text = text.replace("\r\n", "\n")
    if "\r" in text or "\t" in text or "\x00" in text:
        raise NotRecorded("Markdown with tabs or lone carriage returns")
    reader = _Reader(text.split("\n"))
    reader.read()
    return reader.made


@dataclass
class _Reader:
    lines: list[str]
    place: int = 0
    made: list[Part] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    """List items that no list has closed yet: a nested list takes the outer one's along."""

    def read(self) -> None:
        while self.place < len(self.lines):
            line = self.lines[self.place]
            if not line.strip() or _RULE.match(line) or line.startswith("    "):
                self.place += 1
            elif _FENCE.match(line):
                self._skip_code()
            elif line.startswith("#"):
                self._heading(line)
            elif line.startswith(">"):
                self._quote()
            elif _ITEM.match(line):
                self._list()
            else:
                self._paragraph()

    def _heading(self, line: str) -> None:
        found = _HEADING.match(line)
        if found is None or len(found.group(1)) > 4 or not found.group(2):
            raise NotRecorded("Markdown headings below the fourth level, or without a text")
        self.place += 1
        self._add(Level.section if found.group(1) == "#" else Level.sub_section, found.group(2))

    def _skip_code(self) -> None:
        """A block of code is dropped."""
        fence = self.lines[self.place].strip()[:3]
        for place in range(self.place + 1, len(self.lines)):
            if self.lines[place].strip().startswith(fence):
                self.place = place + 1
                return
        raise NotRecorded("a block of code that is not closed")

    def _quote(self) -> None:
        """A quotation is its paragraphs, without its marks."""
        quoted: list[str] = []
        while self.place < len(self.lines) and self.lines[self.place].strip():
            quoted.append(re.sub(r"^> ?", "", self.lines[self.place]))
            self.place += 1
        inner = _Reader(quoted)
        inner.read()
        if any(part.level is not Level.article for part in inner.made):
            raise NotRecorded("a heading in a quotation")
        self.made += inner.made

    def _paragraph(self) -> None:
        lines: list[str] = []
        while self.place < len(self.lines) and self.lines[self.place].strip():
            line = self.lines[self.place]
            if lines and re.fullmatch(r"=+ *", line):
                self.place += 1
                *above, title = lines
                if above:
                    raise NotRecorded("an underlined heading below other lines")
                return self._add(Level.section, title.strip())
            if line.startswith("#"):
                break
            if lines and (_RULE.match(line) or _FENCE.match(line) or line.startswith(">") or re.fullmatch(r"-+ *", line)):
                raise NotRecorded("a rule, a quotation or code right below a paragraph")
            lines.append(line)
            self.place += 1
        return self._plain(lines)

    def _plain(self, lines: list[str]) -> None:
        text = "\n".join(lines)
        if _REFERENCE.match(text):
            raise NotRecorded("Markdown references")
        tag = _BLOCK_TAG.match(text)
        if tag and tag.group(2).lower() in _BLOCK_TAGS:
            if tag.group(2) != "div" or not text.rstrip().endswith("</div>"):
                raise NotRecorded(f"a block of HTML that starts with <{tag.group(2)}>")
            self._add(Level.article, text, raw=True)
        else:
            self._add(Level.article, text, raw=text.startswith("<!--"))

    def _list(self) -> None:
        lines: list[str] = []
        while self.place < len(self.lines) and self.lines[self.place].strip():
            lines.append(self.lines[self.place])
            self.place += 1
        after = next((line for line in self.lines[self.place :] if line.strip()), "")
        if after.startswith(" ") or (_ITEM.match(after) and _kind(after) == _kind(lines[0])):
            raise NotRecorded("a list with empty lines between its items")
        if not all(_ITEM.match(line) for line in lines):
            raise NotRecorded("a list item of several lines")
        self._close(lines)

    def _close(self, lines: list[str]) -> str:
        """One list becomes one article, made when it ends; what nests in an item is made before, and repeated in it."""
        indent = _indent(lines[0])
        starts = [place for place, line in enumerate(lines) if _indent(line) <= indent]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            found = _ITEM.match(lines[start])
            text = inline(found.group(3).strip()) if found else ""
            nested = "\n" + self._close(lines[start + 1 : end]) if end > start + 1 else ""
            self.pending.append((text + nested).strip())
        ordered = _kind(lines[0]) == "1."
        marks = [f"{number}." if ordered else "-" for number in range(1, len(self.pending) + 1)]
        whole = "".join(f"{mark} {item}\n" for mark, item in zip(marks, self.pending, strict=True))
        self.pending.clear()
        self._add(Level.article, whole, raw=True)
        return whole

    def _add(self, level: Level, text: str, raw: bool = False) -> None:
        if text.strip():
            self.made.append(Part(level, text if raw else inline(text)))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _kind(line: str) -> str:
    found = _ITEM.match(line)
    return "" if found is None else "1." if found.group(2).endswith(".") else "-"
