"""Every value that a tag can have is named in Swedish and English."""

import pytest

from mappings.tagging import built_in
from mappings.tagging.model.labels import HEADS
from mappings.tagging.names import NAMES, name_sv
from mappings.tagging.types import STRENGTHS


@pytest.mark.parametrize("head", ["standing", "bearer", "holder"])
def test_labels_of_the_model_have_names(head: str) -> None:
    assert {label for label in HEADS[head] if label} <= set(NAMES)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_rules_give_has_names(language: str) -> None:
    rules = built_in(language).rules
    given = {value for rule in rules for value in (rule.bearer, rule.bearer_detail, rule.holder, rule.side)}
    assert (given - {None}) | set(STRENGTHS) <= set(NAMES)


def test_a_value_of_a_municipalitys_own_is_shown_as_it_is() -> None:
    assert name_sv("byalag") == "byalag"
