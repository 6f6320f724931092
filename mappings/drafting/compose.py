"""A statement → the sentence that a charter would say, or the reason why it is kept as it is."""

from dataclasses import dataclass

from mappings.drafting import english, swedish
from mappings.drafting.clause import Uncertain

_GRAMMARS = {"sv": swedish.compose, "en": english.compose}
MAX_LENGTH = 400
"""Characters; a longer statement is no single demand."""


@dataclass(frozen=True)
class Composition:
    """text: the composed sentence, or None where the statement is kept; why: then the reason, in a few English words."""

    text: str | None
    why: str = ""


def compose(text: str, language: str, *, norm_type: str, bearer: str | None = None) -> Composition:
    """What a grammar of the language makes of a statement. norm_type, bearer: as its tag says.

    A command becomes "Kommunen ska …" only where the tag says that the municipality is bound. Never raises.
    """
    grammar = _GRAMMARS.get(language)
    if grammar is None:
        return Composition(None, "no grammar for the language")
    if norm_type in ("none", "need"):
        return Composition(None, "asks for nothing")
    if len(text) > MAX_LENGTH:
        return Composition(None, "long")
    try:
        return Composition(grammar(text, norm_type, bearer))
    except Uncertain as why:
        return Composition(None, str(why))
