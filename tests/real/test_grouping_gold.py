"""Grouping on dialogues with known relations: what asks for the opposite, or only looks alike, never shares a group."""

import json
from typing import Any

import pytest

from mappings.grouping import Item, group
from mappings.tagging import Context, tag
from mappings.text import statements
from tests.real.paths import SHARED

GOLD = SHARED / "gold"

pytestmark = pytest.mark.skipif(not (GOLD / "dialogue_sv.jsonl").is_file(), reason=f"the dialogues are not in {GOLD}")


def items_of(dialogue: list[dict[str, Any]]) -> list[Item]:
    titles = {one["id"]: one["title"] for one in dialogue}
    found = []
    for one in dialogue:
        title = one["title"] or titles.get(one["on"]) or ""
        for field in ("title", "body"):
            spans = statements(field, "sv", one[field] or "", allowed=["sv", "en"], default_language="sv")
            for place, span in enumerate(spans):
                given = tag(span.text, span.language, Context(title=title, field=field, kind=one["kind"]))
                norm, bearer = given.primary.norm_type, given.primary.bearer
                name = f"{one['id']}:{field}:{place}"
                found.append(
                    Item(name, span.text, span.language, norm, given.side, one["id"], one["municipality"], bearer, title)
                )
    return found


@pytest.mark.parametrize("name", ["dialogue_sv", "dialogue_sv_third"])
def test_opposites_and_look_alikes_never_share_a_group(name: str) -> None:
    dialogue = [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()]
    items = items_of(dialogue)
    contribution = {item.statement_id: item.contribution_id for item in items}
    of = {one["id"]: one for one in dialogue}
    for one in group(items).groups:
        together = {contribution[member] for member in one.members}
        for member in together:
            assert not together & {*of[member]["against"], *of[member]["lookalike"]}, one.members


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_demand_sets_never_merge_with_their_opposites_or_look_alikes(number: int) -> None:
    """Tags aside (every text as a demand for the thing): words alone must keep them apart.."""
    sets = [json.loads(line) for line in (GOLD / f"demands_{number}.jsonl").read_text("utf-8").splitlines()]
    wrong = 0
    for one in sets:
        texts = [(text, kind) for kind in ("same", "against", "lookalike", "related") for text in one[kind]]
        kinds = {f"{place:02}": kind for place, (_, kind) in enumerate(texts)}
        items = [Item(f"{place:02}", text, "sv", "obligation", "for", "", "") for place, (text, _) in enumerate(texts)]
        wrong += sum(len({kinds[member] for member in found.members}) > 1 for found in group(items).groups)
    assert wrong == 0
