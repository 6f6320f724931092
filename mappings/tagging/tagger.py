"""A statement → its tags: every rule is asked, the strongest that speaks of a norm wins."""

import datetime as dt

from mappings.tagging.ruleset import Rule, Ruleset, built_in, languages
from mappings.tagging.types import ASKS, ROLLUP, Context, Norm, Side, Tag, Tags
from mappings.tagging.words import Words, words_of

NO_RULES = "no.rules"
Fired = tuple[Rule, tuple[int, int]]


def tag(
    statement_text: str,
    language: str,
    context: Context | None = None,
    *,
    ruleset: Ruleset | None = None,
    on: dt.date | None = None,
) -> Tags:
    """The tags of one statement, the winner first.

    language: of the statement; one without rules (in force) gives `none` with confidence 0 and rule "no.rules". on: the day
    whose rules are to hold (default: those in force until further notice). Same text, same tags, in any process.
    """
    context = context or Context()
    if ruleset is None and language not in languages():
        return _without_rules(statement_text, language)
    rules = ruleset or built_in(language)
    words = words_of(statement_text)
    fired = [(rule, span) for rule in rules.in_force(on) if (span := rule.match(words, context.field)) is not None]
    norms = _one_a_norm([(rule, span) for rule, span in fired if rule.norm])
    if not norms:
        return _without_rules(statement_text, language)
    side, side_words = _side(statement_text, fired)
    standing = next((rule.standing for rule, _ in fired if rule.standing and not rule.norm), None)
    tags = tuple(_tag(rule, span, words, rules, standing) for rule, span in norms)
    return Tags(tags, side, side_words, language, rules.version, tuple(rule.id for rule, _ in fired))


def _one_a_norm(fired: list[Fired]) -> list[Fired]:
    """The winner, then the strongest rule of every other norm that asks for something."""
    kept: dict[str, Fired] = {}
    for rule, span in fired:
        if rule.norm and rule.norm not in kept and (not kept or rule.norm in ASKS):
            kept[rule.norm] = (rule, span)
    return list(kept.values())


def _side(text: str, fired: list[Fired]) -> tuple[Side, str]:
    """Against, when the words oppose a thing or turn the demand, but not both: "lägg inte ned" wants the thing kept."""
    kinds = {rule.side for rule, _ in fired}
    places = sorted({span for rule, span in fired if rule.side in ("against", "turned")})
    against = ("against" in kinds) != ("turned" in kinds)
    return ("against" if against else "for"), ", ".join(text[start:end] for start, end in places)


def _tag(rule: Rule, span: tuple[int, int], words: Words, rules: Ruleset, standing: str | None) -> Tag:
    norm: Norm = rule.norm  # type: ignore[assignment]  # the schema lets only norms through
    asks = norm in ASKS and norm != "objective"
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
        standing=(standing or rule.standing) if asks else rule.standing,
        bearer=(_bearer(words, rules) or rule.bearer or "municipality") if asks else None,
    )


def _bearer(words: Words, rules: Ruleset) -> str | None:
    """Who stands where a subject does: first in the sentence, or just before a modal verb."""
    line = words.line.split()
    modal = rules.lists.get("modal", frozenset())
    turns = [place for place, word in enumerate(line) if word in modal][:1]
    near = line[:2] + [word for place in turns for word in line[max(0, place - 3) : place + 3]]
    for word in near:
        for name in sorted(rules.lists):
            if name.startswith("bearer_") and word in rules.lists[name]:
                return name.removeprefix("bearer_")
    return None


def _without_rules(text: str, language: str) -> Tags:
    only = Tag(
        "none", None, 0, len(text), NO_RULES, dt.date(2026, 11, 24), 0.0,
        f"Det finns inga regler för språket ”{language}” ännu.", f"There are no rules for the language “{language}” yet.",
    )  # fmt: skip
    return Tags((only,), "for", "", language, "none", (NO_RULES,))
