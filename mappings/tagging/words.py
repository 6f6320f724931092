"""A sentence as a line of words, and the small pattern language of the rules.

A pattern is words and marks with blanks between, matched over whole words in lower case, never inside one:

    vill att ..4 ska            "..4": up to four words of any kind (no comma or other mark between)
    vill|önskar <att>?          "|": one of; "?": may be missing; "<name>": any of the word list of that name
    hund* *förbud               "*": any beginning or end of a word
    ^ förbjud      ska ! $      "^": the sentence begins here; "$": it ends here (a last "." or "!" aside)

Marks (, : ; ! ? ( ) – ") are words of their own. Every pattern takes time in proportion to the text: a gap is bounded, and
inside a word there is one way to match only.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

_TOKEN = re.compile(r"[^\W_]+(?:[-'’:./@&+][^\W_]+)*|[?!,:;()–—\"”“»«§%]")
_GAP = re.compile(r"\.\.(\d)$")
_GAP_WORD = r"(?: [^\W_][^ ]*+)"


@dataclass(frozen=True)
class Words:
    """line: " jag vill , att " (blanks around every word); tokens, words: the same as a list and as a set; starts, ends: their
    places in the text; places: where each begins in `line`."""

    line: str
    tokens: Sequence[str]
    words: frozenset[str]
    starts: Sequence[int]
    ends: Sequence[int]
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the text the matched part `line[start:end]` stands."""
        first = bisect_right(self.places, start) - 1
        last = bisect_right(self.places, max(start, end - 1)) - 1
        return (self.starts[first], self.ends[last]) if self.starts else (0, 0)


@lru_cache(maxsize=2_000)
def words_of(text: str) -> Words:
    """The words of a sentence. Lower-casing a word may change its length; places are those of the text as given."""
    found = list(_TOKEN.finditer(text))
    tokens = [match.group().lower() for match in found]
    line = f" {' '.join(tokens)} " if tokens else " "
    starts, ends = [match.start() for match in found], [match.end() for match in found]
    places = list(accumulate((len(token) + 1 for token in tokens[:-1]), initial=0))
    return Words(line, tokens, frozenset(tokens), starts, ends, places)


class BadPattern(ValueError):
    """A pattern that can't be read; the message says which part."""


@dataclass(frozen=True)
class Pattern:
    """regex: over `Words.line`; needs: one of these words must be there (empty: nothing can be said before looking); also: and
    one of each of these."""

    regex: str
    needs: frozenset[str]
    also: tuple[frozenset[str], ...] = ()


def compile_pattern(source: str, lists: Mapping[str, Sequence[str]]) -> Pattern:
    """Raises BadPattern for an unknown list, an empty pattern or a sign that the language doesn't know."""
    parts, needs = [], []
    elements = source.lower().split()
    if not elements:
        raise BadPattern("the pattern is empty")
    for place, element in enumerate(elements):
        if element == "^" and place == 0:
            parts.append(r"\A")
        elif element == "$" and place == len(elements) - 1:
            parts.append(r"(?= (?:! )*\Z)")
        elif gap := _GAP.match(element):
            parts.append(f"{_GAP_WORD}{{0,{gap.group(1)}}}?")
        else:
            regex, words = _element(element, lists)
            parts.append(regex)
            if words:
                needs.append(words)
    first, *others = sorted(needs, key=len) or [frozenset()]
    return Pattern("".join(parts) + "(?= )", first, tuple(others))


def _element(element: str, lists: Mapping[str, Sequence[str]]) -> tuple[str, frozenset[str]]:
    optional = element.endswith("?") and len(element) > 1
    choices: list[str] = []
    for choice in (element[:-1] if optional else element).split("|"):
        if choice.startswith("<") and choice.endswith(">"):
            if choice[1:-1] not in lists:
                raise BadPattern(f"there is no word list {choice}")
            choices.extend(word.lower() for word in lists[choice[1:-1]])
        else:
            choices.append(choice)
    if (
        not all(choices)
        or element.startswith("..")
        or any("*" in choice.strip("*") or set(choice) & set("<>^$") or choice == "*" for choice in choices)
    ):
        raise BadPattern(f"can't read {element!r}")
    # Atomic: once a whole word has matched there is no second way to match it.
    regex = " (?>(?:" + "|".join(_choice(choice) for choice in sorted(set(choices), key=lambda c: (-len(c), c))) + ")(?= ))"
    if optional:
        return f"(?:{regex})?", frozenset()
    plain = all("*" not in choice for choice in choices)
    return regex, frozenset(choice.split()[0] for choice in choices) if plain else frozenset()


def _choice(choice: str) -> str:
    before = "[^ ]*" if choice.startswith("*") else ""
    after = "[^ ]*" if choice.endswith("*") else ""
    return before + re.escape(choice.strip("*")) + after
