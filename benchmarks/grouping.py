"""How grouping keeps up with a big dialogue, and whether it joins what it must and nothing else.

    python -m benchmarks.grouping SHARED [--sizes 10000 40000 160000]

All statements of Barcelona 2016 (proposals and comments), each taken as a demand, so that nothing is left out: the sets of equal
texts are each to be one group, groups are looked through for names that differ, and a hundred more are added. Then made-up
statements, for how time grows with their number. Each line ends with what is asked for. Times are of the processor: grouping
uses one and waits for nothing.
"""

import argparse
import math
import random
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks.barcelona import Source, read
from benchmarks.tagging import texts
from mappings.grouping import Grouping, Groups, Item, group
from mappings.grouping.features import features
from mappings.text import statements

LANGUAGES = ["ca", "es", "en"]
SAMPLE = 300
TIMES = 2
"""So often is each size measured; the quicker counts."""
Found = TypeVar("Found")


def items_of(source: Source) -> list[Item]:
    """Every statement of every text; a proposal's title is that of its comments too."""
    titles = {row["id"]: str(row["title"] or "") for row in source.proposals}
    bodies = [(f"p{row['id']}", str(row["summary"] or ""), titles[row["id"]]) for row in source.proposals]
    bodies += [(f"c{row['id']}", str(row["body"] or ""), titles.get(row["on"], "")) for row in source.comments]
    return [item for name, body, title in bodies for item in _items(name, body, title)]


def _items(name: str, body: str, title: str) -> list[Item]:
    spans = statements("body", "ca", body, allowed=LANGUAGES, default_language="ca")
    whole = " ".join(span.text for span in spans)
    return [
        Item(f"{name}:{span.start:06}", span.text, span.language, "obligation", "for", name, "barcelona", None, title, whole)
        for span in spans
    ]


def equal_sets(items: Sequence[Item]) -> list[list[Item]]:
    """Statements of texts that are equal, letter for letter, under the same title: each to be one group with its like."""
    found: dict[tuple[str, str, str], list[Item]] = defaultdict(list)
    for item in items:
        found[item.whole, item.title, item.text].append(item)
    return [same for same in found.values() if len({item.contribution_id for item in same}) > 1]


def mixed(grouping: Grouping, items: Iterable[Item], sample: int = SAMPLE) -> tuple[int, int]:
    """(groups looked at, groups whose members name different things: names, places, numbers, groups of people)."""
    of = {item.statement_id: item for item in items}
    several = [one for one in grouping.groups if len({of[member].text for member in one.members}) > 1]
    chosen = random.Random(1948).sample(several, min(sample, len(several)))
    read = [[features(of[member].text, of[member].language) for member in one.members] for one in chosen]
    named = [{found.key: found.decisive for found in one} for one in read]  # by wording: shouting hides names
    return len(chosen), sum(len(set(names.values())) > 1 for names in named)


def split(grouping: Grouping, sets: Sequence[Sequence[Item]]) -> int:
    """How many of the sets are not in one group each."""
    of = grouping.group_of()
    return sum(len({of.get(item.statement_id) for item in same}) != 1 for same in sets)


def made(number: int) -> list[Item]:
    """So many statements out of the rules' examples, each with a number of its own in it."""
    found: list[Item] = []
    for place, text in enumerate(texts(number)):
        for span in statements("body", "sv", text, allowed=["sv"], default_language="sv"):
            words = f"{span.text.rstrip('.!')} vid Hus {len(found) % (number // 3 + 1)}"
            found.append(Item(f"{len(found):07}", words, "sv", "obligation", "for", str(place), "", None, "", words))
            if len(found) == number:
                return found
    return found


def seconds(work: Callable[[], Found]) -> tuple[float, Found]:
    begun = time.process_time()
    found = work()
    return time.process_time() - begun, found


def added(groups: Groups, more: Iterable[Item]) -> Grouping:
    groups.add(more)
    return groups.grouping()


def barcelona(folder: Path) -> None:
    items = items_of(read(folder))
    took, groups = seconds(lambda: Groups(items))
    grouping = groups.grouping()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{len(items)} statements in {took:.1f} s, {memory:.2f} GB, {len(grouping.groups)} groups (asked: 120 s, 2 GB)")
    sets = equal_sets(items)
    print(f"{len(sets)} sets of equal statements in equal texts, {split(grouping, sets)} not one group each (asked: 0)")
    looked, wrong = mixed(grouping, items)
    print(f"{looked} groups of different wordings looked through, {wrong} with names that differ (asked: 0)")
    more = [
        Item(f"x{place:03}", f"{item.text} {place}", item.language, "obligation", "for", f"x{place}", "barcelona", None, "", "")
        for place, item in enumerate(random.Random(3).sample(items, 100))
    ]
    took, grouping = seconds(lambda: added(groups, more))
    print(f"{len(more)} statements more in {took:.2f} s, {len(grouping.groups)} groups (asked: 1 s)")
    held = {one.id: one.members for one in grouping.groups}
    took, _ = seconds(lambda: group([*items, *more], held))
    print(f"the same in another process, all read anew: {took:.1f} s")


def growth(sizes: Sequence[int]) -> None:
    group(made(1_000))
    took = []
    for size in sizes:
        items = made(size)
        took.append((size, min(seconds(lambda: group(items))[0] for _ in range(TIMES))))  # noqa: B023
    print(*(f"{size:>9,} made-up statements: {one:7.1f} s" for size, one in took), sep="\n")
    (small, first), (large, last) = took[0], took[-1]
    print(f"time grows with the number to the power {math.log(last / first) / math.log(large / small):.2f} (asked: at most 1.15)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 40_000, 160_000])
    chosen = parser.parse_args()
    barcelona(chosen.shared)
    growth(chosen.sizes)


if __name__ == "__main__":
    main()
