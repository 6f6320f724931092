"""What a template's YAML may say, with errors in Swedish."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from mappings.chapters.template import BLOCKS
from mappings.tagging.types import THEMES

_SAID: dict[str, Any] = {
    "required": "saknas",
    "null": "är tomt",
    "invalid": "har fel form",
    "type": "ska vara uppgifter med namn",
}
_THEME = validate.OneOf(tuple(THEMES), error="okänt tema ”{input}”; välj bland {choices}")
_LANGUAGE = validate.Regexp(r"^[a-z]{2}$", error="ska vara två små bokstäver, t.ex. sv")


class _Told(Schema):
    error_messages = {"unknown": "okänd uppgift", "type": "ska vara uppgifter med namn"}


def _text(longest: int = 400, *, needed: bool = True) -> fields.String:
    length = validate.Length(2, longest, error=f"ska ha mellan 2 och {longest} tecken")
    return fields.String(required=needed, validate=length, error_messages={**_SAID, "invalid": "ska vara text"})


def _theme() -> fields.String:
    return fields.String(required=True, validate=_THEME, error_messages=_SAID)


def _nested(schema: type[Schema], *, needed: bool = True) -> fields.Nested:
    return fields.Nested(schema, required=needed, error_messages=_SAID)


def _list(inner: Any, *, needed: bool = False) -> fields.List:
    least = validate.Length(min=1, error="ska ha minst ett")
    return fields.List(inner, required=needed, validate=least, error_messages={**_SAID, "invalid": "ska vara en lista"})


def _blocks(longest: int, name: str, *, needed: bool = True) -> type[Schema]:
    return _Told.from_dict({block: _text(longest, needed=needed) for block in BLOCKS}, name=name)


class ChapterSchema(_Told):
    theme = _theme()
    title = _text(120)
    after = _text(120)
    guide = _nested(_blocks(400, "GuideSchema"))


class TemplateSchema(_Told):
    """A whole template."""

    language = fields.String(required=True, validate=_LANGUAGE, error_messages=_SAID)
    title = _text(200)
    source = _text()
    headings = _nested(_blocks(80, "HeadingsSchema"))
    chapters = _list(fields.Nested(ChapterSchema), needed=True)


class ChapterOverSchema(_Told):
    theme = _theme()
    title = _text(120, needed=False)
    after = _text(120, needed=False)
    guide = _nested(_blocks(400, "GuideOverSchema", needed=False), needed=False)


class OverSchema(_Told):
    """What a template says otherwise than the one that it lies over."""

    over = _text(40)
    language = fields.String(validate=_LANGUAGE, error_messages=_SAID)
    title = _text(200, needed=False)
    source = _text(needed=False)
    headings = _nested(_blocks(80, "HeadingsOverSchema", needed=False), needed=False)
    chapters = _list(fields.Nested(ChapterOverSchema))
    order = _list(_theme())
    leave_out = _list(_theme())
