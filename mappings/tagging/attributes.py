"""What else a statement says besides its norm: who is bound, who benefits, how strongly, towards whom, and what about.

Each is given by rules without a norm. Where several speak: for the bearer the word in a subject's place wins, for the theme the
most words in the sentence and its context, else the strongest rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mappings.tagging.rule import Rule
from mappings.tagging.ruleset import Ruleset
from mappings.tagging.types import Context
from mappings.tagging.words import Words, words_of

Fired = tuple[Rule, tuple[int, int]]
_REMEMBERED = 2_000
_NEAR = 3
"""A subject stands at most so many words before or after the modal verb."""


@dataclass(frozen=True)
class Attributes:
    """What was found, and the rules that gave it (for explanations)."""

    standing: str | None = None
    bearer: str | None = None
    bearer_detail: str | None = None
    holder: str | None = None
    strength: str | None = None
    counterparty: str | None = None
    rules: tuple[str, ...] = ()


def attributes(text: str, words: Words, fired: Sequence[Fired], hits: Mapping[str, Sequence[int]], rules: Ruleset) -> Attributes:
    """The attributes that rules without a norm give to a sentence."""
    loose = [(rule, span) for rule, span in fired if rule.norm is None]
    bearer = _bearer(words, loose, hits, rules)
    holder = next((rule for rule, _ in loose if rule.holder), None)
    standing = next((rule for rule, _ in loose if rule.standing), None)
    strength = next((rule for rule, _ in loose if rule.strength), None)
    other = next(((rule, span) for rule, span in loose if rule.counterparty), None)
    used = [rule for rule in (bearer, holder, standing, strength) if rule] + ([other[0]] if other else [])
    return Attributes(
        standing=standing.standing if standing else None,
        bearer=bearer.bearer if bearer else None,
        bearer_detail=bearer.bearer_detail if bearer else None,
        holder=holder.holder if holder else None,
        strength=strength.strength if strength else None,
        counterparty=text[other[1][0] : other[1][1]] if other else None,
        rules=tuple(sorted({rule.id for rule in used})),
    )


def _bearer(words: Words, loose: Sequence[Fired], hits: Mapping[str, Sequence[int]], rules: Ruleset) -> Rule | None:
    """Who stands where a subject does: first in the sentence, or near a modal verb. A rule with patterns says so itself."""
    speaking = [(rule, span) for rule, span in loose if rule.bearer]
    if not speaking:
        return None
    by_pattern = [rule for rule, _ in speaking if rule.id not in hits]
    if by_pattern:
        return by_pattern[0]
    modal = rules.lists.get("modal", frozenset())
    turns = [place for place, word in enumerate(words.tokens) if word in modal][:2]
    places = [(place, rule) for rule, _ in speaking for place in hits[rule.id]]
    near = [(distance, place, rule) for place, rule in places if (distance := _distance(place, turns)) is not None]
    return min(near, key=lambda one: (one[0], one[1], -one[2].priority, one[2].id))[2] if near else None


def _distance(place: int, turns: Sequence[int]) -> int | None:
    near = [abs(place - turn) for turn in turns if abs(place - turn) <= _NEAR]
    if near:
        return min(near)
    return place + _NEAR if place < 2 else None


def theme_scores(rules: Ruleset, hits: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """theme → how many words of the sentence speak of it, by the theme rules that last and are not switched off."""
    found: dict[str, int] = {}
    for owner in hits:
        rule = rules.by_id[owner]
        if rule.theme and rule.changed != "off" and rule.until is None:
            found[rule.theme] = found.get(rule.theme, 0) + len(hits[owner])
    return found


def theme_of(context: Context, hits: Mapping[str, Sequence[int]], rules: Ruleset) -> str | None:
    """The theme that most words speak of: the sentence's and the title's count twice, those of the sentence before once.

    Of equals the rule of higher priority wins. None where no word speaks of any.
    """
    scores: dict[str, int] = {}
    for found, weight in ((theme_scores(rules, hits), 2), (_title(context.title, rules), 2), (_title(context.before, rules), 1)):
        for theme, count in found.items():
            scores[theme] = scores.get(theme, 0) + weight * count
    return min(scores, key=lambda theme: (-scores[theme], rules.theme_order.get(theme, 0), theme)) if scores else None


def _title(text: str, rules: Ruleset) -> dict[str, int]:
    if not text:
        return {}
    known = rules.remembered.get(text)
    if known is None:
        if len(rules.remembered) >= _REMEMBERED:
            rules.remembered.clear()
        known = rules.remembered[text] = theme_scores(rules, rules.lexicon.hits(words_of(text).tokens))
    return known
