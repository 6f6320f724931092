"""Does a grouping stand when a tenth of the contributions goes, comes, or all come in another order?"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from mappings.evaluation.same.known import Known
from mappings.evaluation.same.material import Pair, pair_of
from mappings.evaluation.same.parts import Grouper
from mappings.grouping import Grouping

SEEDS = (1, 2, 3)
SHARE = 0.1
COUNTED = ("together", "kept", "groups", "ids_kept")


def together(grouping: Grouping, texts: Iterable[Known]) -> frozenset[Pair]:
    """Pairs of these texts that share a group by any of their statements."""
    text_of = {said.id: one.text.id for one in texts for said in one.statements}
    found: set[Pair] = set()
    for one in grouping.groups:
        members = sorted({text_of[member] for member in one.members if member in text_of})
        found.update(pair_of(*two) for two in combinations(members, 2))
    return frozenset(found)


def stability(grouper: Grouper, texts: Sequence[Known], seeds: Sequence[int] = SEEDS) -> dict[str, dict[str, int]]:
    """Changes → counts, summed over the seeds.

    removed, added: a later run that knows the earlier one's groups, as in the product; removed_anew: one that doesn't; shuffled:
    the same texts anew in another order. together: pairs of texts present both times that share a group in either run; kept: in
    both. groups: those of the earlier run with a member left; ids_kept: those whose members, or most of them, still stand under
    the same id.
    """
    found: dict[str, dict[str, int]] = {
        name: dict.fromkeys(COUNTED, 0) for name in ("removed", "removed_anew", "added", "shuffled")
    }
    whole = grouper.grouped(texts)
    for seed in seeds:
        chance = random.Random(seed)
        gone = {one.text.id for one in chance.sample(list(texts), round(len(texts) * SHARE))}
        fewer = [one for one in texts if one.text.id not in gone]
        some = grouper.grouped(fewer)
        shuffled = chance.sample(list(texts), len(texts))
        runs = {
            "removed": (whole, grouper.grouped(fewer, _members(whole)), fewer),
            "removed_anew": (whole, some, fewer),
            "added": (some, grouper.grouped(texts, _members(some)), fewer),
            "shuffled": (whole, grouper.grouped(shuffled), texts),
        }
        for name, (before, after, both) in runs.items():
            for counted, number in _compared(before, after, both).items():
                found[name][counted] += number
    return found


def _compared(before: Grouping, after: Grouping, both: Sequence[Known]) -> dict[str, int]:
    kept = {said.id for one in both for said in one.statements}
    old, new = together(before, both), together(after, both)
    now = after.group_of()
    groups = ids_kept = 0
    for one in before.groups:
        where: dict[str, int] = defaultdict(int)
        for member in one.members:
            if member in kept and member in now:
                where[now[member]] += 1
        if any(member in kept for member in one.members):
            groups += 1
            ids_kept += bool(where) and where[one.id] == max(where.values())
    return {"together": len(old | new), "kept": len(old & new), "groups": groups, "ids_kept": ids_kept}


def _members(grouping: Grouping) -> Mapping[str, Sequence[str]]:
    return {one.id: one.members for one in grouping.groups}
