"""An English statement → the sentence that a charter would say. Smaller than the Swedish grammar, and as careful."""

import re

from mappings.drafting.clause import Uncertain
from mappings.drafting.swedish_words import words_of

COMMANDS = words_of(
    "add allow ban build clean close create extend fix forbid give hire improve install introduce invest keep let light lower",
    "make open paint plant plough protect provide publish put reduce remove renovate repair save set start stop widen",
)
_VERB = f"(?P<verb>{'|'.join(sorted(COMMANDS))})"
_COMMAND = re.compile(rf"^(?:please,?\s+)?(?P<no>(?:do not|don't|don’t|never)\s+)?{_VERB}\b(?P<rest>\s.+)$", re.I)
_WHO = r"(?P<who>the (?:municipality|city|council|town|region|school|state))"
_TO = re.compile(rf"^(?:i|we)\s+(?:want|would like|wish|ask|urge)\s+{_WHO}\s+(?P<no>not\s+)?to\s+(?P<rest>.+)$", re.I)
_THINKS = r"(?:(?:i|we)\s+(?:think|propose|suggest|believe|demand)\s+(?:that\s+)?)?"
_THAT = re.compile(rf"^{_THINKS}(?P<rest>\S.*\s(?:should|must|shall|may)\s.+)$", re.I)
_CAN_YOU = re.compile(rf"^(?:can|could|would)\s+you\s+(?:please\s+)?{_VERB}\b(?P<rest>\s.+)\?$", re.I)
_PERSON = re.compile(
    r"\b(?:i|me|my|mine|we|us|our|ours|you|your|he|she|him|her|they|them|their|it|its|this|that|these|those|there|here)\b", re.I
)
_ODD = re.compile(r"[,;:()\[\]\"“”«»<>/@#…–—]|[.!?]\s+\S|\bplease\b|\bmaybe\b|\bperhaps\b", re.I)
_ASKED_FOR = frozenset(("obligation", "participation", "prohibition", "right"))


def compose(text: str, norm_type: str, bearer: str | None) -> str:
    """The charter's sentence. Raises Uncertain where the statement is to be kept as it is."""
    text = " ".join(text.split())
    told = bearer == "municipality" and norm_type in _ASKED_FOR
    if told and (found := _CAN_YOU.match(text)):
        return _checked(f"The municipality should {found['verb'].lower()}{found['rest']}")
    text = text.rstrip(".!: ")
    if found := _TO.match(text):
        who = found["who"][0].upper() + found["who"][1:]
        return _checked(f"{who} shall {'not ' if found['no'] else ''}{found['rest']}")
    if told and (found := _COMMAND.match(text)):
        return _checked(f"The municipality shall {'not ' if found['no'] else ''}{found['verb'].lower()}{found['rest']}")
    if norm_type != "none" and (found := _THAT.match(text)):
        return _checked(found["rest"][0].upper() + found["rest"][1:])
    raise Uncertain("no demand in charter form")


def _checked(sentence: str) -> str:
    if _ODD.search(sentence) or _PERSON.search(sentence) or "?" in sentence or sentence.isupper():
        raise Uncertain("more than one plain sentence, or it speaks of a person")
    return f"{sentence}."
