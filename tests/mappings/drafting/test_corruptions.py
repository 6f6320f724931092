"""The verifier against 200 and more deliberate corruptions of sentences composed from the Swedish dialogue: all are refused."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import pytest

from mappings.drafting import Citation, ClauseDraft, Sentence, draft, verify
from mappings.drafting.clause import joined, tokens
from tests.mappings.drafting.dialogue import members, stored

pytestmark = pytest.mark.usefixtures("encoder_cache")

_NUMBERS = {"två": "tre", "tre": "två", "en": "två", "ett": "två", "dussin": "tjog"}
_PLACES = ("Bergsjö", "Norrby", "Västerås")
_STRENGTHS = ("ska", "bör", "måste", "får")
_INVENTED = (
    "Kommunen ska anställa fler lärare.",
    "Kommunen ska bygga.",
    "Alla invånare ska ha rätt till bostad.",
    "Det ska finnas fler bänkar.",
    "Kommunen har beslutat detta.",
)


@lru_cache(maxsize=1)
def clauses() -> tuple[ClauseDraft, ...]:
    """A clause of each statement that grammar composes."""
    made = (draft([member]) for member in members() if member.norm_type not in ("none", "need"))
    return tuple(clause for clause in made if clause.sentences[0].kind == "composed")


def corruptions() -> Iterator[tuple[str, ClauseDraft, Sentence]]:
    """(kind, clause, the sentence that takes the place of its first)."""
    found = clauses()
    for place, clause in enumerate(found):
        sentence = clause.sentences[0]
        other = found[(place + 7) % len(found)].sentences[0]
        for kind, text in _changed(sentence.text, other.text, place):
            assert text != sentence.text, (kind, text)
            yield kind, clause, replace(sentence, text=text)
        yield "swapped quote", clause, replace(sentence, citations=other.citations)
        old = sentence.citations[0]
        yield "changed quote", clause, replace(sentence, citations=(_misquoted(old),))


def _changed(text: str, other: str, place: int) -> Iterator[tuple[str, str]]:
    words = tokens(text)
    for number, word in enumerate(words):
        if word.isdigit() or word in _NUMBERS:
            yield "number", _with(words, number, _NUMBERS.get(word) or str(int(word) + 1))
        if number and word[0].isupper():
            yield "name", _with(words, number, _PLACES[place % len(_PLACES)])
        if word in _STRENGTHS:
            for another in _STRENGTHS:
                if another != word:
                    yield "modality", _with(words, number, another)
            yield "negation added", _with(words, number, f"{word} inte")
        if word == "inte":
            yield "negation removed", joined(words[:number] + words[number + 1 :])
        if word == "shall":
            yield "modality", _with(words, number, "may")
            yield "negation added", _with(words, number, "shall not")
    yield "invented", _INVENTED[place % len(_INVENTED)]
    yield "invented", f"{text} {other}"
    yield "word added", text.replace(".", " utan kostnad.")
    yield "word added", re.sub(r"\.$", " senast 2030.", text)
    yield "cut short", joined([*words[:-2], "."])
    yield "another's words", other


def _with(words: list[str], place: int, word: str) -> str:
    return joined([*words[:place], word, *words[place + 1 :]])


def _misquoted(citation: Citation) -> Citation:
    return replace(citation, quote=citation.quote.replace("a", "e", 1) if "a" in citation.quote else citation.quote + "!")


def test_every_composed_sentence_of_the_dialogue_passes() -> None:
    for clause in clauses():
        assert verify(clause, stored) == (), clause.sentences[0].text


def test_two_hundred_deliberate_corruptions_are_all_refused() -> None:
    counted: Counter[str] = Counter()
    passed = []
    for kind, clause, sentence in corruptions():
        counted[kind] += 1
        if not any(
            violation.where == "0" for violation in verify(replace(clause, sentences=(sentence, *clause.sentences[1:])), stored)
        ):
            passed.append((kind, clause.sentences[0].text, sentence.text))
    print(dict(counted), counted.total())
    assert passed == []
    assert counted.total() >= 200
    assert min(counted[kind] for kind in ("number", "name", "negation removed")) >= 4
    assert min(counted[kind] for kind in ("negation added", "swapped quote", "invented", "modality")) >= 30


def test_any_word_left_out_or_said_twice_is_refused() -> None:
    passed = []
    for clause in clauses():
        sentence = clause.sentences[0]
        words = tokens(sentence.text)
        for place in range(len(words) - 1):
            for text in (joined(words[:place] + words[place + 1 :]), joined(words[: place + 1] + words[place:])):
                changed = replace(clause, sentences=(replace(sentence, text=text), *clause.sentences[1:]))
                if words[place].isalnum() and not verify(changed, stored):
                    passed.append((sentence.text, text))
    assert passed == []


@pytest.mark.parametrize(
    ("text", "source", "code"),
    [
        ("Kommunen ska sälja skogen.", "Jag vill att kommunen inte ska sälja skogen", "polarity_changed"),
        ("Kommunen ska inte sälja skogen.", "Jag vill att kommunen ska sälja skogen", "polarity_changed"),
        ("Kommunen ska sälja skogen.", "Jag vill inte att kommunen säljer skogen", "polarity_changed"),
        ("Kommunen ska sälja skogen.", "Kommunen får sälja skogen", "modality_changed"),
        ("Kommunen får sälja skogen.", "Kommunen ska sälja skogen", "modality_changed"),
        ("Kommunen måste sälja skogen.", "Kommunen bör sälja skogen", "modality_changed"),
        ("Kommunen ska bygga 30 lägenheter.", "Bygg 20 lägenheter", "number_changed"),
        ("Kommunen ska bygga i Norrby.", "Bygg i Söderby", "name_changed"),
        ("Kommunen ska bygga fler broar.", "Bygg färre broar", "uncited_word"),
        ("Kommunen ska bygga en bro.", "Bygg en bro åt cyklister", "uncited_word"),
        ("Kommunen ska hålla öppet.", "Biblioteket ska hålla öppet", "uncited_word"),
        ("Eleverna ska hjälpa lärarna.", "Lärarna ska hjälpa eleverna", "uncited_word"),
        ("Kommunen ska inte bygga bron och sälja skogen.", "Bygg bron och inte sälj skogen", "polarity_changed"),
        ("Skolan ska läggas ned.", "Kommunen föreslår att skolan ska läggas ned", "uncited_word"),
        ("Kommunen ska sälja skogen.", "Ska kommunen sälja skogen?", "modality_changed"),
        ("Kommunen ska bygga högst 30 hus.", "Bygg minst 30 hus", "uncited_word"),
        ("Barn ska få bada.", "Vuxna och barn ska få bada", "uncited_word"),
        ("Kommunen ska bygga bron.", "Jag tror inte att kommunen ska bygga bron", "uncited_word"),
        ("Det ska finnas skogen.", "Jag vill att kommunen säljer skogen", "uncited_word"),
    ],
)
def test_what_was_changed_is_named(text: str, source: str, code: str) -> None:
    cited = Citation("r", "body", "sv", 0, len(source), source)
    found = _clause(Sentence(text, "commitments", (cited,), "composed"), cited)
    assert [violation.code for violation in verify(found, lambda *place: source) if violation.where == "0"] == [code]


def test_a_persons_own_words_may_stand_if_the_reason_does() -> None:
    source = "Bygg en bro över ån!"
    cited = Citation("r", "body", "sv", 0, len(source), source)
    sentence = Sentence(
        "Kommunen ska utreda en bro över ån.", "commitments", (cited,), "edited", reason="Nämnden bad om en utredning."
    )
    assert verify(_clause(sentence, cited), lambda *place: source) == ()
    for wrong in (replace(sentence, reason=None), replace(sentence, reason="  "), replace(sentence, text=" ")):
        assert "reason_missing" in {one.code for one in verify(_clause(wrong, cited), lambda *place: source)}
    assert "uncited" in {one.code for one in verify(_clause(replace(sentence, citations=()), cited), lambda *place: source)}


def test_a_quote_is_whole() -> None:
    source = "Jag vill inte att kommunen säljer skogen"
    cited = Citation("r", "body", "sv", 0, len(source), source)
    half = Sentence("kommunen säljer skogen", "commitments", (cited,))
    assert "uncited_word" in {one.code for one in verify(_clause(half, cited), lambda *place: source)}


def _clause(sentence: Sentence, cited: Citation) -> ClauseDraft:
    counts = (
        Sentence("1 bidrag står bakom detta.", "support", (cited,), "count", 1),
        Sentence("Inget bidrag talar emot.", "against", (cited,), "count", 0),
    )
    return ClauseDraft(cited.quote, (cited,), (sentence, *counts), 1, 0)
