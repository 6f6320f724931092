"""Which articles on human rights a statement touches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.rights import Article, articles
from mappings.rights.cues import cues_of, find
from mappings.rights.data import rights

CASES = [
    ("children", "child_youth", "Bygg en lekplats vid torget.", "crc-31", "lekplats"),
    ("education", "child_youth", "Alla barn har rätt till en trygg skola.", "crc-28", "skola"),
    ("education", None, "Vuxna ska kunna läsa på komvux.", "icescr-13", "komvux"),
    ("education", "disability", "Undervisning för elever med autism i vanlig klass.", "crc-28", "Undervisning"),
    ("health", None, "Lägg inte ned vårdcentralen.", "icescr-12", "vårdcentralen"),
    ("health", "child_youth", "Barn som mår dåligt ska få tid på bup.", "crc-24", "bup"),
    ("services", None, "Det går inte att komma in med rullstol.", "crpd-9", "rullstol"),
    ("housing", None, "Bygg hyresrätter som folk har råd med.", "icescr-11", "hyresrätter"),
    ("democracy", "child_youth", "Ungdomsrådet ska höras innan skolan läggs ned.", "crc-12", "Ungdomsrådet"),
    ("democracy", None, "Ordna en folkomröstning.", "udhr-21", "folkomröstning"),
    ("equality", None, "Stoppa rasismen i kön till bostäderna.", "rf-2-12", "rasismen"),
    ("equality", "women", "Kommunen ska bli jämställd på riktigt.", "rf-2-13", "jämställd"),
    ("work", None, "Delade turer ska bort.", "icescr-7", "Delade turer"),
    ("safety", None, "Ingen kameraövervakning på torget.", "rf-2-6", "kameraövervakning"),
    ("work", "minority", "Kraftledningen hotar renbetet.", "rf-2-17", "renbetet"),
    ("housing", None, "Kommunen vill expropriera min äng.", "rf-2-15", "expropriera"),
    ("coexistence", None, "Vi måste alla hjälpas åt.", "udhr-29", "hjälpas åt"),
    (None, None, "The school shall protect pupils from bullying.", "crc-19", "bullying"),
]


@pytest.mark.parametrize(("theme", "holder", "text", "expected", "words"), CASES)
def test_a_cue_gives_the_most_fitting_article_and_shows_the_word(
    theme: str | None, holder: str | None, text: str, expected: str, words: str
) -> None:
    found = articles(theme, holder, text)
    first = next(article for article in found if article.id == expected)
    assert first.confidence == max(article.confidence for article in found)
    assert text[first.start : first.end] == words


@pytest.mark.parametrize(
    ("theme", "text"),
    [
        ("environment", "Belysning på vägen till skolan."),
        ("environment", "Gångvägen till sjukhuset är en tävlingsbana."),
        ("transparency", "Sätt upp kartan på biblioteket."),
        ("environment", "Töm papperskorgarna."),
        (None, "Bra förslag!"),
        (None, ""),
        ("safety", "Fler lampor."),
    ],
)
def test_a_place_on_the_way_or_no_cue_gives_no_article(theme: str | None, text: str) -> None:
    assert articles(theme, None, text) == ()


def test_the_text_that_names_an_article_gets_that_one_first() -> None:
    text = "Enligt artikel 12 i barnkonventionen och 2 kap. 15 § regeringsformen ska vi höras."
    assert {(a.id, a.gave) for a in articles(None, None, text)[:2]} == {("crc-12", "reference"), ("rf-2-15", "reference")}


def test_the_convention_on_children_speaks_only_of_children() -> None:
    assert not any(article.id.startswith("crc") for article in articles("health", "older", "Fler läkare på vårdcentralen."))
    assert any(article.id.startswith("crc") for article in articles("health", None, "Barnen behöver fler läkare."))


def test_theme_and_holder_alone_give_one_article_with_low_confidence_and_no_span() -> None:
    (only,) = articles("equality", "lgbtqi", "Låt oss vara som vi är.")
    assert (only.id, only.gave, only.start, only.end, only.confidence) == ("rf-2-12", "pair", None, None, 0.4)
    assert articles("equality", "lgbtqi", "Låt oss vara som vi är.", at_least=0.5) == ()


def test_a_word_outside_its_theme_counts_for_less() -> None:
    at_home = articles("safety", None, "Misshandel på torget")[0].confidence
    assert (
        at_home
        > articles(None, None, "Misshandel på torget")[0].confidence
        > articles("culture", None, "Misshandel på torget")[0].confidence
    )


def test_every_article_says_why_in_both_languages() -> None:
    for article in articles("education", "child_youth", "Skolan ska vara trygg, se artikel 28 i barnkonventionen."):
        assert article.reason_sv.endswith(".")
        assert article.reason_en.endswith(".")
        assert article.reason_sv != article.reason_en


def test_the_data_holds_only_articles_with_labels_and_every_topic_can_fire() -> None:
    known = rights()
    assert len(known.entries) > 95
    assert all(entry.label_sv and entry.label_en and entry.number for entry in known.entries.values())
    assert known.entries["rf-2-12"].number == "2 kap. 12 §"
    assert known.entries["echr-p1-1"].number == "protokoll 1, artikel 1"
    assert all(topic.articles for topic in known.topics.values())


@given(st.text(max_size=120), st.sampled_from([None, "education", "safety"]), st.sampled_from([None, "child_youth", "women"]))
def test_no_text_breaks_it_and_spans_stand_in_the_text(text: str, theme: str | None, holder: str | None) -> None:
    found = articles(theme, holder, text)
    assert found == articles(theme, holder, text)
    for article in found:
        assert isinstance(article, Article)
        assert article.start is None or 0 <= article.start < (article.end or 0) <= len(text)


def test_a_hundred_thousand_characters_are_no_trouble() -> None:
    assert articles(None, None, "skola " * 16_000)
    articles(None, None, "x" * 100_000)


def test_cues_are_whole_words_beginnings_or_phrases() -> None:
    cues = cues_of({"a": ["skola", "lek*", "få rösta"]})
    text = "Förskola, skola och lekplats: låt oss få rösta. Få. Rösta"
    assert [text[found.start : found.end] for found in find(text, cues)] == ["skola", "lekplats", "få rösta"]
