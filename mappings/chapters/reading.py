"""Templates from YAML: those that come along, and a municipality's own, which stands alone or lies over one of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from marshmallow import ValidationError

from mappings.chapters.schema import OverSchema, TemplateSchema
from mappings.chapters.template import FOLDER, Chapter, Template, TemplateError, UnknownTemplate

LONGEST = 200_000
"""Characters of a template; the one that comes along has 12,000."""


def templates(folder: Path = FOLDER) -> tuple[str, ...]:
    """Names of the templates that there are."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


@lru_cache(maxsize=8)
def template(name: str = "uclg_sv", folder: Path = FOLDER) -> Template:
    """The template of this name. Raises UnknownTemplate or TemplateError."""
    return read(_source(name, folder), name, where=f"{name}.yaml")


def source(name: str = "uclg_sv") -> str:
    """The YAML of a template that comes along, to write one's own from. Raises UnknownTemplate."""
    return _source(name, FOLDER)


def read(text: str, name: str, *, where: str) -> Template:
    """A template from its YAML. where: what its errors call it, e.g. the file's name.

    With `over: uclg_sv` it holds only what it says otherwise than that template: texts, headings and single blocks of the guide;
    chapters for other themes come last, `leave_out` names themes without a chapter, `order` themes whose chapters come first.
    Raises TemplateError, which says what is wrong and where.
    """
    given = _parsed(text, where)
    if "over" in given:
        given = _laid_over(_checked(OverSchema(), given, where), where)
    found = _checked(TemplateSchema(), given, where)
    themes = [chapter["theme"] for chapter in found["chapters"]]
    if twice := sorted({theme for theme in themes if themes.count(theme) > 1}):
        raise TemplateError(f"Kapitelmallen {where}: temat har mer än ett kapitel: {', '.join(twice)}")
    chapters = tuple(Chapter(**chapter) for chapter in found.pop("chapters"))
    return Template(name=name, chapters=chapters, **found)


def _source(name: str, folder: Path) -> str:
    known = templates(folder)
    if name not in known:
        raise UnknownTemplate(f"Det finns ingen kapitelmall ”{name}”. Välj bland: {', '.join(known) or 'inga'}")
    return (folder / f"{name}.yaml").read_text("utf-8")


def _laid_over(given: dict[str, Any], where: str) -> dict[str, Any]:
    """The base's values with those of `given` in their place, as TemplateSchema takes them."""
    try:
        whole = _parsed(_source(given["over"], FOLDER), f"{given['over']}.yaml")
    except UnknownTemplate as error:
        raise TemplateError(f"Kapitelmallen {where}: over: {error}") from error
    whole |= {key: given[key] for key in ("language", "title", "source") if key in given}
    whole["headings"] = {**whole["headings"], **given.get("headings", {})}
    chapters = {chapter["theme"]: chapter for chapter in whole["chapters"]}
    own = [chapter["theme"] for chapter in given.get("chapters", [])]
    if twice := sorted({theme for theme in own if own.count(theme) > 1}):
        raise TemplateError(f"Kapitelmallen {where}: temat har mer än ett kapitel: {', '.join(twice)}")
    for said in given.get("chapters", []):
        base = chapters.get(said["theme"], {})
        guide = {**base.get("guide", {}), **said.get("guide", {})}
        chapters[said["theme"]] = {**base, **said, "guide": guide}
    first = given.get("order", [])
    order = [*first, *(theme for theme in chapters if theme not in first)]
    whole["chapters"] = [
        chapters[theme] for theme in dict.fromkeys(order) if theme in chapters and theme not in given.get("leave_out", [])
    ]
    return whole


class _Plain(yaml.SafeLoader):
    """YAML without aliases: a few lines of them can stand for more text than there is memory."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):  # type: ignore[no-untyped-call]
            raise yaml.YAMLError("hänvisningar inom filen (&, *) används inte här")
        return super().compose_node(parent, index)


def _parsed(text: str, where: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise TemplateError(f"Kapitelmallen {where} har {len(text)} tecken; högst {LONGEST} tas emot.")
    try:
        found = yaml.load(text, Loader=_Plain)  # noqa: S506
    except yaml.YAMLError as error:
        raise TemplateError(f"Kapitelmallen {where} går inte att läsa som YAML: {error}") from error
    if found is not None and not isinstance(found, dict):
        raise TemplateError(
            f"Kapitelmallen {where} ska vara uppgifter med namn (title: …, chapters: …), inte en lista eller text."
        )
    return found or {}


def _checked(schema: Any, given: Mapping[str, Any], where: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = schema.load(given)
    except ValidationError as error:
        raise TemplateError(f"Kapitelmallen {where}: {_told(error.messages)}") from error
    return found


def _told(messages: Any, where: str = "") -> str:
    """marshmallow's nested messages as one line: which place, and what is wrong there."""
    if isinstance(messages, Mapping):
        inner = (_told(value, f"{where}.{key}" if where else str(key)) for key, value in messages.items())
        return "; ".join(inner)
    return f"{where}: {' '.join(str(one) for one in messages)}"
