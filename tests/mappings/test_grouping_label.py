"""A group is called by its own words, in a few of them."""

import pytest
from hypothesis import given, settings

from mappings.grouping import label
from tests.mappings.strategies import sentences


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Kommunen ska införa gratis busskort för unga."], "Gratis busskort för unga"),
        (["Jag vill att kommunen ska bygga fler lekplatser i Norrby"], "Bygga fler lekplatser i Norrby"),
        (["Snälla, sätt upp belysning på Kvarnstigen så att barnen vågar gå!"], "Sätt upp belysning på Kvarnstigen"),
        (["Vi borde ha en badbrygga", "Jag vill ha en badbrygga vid ån"], "En badbrygga vid ån"),
        (["Bygg inte på Ängsladan!"], "Bygg inte på Ängsladan"),
        (["SÄNK HASTIGHETEN PÅ HAMNGATAN"], "Sänk hastigheten på hamngatan"),
        (
            ["Kommunen ska se över hur hemtjänsten planeras på kvällar och helger"],
            "Se över hur hemtjänsten planeras",
        ),
        (["Ring mig på 070-123 45 67 om bron", "Laga bron över ån"], "Laga bron över ån"),
        (["Kommunen ska inte sälja Folkets park till byggbolagen"], "Inte sälja Folkets park till byggbolagen"),
        (["Busskort"], "Busskort"),
    ],
)
def test_it_says_what_is_asked_for(texts: list[str], expected: str) -> None:
    assert label(texts) == expected


@settings(max_examples=200, deadline=None)
@given(sentences)
def test_it_is_short_and_of_the_texts_own_words(text: str) -> None:
    found = label([text])
    assert len(found.split()) <= 6 and len(found) <= 80
    assert all(word.casefold() in text.casefold() for word in found.split())
