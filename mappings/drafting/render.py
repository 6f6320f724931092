"""A clause draft → title and body as Decidim takes them, within its limits."""

from html import escape

from mappings.drafting.manners import fault
from mappings.drafting.template import ORDER, template
from mappings.drafting.types import ClauseDraft, RenderedDraft, Section, Sentence

NO_ROOM = "Meningen fick inte plats inom komponentens gräns för brödtexten."


class NoRoom(ValueError):
    """Not even the counts and the marker fit. `sv` says so for a person."""

    def __init__(self, needed: int, max_length: int) -> None:
        super().__init__(f"counts and marker need {needed} characters of {max_length}")
        self.sv = (
            f"Utkastet behöver minst {needed} tecken för antalet röster och länken, men komponenten tillåter {max_length}. "
            "Höj gränsen för förslagstext i Decidim."
        )


def sections(draft: ClauseDraft) -> tuple[Section, ...]:
    """The long form: every block that has sentences, under its heading, in the charter's order. Nothing is left out."""
    words = template(draft.locale)
    return tuple(
        Section(block, words.headings[block], found)
        for block in ORDER
        if (found := tuple(sentence for sentence in draft.sentences if sentence.block == block))
    )


def shown(sentence: Sentence, locale: str) -> str:
    """A sentence as people read it: quotes stand in quotation marks, plain text."""
    words = template(locale)
    return f"{words.open_quote}{sentence.text}{words.close_quote}" if sentence.kind == "quote" else sentence.text


def render_long(draft: ClauseDraft, *, marker: str) -> RenderedDraft:
    """Title and body with a heading a block and the marker last. What breaks Decidim's etiquette is left out, with the reason."""
    parts: list[str] = []
    left_out: list[tuple[Sentence, str]] = []
    for section in sections(draft):
        faults = [(sentence, fault(sentence.text)) for sentence in section.sentences if sentence.kind != "count"]
        left_out.extend((sentence, why) for sentence, why in faults if why is not None)
        refused = {sentence for sentence, _ in left_out}
        texts = [escape(shown(one, draft.locale), quote=False) for one in section.sentences if one not in refused]
        if texts:
            parts.append(f"<p><strong>{section.heading}</strong></p>" + "".join(f"<p>{text}</p>" for text in texts))
    return RenderedDraft(draft.title, "".join(parts) + f"<p>{escape(marker, quote=False)}</p>", tuple(left_out))


def render(draft: ClauseDraft, *, marker: str, max_length: int = 500) -> RenderedDraft:
    """The short form: title and body of a draft. `len(body_html) <= max_length`, tags and marker included.

    marker: the address of the clause version's page; it ends the body, alone in its paragraph. Both counts always stand.
    Sentences are whole or left out, never cut: the first composed one, then one against, then the rest where there is room, needs
    last; what was left out comes back with the reason. All text is escaped. Raises NoRoom.
    """
    counts = [sentence for sentence in draft.sentences if sentence.kind == "count"]
    others = [sentence for sentence in draft.sentences if sentence.kind != "count"]
    chosen = set(counts)
    left_out: list[tuple[Sentence, str]] = []
    needed = len(_body(draft, chosen, marker))
    if needed > max_length:
        raise NoRoom(needed, max_length)
    for sentence in _by_weight(others):
        reason = fault(sentence.text)
        if reason is None and len(_body(draft, chosen | {sentence}, marker)) > max_length:
            reason = NO_ROOM
        if reason is None:
            chosen.add(sentence)
        else:
            left_out.append((sentence, reason))
    return RenderedDraft(draft.title, _body(draft, chosen, marker), tuple(left_out))


def _by_weight(sentences: list[Sentence]) -> list[Sentence]:
    """One for, one against, and so on: neither side fills the room alone. Then the needs."""
    against = [sentence for sentence in sentences if sentence.block == "against"]
    for_it = [sentence for sentence in sentences if sentence.block not in ("against", "needs")]
    mixed = []
    for place in range(max(len(against), len(for_it))):
        mixed.extend(for_it[place : place + 1] + against[place : place + 1])
    return mixed + [sentence for sentence in sentences if sentence.block == "needs"]


def _body(draft: ClauseDraft, chosen: set[Sentence], marker: str) -> str:
    paragraphs = []
    for block in ORDER:
        texts = [shown(sentence, draft.locale) for sentence in draft.sentences if sentence in chosen and sentence.block == block]
        if texts:
            paragraphs.append(f"<p>{escape(' '.join(texts), quote=False)}</p>")
    return "".join(paragraphs) + f"<p>{escape(marker, quote=False)}</p>"
