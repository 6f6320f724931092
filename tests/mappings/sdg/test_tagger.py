"""Goals in a text: spans, silence, sameness. The figures are measured in tests/real/test_sdg_benchmark.py."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappings.sdg import SURE, goals, scores, sdg
from mappings.sdg.labels import prototypes
from mappings.sdg.model import model, packed
from mappings.sdg.tagger import confidence
from mappings.sdg.vectors import Cached
from tests.mappings.sdg.encoders import LikeAPrototype

STRANGE = ["", " ", "x", "🙂🙂", "https://exempel.se/a?b=c", "\x00\x07", "...", "a" * 100_000, "Hej. " * 5_000]


@pytest.fixture(scope="module")
def encoder() -> LikeAPrototype:
    return LikeAPrototype()


def test_a_text_with_plain_words_gets_its_goal_the_sentence_and_the_words(encoder: LikeAPrototype) -> None:
    text = "Hej alla. Sätt solceller på skolornas tak, och bygg vindkraft. Mvh"
    (tags,) = sdg([text], "sv", encoder)
    assert tags[0].goal == 7
    assert text[tags[0].start : tags[0].end].startswith("Sätt solceller")
    assert [text[start:end] for start, end in tags[0].words] == ["solceller", "vindkraft"]
    assert "”solceller”" in tags[0].explanation_sv
    assert "goal 7" in tags[0].explanation_en


def test_a_goal_named_by_its_number_is_that_goal(encoder: LikeAPrototype) -> None:
    (tags,) = sdg(["Mål 14 i Agenda 2030, någon?"], "sv", encoder)
    assert (tags[0].goal, tags[0].words) == (14, ((0, 20),))
    (tags,) = sdg(["Det står ju i delmål 11.7."], "sv", encoder)
    assert (tags[0].goal, tags[0].target, tags[0].target_sv) == (11, "11.7", "Trygga och gröna platser för alla")


@pytest.mark.parametrize("text", STRANGE)
def test_strange_texts_are_no_trouble(encoder: LikeAPrototype, text: str) -> None:
    (tags,) = sdg([text], "sv", encoder)
    assert len(tags) <= 2


def test_a_text_without_letters_is_about_nothing(encoder: LikeAPrototype) -> None:
    assert sdg(["", "…", "12 345", "🙂"], "sv", encoder) == ((), (), (), ())


def test_no_texts_give_no_tags(encoder: LikeAPrototype) -> None:
    assert sdg([], "sv", encoder) == ()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([sentence for _, sentence in prototypes()]) | st.text(max_size=40), min_size=2, max_size=6))
def test_a_text_gets_the_same_tags_in_any_company_and_every_span_stands_in_it(texts: list[str]) -> None:
    encoder = LikeAPrototype()
    together = sdg(texts, "sv", encoder)
    assert together[::-1] == sdg(texts[::-1], "sv", encoder)
    assert together[0] == sdg(texts[:1], "sv", encoder)[0]
    for text, tags in zip(texts, together, strict=True):
        for tag in tags:
            assert tag.score >= SURE
            assert 0 <= tag.start < tag.end <= len(text)
            assert all(0 <= start < end <= len(text) for start, end in tag.words)
            assert tag.target is None or tag.target in goals()[tag.goal - 1].targets


def test_a_language_without_a_mean_of_its_own_still_gets_scores() -> None:
    assert np.isfinite(scores(LikeAPrototype().vectors(["Bygg en lekplats"])[0], "nb")).all()


def test_a_tag_names_weights_and_encoder(encoder: LikeAPrototype) -> None:
    (tags,) = sdg(["Sätt solceller på skolornas tak."], "sv", encoder)
    assert tags[0].model == f"{model().version}/like-a-prototype"


def test_surer_scores_have_no_lower_confidence() -> None:
    given_ = [confidence(score) for score in np.arange(-10, 12, 0.5)]
    assert given_ == sorted(given_)
    assert 0 < min(given_) < max(given_) < 1


def test_the_cache_asks_for_each_text_once_and_keeps_vectors_without_texts(tmp_path) -> None:  # noqa: ANN001
    inner, file = LikeAPrototype(), tmp_path / "kept.npz"
    cached = Cached(inner, file)
    first = cached.vectors(["en hemlig mening", "två", "två"])
    cached.save()
    assert inner.asked == ["en hemlig mening", "två"]
    again = Cached(LikeAPrototype(), file)
    assert (again.vectors(["två", "två"]) == first[1:]).all()
    assert b"hemlig" not in file.read_bytes()


def test_weights_are_packed_as_plain_json() -> None:
    rows = np.array([[0.5, -1.25]], np.float32)
    assert json.loads(json.dumps(packed(rows)))["shape"] == [1, 2]
    assert model().trained.shape == (17, 385)
    assert {"sv", "en", "fi", "de", "fr", "es", "ca"} <= set(model().means)
