"""What a rule file may say; anything else is refused with file, line, rule and field."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from marshmallow import Schema, ValidationError, fields, validate

from mappings.tagging.errors import RuleError
from mappings.tagging.types import BEARER_DETAILS, BEARERS, HOLDERS, NORMS, STRENGTHS, THEMES

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_ENTRY = r"^(\*[^\s*<>|]{2,}|[^\s*<>|]+|[^\s*<>|]{2,}\*)$"
"""A word, its beginning (skol*) or its end (*skola)."""


def _one_of(choices: Sequence[str]) -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=validate.OneOf(choices))


class InForceSchema(Schema):
    since = fields.Date(required=True)
    until = fields.Date(load_default=None, allow_none=True)


class GivesSchema(Schema):
    norm = _one_of(NORMS)
    side = _one_of(("for", "against", "turned"))
    standing = _one_of(("existing", "proposed"))
    bearer = _one_of(BEARERS)
    bearer_detail = _one_of(BEARER_DETAILS)
    holder = _one_of(HOLDERS)
    strength = _one_of(STRENGTHS)
    theme = _one_of(tuple(THEMES))
    counterparty = fields.Boolean(load_default=False)


class BothLanguagesSchema(Schema):
    sv = fields.String(required=True, validate=validate.Length(min=10))
    en = fields.String(required=True, validate=validate.Length(min=10))


class ExamplesSchema(Schema):
    must = fields.List(fields.String(), required=True)
    must_not = fields.List(fields.String(), load_default=list)


class RuleSchema(Schema):
    """any: one pattern must match, or one of `words` must stand there (form or lemma; "skol*", "*skola"); unless: no pattern may.

    max_words: longer sentences are not looked at. reason: why, or whose. priority: the highest that gives a norm wins. decides:
    it stands also against a model that is surer (for what the guide settles and models read wrongly).
    """

    id = fields.String(required=True, validate=validate.Regexp(r"^[a-z]{2}(\.[a-z0-9-]+)+$"))
    in_force = fields.Nested(InForceSchema, required=True)
    priority = fields.Integer(required=True, validate=validate.Range(0, 100))
    field = fields.String(load_default="any", validate=validate.OneOf(("any", "title", "body")))
    max_words = fields.Integer(load_default=1_000_000, validate=validate.Range(1))
    any = fields.List(fields.String(), load_default=list)
    words = fields.List(
        fields.String(validate=validate.Regexp(r"^(\*[^\s*<>|]{2,}|[^\s*<>|]+|[^\s*<>|]{2,}\*)$")), load_default=list
    )
    unless = fields.List(fields.String(), load_default=list)
    gives = fields.Nested(GivesSchema, required=True)
    decides = fields.Boolean(load_default=False)
    confidence = fields.Float(required=True, validate=validate.Range(0, 1))
    explanation = fields.Nested(BothLanguagesSchema, required=True)
    reason = fields.String(required=True)
    examples = fields.Nested(ExamplesSchema, required=True)


class FileSchema(Schema):
    """switched_off: ids of rules that a municipality's own folder switches off."""

    lists = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), load_default=dict)
    rules = fields.List(fields.Nested(RuleSchema), load_default=list)
    switched_off = fields.List(fields.String(), load_default=list)


def read_file(path: Path) -> dict[str, Any]:
    """The content of one rule file. Raises RuleError that names file, line, rule and field."""
    try:
        text = path.read_text("utf-8")
        raw = yaml.load(text, Loader=_Loader) or {}  # noqa: S506 (a safe loader, the quick one where there is one)
    except (OSError, ValueError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", rad {mark.line + 1}" if mark else ""
        line = mark.line + 1 if mark else 1
        raise RuleError(f"Filen {path.name}{where} är inte giltig YAML. Rätta filen och försök igen.", line) from error
    try:
        content: dict[str, Any] = FileSchema().load(raw)
    except ValidationError as error:
        keys, message = _first(error.messages)
        named = " → ".join(_names(keys, raw))
        line = line_of(text, keys)
        raise RuleError(
            f"Filen {path.name}, rad {line}, följer inte regelformatet: {named}: {message.rstrip(chr(46))}.", line
        ) from error
    return content


def line_of(text: str, keys: Sequence[Any]) -> int:
    """The line (from 1) of the deepest part of a YAML text that the keys lead to."""
    node = yaml.compose(text, Loader=_Loader)
    line = node.start_mark.line + 1 if node else 1
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            found = [(name, value) for name, value in node.value if name.value == str(key)]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line + 1
        else:
            break
    return line


def _first(messages: Any) -> tuple[list[Any], str]:
    keys: list[Any] = []
    while isinstance(messages, dict) and messages:
        key = next(iter(messages))
        messages = messages[key]
        keys.append(key)
    return keys, str(messages[0] if isinstance(messages, list) and messages else messages).rstrip(".")


def _names(keys: Sequence[Any], raw: Any) -> list[str]:
    """The keys, a rule's number replaced by its id."""
    names = []
    for key in keys:
        raw = raw[key] if isinstance(raw, list | dict) and (isinstance(key, int) or key in raw) else None
        named = raw.get("id") if isinstance(key, int) and isinstance(raw, dict) else None
        names.append(str(named or key))
    return names
