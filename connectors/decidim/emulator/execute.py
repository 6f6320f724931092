"""From a request's body to Decidim's answer: parse, validate, limit, execute, and word the errors as Decidim does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    execute_sync,
    parse,
    validate,
)

from connectors.decidim.emulator.limits import Measured
from connectors.decidim.emulator.refusals import Crash, DecidimError, NotEmulated, introspection_disabled, unauthorized
from connectors.decidim.emulator.resolvers.asking import Ask
from connectors.decidim.emulator.schemas import schema_of, type_of
from connectors.decidim.emulator.validate import RubyError, RubyValidation, place
from connectors.decidim.emulator.variables import bad_variables
from connectors.decidim.emulator.versions import VersionFacts

CRASHED: dict[str, Any] = {"errors": [{"message": "Internal Server error"}], "data": {}}


@dataclass(frozen=True)
class Answer:
    """`wrote`: a mutation was carried out, and the store may have changed."""

    status: int
    payload: dict[str, Any]
    wrote: bool = False


@dataclass(frozen=True)
class Prepared:
    """A query text, understood once for all requests that send it."""

    document: DocumentNode
    errors: tuple[RubyError, ...]
    unknown_types: bool
    measured: Measured | None
    refused: str | None

    @property
    def operation(self) -> OperationDefinitionNode:
        assert self.measured is not None
        return self.measured.operation


@lru_cache(maxsize=500)
def prepared(query: str, version: str) -> Prepared:
    """Raises GraphQLSyntaxError."""
    schema = schema_of(version)
    document = parse(query)
    ruby = RubyValidation(schema, document)
    if ruby.errors:
        return Prepared(document, tuple(ruby.errors), ruby.unknown_types, None, None)
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    others = validate(schema, document)
    if others or len(operations) != 1:
        said = others[0].message if others else "a document with several operations"
        return Prepared(document, (), False, None, f"an invalid query: {said}")
    return Prepared(document, (), False, Measured(schema, document, operations[0]), None)


def answer(asked: Ask, body: Any) -> Answer:
    """The answer to a request whose JSON (or form) is `body`; None where it was no JSON."""
    try:
        return _answer(asked, body)
    except NotEmulated as refusal:
        return Answer(501, {"emulator": str(refusal)})
    except Crash:
        return Answer(500, CRASHED, wrote=True)


def _answer(asked: Ask, body: Any) -> Answer:
    facts = asked.facts
    if not isinstance(body, dict):
        raise Crash
    query, variables = body.get("query"), _variables(body.get("variables"))
    if not isinstance(query, str) or not query.strip():
        if facts.no_query_is_500:
            raise Crash
        return Answer(200, {"errors": [{"message": "No query string was present"}]})
    try:
        ready = prepared(query, facts.version)
    except GraphQLSyntaxError as error:
        return Answer(200, {"errors": [_syntax(error, facts)]})
    refused = _refused(ready, variables, asked)
    return Answer(200, refused) if refused is not None else _executed(ready, variables, asked)


def _variables(given: Any) -> dict[str, Any]:
    """Variables come as an object, or as text that holds one."""
    if isinstance(given, str) and given.strip():
        try:
            given = json.loads(given)
        except ValueError as error:
            raise Crash from error
    return given if isinstance(given, dict) else {}


def _refused(ready: Prepared, variables: Mapping[str, Any], asked: Ask) -> dict[str, Any] | None:
    """What is answered instead of an execution, if anything."""
    facts, viewer = asked.facts, asked.viewer
    hides_types = facts.limits and not viewer.is_admin
    if ready.errors:
        hidden = hides_types and ready.unknown_types and facts.unknown_type_is_introspection
        return {"errors": [introspection_disabled()] if hidden else list(ready.errors)}
    if ready.refused is not None:
        raise NotEmulated(ready.refused)
    assert ready.measured is not None
    if hides_types and ready.measured.introspects:
        return {"errors": [introspection_disabled()]}
    problems = bad_variables(schema_of(facts.version), ready.operation, variables)
    errors = problems or ready.measured.errors(facts, variables)
    if errors:
        return {"errors": errors}
    return _closed_root(ready.operation, asked)


def _closed_root(operation: OperationDefinitionNode, asked: Ask) -> dict[str, Any] | None:
    if not asked.facts.mutations_need_scope:
        return None
    writes = operation.operation is OperationType.MUTATION
    if asked.viewer.may_write if writes else asked.viewer.may_read:
        return None
    if not asked.facts.says_unauthorized:
        return {"data": None}
    refusal = unauthorized("Mutation" if writes else "Query")
    return {"errors": [{"message": refusal.said, "extensions": refusal.extensions}], "data": None}


def _executed(ready: Prepared, variables: dict[str, Any], asked: Ask) -> Answer:
    result = execute_sync(schema_of(asked.facts.version), ready.document, None, asked, variables, type_resolver=type_of)
    payload = _worded(result, asked.facts)
    return Answer(200, payload, wrote=ready.operation.operation is OperationType.MUTATION)


def _worded(result: ExecutionResult, facts: VersionFacts) -> dict[str, Any]:
    if not result.errors:
        return {"data": result.data}
    return {"errors": [_error(error, facts) for error in result.errors], "data": result.data}


def _error(error: GraphQLError, facts: VersionFacts) -> dict[str, Any]:
    cause = error.original_error or error
    if isinstance(cause, NotEmulated | Crash):
        raise cause
    if isinstance(cause, DecidimError):
        return {"message": cause.said, **_where(error), "extensions": cause.extensions}
    if isinstance(cause, GraphQLError):
        return {"message": cause.message, **_where(error)}
    if isinstance(cause, TypeError) and "Cannot return null" in str(cause):
        said = error.message.rstrip(".")
        return {"message": said, **(_where(error) if facts.errors_have_paths else {})}
    raise cause


def _where(error: GraphQLError) -> dict[str, Any]:
    nodes = error.nodes or []
    return {"locations": [place(node) for node in nodes[:1]], "path": error.path}


def _syntax(error: GraphQLSyntaxError, facts: VersionFacts) -> dict[str, Any]:
    found = error.locations if facts.errors_have_paths or facts.limits else None
    return {"message": error.message, "locations": [{"line": at.line, "column": at.column} for at in found or []]}
