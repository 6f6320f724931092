"""Demands of the Swedish dialogue as a charter would say them; what the grammar isn't sure of stays as it was said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappings.drafting import compose
from mappings.drafting.said import fault
from mappings.tagging import ASKS
from tests.mappings.drafting.dialogue import members
from tests.mappings.strategies import stored_texts


def said(text: str, norm: str = "obligation", bearer: str | None = "municipality", language: str = "sv") -> str | None:
    return compose(text, language, norm_type=norm, bearer=bearer).text


@pytest.mark.parametrize(
    ("text", "composed"),
    [
        ("Jag vill att kommunen ska bygga fler lekplatser", "Kommunen ska bygga fler lekplatser."),
        ("Snälla, bygg en bro över ån!", "Kommunen ska bygga en bro över ån."),
        ("Jag tycker att kommunen inte ska sälja skogen.", "Kommunen ska inte sälja skogen."),
        ("Vi tycker inte att kommunen ska sälja skogen", "Kommunen ska inte sälja skogen."),
        ("Hej! Jag önskar att biblioteket håller öppet på söndagar.", "Biblioteket ska hålla öppet på söndagar."),
        ("Det vore bra om kommunen sänkte hastigheten på Storgatan.", "Kommunen bör sänka hastigheten på Storgatan."),
        ("Kan ni inte sätta upp fler bänkar vid ån?", "Kommunen bör sätta upp fler bänkar vid ån."),
        ("Borde inte skolan servera frukost?", None),
        ("Kommunen borde öppna en fritidsgård i Norrby.", "Kommunen bör öppna en fritidsgård i Norrby."),
        ("Bygga ut cykelvägarna och sänka farten vid skolan", "Kommunen ska bygga ut cykelvägarna och sänka farten vid skolan."),
        ("Bygg inga fler höghus i centrum", "Kommunen ska inte bygga några fler höghus i centrum."),
        ("Jag vill att det byggs fler lekplatser i Norrby", "Det ska byggas fler lekplatser i Norrby."),
        ("Vi vill ha bättre belysning vid kanalen", "Det ska finnas bättre belysning vid kanalen."),
        ("Jag föreslår att kommunen varje år redovisar budgeten", "Kommunen ska varje år redovisa budgeten."),
    ],
)
def test_the_grammar_by_itself(text: str, composed: str | None) -> None:
    assert said(text) == composed
    if composed:
        assert fault(composed, [text]) is None


PINNED = {
    "Plocka bort tunnorna längs ån så får var och en bära hem det man burit dit.": "Kommunen ska plocka bort tunnorna längs ån.",
    "Jag vill inte att kommunen lägger sig i hur vanligt folk firar.": "Kommunen ska inte lägga sig i hur vanligt folk firar.",
    "Jag föreslår att alla pensionärer i kommunen ska få åka avgiftsfritt med linje 3 på vardagar mellan kl. 9 och 15.": (
        "Alla pensionärer i kommunen ska få åka avgiftsfritt med linje 3 på vardagar mellan kl. 9 och 15."
    ),
    "Sluta köpa konst!": "Kommunen ska sluta köpa konst.",
    "Almstads förenade studentkårer yrkar att detaljplanen för kvarteret Ängsladan i första hand medger studentbostäder.": (
        "Detaljplanen för kvarteret Ängsladan ska i första hand medge studentbostäder."
    ),
    "Jag tycker att kommunen ska erbjuda extra simundervisning för alla elever i årskurs 3.": (
        "Kommunen ska erbjuda extra simundervisning för alla elever i årskurs 3."
    ),
    "Bygg en ramp före den 1 juni.": "Kommunen ska bygga en ramp före den 1 juni.",
    "Låt hundar vara lösa på Sandskär hela året.": "Kommunen ska låta hundar vara lösa på Sandskär hela året.",
    "Pensionärsföreningen Havsbrisen begär att ingen brukare möter fler än ett dussin medarbetare under en månad.": (
        "Ingen brukare ska möta fler än ett dussin medarbetare under en månad."
    ),
    "Rör inte Suolojärvi skola": "Kommunen ska inte röra Suolojärvi skola.",
    "Öppna en nordsamisk avdelning till hösten.": "Kommunen ska öppna en nordsamisk avdelning till hösten.",
    "Vår ståndpunkt är att brytning i Guorba inte får komma till stånd.": "Brytning i Guorba får inte komma till stånd.",
    "Behåll uthyrningen men måla rutor.": "Kommunen ska behålla uthyrningen men måla rutor.",
    "Please keep the e-scooters": "The municipality shall keep the e-scooters.",
}


def test_how_much_of_the_dialogue_is_composed(encoder_cache: object) -> None:
    asking = [member for member in members() if member.norm_type in ASKS]
    made = {
        member.text: composed
        for member in asking
        if (composed := compose(member.text, member.language, norm_type=member.norm_type, bearer=member.bearer).text)
    }
    print(f"{len(made)} of {len(asking)} asking statements composed, {len(asking) - len(made)} taken as they are")
    assert {text: made.get(text) for text in PINNED} == PINNED
    assert len(made) >= 35, "the grammar has become too careful"
    for text, composed in made.items():
        assert fault(composed, [text]) is None, composed


@pytest.mark.parametrize(
    "text",
    [
        "Fler papperskorgar vid ån",  # a noun phrase is a title, not a sentence
        "Gör om den till gågata",  # which one?
        "Teckna avtal med våra egna fiskare.",  # whose?
        "Fortsätt köpa in konst, och köp den gärna av unga härifrån.",  # softened, and a second command
        "Stäng byskolan, alla elever ska gå i centralorten.",  # a second demand would be lost
        "Kommunen föreslår att skolan läggs ned",  # somebody else's wish
        "Jag tror att kommunen bygger fler lekplatser",
        "De vill att kommunen säljer skogen",
        "Jag tycker att bussen är för dyr",
        "Om kommunen ska bygga måste vi få veta det",
        "Varför ska kommunen sälja skogen?",
        "Låt raketerna vara",
        "Stöd till föreningar",
        "Hundratals barn cyklar på Storgatan",
    ],
)
def test_what_is_not_certain_stays_as_it_is(text: str) -> None:
    found = compose(text, "sv", norm_type="obligation", bearer="municipality")
    assert found.text is None and found.why


@pytest.mark.parametrize("bearer", [None, "inhabitant", "state", "business", "school"])
def test_a_command_is_the_municipalitys_only_where_it_is_known_to_be_bound(bearer: str | None) -> None:
    assert said("Bygg en bro över ån!", bearer=bearer) is None


def test_english_is_smaller_and_other_languages_are_taken_as_they_are() -> None:
    cases = {
        "We want the city to build more playgrounds.": "The city shall build more playgrounds.",
        "I think the municipality should not sell the forest": "The municipality should not sell the forest.",
        "Don't ban rental scooters": "The municipality shall not ban rental scooters.",
        "Could you please build a bridge over the river?": "The municipality should build a bridge over the river.",
    }
    for text, composed in cases.items():
        assert said(text, language="en") == composed
        assert fault(composed, [text]) is None, text
    assert said("Build it there", language="en") is None
    assert said("Construir más parques", language="es") is None


@settings(max_examples=150, deadline=None)
@given(st.one_of(stored_texts, st.text(max_size=80)), st.sampled_from(["sv", "en"]))
def test_any_text_is_composed_soundly_or_kept(text: str, language: str) -> None:
    for words in (text, f"Jag vill att kommunen {text}", f"Bygg {text}", f"We want the city to {text}"):
        made = said(words, language=language)
        assert made is None or fault(made, [words]) is None
