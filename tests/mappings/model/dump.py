"""Prints what the model says of the invented sentences, asked in an order of its own: one JSON line a sentence, sorted."""

import json
import random
import sys
from dataclasses import asdict

from mappings.tagging.model import predict
from tests.mappings.model.test_predict import ITEMS


def main() -> None:
    items = list(ITEMS)
    random.Random(int(sys.argv[1])).shuffle(items)
    found = zip(items, predict(items, keep=False), strict=True)
    for line in sorted(json.dumps([item.text, asdict(one)], ensure_ascii=False, sort_keys=True) for item, one in found):
        print(line)


if __name__ == "__main__":
    main()
