"""A chapter template: which chapters a charter has, by theme, and what each block of a chapter is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from marshmallow import Schema, ValidationError, fields, validate

from mappings.tagging.types import THEMES

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


def _text(longest: int = 400) -> fields.String:
    return fields.String(required=True, validate=validate.Length(2, longest))


_Guide: type[Schema] = Schema.from_dict({block: _text() for block in BLOCKS}, name="GuideSchema")
_Headings: type[Schema] = Schema.from_dict({block: _text(80) for block in BLOCKS}, name="HeadingsSchema")


class ChapterSchema(Schema):
    theme = fields.String(required=True, validate=validate.OneOf(tuple(THEMES)))
    title = _text(120)
    after = _text(120)
    guide = fields.Nested(_Guide, required=True)


class TemplateSchema(Schema):
    language = fields.String(required=True, validate=validate.Regexp(r"^[a-z]{2}$"))
    title = _text(200)
    source = _text()
    headings = fields.Nested(_Headings, required=True)
    chapters = fields.List(fields.Nested(ChapterSchema), required=True, validate=validate.Length(min=1))


def templates(folder: Path = FOLDER) -> tuple[str, ...]:
    """Names of the templates that there are."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


@lru_cache(maxsize=8)
def template(name: str = "uclg_sv", folder: Path = FOLDER) -> Template:
    """The template of this name. Raises UnknownTemplate or TemplateError."""
    known = templates(folder)
    if name not in known:
        raise UnknownTemplate(f"Det finns ingen kapitelmall ”{name}”. Välj bland: {', '.join(known) or 'inga'}")
    path = folder / f"{name}.yaml"
    try:
        found: Any = TemplateSchema().load(yaml.safe_load(path.read_text("utf-8")) or {})
    except yaml.YAMLError as error:
        raise TemplateError(f"Kapitelmallen {path.name} går inte att läsa som YAML: {error}") from error
    except ValidationError as error:
        raise TemplateError(f"Kapitelmallen {path.name}: {_told(error.messages)}") from error
    themes = [chapter["theme"] for chapter in found["chapters"]]
    twice = sorted({theme for theme in themes if themes.count(theme) > 1})
    if twice:
        raise TemplateError(f"Kapitelmallen {path.name}: temat har mer än ett kapitel: {', '.join(twice)}")
    chapters = tuple(Chapter(**chapter) for chapter in found.pop("chapters"))
    return Template(name=name, chapters=chapters, **found)


def _told(messages: Any, where: str = "") -> str:
    """marshmallow's nested messages as one line: which place, and what is wrong there."""
    if isinstance(messages, Mapping):
        inner = (_told(value, f"{where}.{key}" if where else str(key)) for key, value in messages.items())
        return "; ".join(inner)
    return f"{where}: {' '.join(str(one) for one in messages)}"
