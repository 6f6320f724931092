"""`python -m tests.mappings.model.dump SEED [NUMBER]`: the tags of NUMBER invented texts, asked in an order of its own.

One JSON line a text, sorted, so that the output of two runs is the same bytes when every tag is.
"""

import json
import random
import sys
from dataclasses import asdict

from mappings.tagging import Asked, Context, decide
from tests.mappings.model.test_predict import ROWS


def asked(number: int) -> list[Asked]:
    """Invented sentences, one or two together, after a sentence and under a title of others; the same ones every time."""
    rng = random.Random(4)
    found: dict[Asked, None] = {}
    while len(found) < number:
        first, second, around = rng.sample(ROWS, 3)
        text = rng.choice([first["sentence"], f"{first['sentence']} {second['sentence']}"])
        found[Asked(text, first["lang"], Context(around["title"], rng.choice(["", second["sentence"]])))] = None
    return list(found)


def main() -> None:
    texts = asked(int(sys.argv[2]) if len(sys.argv) > 2 else 200)
    random.Random(int(sys.argv[1])).shuffle(texts)
    found = zip(texts, decide(texts, keep=False), strict=True)
    for line in sorted(json.dumps([asdict(one), asdict(tags)], ensure_ascii=False, default=str) for one, tags in found):
        print(line)


if __name__ == "__main__":
    main()
