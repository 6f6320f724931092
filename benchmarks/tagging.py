"""How fast the text stages run, in sentences a second on one core, and how many times slower than splitting each is.

    python benchmarks/tagging.py [--texts 2000]

The texts are put together from the rules' own examples, so that it runs anywhere.
"""

import argparse
import random
import time
from collections.abc import Callable

from mappings.grouping import Item, group
from mappings.tagging import Context, built_in, tag
from mappings.text import Span, statements


def texts(number: int) -> list[str]:
    """Swedish texts of three to twelve sentences, the same every time."""
    rng = random.Random(1766)
    examples = [text for rule in built_in("sv").rules for text in rule.must + rule.must_not]
    return [
        "<p>" + " ".join(f"{text.rstrip('.!')}." for text in rng.sample(examples, rng.randint(3, 12))) + "</p>"
        for _ in range(number)
    ]


def timed(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=2_000)
    stored = texts(parser.parse_args().texts)
    spans: list[Span] = []
    for text in stored[:50]:
        spans.extend(statements("body", "sv", text, allowed=["sv", "en"], default_language="sv"))
    spans.clear()
    splitting = timed(
        lambda: spans.extend(
            span for text in stored for span in statements("body", "sv", text, allowed=["sv", "en"], default_language="sv")
        )
    )
    tagging = timed(lambda: [tag(span.text, "sv", Context(field="body")) for span in spans])
    items = [Item(f"{place:07}", span.text, "sv", "obligation", "for", "", "") for place, span in enumerate(spans)]
    grouping = timed(lambda: group(items))
    print(f"{len(stored)} texts, {len(spans)} sentences")
    print(f"{'stage':10}{'sentences/s':>14}{'x splitting':>14}")
    for name, seconds in (("split", splitting), ("tag", tagging), ("group", grouping)):
        print(f"{name:10}{len(spans) / seconds:>14,.0f}{seconds / splitting:>14.1f}")


if __name__ == "__main__":
    main()
