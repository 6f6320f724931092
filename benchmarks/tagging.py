"""How fast the text stages run: sentences a second, and ratios measured in one run.

    python -m benchmarks.tagging [--texts 2000] [--vectors 600] [--barcelona SHARED [--part 0.1]]

The texts are put together from the rules' own examples, so that it runs anywhere. --barcelona tags all texts of the public
dialogue in SHARED (proposals and comments of 2016), goals of Agenda 2030 too, and says how long that took, what memory, and how
long a second run takes.
"""

import argparse
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.barcelona import read
from mappings.encoder import store
from mappings.grouping import Item, group
from mappings.tagging import Asked, Context, built_in, decide, tag
from mappings.tagging.goals import goal_facts
from mappings.tagging.model import ModelInput, predict, votes
from mappings.text import Span, statements


def texts(number: int) -> list[str]:
    """Swedish texts of three to twelve sentences, the same every time."""
    rng = random.Random(1766)
    examples = [text for rule in built_in("sv").rules for text in rule.must + rule.must_not]
    return [
        "<p>" + " ".join(f"{text.rstrip('.!')}." for text in rng.sample(examples, rng.randint(3, 12))) + "</p>"
        for _ in range(number)
    ]


def timed(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    begun = clock()
    work()
    return clock() - begun


def inputs_of(spans: Sequence[Span]) -> list[ModelInput]:
    """Each sentence with the one before it and what the rules say."""
    found: list[ModelInput] = []
    before = ""
    for span in spans:
        given = tag(span.text, span.language, Context(before=before, field=span.field))
        found.append(ModelInput(span.text, "", before, span.language, span.field, votes(given)))
        before = span.text
    return found


def asked_of(spans: Sequence[Span]) -> list[Asked]:
    """Each sentence with the one before it, as the service asks for it."""
    return [
        Asked(span.text, span.language, Context(before=before.text if before else "", field=span.field))
        for before, span in zip([None, *spans], spans, strict=False)
    ]


def rules_and_groups(number: int) -> None:
    stored = texts(number)
    spans: list[Span] = []
    for text in stored[:50]:
        spans.extend(statements("body", "sv", text, allowed=["sv", "en"], default_language="sv"))
    loading = timed(lambda: [tag(span.text, "sv", Context(field="body")) for span in spans])
    spans.clear()
    splitting = timed(
        lambda: spans.extend(
            span for text in stored for span in statements("body", "sv", text, allowed=["sv", "en"], default_language="sv")
        )
    )
    tagging = timed(lambda: [tag(span.text, "sv", Context(field="body")) for span in spans])
    items = [Item(f"{place:07}", span.text, "sv", "obligation", "for", "", "") for place, span in enumerate(spans)]
    grouping = timed(lambda: group(items))
    print(f"{len(stored)} texts, {len(spans)} sentences, one core; dictionary and rules ready after {loading:.1f} s")
    print(f"{'stage':10}{'sentences/s':>14}{'x splitting':>14}")
    for name, seconds in (("split", splitting), ("rules", tagging), ("group", grouping)):
        print(f"{name:10}{len(spans) / seconds:>14,.0f}{seconds / splitting:>14.1f}")


def paths(number: int) -> None:
    """The model's three paths on the same sentences, all cores; then what is kept."""
    spans = [span for text in texts(number) for span in statements("body", "sv", text, allowed=["sv"], default_language="sv")][
        :number
    ]
    items = inputs_of(spans)
    seconds = {}
    for path in ("int8", "fp32", "linear"):
        predict(items[:2], path=path, keep=False)
        seconds[path] = timed(lambda path=path: predict(items, path=path, keep=False), time.perf_counter)
    predict(items)
    seconds["kept"] = timed(lambda: predict(items), time.perf_counter)
    asked = asked_of(spans)
    decide(asked)
    seconds["unchanged"] = timed(lambda: decide(asked), time.perf_counter)
    print(f"\n{len(items)} sentences in context, all cores")
    print(f"{'path':10}{'sentences/s':>14}{'x fp32':>14}")
    for name, took in seconds.items():
        print(f"{name:10}{len(items) / took:>14,.0f}{seconds['fp32'] / took:>14.1f}")


def barcelona(folder: Path, part: float) -> None:
    """All texts of a public dialogue, tagged twice with an empty cache before."""
    source = read(folder)
    stored = [f"{row['title']}. {row['summary'] or ''}" for row in source.proposals]
    stored += [str(row["body"] or "") for row in source.comments]
    stored = random.Random(1766).sample(stored, round(len(stored) * part))
    allowed = ["ca", "es", "en"]
    with tempfile.TemporaryDirectory() as empty:
        store_at(Path(empty))
        took = {}
        for run in ("first", "second"):
            begun, used = time.perf_counter(), time.process_time()
            spans = [span for text in stored for span in statements("body", "ca", text, allowed=allowed, default_language="ca")]
            split = time.perf_counter() - begun
            asked = asked_of(spans)
            goal_facts(asked)
            decide(asked)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
            took[run] = time.perf_counter() - begun
            print(f"{run} run: {len(stored)} texts, {len(spans)} sentences in {took[run]:.0f} s (split {split:.0f} s; processor "
                  f"{time.process_time() - used:.0f} s), {memory:.2f} GB at most", flush=True)  # fmt: skip
        print(f"second run: {took['second'] / took['first']:.1%} of the first")


def store_at(folder: Path) -> None:
    """The graphs are built before the clock starts; kept rows start empty."""
    os.environ["CHARTER_CACHE"] = str(folder)
    predict([ModelInput("Värm upp")])
    for kept in store.folder().glob("*.sqlite*"):
        kept.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=2_000)
    parser.add_argument("--vectors", type=int, default=600)
    parser.add_argument("--barcelona", type=Path)
    parser.add_argument("--part", type=float, default=1.0, help="of the dialogue's texts, drawn the same way every time")
    chosen = parser.parse_args()
    rules_and_groups(chosen.texts)
    paths(chosen.vectors)
    if chosen.barcelona:
        print()
        barcelona(chosen.barcelona, chosen.part)


if __name__ == "__main__":
    main()
