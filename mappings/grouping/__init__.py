"""Same demand, same side; stable over time.

    group(items, existing) -> Grouping      groups keep their id for life; what asks for nothing is in `undone`
    Groups(items, existing).add(items)      the same, for statements that come while the others are still at hand
    forest(links)                           groups that were made one: each id leads to the one that survives (`decisions`)
    label(texts) -> str                     a short name for a group, out of its own words
    voices(members, alignments) -> Voices   who stands for a group and who against, kept apart

Certain rather than complete: statements merge only when every word that differs is of no weight (see `same_demand`).
"""

from mappings.grouping.decisions import Barrier, Decisions, Link, Refusal, forest
from mappings.grouping.groups import ASKING, Groups, group, group_id
from mappings.grouping.label import label
from mappings.grouping.same_demand import same_demand
from mappings.grouping.types import Group, Grouping, Item, Undone
from mappings.grouping.voices import Alignment, Voices, voices

__all__ = [
    "ASKING", "Alignment", "Barrier", "Decisions", "Group", "Grouping", "Groups", "Item", "Link", "Refusal", "Undone", "Voices",
    "forest", "group", "group_id", "label", "same_demand", "voices",
]  # fmt: skip
