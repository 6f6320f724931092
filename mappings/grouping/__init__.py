"""Same demand, same side; stable over time.

    group(items, existing) -> Grouping      groups keep their id for life; what asks for nothing is in `undone`
    voices(members, alignments) -> Voices   who stands for a group and who against, kept apart

Certain rather than complete: statements merge only when every word that differs is of no weight (see `same_demand`).
"""

from mappings.grouping.groups import ASKING, group, group_id
from mappings.grouping.same_demand import same_demand
from mappings.grouping.types import Group, Grouping, Item, Undone
from mappings.grouping.voices import Alignment, Voices, voices

__all__ = ["ASKING", "Alignment", "Group", "Grouping", "Item", "Undone", "Voices", "group", "group_id", "same_demand", "voices"]
