"""Participatory texts: the Markdown that Decidim's panel takes as a charter, in the form that all versions keep whole.

`#` becomes a section, `##` a sub-section, each plain paragraph an article titled by its running number. Lists, tables, code and
rules are corrupted or dropped, a number at the beginning of a paragraph is lost, and a heading over 150 characters imports and
then keeps everything from being published. What the panel does with a backslash was not seen: so nothing is escaped, and signs
that Markdown acts on give way to others that look alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from connectors.base import Draft, StepKind, Violation
from connectors.decidim.marker import stands_in

LONGEST_HEADING = 150

_LOOKALIKES = str.maketrans(
    {"\\": "/", "`": "’", "*": "∗", "_": "ˍ", "<": "‹", ">": "›", "[": "(", "]": ")", "|": "¦", "~": "∼", "#": "♯", "^": "ˆ"}
)
_MENTION = re.compile(r"(?<![\w＠])@(?=\w)")
_NUMBER = re.compile(r"^(\d+)([.)])")
_SIGN = re.compile(r"^([-+=])(?=\s|[-+=])")


@dataclass(frozen=True)
class Article:
    """heading: of its own sub-section. paragraphs: as `paragraph` makes them; Decidim makes each an article of its own."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    heading: str
    articles: tuple[Article, ...]


def tame(text: str) -> str:
    """A text of anybody's on one line, with nothing in it that Markdown, HTML or Decidim's mentions would act on."""
    return _MENTION.sub("＠", " ".join(text.split()).translate(_LOOKALIKES))


def heading(text: str) -> str:
    """At most LONGEST_HEADING characters, cut between words with an ellipsis."""
    line = tame(text)
    if len(line) > LONGEST_HEADING:
        line = line[: LONGEST_HEADING - 1].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"
    return line


def paragraph(parts: Sequence[tuple[str, str]], *, last: str = "", marker: str = "") -> str:
    """One paragraph of (label, text), labels in bold where there are any; then `last`, and the marker alone at the end."""
    said = [f"**{tame(label)}:** {tame(text)}" if label else tame(text) for label, text in parts]
    said += [tame(last)] if last else []
    line = " ".join([*said, *([marker] if marker else [])])
    return _SIGN.sub(r"–", _NUMBER.sub(r"Nr \1:", line))


def markdown(chapters: Sequence[Chapter]) -> str:
    """The whole text: UTF-8 when encoded, blank lines between, one newline at the end. The same chapters give the same text."""
    parts: list[str] = []
    for chapter in chapters:
        parts.append(f"# {chapter.heading}")
        for article in chapter.articles:
            parts += [f"## {article.heading}", *article.paragraphs]
    return "\n\n".join(parts) + "\n"


def check(draft: Draft, locale: str) -> tuple[Violation, ...]:
    """What keeps a draft out of a text. title: the heading of its sub-section; body: its paragraph, marker last."""
    found = []
    if draft.kind != StepKind.create:
        sv = "En deltagartext kan bara läggas till i Decidim. Det som står där ändras för hand i adminpanelen."
        found.append(Violation("not_a_new_text", sv, "A participatory text can only be added; change what is there by hand."))
    if draft.locale != locale:
        sv = f"Paragrafen är på {draft.locale}, men texten läses in på {locale}, organisationens språk."
        found.append(Violation("not_the_default_locale", sv, f"The text is imported in {locale}, not in {draft.locale}."))
    if not draft.title or len(draft.title) > LONGEST_HEADING or draft.title != tame(draft.title):
        sv = f"Rubriken ska ha högst {LONGEST_HEADING} tecken och inga tecken som Markdown tolkar."
        found.append(Violation("bad_heading", sv, f"A heading has at most {LONGEST_HEADING} characters and no markup."))
    if "\n" in draft.body or not stands_in(draft.marker, draft.body):
        sv = "Texten ska vara ett enda stycke med paragrafens adress sist."
        found.append(Violation("bad_paragraph", sv, "The text must be one paragraph that ends with the clause's address."))
    return tuple(found)
