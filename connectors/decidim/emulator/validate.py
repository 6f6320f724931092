"""Static validation that answers as graphql-ruby does: its codes, its paths, its order.

One walk over the document. What this walk doesn't judge (fragment cycles, conflicting aliases, values of the wrong type …)
is left to graphql-core; what only graphql-core refuses was never recorded, and the caller says so.
"""

from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_location,
    get_named_type,
    is_composite_type,
    is_input_object_type,
    is_required_argument,
    is_required_input_field,
    type_from_ast,
)
from graphql.type import SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef
from graphql.utilities import do_types_overlap

Path = list[str]
RubyError = dict[str, Any]


class RubyValidation:
    """Walks one document; `errors` fill up in graphql-ruby's order.

    `unknown_types`: a mutation, or the type of a variable or a fragment, isn't there.
    """

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self.schema = schema
        self.errors: list[RubyError] = []
        self.unknown_types = False
        self._used: set[str] = set()
        self._spread_here: set[str] = set()
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._operation_name = ""
        for definition in document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                self._operation(definition)

    def _operation(self, node: OperationDefinitionNode) -> None:
        kind = node.operation.value
        path = [f"{kind} {node.name.value}" if node.name else kind]
        self._used, self._spread_here, self._operation_name = set(), set(), node.name.value if node.name else f"anonymous {kind}"
        for variable in node.variable_definitions or ():
            if type_from_ast(self.schema, variable.type) is None:
                self._undefined_type(variable.variable.name.value, variable, path)
        root = self.schema.get_root_type(node.operation)
        self._selections(node.selection_set, root, path, node.operation is OperationType.QUERY)
        declared = [definition.variable.name.value for definition in node.variable_definitions or ()]
        for name in declared:
            if name not in self._used:
                said = f"Variable ${name} is declared by {self._operation_name} but not used"
                self._error(said, node, path, code="variableNotUsed", variableName=name)
        for name in sorted(self._used - set(declared)):
            said = f"Variable ${name} is used by {self._operation_name} but not declared"
            self._error(said, node, path, code="variableNotDefined", variableName=name)

    def _undefined_type(self, name: str, node: Any, path: Path) -> None:
        self.unknown_types = True
        type_name = _innermost(node.type)
        said = f"{type_name} isn't a defined input type (on ${name})"
        self._error(
            said, node, path, code="variableRequiresValidType", typeName=type_name, variableName=name
        )  # fmt: skip

    def _selections(
        self, selection_set: SelectionSetNode | None, parent: GraphQLNamedType | None, path: Path, at_root: bool = False
    ) -> None:
        for selection in selection_set.selections if selection_set else ():
            if isinstance(selection, FieldNode):
                self._field(selection, parent, path, at_root)
            elif isinstance(selection, InlineFragmentNode):
                self._inline_fragment(selection, parent, path, at_root)
            elif isinstance(selection, FragmentSpreadNode):
                self._spread(selection, parent, path, at_root)

    def _inline_fragment(self, node: InlineFragmentNode, parent: Any, path: Path, at_root: bool) -> None:
        if node.type_condition is None:
            self._selections(node.selection_set, parent, [*path, "..."], at_root)
            return
        name = node.type_condition.name.value
        here = [*path, f"... on {name}"]
        target = self.schema.get_type(name)
        if target is None:
            self.unknown_types = True
            said = f"No such type {name}, so it can't be a fragment condition"
            self._error(said, node, here, code="undefinedType", typeName=name)
            return
        self._must_overlap(target, parent, node, here, fragment="unknown", called="Fragment")
        self._selections(node.selection_set, target, here, at_root)

    def _spread(self, node: FragmentSpreadNode, parent: Any, path: Path, at_root: bool) -> None:
        fragment = self._fragments.get(node.name.value)
        if fragment is None or node.name.value in self._spread_here:
            return  # graphql-core says so when it is unknown
        self._spread_here.add(node.name.value)
        target = self.schema.get_type(fragment.type_condition.name.value)
        here = [f"fragment {node.name.value}"]
        if target is None:
            return
        self._must_overlap(target, parent, node, here, fragment=node.name.value, called=f"Fragment {node.name.value}")
        self._selections(fragment.selection_set, target, here, at_root)

    def _must_overlap(self, target: Any, parent: Any, node: Node, path: Path, *, fragment: str, called: str) -> None:
        if not is_composite_type(target) or parent is None or do_types_overlap(self.schema, target, parent):
            return
        self._error(
            f"{called} on {target.name} can't be spread inside {parent.name}", node, path,
            code="cannotSpreadFragment", typeName=target.name, fragmentName=fragment, parentName=parent.name,
        )  # fmt: skip

    def _field(self, node: FieldNode, parent: Any, path: Path, at_root: bool) -> None:
        name = node.name.value
        here = [*path, name]
        definition = self._definition(parent, name, at_root)
        if definition is None:
            self.unknown_types |= parent is self.schema.mutation_type
            said = f"Field '{name}' doesn't exist on type '{parent.name}'"
            self._error(said, node, here, code="undefinedField", typeName=parent.name, fieldName=name)
            return
        if not self._selects_rightly(node, definition, here):
            return
        self._arguments(node, definition, here)
        self._selections(node.selection_set, get_named_type(definition.type), here)

    def _definition(self, parent: Any, name: str, at_root: bool) -> GraphQLField | None:
        if name == "__typename":
            return TypeNameMetaFieldDef
        if at_root and name in ("__schema", "__type"):
            return SchemaMetaFieldDef if name == "__schema" else TypeMetaFieldDef
        return getattr(parent, "fields", {}).get(name)

    def _selects_rightly(self, node: FieldNode, definition: GraphQLField, path: Path) -> bool:
        returned = get_named_type(definition.type)
        composite, selects = is_composite_type(returned), bool(node.selection_set)
        if composite == selects:
            return True
        name = node.name.value
        if composite:
            said = f"Field must have selections (field '{name}' returns {returned.name} but has no selections. Did you mean '{name} {{ ... }}'?)"  # noqa: E501
        else:
            said = f"Selections can't be made on scalars (field '{name}' returns {returned.name} but has selections)"
        self._error(said, node, path, code="selectionMismatch", nodeName=f"field '{name}'", typeName=returned.name)
        return False

    def _arguments(self, node: FieldNode, definition: GraphQLField, path: Path) -> None:
        given = {argument.name.value for argument in node.arguments or ()}
        missing = [key for key, arg in definition.args.items() if is_required_argument(arg) and key not in given]
        if missing:
            names = ", ".join(missing)
            said = f"Field '{node.name.value}' is missing required arguments: {names}"
            self._error(said, node, path, code="missingRequiredArguments", className="Field", name=node.name.value, arguments=names)  # noqa: E501  # fmt: skip
        for argument in node.arguments or ():
            self._argument(argument, definition.args, "Field", node.name.value, [*path, argument.name.value])

    def _argument(
        self, node: Any, known: dict[str, GraphQLArgument] | dict[str, GraphQLInputField], kind: str, owner: str, path: Path
    ) -> None:
        name = node.name.value
        if name not in known:
            said = f"{kind} '{owner}' doesn't accept argument '{name}'"
            self._error(said, node, path, code="argumentNotAccepted", name=owner, typeName=kind, argumentName=name)
            return
        self._value(node.value, get_named_type(known[name].type), path)

    def _value(self, node: ValueNode, expected: GraphQLNamedType, path: Path) -> None:
        if isinstance(node, VariableNode):
            self._used.add(node.name.value)
        elif isinstance(node, ListValueNode):
            for item in node.values:
                self._value(item, expected, path)
        elif isinstance(node, ObjectValueNode):
            self._object(node, expected, path)

    def _object(self, node: ObjectValueNode, expected: GraphQLNamedType, path: Path) -> None:
        known = expected.fields if is_input_object_type(expected) else {}
        if isinstance(expected, GraphQLInputObjectType):
            self._required_inputs(node, expected, path)
        for entry in node.fields:
            if isinstance(expected, GraphQLInputObjectType):
                self._argument(entry, known, "InputObject", expected.name, [*path, entry.name.value])
            else:
                self._value(entry.value, expected, path)

    def _required_inputs(self, node: ObjectValueNode, expected: GraphQLInputObjectType, path: Path) -> None:
        given = {entry.name.value for entry in node.fields}
        for name, entry in expected.fields.items():
            if is_required_input_field(entry) and name not in given:
                said = f"Argument '{name}' on InputObject '{expected.name}' is required. Expected type {entry.type}"
                self._error(
                    said, node, [*path, name], code="missingRequiredInputObjectAttribute",
                    argumentName=name, argumentType=str(entry.type), inputObjectType=expected.name,
                )  # fmt: skip

    def _error(self, said: str, node: Node, path: Path, **extensions: str) -> None:
        self.errors.append({"message": said, "locations": [place(node)], "path": path, "extensions": extensions})


def place(node: Node) -> dict[str, int]:
    """Line and column where a node begins."""
    assert node.loc is not None
    found = get_location(node.loc.source, node.loc.start)
    return {"line": found.line, "column": found.column}


def _innermost(node: Any) -> str:
    while hasattr(node, "type"):
        node = node.type
    return str(node.name.value)
