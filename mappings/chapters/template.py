"""A chapter template: which chapters a charter has, by theme, and what each block of a chapter is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "templates"

BLOCKS = ("right", "municipality", "others", "participation", "actions", "indicator")
"""The right · what the municipality does · what others do · how people take part · actions · indicator."""


class TemplateError(ValueError):
    """A template that can't be used: the message names the file and what is wrong in it, in Swedish."""


class UnknownTemplate(TemplateError):
    """No template has that name."""


@dataclass(frozen=True)
class Chapter:
    """theme: as in THEMES. title: what it is called. after: the article of the model that it follows. guide: block → what
    belongs there, a sentence for those who write."""

    theme: str
    title: str
    after: str
    guide: Mapping[str, str]

    @property
    def eid(self) -> str:
        """The chapter's name in Akoma Ntoso, the same whatever number it has."""
        return f"chp_{self.theme}"


@dataclass(frozen=True)
class Template:
    """headings: block → what it is called in the document. chapters: in the document's order, one for each theme at most."""

    name: str
    language: str
    title: str
    source: str
    headings: Mapping[str, str]
    chapters: tuple[Chapter, ...]

    def chapter(self, theme: str | None) -> Chapter | None:
        return next((chapter for chapter in self.chapters if chapter.theme == theme), None)
