"""Rules and tags."""

import datetime as dt
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappings.tagging import NORMS, ROLLUP, Context, RuleError, Ruleset, built_in, languages, load, tag
from mappings.tagging.words import BadPattern, compile_pattern, words_of
from tests.mappings.strategies import sentences, stored_texts

EXAMPLES = [
    (language, rule, text, wanted)
    for language in languages()
    for rule in built_in(language).rules
    for texts, wanted in ((rule.must, True), (rule.must_not, False))
    for text in texts
]


def norm(text: str, language: str = "sv", field: str = "body") -> str:
    return tag(text, language, Context(field=field)).primary.norm_type


@pytest.mark.parametrize(("language", "rule", "text", "wanted"), EXAMPLES, ids=[f"{r.id}-{t[:30]}" for _, r, t, _ in EXAMPLES])
def test_each_rule_matches_its_examples_and_nothing_it_must_not(language: str, rule: object, text: str, wanted: bool) -> None:
    given = tag(text, language, Context(field=rule.field if rule.field != "any" else "body"))  # type: ignore[attr-defined]
    assert (rule.id in given.fired) is wanted  # type: ignore[attr-defined]
    if wanted and rule.norm:  # type: ignore[attr-defined]
        assert given.primary.norm_type == rule.norm  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_there_are_a_dozen_rules_or_more_in_each_language_and_each_is_dated(language: str) -> None:
    rules = built_in(language).rules
    assert len(rules) >= 12
    assert all(rule.since >= dt.date(2026, 1, 1) and rule.must for rule in rules)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Jag vill inte att kommunen ska sälja skolan.", "prohibition"),
        ("Barn ska inte behöva tolka åt sina föräldrar.", "right"),
        ("Kommunen får inte sälja skolan.", "prohibition"),
        ("Ta bort papperskorgarna vid ån.", "obligation"),
        ("Det saknas bänkar vid ån.", "need"),
        ("Jag heter Kim och bor i Norrby.", "none"),
        ("Låt oss rösta om bron.", "participation"),
        ("Alla barn har rätt till en trygg skolväg.", "right"),
    ],
)
def test_swedish_sentences_get_the_norm_that_the_guide_gives(text: str, wanted: str) -> None:
    assert norm(text) == wanted


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Fler papperskorgar vid ån", "for"),
        ("Nej till bygget på Ängsladan", "against"),
        ("Stoppa bygget på Ängsladan", "against"),
        ("Bygg inte på Ängsladan", "against"),
        ("Lägg inte ned skolan", "for"),
        ("Ta bort farthindren", "against"),
        ("Inget förbud mot hundar på stranden", "for"),
        ("Kan vi inte få en bänk vid ån?", "for"),
        ("Behåll skolan", "for"),
    ],
)
def test_the_side_tells_wanting_a_thing_from_opposing_it(text: str, side: str) -> None:
    assert tag(text, "sv").side == side


def test_law_that_holds_is_told_from_a_wish() -> None:
    assert tag("Enligt skollagen ska kommunen erbjuda skolskjuts.", "sv").primary.standing == "existing"
    assert tag("Jag föreslår att kommunen ska erbjuda skolskjuts.", "sv").primary.standing == "proposed"


def test_a_tag_says_where_why_and_since_when() -> None:
    text = "Snälla, sätt upp fler bänkar vid ån!"
    given = tag(text, "sv").primary
    assert (given.norm_type, given.rollup, given.rule) == ("obligation", "skyldigheter", "sv.obligation.imperative")
    assert text[given.start : given.end].lower().endswith("sätt")
    assert given.rule_date == dt.date(2026, 11, 24)
    assert given.explanation_sv and given.explanation_en and 0 < given.confidence <= 1


def test_a_language_without_rules_says_so() -> None:
    given = tag("Meer banken in het park", "nl")
    assert (given.primary.norm_type, given.primary.rule, given.primary.confidence) == ("none", "no.rules", 0.0)


@settings(max_examples=200, deadline=None)
@given(st.one_of(stored_texts, sentences), st.sampled_from(["sv", "en"]), st.sampled_from(["title", "body"]))
def test_any_text_gets_a_winner_whose_words_stand_in_it(text: str, language: str, field: str) -> None:
    given = tag(text, language, Context(field=field))
    for found in given.tags:
        assert found.norm_type in NORMS and found.rollup == ROLLUP[found.norm_type]
        assert 0 <= found.start <= found.end <= len(text)
    assert given == tag(text, language, Context(field=field))


def test_a_rule_holds_only_between_its_dates() -> None:
    rules = built_in("sv")
    assert tag("Sätt upp bänkar", "sv", on=dt.date(2026, 11, 24)).primary.norm_type == "obligation"
    assert rules.in_force(dt.date(2020, 1, 1)) == ()
    assert tag("Sätt upp bänkar", "sv", on=dt.date(2020, 1, 1)).primary.rule == "no.rules"


RULE = """
rules:
  - id: sv.test.one
    in_force: {since: 2026-11-24}
    priority: 50
    any: ["sätt upp"]
    gives: {norm: obligation}
    confidence: 0.5
    explanation: {sv: En regel för test., en: A rule for a test.}
    reason: A test.
    examples: {must: ["Sätt upp bänkar"]}
"""


def written(folder: Path, text: str) -> Ruleset:
    (folder / "egna.yaml").write_text(text, "utf-8")
    return load(folder, "sv")


def test_ones_own_rules_are_read_and_change_the_version(tmp_path: Path) -> None:
    first = written(tmp_path, RULE)
    assert tag("Sätt upp bänkar", "sv", ruleset=first).primary.rule == "sv.test.one"
    assert written(tmp_path, RULE.replace("50", "51")).version != first.version
    assert written(tmp_path, RULE).version == first.version


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("priority: 50", "priority: 500"), "priority"),
        (("norm: obligation", "norm: duty"), "norm"),
        (("sätt upp", "<saknas> upp"), "saknas"),
        (("sätt upp", "..99 upp"), "..99"),
        (("reason: A test.", "cause: A test."), "sv.test.one"),
        (("rules:", "rules: ["), "rad"),
        (("id: sv.test.one", "id: Ett"), "id"),
    ],
)
def test_a_broken_rule_file_is_refused_with_file_and_place(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    with pytest.raises(RuleError) as refused:
        written(tmp_path, RULE.replace(*change))
    assert "egna.yaml" in str(refused.value) and named in str(refused.value)


def test_two_rules_of_one_name_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="inga regler"):
        load(tmp_path, "sv")
    with pytest.raises(RuleError, match="två gånger"):
        written(tmp_path, RULE + RULE.split("rules:\n")[1])


@pytest.mark.parametrize("pattern", ["", "a*b", "<x", "a|", "*", "..12 ord"])
def test_a_pattern_that_can_not_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        compile_pattern(pattern, {})


def test_patterns_match_whole_words_only() -> None:
    texts = ["en sko", "en skola"]
    rng = random.Random(1)
    rng.shuffle(texts)
    import re

    regex = re.compile(compile_pattern("sko", {}).regex)
    assert [text for text in sorted(texts) if regex.search(words_of(text).line)] == ["en sko"]
