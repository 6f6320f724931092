"""What a valid query may ask for: introspection, recursion, aliases, complexity, depth."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionNode,
    VariableNode,
    get_named_type,
    is_abstract_type,
    is_object_type,
)

from connectors.decidim.emulator.refusals import recursion_exceeded, too_many_aliases
from connectors.decidim.emulator.versions import VersionFacts

MOST_COMPLEX, DEEPEST, MOST_ALIASES, DEEPEST_RECURSION, PAGE = 5000, 15, 5, 2, 50
_NOT_COUNTED_AS_RECURSION = frozenset({"node", "edges", "nodes", "ofType"})


class Measured:
    """One operation, measured as graphql-ruby's analysers do."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) -> None:
        self.schema = schema
        self.operation = operation
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._aliases: set[str] = set()
        self._depth, self.recurses = 0, False
        self._open: Counter[str] = Counter()
        self._walk(operation.selection_set.selections, 0)

    @property
    def introspects(self) -> bool:
        names = {field.name.value for field in self._fields_at_root(self.operation.selection_set.selections)}
        return bool(names & {"__schema", "__type"})

    def errors(self, facts: VersionFacts, variables: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Each limit that is passed, in Decidim's order."""
        found: list[dict[str, Any]] = []
        if facts.limits and self.recurses:
            found.append(recursion_exceeded())
        if facts.limits and len(self._aliases) > MOST_ALIASES:
            times = 2 if facts.alias_error_twice else 1
            found += [too_many_aliases(len(self._aliases), MOST_ALIASES)] * times
        root = self.schema.get_root_type(self.operation.operation)
        complexity = self._complexity(self.operation.selection_set.selections, root, variables)
        if complexity > MOST_COMPLEX:
            said = f"Query has complexity of {complexity}, which exceeds max complexity of {MOST_COMPLEX}"
            found.append({"message": said})
        if self._depth > DEEPEST:
            found.append({"message": f"Query has depth of {self._depth}, which exceeds max depth of {DEEPEST}"})
        return found

    def _fields_at_root(self, selections: Iterable[SelectionNode]) -> Iterable[FieldNode]:
        for selection in selections:
            if isinstance(selection, FieldNode):
                yield selection
            else:
                yield from self._fields_at_root(self._inside(selection))

    def _inside(self, selection: SelectionNode) -> Iterable[SelectionNode]:
        if isinstance(selection, FragmentSpreadNode):
            return self._fragments[selection.name.value].selection_set.selections
        assert isinstance(selection, InlineFragmentNode)
        return selection.selection_set.selections

    def _walk(self, selections: Iterable[SelectionNode], depth: int) -> None:
        for selection in selections:
            if not isinstance(selection, FieldNode):
                self._walk(self._inside(selection), depth)
                continue
            self._depth = max(self._depth, depth + 1)
            if selection.alias:
                self._aliases.add(selection.alias.value)
            if not selection.selection_set:
                continue
            name = selection.name.value
            self._open[name] += 1
            if self._open[name] > DEEPEST_RECURSION and name not in _NOT_COUNTED_AS_RECURSION:
                self.recurses = True
            self._walk(selection.selection_set.selections, depth + 1)
            self._open[name] -= 1

    def _complexity(self, selections: Iterable[SelectionNode], parent: Any, variables: Mapping[str, Any]) -> int:
        if not is_abstract_type(parent):
            return self._sum(selections, parent, variables)
        possible = self.schema.get_possible_types(parent)
        return max((self._sum(selections, one, variables) for one in possible), default=0)

    def _sum(self, selections: Iterable[SelectionNode], parent: Any, variables: Mapping[str, Any]) -> int:
        merged: dict[str, list[FieldNode]] = {}
        self._collect(selections, parent, merged)
        return sum(self._field(nodes, parent, variables) for nodes in merged.values())

    def _collect(self, selections: Iterable[SelectionNode], parent: Any, merged: dict[str, list[FieldNode]]) -> None:
        for selection in selections:
            if isinstance(selection, FieldNode):
                key = selection.alias.value if selection.alias else selection.name.value
                merged.setdefault(key, []).append(selection)
            elif self._applies(selection, parent):
                self._collect(self._inside(selection), parent, merged)

    def _applies(self, selection: SelectionNode, parent: Any) -> bool:
        if isinstance(selection, FragmentSpreadNode):
            condition = self._fragments[selection.name.value].type_condition
        else:
            assert isinstance(selection, InlineFragmentNode)
            if selection.type_condition is None:
                return True
            condition = selection.type_condition
        named: Any = self.schema.get_type(condition.name.value)
        if is_object_type(named):
            return bool(named is parent)
        return self.schema.is_sub_type(named, parent)

    def _field(self, nodes: list[FieldNode], parent: Any, variables: Mapping[str, Any]) -> int:
        definition = parent.fields.get(nodes[0].name.value)
        if definition is None:  # __typename and introspection
            return 1
        returned = get_named_type(definition.type)
        inside = [selection for node in nodes if node.selection_set for selection in node.selection_set.selections]
        children = self._complexity(inside, returned, variables) if inside else 0
        if not returned.name.endswith("Connection"):
            return 1 + children
        beside = {field.name.value for field in self._fields_at_root(inside)}
        lists = len(beside & {"edges", "nodes"})
        metadata = len(beside) - lists
        return 1 + metadata + lists + self._page(nodes[0], variables) * (children - metadata - lists)

    def _page(self, node: FieldNode, variables: Mapping[str, Any]) -> int:
        sizes = [
            _number(argument.value, variables) for argument in node.arguments or () if argument.name.value in ("first", "last")
        ]
        return max((size for size in sizes if size is not None), default=PAGE)


def _number(value: Any, variables: Mapping[str, Any]) -> int | None:
    if isinstance(value, IntValueNode):
        return int(value.value)
    given = variables.get(value.name.value) if isinstance(value, VariableNode) else None
    return given if isinstance(given, int) else None
