"""References to law as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.law import Reference, acts, explain, references

SKOLLAGEN, KOMMUNALLAGEN, RF, LSS = "sfs-2010-800", "sfs-2017-725", "sfs-1974-152", "sfs-1993-387"

ONE = [
    ("Det har hon rätt till enligt LSS.", LSS, None, None, None, "LSS"),
    ("Enligt 9 § LSS har barnen rätt till korttidsvistelse", LSS, None, "9", None, "9 § LSS"),
    ("LSS 9 a § säger det", LSS, None, "9 a", None, "LSS 9 a §"),
    ("skollagen 3 kap. 2 §", SKOLLAGEN, "3", "2", None, "skollagen 3 kap. 2 §"),
    ("Läs 3 kap 2 § skollagen (2010:800)!", SKOLLAGEN, "3", "2", None, "3 kap 2 § skollagen (2010:800)"),
    ("se Skollagen (2010:800), 3 kap. 2 §", SKOLLAGEN, "3", "2", None, "Skollagen (2010:800), 3 kap. 2 §"),
    ("enligt kommunallagens 8 kap. 1 § ska", KOMMUNALLAGEN, "8", "1", None, "kommunallagens 8 kap. 1 §"),
    ("barnkonventionen artikel 12", "un-crc", None, None, "12", "barnkonventionen artikel 12"),
    ("Enligt artikel 12 i barnkonventionen", "un-crc", None, None, "12", "artikel 12 i barnkonventionen"),
    ("barnkonventionens artikel 31 om lek", "un-crc", None, None, "31", "barnkonventionens artikel 31"),
    ("Läs SoL 4:1 en gång till", "sfs-2025-400", "4", "1", None, "SoL 4:1"),
    ("RF 2:1", RF, "2", "1", None, "RF 2:1"),
    ("andra kapitlet 3 § RF", RF, "2", "3", None, "andra kapitlet 3 § RF"),
    ("2 kap. regeringsformen", RF, "2", None, None, "2 kap. regeringsformen"),
    ("lagen (2009:724) om nationella minoriteter", "sfs-2009-724", None, None, None, None),
    ("GDPR art. 6 gäller", "eu-2016-679", None, None, "6", "GDPR art. 6"),
    ("Vi har ju Agenda 2030.", "un-agenda-2030", None, None, None, "Agenda 2030"),
    ("Mål 14 i Agenda 2030, någon?", "un-agenda-2030", None, None, "14", "Mål 14 i Agenda 2030"),
    ("Det följer av delmål 11.7.", "un-agenda-2030", None, None, "11.7", "delmål 11.7"),
    ("SFS 2017:725", KOMMUNALLAGEN, None, None, None, "SFS 2017:725"),
    ("konsultationsordningen i lag 2022:66, som sedan", "sfs-2022-66", None, None, None, "lag 2022:66"),
    ("lagen (1999:123) om annat", "sfs-1999-123", None, None, None, "lagen (1999:123)"),
    ("Enligt 12 kap. 18 d § jordabalken krävs", "sfs-1970-994", "12", "18 d", None, "12 kap. 18 d § jordabalken"),
    ("kräver enligt hyreslagen ett godkännande", "sfs-1970-994", "12", None, None, "hyreslagen"),
    ("se 16 kap. brottsbalken", "sfs-1962-700", "16", None, None, "16 kap. brottsbalken"),
    ("Skogsvårdslagens 31 § kräver hänsyn", "sfs-1979-429", None, "31", None, "Skogsvårdslagens 31 §"),
    ("Enligt jaktlagen ska man", "sfs-1987-259", None, None, None, "jaktlagen"),
    ("gamla socialtjänstlagen (2001:453) 4 kap. 1 §", "sfs-2001-453", "4", "1", None, None),
    ("socialtjänstlagen (2001:453)", "sfs-2001-453", None, None, None, "socialtjänstlagen (2001:453)"),
    ("chapter 3, section 2 of the Education Act", SKOLLAGEN, "3", "2", None, "chapter 3, section 2 of the Education Act"),
    ("Article 12 of the Convention on the Rights of the Child", "un-crc", None, None, "12", None),
    ("hälso- och sjukvårdslagen", "sfs-2017-30", None, None, None, "hälso- och sjukvårdslagen"),
    ("konvention om barnets rättigheter, artikel 31", "un-crc", None, None, "31", None),
]  # fmt: skip

NOTHING = [
    "Mitt lag tränar fyra dagar i veckan.",
    "Vårt lag vann med 4:1 mot RF i söndags.",
    "Jaktlagen i Gråbergsliden har sex lag.",
    "Av de 412 förslagen på sidan har bolagen läst elva.",
    "Den som blev slagen låg på § 3 Skolan.",
    "Det står i stadgarnas 5 §.",
    "Kommunen har enligt lag ansvar.",
    "Lagen säger ungefär så.",
    "Bygg LSS-huset någon annanstans.",
    "Vi gjorde mål 14 gånger och målet 3 var bäst.",
    "Bussen går 18:30 och 4 kap av sladden är trasiga.",
    "Sol och bad, läs en bok i las palmas.",
    "Artikel 12 i lokaltidningen var bra.",
    "Knattelagen och serielagen, lagens bästa.",
    "",
]


@pytest.mark.parametrize(("text", "act", "chapter", "section", "article", "span"), ONE)
def test_a_reference_is_found_with_act_place_and_span(
    text: str, act: str, chapter: str | None, section: str | None, article: str | None, span: str | None
) -> None:
    (found,) = references(text)
    assert (found.act_id, found.chapter, found.section, found.article) == (act, chapter, section, article)
    assert text[found.start : found.end] == (span or text)


@pytest.mark.parametrize("text", NOTHING)
def test_ordinary_words_are_no_references(text: str) -> None:
    assert references(text) == ()


def test_a_list_of_articles_gives_one_reference_each() -> None:
    found = references("Se artiklarna 2, 3 och 12 i barnkonventionen.")
    assert [reference.article for reference in found] == ["2", "3", "12"]
    assert len({(reference.start, reference.end) for reference in found}) == 1


def test_several_acts_in_one_text_keep_their_own_sections() -> None:
    found = references("Enligt skollagen 3 kap. 2 § och 9 § LSS, jfr 1 kap. 4 § diskrimineringslagen, gäller detta.")
    assert [(r.act_id, r.chapter, r.section) for r in found] == [
        (SKOLLAGEN, "3", "2"),
        (LSS, None, "9"),
        ("sfs-2008-567", "1", "4"),
    ]


def test_places_joined_by_och_share_their_act() -> None:
    found = references("2 kap. 1 § och 3 kap. 4 § skollagen")
    assert [(r.act_id, r.chapter, r.section, r.inferred) for r in found] == [
        (SKOLLAGEN, "2", "1", True),
        (SKOLLAGEN, "3", "4", False),
    ]


def test_an_article_alone_belongs_to_the_convention_named_before_and_says_so() -> None:
    text = "Sedan 2020 är barnkonventionen svensk lag, och enligt artikel 12 har barn rätt att säga sin mening."
    named, placed = references(text)
    assert (named.article, named.inferred) == (None, False)
    assert (placed.act_id, placed.article, placed.inferred, text[placed.start : placed.end]) == (
        "un-crc",
        "12",
        True,
        "artikel 12",
    )


def test_an_article_far_from_its_convention_is_not_guessed() -> None:
    assert len(references("Barnkonventionen är lag." + " Vi väntar på svar." * 12 + " Enligt artikel 12 är det så.")) == 1


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("skollagen 3 kap. 2 §", True),
        ("skollagen 99 kap.", False),
        ("kommunallagen 8 kap. 250 §", False),
        ("9 a § LSS", True),
        ("399 § LSS", False),
        ("RF 2:25", True),
        ("miljöbalken 16 kap. 4 §", None),
        ("barnkonventionen artikel 99", False),
        ("delmål 11.7", True),
        ("delmål 11.9", False),
        ("hållbarhetsmål 18", False),
        ("skollagen", None),
    ],
)
def test_chapter_and_section_are_checked_where_the_act_is_known(text: str, there: bool | None) -> None:
    assert references(text)[0].exists is there


def test_a_reference_explains_itself_in_both_languages() -> None:
    (found,) = references("kommunallagens 8 kap. 1 §")
    assert explain(found) == (
        "Texten hänvisar till 8 kap. 1 § kommunallagen.",
        "The text refers to chapter 8, section 1 of the Local Government Act.",
    )
    (missing,) = references("skollagen 99 kap.")
    assert "finns inte" in explain(missing)[0]


@given(
    st.lists(
        st.sampled_from([case[0] for case in ONE] + NOTHING + ["§", "kap.", "3", "12:1", " och ", "(", "🙂", "\n"]), max_size=12
    )
)
def test_spans_are_always_places_in_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    for found in references(text):
        assert isinstance(found, Reference)
        assert 0 <= found.start < found.end <= len(text)
    assert references(text) == references(text)


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    references(text)


@pytest.mark.parametrize(
    "part",
    ["1, ", "2 a och ", "3 kap. ", "§ 4 ", "skollagen ", "lagen om skydd ", "mål 1, ", "RF 2:1 och ", "9" * 40, "(2010:800) "],
)
def test_long_texts_of_one_kind_take_no_more_than_linear_time(part: str) -> None:
    references(part * (100_000 // len(part)))


def test_every_act_is_well_formed_and_known_by_a_name() -> None:
    known = acts()
    assert len(known) > 80
    assert all(act.name_sv and act.name_en for act in known)
    assert all(act.id == f"sfs-{act.sfs.replace(':', '-')}" for act in known if act.sfs and act.id.startswith("sfs-"))
