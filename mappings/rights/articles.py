"""Which articles on human rights a statement touches, and why."""

from collections.abc import Iterator

from mappings.law import references
from mappings.rights.cues import Found, find
from mappings.rights.data import Entry, Rights, Topic, rights
from mappings.rights.types import Article

_REFERENCE, _AT_HOME, _NO_THEME, _OTHER_THEME, _PAIR = 0.98, 0.85, 0.7, 0.5, 0.4
"""Confidence: named outright; a cue in its own theme; a cue without theme; a cue in another theme; theme and holder alone."""
_NEXT = 0.85
"""Each further article of a topic is worth this much of the one before."""
_PER_TOPIC = 3
_MOST = 6


def articles(theme: str | None, holder: str | None, text: str, *, at_least: float = 0.4) -> tuple[Article, ...]:
    """The articles a statement touches, the surest first, at most six.

    theme, holder: as tagged (GUIDE's words), or None. The Convention on the Rights of the Child speaks only where a
    child is the holder or is named, that on disability likewise. Without a cue word, theme and holder together
    may point to one article, with confidence 0.4 and no span. Same input, same answer.
    """
    known = rights()
    holders = {cue.name for cue in find(text, known.holder_cues)} | ({holder} if holder else set())
    found: dict[str, Article] = {}
    for article in (*_named(text, known), *_cued(text, theme, holders, known), *_paired(theme, holder, known)):
        if article.gave == "pair" and any(given.gave != "pair" for given in found.values()):
            continue
        if article.id not in found or found[article.id].confidence < article.confidence:
            found[article.id] = article
    sure = [article for article in found.values() if article.confidence >= at_least]
    return tuple(sorted(sure, key=lambda article: -article.confidence)[:_MOST])


def _named(text: str, known: Rights) -> Iterator[Article]:
    prefixes = {entry.act_id: key.partition("-")[0] for key, entry in known.entries.items()}
    for reference in references(text):
        place = reference.article or (f"{reference.chapter}-{reference.section}" if reference.chapter else "")
        entry = known.entries.get(f"{prefixes.get(reference.act_id, '')}-{place}")
        if entry is not None:
            words = text[reference.start : reference.end]
            yield _article(
                entry, "reference", _REFERENCE, reference.start, reference.end,
                f"Texten hänvisar själv hit: ”{words}”.", f"The text itself refers to it: “{words}”.",
            )  # fmt: skip


def _cued(text: str, theme: str | None, holders: set[str], known: Rights) -> Iterator[Article]:
    seen: set[str] = set()
    for cue in find(text, known.cues):
        topic = known.topics[cue.name]
        elsewhere = theme is not None and theme not in topic.themes
        if topic.id in seen or (topic.only and not topic.only & holders) or (topic.home_only and elsewhere):
            continue
        seen.add(topic.id)
        yield from _of_topic(text, cue, topic, theme, holders | ({topic.holder} if topic.holder else set()))


def _of_topic(text: str, cue: Found, topic: Topic, theme: str | None, holders: set[str]) -> Iterator[Article]:
    confidence = _NO_THEME if theme is None else _AT_HOME if theme in topic.themes else _OTHER_THEME
    fitting = [entry for entry in topic.articles if not entry.holders or entry.holders & holders][:_PER_TOPIC]
    word = text[cue.start : cue.end]
    for entry in fitting:
        whose = "".join(f" Den gäller {_SV[who]}." for who in sorted(entry.holders))
        whose_en = "".join(f" It is about {_EN[who]}." for who in sorted(entry.holders))
        yield _article(
            entry, "cue", round(confidence, 2), cue.start, cue.end,
            f"Ordet ”{word}” hör till rätten: {entry.label_sv.lower()}.{whose}",
            f"The word “{word}” belongs to the right: {entry.label_en.lower()}.{whose_en}",
        )  # fmt: skip
        confidence *= _NEXT


def _paired(theme: str | None, holder: str | None, known: Rights) -> Iterator[Article]:
    entry = known.pairs.get((theme or "", holder or ""))
    if entry is not None:
        yield _article(
            entry, "pair", _PAIR, None, None,
            "Inget ord i texten visar det, men temat och den som rätten gäller pekar hit.",
            "No word of the text shows it, but theme and holder point to it.",
        )  # fmt: skip


_SV = {"child_youth": "barn", "disability": "personer med funktionsnedsättning"}
_EN = {"child_youth": "children", "disability": "persons with disabilities"}


def _article(
    entry: Entry, gave: str, confidence: float, start: int | None, end: int | None, reason_sv: str, reason_en: str
) -> Article:
    return Article(
        entry.id, entry.act_id, entry.act_name_sv, entry.act_name_en, entry.number, entry.label_sv, entry.label_en,
        gave, confidence, start, end, reason_sv, reason_en,
    )  # fmt: skip
