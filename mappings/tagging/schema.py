"""What a rule file may say; anything else is refused with file, rule and field."""

from pathlib import Path
from typing import Any

import yaml
from marshmallow import Schema, ValidationError, fields, validate

from mappings.tagging.ruleset import RuleError
from mappings.tagging.types import NORMS

BEARERS = ("municipality", "region", "state", "school", "business", "civil_society", "inhabitant", "everyone", "other")


class InForceSchema(Schema):
    since = fields.Date(required=True)
    until = fields.Date(load_default=None, allow_none=True)


class GivesSchema(Schema):
    norm = fields.String(load_default=None, validate=validate.OneOf(NORMS))
    side = fields.String(load_default=None, validate=validate.OneOf(("for", "against", "turned")))
    standing = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(("existing", "proposed")))
    bearer = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(BEARERS))


class BothLanguagesSchema(Schema):
    sv = fields.String(required=True, validate=validate.Length(min=10))
    en = fields.String(required=True, validate=validate.Length(min=10))


class ExamplesSchema(Schema):
    must = fields.List(fields.String(), required=True)
    must_not = fields.List(fields.String(), load_default=list)


class RuleSchema(Schema):
    """any: one pattern must match; unless: none may. max_words: longer sentences are not looked at. reason: why, or whose."""

    id = fields.String(required=True, validate=validate.Regexp(r"^[a-z]{2}(\.[a-z0-9-]+)+$"))
    in_force = fields.Nested(InForceSchema, required=True)
    priority = fields.Integer(required=True, validate=validate.Range(0, 100))
    field = fields.String(load_default="any", validate=validate.OneOf(("any", "title", "body")))
    max_words = fields.Integer(load_default=1_000_000, validate=validate.Range(1))
    any = fields.List(fields.String(), load_default=list)
    unless = fields.List(fields.String(), load_default=list)
    gives = fields.Nested(GivesSchema, required=True)
    confidence = fields.Float(required=True, validate=validate.Range(0, 1))
    explanation = fields.Nested(BothLanguagesSchema, required=True)
    reason = fields.String(required=True)
    examples = fields.Nested(ExamplesSchema, required=True)


class FileSchema(Schema):
    lists = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), load_default=dict)
    rules = fields.List(fields.Nested(RuleSchema), load_default=list)


def read_file(path: Path) -> dict[str, Any]:
    """The content of one rule file. Raises RuleError that names file, rule and field."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        raw = yaml.load(path.read_text("utf-8"), Loader=loader) or {}  # noqa: S506 (a safe loader, the quick one where there is one)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", rad {mark.line + 1}" if mark else ""
        raise RuleError(f"Filen {path.name}{where} är inte giltig YAML. Rätta filen och försök igen.") from error
    try:
        content: dict[str, Any] = FileSchema().load(raw)
    except ValidationError as error:
        raise RuleError(f"Filen {path.name} följer inte regelformatet: {_first(error.messages, raw)}.") from error
    return content


def _first(messages: Any, raw: Any) -> str:
    """The first fault, as "rules → sv.x.y → priority: Missing data …"."""
    path: list[str] = []
    while isinstance(messages, dict) and messages:
        key = next(iter(messages))
        messages = messages[key]
        named = raw[key].get("id") if isinstance(key, int) and isinstance(raw, list) and isinstance(raw[key], dict) else None
        raw = raw[key] if isinstance(raw, list | dict) and (isinstance(key, int) or key in raw) else None
        path.append(str(named or key))
    return f"{' → '.join(path)}: {messages[0] if isinstance(messages, list) and messages else messages}"
