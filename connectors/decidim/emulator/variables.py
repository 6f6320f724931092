"""What is wrong with the variables of a request, in graphql-ruby's shape."""

from collections.abc import Mapping
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    is_leaf_type,
    is_required_input_field,
    type_from_ast,
)

from connectors.decidim.emulator.validate import RubyError, place

Problem = dict[str, Any]


def bad_variables(schema: GraphQLSchema, operation: OperationDefinitionNode, given: Mapping[str, Any]) -> list[RubyError]:
    """One error a variable that can't be used; empty when all can."""
    found = []
    for definition in operation.variable_definitions or ():
        name = definition.variable.name.value
        if name not in given and definition.default_value is not None:
            continue
        expected: Any = type_from_ast(schema, definition.type)
        problems = _problems(given.get(name), expected, [])
        if problems:
            found.append(_error(name, str(expected), given.get(name), problems, place(definition)))
    return found


def _error(name: str, expected: str, value: Any, problems: list[Problem], at: dict[str, int]) -> RubyError:
    detail = ", ".join(f"{'.'.join(map(str, p['path']))} ({p['explanation']})" for p in problems if p["path"])
    said = f"Variable ${name} of type {expected} was provided invalid value" + (f" for {detail}" if detail else "")
    return {"message": said, "locations": [at], "extensions": {"value": value, "problems": problems}}


def _problems(value: Any, expected: Any, path: list[str | int]) -> list[Problem]:
    if isinstance(expected, GraphQLNonNull):
        if value is None:
            return [{"path": path, "explanation": "Expected value to not be null"}]
        return _problems(value, expected.of_type, path)
    if value is None:
        return []
    if isinstance(expected, GraphQLList):
        items = value if isinstance(value, list) else [value]
        return [p for place_, item in enumerate(items) for p in _problems(item, expected.of_type, [*path, place_])]
    if isinstance(expected, GraphQLInputObjectType):
        return _in_object(value, expected, path)
    return _in_leaf(value, expected, path)


def _in_object(value: Any, expected: GraphQLInputObjectType, path: list[str | int]) -> list[Problem]:
    if not isinstance(value, dict):
        return [{"path": path, "explanation": f"Expected {value!r} to be a key-value object"}]
    found = [
        {"path": [*path, key], "explanation": f"Field is not defined on {expected.name}"}
        for key in value
        if key not in expected.fields
    ]
    for key, entry in expected.fields.items():
        if key in value or is_required_input_field(entry):
            found += _problems(value.get(key), entry.type, [*path, key])
    return found


def _in_leaf(value: Any, expected: Any, path: list[str | int]) -> list[Problem]:
    assert is_leaf_type(expected)
    try:
        expected.parse_value(value)
    except GraphQLError:
        return [{"path": path, "explanation": f"Could not coerce value {value!r} to {expected.name}"}]
    return []
