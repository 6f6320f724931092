"""The trained model: the same sentence gets the same answer, in any company, order and process, and says which model it was."""

import json
import os
import random
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

pytest.importorskip("onnxruntime", reason="the fast path needs onnxruntime")

from mappings.tagging import Context, tag
from mappings.tagging.model import ModelInput, Prediction, predict, votes

FOLDER = Path(__file__).parent
ROWS = [json.loads(line) for line in (FOLDER / "invented.jsonl").read_text("utf-8").splitlines()]
RIGHT = 0.8
"""The share of the invented sentences that the shipped model must get right: they are plain ones."""

pytestmark = pytest.mark.usefixtures("encoder_cache")


def as_input(row: dict[str, str]) -> ModelInput:
    said = tag(row["sentence"], row["lang"], Context(row["title"], row["before"]))
    return ModelInput(row["sentence"], row["title"], row["before"], row["lang"], "body", votes(said))


ITEMS = [as_input(row) for row in ROWS]


def lines(predictions: tuple[Prediction, ...]) -> list[str]:
    return [json.dumps(asdict(one), sort_keys=True) for one in predictions]


def test_plain_sentences_get_the_norm_a_reader_gives() -> None:
    right = sum(one.best == row["norm"] for one, row in zip(predict(ITEMS), ROWS, strict=True))
    assert right >= RIGHT * len(ROWS)


def test_probabilities_sum_to_one_and_the_model_is_named() -> None:
    for one in predict(ITEMS[:4]):
        assert abs(sum(one.norm.values()) - 1) < 1e-5
        assert one.version and one.path == "int8"


def test_order_and_company_change_nothing() -> None:
    alone = [lines(predict([item], keep=False))[0] for item in ITEMS[:6]]
    order = list(range(len(ITEMS)))
    random.Random(9).shuffle(order)
    shuffled = lines(predict([ITEMS[place] for place in order], keep=False))
    together = {place: shuffled[at] for at, place in enumerate(order)}
    assert [together[place] for place in range(6)] == alone


def test_what_was_kept_is_what_is_computed() -> None:
    assert lines(predict(ITEMS)) == lines(predict(ITEMS)) == lines(predict(ITEMS, keep=False))


def test_two_processes_give_the_same_bytes() -> None:
    command = [sys.executable, "-m", "tests.mappings.model.dump"]
    found = [
        subprocess.run(
            [*command, str(seed)], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": str(seed)}
        ).stdout
        for seed in (1, 2)
    ]
    assert found[0] == found[1] and len(found[0].splitlines()) == 200


def test_the_fast_path_agrees_with_the_reference() -> None:
    fast, exact = predict(ITEMS, path="int8"), predict(ITEMS, path="fp32")
    agree = sum(one.best == other.best for one, other in zip(fast, exact, strict=True))
    assert agree >= 0.9 * len(ITEMS)
    assert max(abs(a.norm[name] - b.norm[name]) for a, b in zip(fast, exact, strict=True) for name in a.norm) < 0.25
    assert {one.path for one in exact} == {"fp32"}


def test_without_onnxruntime_the_plain_vectors_answer_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHARTER_MODEL", "linear")
    found = predict(ITEMS[:8], keep=False)
    assert {one.path for one in found} == {"linear"}
    assert all(one.best in one.norm for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        " ",
        "a" * 100_000,
        "ord " * 25_000,
        "🙂🙂",
        "https://a.se/x https://b.se",
        "\x00\x01",
        "\ud800",
        "Jag vill que la ville wird",
    ],
)
def test_bad_input_gets_an_answer(text: str) -> None:
    (one,) = predict([ModelInput(text, text, text, "sv")], keep=False)
    assert abs(sum(one.norm.values()) - 1) < 1e-5


def test_a_language_the_model_never_saw_gets_an_answer() -> None:
    assert predict([ModelInput("Bygg flere benker", language="nb")])[0].best == "obligation"


def test_nothing_gives_nothing() -> None:
    assert predict([]) == ()


def test_who_is_bound_is_told_only_where_something_is_asked() -> None:
    for one in predict(ITEMS):
        if one.best in ("none", "need", "objective"):
            assert one.bearer is None and one.standing is None
        else:
            assert one.standing in ("existing", "proposed")
