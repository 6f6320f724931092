"""A statement → its tags by rules: every rule is asked, the strongest that speaks of a norm wins."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mappings.tagging.attributes import Attributes, Fired, attributes, theme_of
from mappings.tagging.rule import Rule
from mappings.tagging.ruleset import Ruleset, built_in, languages
from mappings.tagging.types import ASKS, ROLLUP, Context, Norm, Side, Tag, Tags
from mappings.tagging.words import Words, words_of

NO_RULES = "no.rules"
_JOINT = re.compile(r"[,;:]|\b(?:och|men|samt|utan|så att|and|but|y|i|et|mais|und|aber|ja|mutta)\b")


@dataclass(frozen=True)
class Reading:
    """What the rules see in one sentence. off: rules that would have fired, had the municipality not switched them off."""

    words: Words
    fired: tuple[Fired, ...]
    off: tuple[Fired, ...]
    hits: Mapping[str, Sequence[int]]


def read(text: str, rules: Ruleset, field: str, on: dt.date | None = None) -> Reading:
    """Asks every rule in force, the strongest first."""
    words = words_of(text)
    hits = rules.lexicon.hits(words.tokens)
    found = [
        (rule, span)
        for rule, numbers in rules.candidates(words.words, hits)
        if rule.holds(on) and (span := rule.match(words, field, hits.get(rule.id, ()), numbers)) is not None
    ]
    on_now = tuple(one for one in found if one[0].changed != "off")
    return Reading(words, on_now, tuple(one for one in found if one[0].changed == "off") if rules.own else (), hits)


def tag(
    statement_text: str,
    language: str,
    context: Context | None = None,
    *,
    ruleset: Ruleset | None = None,
    on: dt.date | None = None,
) -> Tags:
    """The tags that rules give to one statement, the winner first.

    language: of the statement; one without rules (in force) gives `none` with confidence 0 and rule "no.rules". on: the day
    whose rules are to hold (default: those in force until further notice). Same text, same tags, in any process.
    """
    context = context or Context()
    if ruleset is None and language not in languages():
        return _without_rules(statement_text, language)
    rules = ruleset or built_in(language)
    seen = read(statement_text, rules, context.field, on)
    norms = _one_a_norm(statement_text, [(rule, span) for rule, span in seen.fired if rule.norm], rules)
    if not norms:
        return _without_rules(statement_text, language)
    side, side_words = _side(statement_text, seen.fired)
    found = attributes(statement_text, seen.words, seen.fired, seen.hits, rules)
    theme = theme_of(context, seen.hits, rules)
    tags = tuple(_tag(rule, span, found, theme) for rule, span in norms)
    fired = tuple(rule.id for rule, _ in seen.fired)
    changes = _changes(norms[0][0], seen) if rules.own else ()
    return Tags(tags, side, side_words, language, rules.version, fired, changes, norms[0][0].decides)


def _one_a_norm(text: str, fired: Sequence[Fired], rules: Ruleset) -> list[Fired]:
    """The winner, then the strongest rule of every other norm that asks for something in another part of the sentence."""
    if not fired:
        return []
    winner = fired[0]
    kept = {winner[0].norm: winner}
    for rule, span in fired[1:]:
        if rule.norm not in kept and rule.norm in ASKS and (place := _elsewhere(text, rule, span, winner[1], rules)):
            kept[rule.norm] = (rule, place)
    return list(kept.values())


def _elsewhere(text: str, rule: Rule, span: tuple[int, int], won: tuple[int, int], rules: Ruleset) -> tuple[int, int] | None:
    """Where the rule sees something beyond a joint (och, men, a comma …) from the winner; None where it only sees the same."""
    if _JOINT.search(text[min(won[1], span[1]) : max(won[0], span[0])].lower()):
        return span
    joint = _JOINT.search(text.lower(), won[1])
    if joint is None or len(text.lower()) != len(text):
        return None
    words = words_of(text[joint.end() :].lstrip())
    offset = len(text) - len(text[joint.end() :].lstrip())
    found = rule.match(words, "body", rules.lexicon.hits(words.tokens).get(rule.id, ()))
    return (found[0] + offset, found[1] + offset) if found else None


def _side(text: str, fired: Sequence[Fired]) -> tuple[Side, str]:
    """Against, when the words oppose a thing or turn the demand, but not both: "lägg inte ned" wants the thing kept."""
    kinds = {rule.side for rule, _ in fired}
    places = sorted({span for rule, span in fired if rule.side in ("against", "turned")})
    against = ("against" in kinds) != ("turned" in kinds)
    return ("against" if against else "for"), ", ".join(text[start:end] for start, end in places)


ENTITLES = frozenset({"right", "permission", "participation"})
PEOPLE = frozenset({"inhabitant", "everyone"})
"""Named where somebody is entitled, they are those who may, not those who are bound."""


def _tag(rule: Rule, span: tuple[int, int], found: Attributes, theme: str | None) -> Tag:
    norm: Norm = rule.norm  # type: ignore[assignment]  # the schema lets only norms through
    asks = norm in ASKS and norm != "objective"
    standing = (found.standing or rule.standing) if asks else rule.standing
    entitled = norm in ENTITLES and found.bearer in PEOPLE
    named = None if entitled else found.bearer
    own = rule.bearer is not None and named is None
    supposed = None if norm == "right" and standing == "existing" else "municipality"
    holder = rule.holder or found.holder or ("everyone" if entitled and found.bearer == "everyone" else None)
    return Tag(
        norm_type=norm,
        rollup=ROLLUP[norm],
        start=span[0],
        end=span[1],
        rule=rule.id,
        rule_date=rule.since,
        confidence=rule.confidence,
        explanation_sv=rule.explanation_sv,
        explanation_en=rule.explanation_en,
        standing=standing,
        bearer=(named or rule.bearer or supposed) if asks else None,
        bearer_detail=(rule.bearer_detail if own else None if entitled else found.bearer_detail) if asks else None,
        holder=holder if norm not in ("need", "none") else None,
        strength=(rule.strength or found.strength) if asks else None,
        counterparty=found.counterparty if asks else None,
        theme=theme,
    )


def _changes(winner: Rule, seen: Reading) -> tuple[str, ...]:
    """What a municipality's own rules did here, one Swedish sentence each."""
    told = []
    if winner.changed == "added":
        told.append(f"Regeln {winner.id} är kommunens egen.")
    if winner.changed == "changed":
        told.append(f"Regeln {winner.id} är ändrad av kommunen.")
    for rule, _ in seen.off:
        told.append(f"Regeln {rule.id} är avstängd av kommunen och räknas inte.")
    return tuple(told)


def _without_rules(text: str, language: str) -> Tags:
    given = Tag(
        norm_type="none",
        rollup=None,
        start=0,
        end=len(text),
        rule=NO_RULES,
        rule_date=dt.date(2026, 11, 24),
        confidence=0.0,
        explanation_sv=f"Det finns inga regler för språket ”{language}”.",
        explanation_en=f"There are no rules for the language “{language}”.",
    )
    return Tags((given,), "for", "", language, "none", (NO_RULES,))
