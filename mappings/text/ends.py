"""Where sentencex sees a sentence end in a line, in time that grows with the line's length."""

import re
from collections.abc import Iterator

_WINDOW = 4_000
"""Characters that sentencex sees at once."""

_KNOWN = frozenset(("sv", "en", "es", "ca", "fr", "de", "fi", "da", "no", "nl", "it", "pt"))

_NOT_PLAIN = re.compile(r"[^A-Za-zÀ-ÖØ-öø-ÿ0-9 ,;:.!?'’·/%€+*=-]|[.!?] *+[^ A-Za-zÀ-ÖØ-öø-ÿ0-9]")
_SMALL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def sentence_ends(line: str, language: str) -> Iterator[int]:
    """Places after a sentence and the blanks that follow it, the line's own end among them.

    Window by window, each beginning at the last end found: sentencex takes time in the square of the number of sentences.
    """
    code = language if language in _KNOWN else "en"
    start = 0
    while start < len(line):
        window = line[start : start + _WINDOW]
        lengths = _lengths(code, window)
        if start + _WINDOW < len(line) and sum(lengths[:-1]) >= _WINDOW // 2:
            lengths.pop()
        place = start
        for length in lengths:
            place += length
            if place < start + _WINDOW:
                yield place
        start = place


def _lengths(code: str, window: str) -> list[int]:
    import sentencex

    if code == "ca" and (found := _catalan(window)) is not None:
        return found
    return [len(sentence) for sentence in sentencex.segment(code, window)]


def _catalan(window: str) -> list[int] | None:
    """What sentencex gives for Catalan, in a hundredth of the time; None where only asking it can tell.

    Its Catalan is its Spanish, with one thing more that it compiles anew at every full stop: no sentence ends before a small
    letter or a digit. Several marks in a row and quotes are left to it.
    """
    import sentencex

    if _NOT_PLAIN.search(window):
        return None
    lengths: list[int] = []
    place, begun = 0, 0
    for sentence in sentencex.segment("es", window):
        place += len(sentence)
        if window[place : place + 1] not in _SMALL:
            lengths.append(place - begun)
            begun = place
    return lengths
