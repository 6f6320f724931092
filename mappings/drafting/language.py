"""What the verifier knows of a language: words of strength, negations, what may be left out, and the template's own words."""

from collections.abc import Mapping
from dataclasses import dataclass

from mappings.drafting import english, swedish_words
from mappings.drafting.verbs import infinitive


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


@dataclass(frozen=True)
class Words:
    """strengths, negations: word → what it is compared as. mids: adverbials that may change place. fillers: may be left out
    anywhere; leads: before a demand. wishes, opinions: verbs of "I want", "I think"; soft: words of "it would be good if";
    speakers: who wishes for themselves, or how the name ends of who speaks for others. polite: all words that a polite question
    begins with. edges: where words of wishing end. new_clause: what a clause that was cut off may begin with. degrees: words that
    never stand for a relative of theirs. addressee: the template's subject, there_is: its other beginning, after "ha";
    you: how the addressee is called. shall, should: its own words of strength; can: what politeness adds. commands: verbs that a
    command begins with, None: those of `verbs`.
    """

    code: str
    strengths: Mapping[str, str]
    negations: Mapping[str, str]
    mids: frozenset[str]
    fillers: frozenset[str]
    leads: frozenset[str]
    wishes: frozenset[str]
    opinions: frozenset[str]
    soft: frozenset[str]
    speakers: tuple[str, ...]
    polite: frozenset[str]
    edges: frozenset[str]
    new_clause: frozenset[str]
    degrees: frozenset[str]
    spoken: Mapping[str, str]
    commands: frozenset[str] | None
    addressee: tuple[str, ...]
    there_is: tuple[str, ...]
    having: frozenset[str]
    you: str
    shall: str
    should: str
    can: str

    @property
    def light(self) -> frozenset[str]:
        """What is weighed apart from the run of words."""
        return frozenset(self.strengths) | frozenset(self.negations) | {mid for mid in self.mids if " " not in mid}

    def tells(self, word: str) -> bool:
        """May a command begin with this word?"""
        if self.commands is not None:
            return word in self.commands
        return infinitive(word, "infinitive", "imperative") is not None


SWEDISH = Words(
    code="sv",
    strengths=swedish_words.STRENGTH,
    negations={
        **{word: word for word in swedish_words.NEGATIONS}, "ej": "inte", "icke": "inte", "int": "inte",
        "inget": "ingen", "inga": "ingen", "slipp": "slippa", "slipper": "slippa",
    },
    mids=frozenset(swedish_words.MIDS) - swedish_words.NEGATIONS - {"inte längre"},
    fillers=swedish_words.FILLERS | {"oss"},
    leads=swedish_words.LEADS | swedish_words.GREETINGS | swedish_words.FILLERS,
    wishes=swedish_words.WISHES | _set("ståndpunkt önskan krav förslag vilja"),
    opinions=swedish_words.OPINIONS | {"åsikt"},
    soft=_set("vore"),
    speakers=("jag", "vi", "vår", "vårt", "min", "mitt", "vore", *swedish_words.SPEAKERS),
    polite=_set("kan kunde skulle borde varför inte ni kunna"),
    edges=_set("att om ni"),
    new_clause=_set("så annars då"),
    degrees=_set("minst högst mest fler färre mer mindre alla några ingen hela halva bara först sist över under"),
    spoken=swedish_words.SPOKEN,
    commands=None,
    addressee=("kommunen",),
    there_is=("det", "ska", "finnas"),
    having=_set("ha se önskar oss"),
    you="ni",
    shall="ska",
    should="bör",
    can="kan",
)  # fmt: skip

ENGLISH = Words(
    code="en",
    strengths={word: word for word in ("shall", "should", "must", "may", "can", "could", "need")},
    negations={
        "not": "not", "don't": "not", "don’t": "not", "never": "never", "no": "no", "none": "no", "nobody": "no",
        "without": "without",
    },
    mids=_set("always also only"),
    fillers=_set("please really just"),
    leads=_set("please hello hi and but so do"),
    wishes=_set("want like wish ask urge propose suggest demand"),
    opinions=_set("think believe"),
    soft=frozenset(),
    speakers=("i", "we"),
    polite=_set("can could would you please"),
    edges=_set("that want like wish ask urge think believe propose suggest demand"),
    new_clause=frozenset(),
    degrees=_set("least most more fewer less all some few half only first last over under"),
    spoken={},
    commands=frozenset(english.COMMANDS),
    addressee=("the", "municipality"),
    there_is=(),
    having=frozenset(),
    you="you",
    shall="shall",
    should="should",
    can="can",
)  # fmt: skip


def language_of(words: frozenset[str]) -> Words:
    """The language of a composed sentence, by its word of strength."""
    swedish = words & {"ska", "bör", "måste", "får"}
    return ENGLISH if not swedish and words & {"shall", "should", "must", "may"} else SWEDISH
