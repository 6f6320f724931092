"""From probabilities to one consistent answer."""

import numpy as np

from mappings.tagging.model.combiner import Combiner, apply, inputs_of, kind_first, log_softmax, start_of
from mappings.tagging.model.labels import HEADS
from mappings.tagging.model.settle import settle


def answers(**best: dict[str, float]) -> dict[str, np.ndarray]:
    found = {}
    for head, labels in HEADS.items():
        values = np.full((1, len(labels)), 0.001, np.float32)
        for label, value in best.get(head, {"": 0.9} if "" in labels else {"none": 0.9}).items():
            values[0, labels.index(label)] = value
        found[head] = values / values.sum()
    return found


def test_a_need_binds_nobody() -> None:
    one = settle(answers(norm={"need": 0.9}, bearer={"municipality": 0.9}, standing={"proposed": 0.9}), 0)
    assert (one.norm, one.bearer, one.standing) == ("need", None, None)


def test_a_demand_that_is_nearly_none_still_names_its_bearer() -> None:
    one = settle(answers(norm={"obligation": 0.5, "none": 0.45}, bearer={"": 0.48, "municipality": 0.4}, standing={"": 0.5}), 0)
    assert (one.norm, one.bearer) == ("obligation", "municipality")
    assert one.standing in ("existing", "proposed")


def test_a_sure_demand_on_nobody_has_no_bearer() -> None:
    assert settle(answers(norm={"right": 0.98}, bearer={"": 0.9, "state": 0.05}), 0).bearer is None


def test_a_combiner_of_zeros_leaves_what_encoder_and_ngrams_say() -> None:
    rng = np.random.default_rng(1)
    logits, words = (
        {head: rng.normal(size=(3, len(labels))).astype(np.float32) for head, labels in HEADS.items()} for _ in range(2)
    )
    inputs = inputs_of(logits, words, np.zeros((3, 2), np.float32))
    nothing = Combiner(
        np.ones(inputs.shape[1], np.float32),
        {head: np.zeros((inputs.shape[1] + 1, len(labels)), np.float32) for head, labels in HEADS.items()},
    )
    found = apply(nothing, inputs)
    for head in HEADS:
        said = np.exp(log_softmax(start_of(head, inputs)))
        assert np.allclose(found[head], kind_first(said) if head == "norm" else said, atol=1e-4)


def test_three_norms_of_a_kind_outweigh_one_that_is_likelier() -> None:
    given = np.zeros((1, len(HEADS["norm"])))
    given[0, [HEADS["norm"].index(name) for name in ("need", "none", "objective")]] = (0.26, 0.25, 0.15)
    given[0, HEADS["norm"].index("obligation")] = 0.34
    found = kind_first(given)[0]
    assert HEADS["norm"][int(found.argmax())] == "need"
    assert np.isclose(found.sum(), 1)
