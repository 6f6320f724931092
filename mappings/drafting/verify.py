"""The check that no clause passes without: every sentence cites, every quote stands, every word comes from somewhere."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from mappings.drafting.said import fault
from mappings.drafting.template import TEMPLATES, template
from mappings.drafting.types import Citation, ClauseDraft, Code, Sentence, Violation
from mappings.text import plain

Stored = Callable[[str, str, str], str | None]
"""(revision_id, field, locale) → the stored text, or None where there is none."""

_SV: dict[Code, str] = {
    "uncited_word": "Meningen har ord som inte står så i källan. Skriv den som den står där, eller märk den som redigerad.",
    "number_changed": "Meningen har ett tal som inte står i källan. Rätta talet efter källan.",
    "name_changed": "Meningen har ett namn som inte står i källan. Rätta namnet efter källan.",
    "polarity_changed": "Meningen nekar något som källan inte nekar, eller tvärtom. Låt den säga samma sak som källan.",
    "modality_changed": "Meningen binder starkare eller svagare än källan (ska, bör, får, måste). Välj samma styrka som källan.",
    "reason_missing": "Meningen är skriven av en person, men skälet saknas. Skriv varför den behövde ändras.",
}

_WORD = re.compile(r"\w+")


def verify(draft: ClauseDraft, stored: Stored) -> tuple[Violation, ...]:
    """What is wrong with a draft; empty when it may be saved, exported and pushed.

    - every sentence, and the title, cites at least one span; every quote stands character for character at its place;
    - a quoting sentence has all words of one of its citations; the title has a run of them, or begins so and is cut by "…", or
      is the template's bare one;
    - a composed sentence has only words (as lemmas) of one cited statement and the template's own; its numbers, names, negations
      and strength are that statement's (`said`);
    - an edited sentence may have other words, and then carries the reason of the person who wrote it;
    - a counting sentence is the template's, its number is that of the contributions cited and that of the draft;
    - both counts are there, and nothing is cited both for and against.
    """
    found = list(_check_citations("title", draft.title_citations, stored))
    bare = draft.title == template(draft.locale).title_bare
    if not bare and not _comes_from(_without_front(draft.title), draft.title_citations):
        found.append(
            Violation("title", "uncited_word", "Rubriken har ord som inte står i källan. Ta dem ur källan eller välj en annan.")
        )
    for place, sentence in enumerate(draft.sentences):
        where = str(place)
        found.extend(_check_citations(where, sentence.citations, stored))
        if sentence.kind == "count":
            found.extend(_check_count(where, sentence, draft))
        else:
            found.extend(_check_words(where, sentence))
    found.extend(_check_sides(draft))
    return tuple(found)


def _check_citations(where: str, citations: tuple[Citation, ...], stored: Stored) -> Iterator[Violation]:
    if not citations:
        yield Violation(where, "uncited", "Meningen har ingen källa. Ange minst en, eller ta bort meningen.")
    for citation in citations:
        text = stored(citation.revision_id, citation.field, citation.locale)
        if text is None:
            yield Violation(where, "source_missing", "Källtexten finns inte längre. Ta bort meningen eller välj en annan källa.")
        elif (
            not citation.quote
            or not 0 <= citation.start < citation.end <= len(text)
            or text[citation.start : citation.end] != citation.quote
        ):
            yield Violation(where, "quote_changed", "Citatet stämmer inte tecken för tecken med källan. Hämta citatet på nytt.")


def _check_words(where: str, sentence: Sentence) -> Iterator[Violation]:
    if sentence.kind == "edited":
        if not (sentence.reason or "").strip() or not _folded(sentence.text):
            yield Violation(where, "reason_missing", _SV["reason_missing"])
        return
    code: Code | None
    if sentence.kind == "composed":
        code = fault(sentence.text, [plain(cited.quote).text for cited in sentence.citations])
    else:
        code = None if _is_one_of(sentence.text, sentence.citations) else "uncited_word"
    if code is not None:
        yield Violation(where, code, _SV[code])


def _check_count(where: str, sentence: Sentence, draft: ClauseDraft) -> Iterator[Violation]:
    number = sentence.number if sentence.number is not None else -1
    declared = draft.support if sentence.block == "support" else draft.opposition
    cited = len({citation.revision_id for citation in sentence.citations})
    if sentence.block not in ("support", "against") or number < 0 or number != declared or (number and number != cited):
        yield Violation(where, "count_wrong", "Antalet stämmer inte med de bidrag som anges som källor. Gör om utkastet.")
    elif sentence.text != template(draft.locale).count(sentence.block, number):
        yield Violation(where, "uncited_word", "Meningen om antalet följer inte mallen. Gör om utkastet.")


def _check_sides(draft: ClauseDraft) -> Iterator[Violation]:
    sides: dict[bool, set[Citation]] = {True: set(), False: set()}
    for sentence in draft.sentences:
        if sentence.number != 0:
            sides[sentence.block == "against"].update(sentence.citations)
    if sides[True] & sides[False]:
        yield Violation("sides", "sides_mixed", "Samma källa står både för och emot. Dela upp utkastet.")
    for block, name in (("support", "för"), ("against", "emot")):
        if not any(sentence.kind == "count" and sentence.block == block for sentence in draft.sentences):
            yield Violation("counts", "count_missing", f"Antalet som talar {name} saknas. Gör om utkastet.")


def _is_one_of(text: str, citations: tuple[Citation, ...]) -> bool:
    """Has `text` exactly the words of one cited quote? A part of it may say the opposite ("vill inte att kommunen säljer")."""
    wanted = _folded(text)
    return bool(wanted) and any(wanted == _folded(plain(cited.quote).text) for cited in citations)


def _comes_from(text: str, citations: tuple[Citation, ...]) -> bool:
    """Are the words of `text` a run of words of one cited quote?"""
    wanted = " " + " ".join(_folded(text)) + " "
    return wanted.strip() != "" and any(wanted in " " + " ".join(_folded(plain(cited.quote).text)) + " " for cited in citations)


def _folded(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def _without_front(title: str) -> str:
    fronts = [front for words in TEMPLATES.values() for front in (words.title_short, words.title_tiny)]
    return next((title[len(front) :] for front in sorted(fronts, key=len, reverse=True) if title.startswith(front)), title)
