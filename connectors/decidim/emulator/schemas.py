"""The recorded schemas, one built a version, each field with its resolver, or with one that refuses."""

from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    build_schema,
    is_introspection_type,
    is_object_type,
)

from connectors.decidim.emulator.records import Component, Process, Proposal, User
from connectors.decidim.emulator.refusals import NotEmulated
from connectors.decidim.emulator.resolvers import comments, connection, people, proposals, spaces, writing

FOLDER = Path(__file__).parent / "schema"
_PARTS = (people, spaces, connection, proposals, comments, writing)
_MANIFESTS = {"proposals": "Proposals", "meetings": "Meetings", "debates": "Debates", "surveys": "Surveys"}


@cache
def schema_of(version: str) -> GraphQLSchema:
    """The schema of a recorded version with its resolvers. Built once."""
    schema = build_schema((FOLDER / f"{version}.graphql").read_text(encoding="utf-8"), assume_valid=True)
    schema.type_map = dict(sorted(schema.type_map.items()))  # the order in which Decidim lists them
    for type_name, kind in schema.type_map.items():
        if is_object_type(kind) and not is_introspection_type(kind):
            _bind(type_name, kind)
    return schema


def _bind(type_name: str, kind: GraphQLObjectType) -> None:
    known: dict[str, Any] = {}
    for part in _PARTS:
        known.update(part.FIELDS.get(type_name, {}))
    for name, definition in kind.fields.items():
        definition.resolve = known.get(name, _refuse)


def _refuse(source: Any, info: GraphQLResolveInfo, **_: Any) -> Any:
    raise NotEmulated(f"{info.parent_type.name}.{info.field_name}")


def type_of(value: Any, info: GraphQLResolveInfo, abstract: Any) -> str:
    """Which type of an interface or union a value is."""
    if isinstance(value, User):
        return "User"
    if isinstance(value, Proposal):
        return "Proposal"
    if isinstance(value, Component):
        return _MANIFESTS[value.manifest]
    if isinstance(value, Process):
        return "ParticipatoryProcess"
    if isinstance(value, writing.OpenComponent):
        return "ProposalsMutation"
    raise NotEmulated(f"{abstract.name} of {type(value).__name__}")
