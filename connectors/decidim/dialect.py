"""Which fields a Decidim has, learned from its answers: what it says it doesn't know is left out of the next question.

No version string and no introspection: the newest question is asked, validation errors name what is unknown (by code,
type and field, never by wording), and the same question goes again without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from gql import GraphQLRequest
from graphql import DocumentNode, FieldNode, InlineFragmentNode, Node, OperationDefinitionNode, Visitor, parse, visit
from graphql.language.visitor import REMOVE

from connectors.decidim.answers import Answer, GraphQLError
from connectors.decidim.client import TRIES, Client
from connectors.errors import NotUnderstood

TYPES = {
    "query": "Query",
    "organization": "Organization",
    "session": "Session",
    "user": "User",
    "component": "ComponentInterface",
    "components": "ComponentInterface",
    "proposals": "ProposalConnection",
    "edges": "ProposalEdge",
    "node": "Proposal",
    "proposal": "Proposal",
    "comments": "Comment",
    "author": "Author",
    "title": "TranslatedField",
    "body": "TranslatedField",
    "answer": "TranslatedField",
    "name": "TranslatedField",
    "translations": "LocalizedString",
    "coordinates": "Coordinates",
    "taxonomies": "Taxonomy",
    "category": "Category",
    "scope": "Scope",
    "amendments": "Amendment",
    "emendation": "AmendableEntityInterface",
    "participatoryProcesses": "ParticipatoryProcess",
    "assemblies": "Assembly",
    "conferences": "Conference",
    "initiatives": "InitiativeType",
}
"""Field → the type it gives, in our documents; what a server calls the type in its errors."""

NEEDED = frozenset({("Query", "component"), ("Proposal", "id"), ("Proposal", "title"), ("Proposal", "body")})
ROUNDS = 8
HOLDERS = (FieldNode, InlineFragmentNode, OperationDefinitionNode)

Names = frozenset[tuple[str, str]]


class Dialect:
    """What one Decidim doesn't know (`unknown`) and what it gives as a plain value where others give an object (`plain`)."""

    def __init__(self) -> None:
        self.unknown: set[tuple[str, str]] = set()
        self.plain: set[tuple[str, str]] = set()

    def ask(self, client: Client, text: str, variables: Mapping[str, Any] | None = None, tries: int = TRIES) -> Answer:
        """Asks `text` without what this Decidim doesn't know, learning on the way. Raises as `Client.execute`."""
        for _ in range(ROUNDS):
            answer = client.execute(self.fitted(text), variables, tries=tries)
            if answer.data is not None or not self.learn(answer):
                return answer
        return answer

    def fitted(self, text: str) -> GraphQLRequest:
        """`text` without what this Decidim is known not to have."""
        return _fitted(text, frozenset(self.unknown), frozenset(self.plain))

    def knows(self, type_name: str, field: str) -> bool:
        """False once a server said that it doesn't have the field."""
        return (type_name, field) not in self.unknown

    def learn(self, answer: Answer) -> bool:
        """Takes in validation errors. True if they taught something new."""
        before = len(self.unknown) + len(self.plain)
        for error in answer.errors:
            if error.code == "undefinedField":
                self.unknown.add(_named(error))
            elif error.code == "selectionMismatch" and len(error.path) >= 2:
                self.plain.add((_type_at(error.path[-2]), str(error.path[-1])))
        missing = self.unknown & NEEDED
        if missing:
            raise NotUnderstood(
                "unknown_schema",
                "Adressen svarar med GraphQL, men inte som en Decidim gör. Kontrollera adressen.",
                "The address answers GraphQL, but not as a Decidim does. Check the address.",
            )
        return len(self.unknown) + len(self.plain) > before


def _named(error: GraphQLError) -> tuple[str, str]:
    type_name, field = error.extensions.get("typeName"), error.extensions.get("fieldName")
    if isinstance(type_name, str) and isinstance(field, str):
        return type_name, field
    steps = [str(step) for step in error.path]
    return _type_at(steps[-2]) if len(steps) > 1 else "Query", steps[-1] if steps else ""


def _type_at(step: str | int) -> str:
    name = str(step)
    return name.removeprefix("... on ") if name.startswith("... on ") else TYPES.get(name, name)


@lru_cache(maxsize=512)
def _fitted(text: str, unknown: Names, plain: Names) -> GraphQLRequest:
    document = parse(text)
    while True:
        fitted = visit(document, _Prune(unknown, plain))
        if fitted == document:
            break
        document = fitted
    return GraphQLRequest(visit(document, _Unused(document)))


class _Prune(Visitor):
    """Takes out unknown fields, then whatever is left empty by it."""

    def __init__(self, unknown: Names, plain: Names) -> None:
        super().__init__()
        self.unknown, self.plain = unknown, plain

    def enter_field(self, node: FieldNode, _key: Any, _parent: Any, _path: Any, ancestors: list[Any]) -> Any:
        inside = next((a for a in reversed(ancestors) if isinstance(a, HOLDERS)), None)
        name = (_type_of(inside), node.name.value)
        if name in self.unknown:
            return REMOVE
        if node.selection_set is not None:
            if name in self.plain:
                return FieldNode(name=node.name, alias=node.alias, arguments=node.arguments, directives=node.directives)
            if not node.selection_set.selections:
                return REMOVE
        return None

    def enter_inline_fragment(self, node: InlineFragmentNode, *_: Any) -> Any:
        return None if node.selection_set.selections else REMOVE


class _Unused(Visitor):
    """Takes out variables that nothing uses any more: a server refuses those."""

    def __init__(self, document: DocumentNode) -> None:
        super().__init__()
        self.used = _Used()
        visit(document, self.used)

    def enter_variable_definition(self, node: Any, *_: Any) -> Any:
        return None if node.variable.name.value in self.used.names else REMOVE


class _Used(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_variable_definition(self, *_: Any) -> Any:
        return False

    def enter_variable(self, node: Any, *_: Any) -> None:
        self.names.add(node.name.value)


def _type_of(inside: Node | None) -> str:
    if isinstance(inside, FieldNode):
        return TYPES.get(inside.name.value, inside.name.value)
    if isinstance(inside, InlineFragmentNode) and inside.type_condition is not None:
        return inside.type_condition.name.value
    return "Query"
