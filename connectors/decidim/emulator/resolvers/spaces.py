"""Processes, components, taxonomies (categories and scopes on 0.28)."""

from typing import Any

from graphql import GraphQLResolveInfo

from connectors.decidim.emulator.records import Component, Process, Taxonomy
from connectors.decidim.emulator.refusals import NotEmulated, not_found
from connectors.decidim.emulator.resolvers.asking import (
    Fields,
    Resolver,
    ask,
    attribute,
    component_visible,
    home,
    number,
    process_visible,
)


def _processes(source: Any, info: GraphQLResolveInfo, filter: Any = None, order: Any = None) -> list[Process]:  # noqa: A002
    if filter or order:
        raise NotEmulated("participatoryProcesses with a filter or an order")
    asked = ask(info)
    return [process for process in asked.store.processes.values() if process_visible(process, asked)]


def _process(source: Any, info: GraphQLResolveInfo, id: str | None = None, slug: str | None = None) -> Process | None:  # noqa: A002
    asked = ask(info)
    for process in asked.store.processes.values():
        if (str(process.id) == id or process.slug == slug) and process_visible(process, asked):
            return process
    if asked.facts.says_unauthorized:
        raise not_found("ParticipatoryProcess")
    return None


def _component(source: Any, info: GraphQLResolveInfo, id: str) -> Component | None:  # noqa: A002
    asked = ask(info)
    component = asked.store.components.get(number(id))
    return component if component and component_visible(component, asked) else None


def _components(
    process: Process,
    info: GraphQLResolveInfo,
    filter: dict[str, Any] | None = None,  # noqa: A002
    order: Any = None,
) -> list[Component | None]:
    wanted = dict(filter or {})
    kind = wanted.pop("type", None)
    if wanted or order:
        raise NotEmulated("components with an order, or a filter other than type")
    asked = ask(info)
    ours = asked.store.components_of(process.id)
    seen = [component if component_visible(component, asked) else None for component in ours
            if kind is None or component.manifest == kind.lower()]  # fmt: skip
    return [one for one in seen if one is not None] if asked.facts.drops_null_components else seen


def _space(component: Any, info: GraphQLResolveInfo) -> Process:
    return ask(info).store.processes[component.process]


def _component_page(component: Component, info: GraphQLResolveInfo) -> str:
    asked = ask(info)
    return f"{home(asked)}/processes/{asked.store.processes[component.process].slug}/f/{component.id}/"


def _parent(taxonomy: Taxonomy, info: GraphQLResolveInfo) -> Taxonomy | None:
    return None if taxonomy.parent is None else ask(info).store.taxonomies[taxonomy.parent]


_COMPONENT: dict[str, Resolver] = {
    "id": attribute("id"),
    "name": attribute("name"),
    "weight": attribute("weight"),
    "participatorySpace": _space,
    "url": _component_page,
}
_SPACE: dict[str, Resolver] = {
    "id": attribute("id"),
    "title": attribute("title"),
    "slug": attribute("slug"),
    "type": lambda process, info: "Decidim::ParticipatoryProcess",
    "components": _components,
}
_NAMED: dict[str, Resolver] = {"id": attribute("id"), "name": attribute("name")}

FIELDS: Fields = {
    "Query": {
        "participatoryProcesses": _processes,
        "participatoryProcess": _process,
        "assemblies": lambda source, info, filter=None, order=None: [],
        "component": _component,
    },
    "Proposals": _COMPONENT,
    "ProposalsMutation": _COMPONENT,
    "ParticipatoryProcess": _SPACE,
    "ParticipatorySpace": _SPACE,
    "Taxonomy": {
        **_NAMED,
        "isRoot": lambda taxonomy, info: taxonomy.parent is None,
        "parent": _parent,
        "children": lambda taxonomy, info: ask(info).store.children_of(taxonomy.id),
        "childrenCount": lambda taxonomy, info: len(ask(info).store.children_of(taxonomy.id)),
    },
    "Category": {**_NAMED, "parent": lambda category, info: None, "subcategories": lambda category, info: []},
    "Scope": {**_NAMED, "parent": lambda scope, info: None, "children": lambda scope, info: []},
}
