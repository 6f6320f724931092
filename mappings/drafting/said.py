"""Does a cited statement say what a composed sentence says? Decided word by word, without the grammar that composed it.

The sentence's words must be a run of the statement's: the same words (as lemmas) in the same order, and nothing left out between
them but fillers. Negations and words of strength ("ska", "får") are weighed apart, since a main clause puts them elsewhere. The
template's own words may be added only where the statement is a command or a wish.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mappings.drafting.clause import tokens
from mappings.drafting.language import SWEDISH, Words, language_of
from mappings.drafting.types import Code
from mappings.drafting.verbs import infinitive, same_verb


@dataclass(frozen=True)
class _Read:
    """shown: words and marks as written; words: the same in lower case; carrying: places of words that carry the sentence."""

    shown: tuple[str, ...]
    words: tuple[str, ...]
    carrying: tuple[int, ...]


@dataclass(frozen=True)
class _Found:
    """A run of the statement that has the sentence's words. begin: the place of its first carrying word; head, within, tail: the
    statement's words before, in and after it, light words at its edges taken in. own: how many of the sentence's words are the
    template's; polite: the head asks ("kan ni inte")."""

    begin: int
    head: tuple[str, ...]
    within: tuple[str, ...]
    tail: tuple[str, ...]
    own: int
    polite: bool


def fault(text: str, statements: Sequence[str]) -> Code | None:
    """What a composed sentence says that none of the statements does; None where one of them says the same.

    statements: plain texts of the cited spans. The fault is told against the statement that comes nearest.
    """
    language = language_of(frozenset(word.lower() for word in tokens(text)))
    sentence = _read(text, language)
    if not language.fillers.isdisjoint(sentence.words) or not sentence.carrying:
        return "uncited_word"
    read = [_read(version, language) for statement in statements for version in _versions(statement, language)]
    found: list[Code] = []
    for statement in read:
        for code in _faults(sentence, statement, language):
            if code is None:
                return None
            found.append(code)
    if found:
        return next((code for code in found if code != "uncited_word"), "uncited_word")
    if not any(_numbers(sentence) <= _numbers(statement) for statement in read):
        return "number_changed"
    return "uncited_word" if any(_names(sentence) <= set(statement.shown) for statement in read) else "name_changed"


def _faults(sentence: _Read, statement: _Read, language: Words) -> Iterator[Code | None]:
    """One entry for each run of the statement that has the sentence's words: what is wrong there, or None."""
    for own in _own(sentence, language):
        wanted = [place for place in sentence.carrying if place >= own]
        for begin, end in _runs(sentence, wanted, statement, language):
            yield _weighed(sentence, wanted, statement, _around(statement, begin, end, own, language), language)


def _own(sentence: _Read, language: Words) -> list[int]:
    """How many of the sentence's first words may be the template's own: none, its subject, "det ska finnas"."""
    starts = [start for start in (language.addressee, language.there_is) if start and sentence.words[: len(start)] == start]
    return [0, *(len(start) for start in starts)]


def _runs(sentence: _Read, wanted: Sequence[int], statement: _Read, language: Words) -> Iterator[tuple[int, int]]:
    carrying = statement.carrying
    for start in range(len(carrying) - len(wanted) + 1 if wanted else 0):
        run = carrying[start : start + len(wanted)]
        if all(_same(sentence, one, statement, other, language) for one, other in zip(wanted, run, strict=True)):
            yield run[0], run[-1]


def _same(sentence: _Read, one: int, statement: _Read, other: int, language: Words) -> bool:
    """The same word? A name as it is written, a number to the digit, a degree ("minst") to the letter, another word by lemma."""
    word, source = sentence.words[one], language.spoken.get(statement.words[other], statement.words[other])
    if one and sentence.shown[one][0].isupper():
        return sentence.shown[one] == statement.shown[other]
    if word == source:
        return True
    if not (word + source).isalpha() or not language.degrees.isdisjoint((word, source)):
        return False
    if language is SWEDISH and any(infinitive(form, "infinitive", "imperative", "present", "past") for form in (word, source)):
        return same_verb(word, source)
    return _lemma(word, language.code) == _lemma(source, language.code)


def _around(statement: _Read, begin: int, end: int, own: int, language: Words) -> _Found:
    words, first, last = statement.words, begin, end
    asks = [word for word in words[:begin] if word not in language.leads]
    polite = words[-1:] == ("?",) and bool(asks) and language.polite.issuperset(asks)
    aside = {place for place in range(len(words)) if words[place][0].isalnum()} - set(statement.carrying)
    while first and not polite and words[first - 1] in language.light:
        first -= 1
    while last + 1 in aside:
        last += 1
    return _Found(begin, words[:first], words[first : last + 1], words[last + 1 :], own, polite)


def _weighed(sentence: _Read, wanted: Sequence[int], statement: _Read, found: _Found, language: Words) -> Code | None:
    bare = [word for word in found.head if word not in language.leads and word[0].isalnum()]
    told = bare in ([], ["att"]) and language.tells(statement.words[found.begin])
    if statement.words[-1:] == ("?",) and not found.polite:
        return "modality_changed"
    if not _may_be_left(bare, found, told, language) or not _may_end(found.tail, language):
        return "uncited_word"
    if _mids(sentence.words, language) != _mids(found.within, language):
        return "uncited_word"
    wishes = not found.polite and any(word in language.wishes | language.opinions for word in bare)
    turned = sum(word in language.negations for word in found.head) if wishes else 0
    if not _negated_alike(sentence, wanted, statement, found, turned, told, language):
        return "polarity_changed"
    return None if _as_strong(sentence, found, bare, told, language) else "modality_changed"


def _may_be_left(bare: Sequence[str], found: _Found, told: bool, language: Words) -> bool:
    """May the statement's first words be missing, and the template's stand in their place?"""
    if found.own == len(language.there_is) > 1:
        return bool(bare) and bare[-1] in language.having and not language.wishes.isdisjoint(bare)
    if found.own:
        return told or language.you in bare[-2:] or bare[:1] == ["varför"]
    wishing = language.wishes | language.opinions | language.soft
    if not bare or found.polite:
        return True
    if not any(
        word == speaker or (len(speaker) > 4 and word.endswith(speaker)) for word in bare for speaker in language.speakers
    ):
        return False
    return bare[-1] in language.opinions or (bare[-1] in language.edges and not wishing.isdisjoint(bare))


def _may_end(tail: Sequence[str], language: Words) -> bool:
    """A clause that follows may be left out, words of the same one not."""
    rest = [word for word in tail if word not in language.fillers]
    return not rest or not rest[0][0].isalnum() or rest[0] in language.new_clause or rest[:3] == ["är", "ni", "snälla"]


def _negated_alike(
    sentence: _Read, wanted: Sequence[int], statement: _Read, found: _Found, turned: int, told: bool, language: Words
) -> bool:
    """The same negations at the same places. turned: how many stand with the wish ("vill inte att") and move here."""
    said = [
        (language.negations[word], sum(place < n for place in wanted))
        for n, word in enumerate(sentence.words)
        if word in language.negations
    ]
    begin = len(found.head)
    source = [
        (language.negations[word], sum(place < n for place in statement.carrying if place >= found.begin))
        for n, word in enumerate(statement.words[begin : begin + len(found.within)], start=begin)
        if word in language.negations
    ]
    if told:
        source = [(word, 0 if place == 1 else place) for word, place in source]
        said = [(word, 0 if place == 1 else place) for word, place in said]
    if turned:
        return turned == 1 and bool(said) and said[0][0] in ("inte", "not") and said[1:] == source
    return said == source


def _as_strong(sentence: _Read, found: _Found, bare: Sequence[str], told: bool, language: Words) -> bool:
    """Does the sentence bind as the statement does? A command and a wish bind by "ska", a polite or subjunctive wish by "bör"."""
    said, source = _strengths(sentence.words, language), _strengths(found.within, language)
    if found.polite or not language.soft.isdisjoint(bare):
        plain = source[1:] if source[:1] == [language.can] and (found.own or sentence.words[0] == "kommunen") else source
        return said in ([language.should, *source], [language.should, *plain])
    if not language.wishes.isdisjoint(bare):
        bound = source[:1] and source[0] in ("ska", "bör", "måste", "shall", "should", "must")
        forbidden = source[:1] == ["får"] and "inte" in found.within and said == source
        return said == source if bound else forbidden or said == [language.shall, *source]
    return said == ([language.shall, *source] if told and found.own else source)


def _strengths(words: Sequence[str], language: Words) -> list[str]:
    return [language.strengths[word] for word in words if word in language.strengths]


def _mids(words: Sequence[str], language: Words) -> Counter[str]:
    line = "  ".join(("", *words, ""))
    return Counter({mid: count for mid in language.mids if (count := line.count(f" {'  '.join(mid.split())} "))})


def _versions(statement: str, language: Words) -> list[str]:
    """The statement, and the same said another way: "bygg inga hus" is "bygg inte några hus", "we want X to" is "we want X"."""
    words = statement.split()
    low = [word.lower() for word in words]
    found = [statement]
    for place, word in enumerate(low[:8]):
        if language is SWEDISH and word in _NOT_ANY and place and language.tells(low[place - 1]):
            found.append(" ".join([*words[:place], "inte", _NOT_ANY[word], *words[place + 1 :]]))
        if language is not SWEDISH and word == "to" and place > 2:
            found.append(" ".join(words[:place] + words[place + 1 :]))
    return found


_NOT_ANY = {"ingen": "någon", "inget": "något", "inga": "några"}


def _read(text: str, language: Words) -> _Read:
    shown = tuple(tokens(text))
    words = tuple(word.lower() for word in shown)
    aside = {n for n, word in enumerate(words) if not word[0].isalnum() or word in language.light or word in language.fillers}
    for mid in (mid.split() for mid in language.mids if " " in mid):
        aside |= {n + k for n in range(len(words)) if list(words[n : n + len(mid)]) == mid for k in range(len(mid))}
    return _Read(shown, words, tuple(n for n in range(len(words)) if n not in aside))


def _numbers(read: _Read) -> Counter[str]:
    return Counter(word for word in read.words if any(char.isdigit() for char in word))


def _names(read: _Read) -> set[str]:
    return {word for n, word in enumerate(read.shown) if n and word[0].isupper()}


@lru_cache(maxsize=50_000)
def _lemma(word: str, language: str) -> str:
    import simplemma

    return str(simplemma.lemmatize(word, lang=language, greedy=language == "sv")).casefold()
