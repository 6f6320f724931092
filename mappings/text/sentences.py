"""A stored text → its statements, each with its place.

sentencex finds sentence ends; around it, what citizens' texts need: a new line ends a sentence (they leave out full stops),
unless the line was broken by width; list marks don't belong to a sentence; Swedish abbreviations don't end one; "!" and "?" do,
whatever follows; demands joined by "och" are statements of their own (see `demands`).
"""

import re
from collections.abc import Iterable, Iterator

from mappings.text.abbreviations import ends_in_abbreviation
from mappings.text.demands import demands
from mappings.text.ends import sentence_ends
from mappings.text.language import language as language_of
from mappings.text.plain import plain
from mappings.text.types import Plain, Span

_BROKEN_BY_WIDTH = range(60, 111)
"""Characters. Lines of this length, without an end mark, before one that starts in lower case, were broken by a program, if a
text has two of them or one is wider than writers end lines (`_WIDE`). (Writers without capitals end lines too, but shorter.)"""

_WIDE = 72

_LIST_MARK = re.compile(r"(?:[-–—−•*·◦▪‣>+]+|\(?[0-9]{1,3}[.)]|[a-zåäöA-ZÅÄÖ]\))(?:\s+|$)")
_HARD_END = re.compile(r"(?<![!?.…])[.…]*+[!?][!?.…]*+([\"'”’»)\]]*+)\s++")
_FULL_STOP = re.compile(r"(?<=[a-zåäö]{3})\.\s+(?=[A-ZÅÄÖ])")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def statements(field: str, locale: str, stored: str, *, allowed: Iterable[str], default_language: str) -> tuple[Span, ...]:
    """The statements of one stored field (a title has one or more, as a body), in order, never overlapping.

    allowed, default_language: the instance's locales and its own (see `language`). What holds neither letter nor digit is no
    statement. Same text, same statements.
    """
    readable = plain(stored)
    tongue = language_of(readable.text, allowed, default_language)
    found = []
    for start, end in _sentences(readable.text, tongue):
        stored_start, stored_end = readable.to_stored(start, end)
        quote = stored[stored_start:stored_end]
        found.append(Span(field, locale, stored_start, stored_end, quote, readable.text[start:end].replace("\n", " "), tongue))
    return tuple(_apart(found, readable))


def _apart(found: list[Span], readable: Plain) -> Iterator[Span]:
    """Two sentences can share a stored character only where an entity or a letter with marks gave both: the later one yields."""
    last = 0
    for span in found:
        if span.start >= last:
            yield span
            last = span.end


def _sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    for start, end in _lines(text):
        for sentence_start, sentence_end in _merged(text, start, end, language):
            for part_start, part_end in demands(text, sentence_start, sentence_end, language):
                trimmed = _trim(text, part_start, part_end)
                if trimmed is not None:
                    yield trimmed


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines of the writer's own: those that were only broken by width are put together again."""
    ends = [match.start() for match in re.finditer("\n", text)] + [len(text)]
    starts = [0] + [end + 1 for end in ends[:-1]]
    broken = [_goes_on(text, start, end) for start, end in zip(starts, ends, strict=True)]
    wide = any(goes_on and end - start >= _WIDE for start, end, goes_on in zip(starts, ends, broken, strict=True))
    joins = wide or sum(broken) >= 2
    begin = 0
    for end, goes_on in zip(ends, broken, strict=True):
        if goes_on and joins:
            continue
        if end > begin:
            yield begin, end
        begin = end + 1


def _goes_on(text: str, start: int, end: int) -> bool:
    return (
        end - start in _BROKEN_BY_WIDTH
        and text[end - 1] not in ".!?:;…"
        and text[end + 1 : end + 2].islower()
        and not _LIST_MARK.match(text, end + 1)
    )


def _merged(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """Sentence ends inside one line, with those taken back that only end an abbreviation or a list number."""
    begin = start
    for stop in _ends(text, start, end, language):
        if stop < end and ends_in_abbreviation(text[max(begin, stop - 50) : stop], language):
            continue
        yield begin, stop
        begin = stop
    if begin < end:
        yield begin, end


def _ends(text: str, start: int, end: int, language: str) -> list[int]:
    line = text[start:end]
    ends = {match.end() for match in _FULL_STOP.finditer(line)}
    for match in _HARD_END.finditer(line):
        if not (set(match.group(1)) & set(")]") and line[match.end() : match.end() + 1].islower()):
            ends.add(match.end())
    ends.update(sentence_ends(line, language))
    return sorted(start + stop for stop in ends if 0 < stop <= len(line))


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Without white space and list marks around it; None where no letter or digit is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    mark = _LIST_MARK.match(text, start, end)
    if mark and _has_words(text, mark.end(), end):
        start = mark.end()
    return (start, end) if _has_words(text, start, end) else None


def _has_words(text: str, start: int, end: int) -> bool:
    return _LETTER_OR_DIGIT.search(text, start, end) is not None
