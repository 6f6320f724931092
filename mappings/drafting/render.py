"""A clause draft → title and body as Decidim takes them, within its limits."""

from html import escape

from mappings.drafting.manners import fault
from mappings.drafting.template import ORDER, Template, template
from mappings.drafting.types import ClauseDraft, RenderedDraft, Sentence

NO_ROOM = "Meningen fick inte plats inom komponentens gräns för brödtexten."


class NoRoom(ValueError):
    """Not even the counts and the marker fit. `sv` says so for a person."""

    def __init__(self, needed: int, max_length: int) -> None:
        super().__init__(f"counts and marker need {needed} characters of {max_length}")
        self.sv = (
            f"Utkastet behöver minst {needed} tecken för antalet röster och länken, men komponenten tillåter {max_length}. "
            "Höj gränsen för förslagstext i Decidim."
        )


def render(draft: ClauseDraft, *, marker: str, max_length: int = 500) -> RenderedDraft:
    """Title and body of a draft. `len(body_html) <= max_length`, tags and marker included.

    marker: the address of the clause version's page; it ends the body, alone in its paragraph. Both counts always stand. Quotes
    are whole or left out, never cut: the representative first, then one against, then the rest as room allows; what was left out
    comes back with the reason. All text is escaped. Raises NoRoom.
    """
    words = template(draft.locale)
    counts = [sentence for sentence in draft.sentences if sentence.kind == "count"]
    quotes = [sentence for sentence in draft.sentences if sentence.kind == "quote"]
    shown = set(counts)
    left_out: list[tuple[Sentence, str]] = []
    needed = len(_body(draft, shown, words, marker))
    if needed > max_length:
        raise NoRoom(needed, max_length)
    for sentence in _by_weight(quotes):
        reason = fault(sentence.text)
        if reason is None and len(_body(draft, shown | {sentence}, words, marker)) > max_length:
            reason = NO_ROOM
        if reason is None:
            shown.add(sentence)
        else:
            left_out.append((sentence, reason))
    return RenderedDraft(draft.title, _body(draft, shown, words, marker), tuple(left_out))


def _by_weight(quotes: list[Sentence]) -> list[Sentence]:
    """One for, one against, and so on: neither side fills the room alone."""
    against = [sentence for sentence in quotes if sentence.block == "against"]
    for_it = [sentence for sentence in quotes if sentence.block != "against"]
    mixed = []
    for place in range(max(len(against), len(for_it))):
        mixed.extend(for_it[place : place + 1] + against[place : place + 1])
    return mixed


def _body(draft: ClauseDraft, shown: set[Sentence], words: Template, marker: str) -> str:
    paragraphs = []
    for block in ORDER:
        texts = [_shown(sentence, words) for sentence in draft.sentences if sentence in shown and sentence.block == block]
        if texts:
            paragraphs.append(f"<p>{' '.join(texts)}</p>")
    return "".join(paragraphs) + f"<p>{escape(marker, quote=False)}</p>"


def _shown(sentence: Sentence, words: Template) -> str:
    text = escape(sentence.text, quote=False)
    return text if sentence.kind == "count" else f"{words.open_quote}{text}{words.close_quote}"
