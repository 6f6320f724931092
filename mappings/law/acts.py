"""The acts of acts.yaml, and where a text mentions them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from mappings.law.types import Act

_TOKEN = re.compile(r"\(?(?<!\d)(?:1[6-9]|20)\d\d:\d{1,4}(?!\d)\)?|\w+(?:[-'’]\w+)*-?|[^\w\s]")
_SFS = re.compile(r"\(?(\d{4}:\d{1,4})\)?$")
_KIND_OF_ACT = re.compile(
    r".*(?:lag|lagen|lagens|balk|balken|förordning|förordningen|kungörelse|ordning|ordningen|form|formen|act|sfs)$"
)
_BEFORE = frozenset({"enligt", "by", "under"})
_AFTER = frozenset({"säger", "kräver", "förbjuder", "tillåter", "föreskriver", "stadgar", "reglerar", "says", "requires"})
_MOST_WORDS = 14


@dataclass(frozen=True)
class Mention:
    """`text[start:end]` names the act. alone: may stand without chapter, section or article."""

    start: int
    end: int
    act: Act
    alone: bool = True


@dataclass(frozen=True)
class _Name:
    act: Act
    needs: str = ""


@dataclass(frozen=True)
class Names:
    """words → what they name (lower case; abbreviations as written); by_sfs: SFS number → act; first: words that begin a name."""

    phrases: Mapping[tuple[str, ...], _Name]
    abbreviations: Mapping[str, _Name]
    by_sfs: Mapping[str, Act]
    first: frozenset[str]


_Token = tuple[str, int, int]


def _tokens(text: str) -> list[_Token]:
    return [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=1)
def names() -> Names:
    """The names of acts.yaml, ready to be looked up."""
    content = (resources.files("mappings.law") / "acts.yaml").read_text("utf-8")
    phrases: dict[tuple[str, ...], _Name] = {}
    abbreviations: dict[str, _Name] = {}
    by_sfs: dict[str, Act] = {}
    for row in yaml.safe_load(content)["acts"]:
        act = _act(row)
        for kind, needs in (("names", ""), ("doubtful", "law_word")):
            for name in row.get(kind, ()):
                phrases[tuple(word for word, _, _ in _tokens(name.lower()))] = _Name(act, needs)
        abbreviations.update((short, _Name(act, row.get("needs", ""))) for short in row["abbr"])
        if act.sfs and not act.chapter:
            by_sfs[act.sfs] = act
    return Names(phrases, abbreviations, by_sfs, frozenset(words[0] for words in phrases))


def acts() -> tuple[Act, ...]:
    """Every act that is known by name, each once (a name for one chapter of an act left out)."""
    known = {name.act.id: name.act for name in names().phrases.values() if not name.act.chapter}
    return tuple(known[key] for key in sorted(known))


def _act(row: Mapping[str, Any]) -> Act:
    return Act(row["id"], row["sv"], row["en"], row["sfs"], row.get("chapters", True), row.get("chapter"))


def mentions(text: str) -> Iterator[Mention]:
    """Where the text names an act, in order; at each place the longest name."""
    tokens = _tokens(text)
    place = 0
    while place < len(tokens):
        found = _named(tokens, place) or _numbered(tokens, place)
        if found is None:
            place += 1
            continue
        mention, place = found
        yield mention


def _named(tokens: Sequence[_Token], place: int) -> tuple[Mention, int] | None:
    known, word = names(), tokens[place][0]
    found: tuple[_Name, int] | None = None
    if word.lower() in known.first or word.lower().removesuffix("s") in known.first:
        found = _longest(tokens, place)
    if found is None and word in known.abbreviations:
        found = known.abbreviations[word], place + 1
    if found is None:
        return None
    name, after = found
    inside = [_SFS.match(token[0]) for token in tokens[place : after + 1] if _SFS.match(token[0])]
    after += bool(after < len(tokens) and _SFS.match(tokens[after][0]))
    act = next((known.by_sfs[match.group(1)] for match in inside if match and match.group(1) in known.by_sfs), name.act)
    alone = not name.needs or bool(inside) or (name.needs == "law_word" and _in_legal_company(tokens, place, after))
    return Mention(tokens[place][1], tokens[after - 1][2], act, alone), after


def _longest(tokens: Sequence[_Token], place: int) -> tuple[_Name, int] | None:
    """The longest name that begins here; an SFS number in brackets may stand inside it, the last word may be a genitive."""
    words: list[str] = []
    best: tuple[_Name, int] | None = None
    for after in range(place, min(len(tokens), place + _MOST_WORDS)):
        word = tokens[after][0].lower()
        if words and _SFS.match(word):
            continue
        for form in (word, word.removesuffix("s")):
            name = names().phrases.get((*words, form))
            if name is not None:
                best = name, after + 1
                break
        words.append(word)
    return best


def _numbered(tokens: Sequence[_Token], place: int) -> tuple[Mention, int] | None:
    """ "lagen (1999:123)", "SFS 1999:123": an act by its number, whether we know it or not."""
    match = _SFS.match(tokens[place + 1][0]) if place + 1 < len(tokens) else None
    word = tokens[place][0].lower()
    if match is None or not _KIND_OF_ACT.match(word):
        return None
    number = match.group(1)
    name = f"SFS {number}" if word == "sfs" else f"{word} ({number})"
    unknown = Act(f"sfs-{number.replace(':', '-')}", name, f"SFS {number}", number)
    return Mention(tokens[place][1], tokens[place + 1][2], names().by_sfs.get(number, unknown)), place + 2


def _in_legal_company(tokens: Sequence[_Token], place: int, after: int) -> bool:
    before = tokens[place - 1][0].lower() if place else ""
    return before in _BEFORE or (after < len(tokens) and tokens[after][0].lower() in _AFTER)
