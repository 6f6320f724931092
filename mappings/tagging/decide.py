"""What a statement is in the end: rules where they are certain, the trained model where they are silent or unsure.

The model has seen what the rules said, so its answer is a reading of both. A rule still decides alone where it is measured to be
right more often than the model thinks itself to be, and always where it is a municipality's own.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mappings.tagging.ruleset import Ruleset, built_in, languages, with_own
from mappings.tagging.tagger import NO_RULES, tag
from mappings.tagging.types import ASKS, NORM_NAMES, ROLLUP, Context, Norm, Tag, Tags

CERTAIN = 0.8
"""Measured precision from which a rule decides against a model that is less sure."""

ALSO = 0.25
"""Probability from which the model's second reading stands as `also`."""

_SILENT = frozenset({"none"})


@dataclass(frozen=True)
class Asked:
    """A statement to be tagged."""

    text: str
    language: str
    context: Context = Context()


@dataclass(frozen=True)
class ModelState:
    """Which model reads along. version, date: None where there is none, and then missing_sv says why and what to do."""

    version: str | None
    date: dt.date | None
    missing_sv: str = ""


def model_state(path: str | None = None) -> ModelState:
    """The model that `decide` would ask now; made of its data files, so it costs next to nothing."""
    try:
        from mappings.tagging.model import default_path, files

        about = files.about()
    except (ImportError, RuntimeError) as error:
        return ModelState(None, None, f"Bara regler märker texterna: {error}")
    date = dt.date.fromisoformat(str(about.get("date", "2026-11-24"))[:10])
    return ModelState(f"{about['version']}-{path or default_path()}", date)


def decide(
    asked: Sequence[Asked], *, own: Path | None = None, use_model: bool = True, path: str | None = None, keep: bool = True
) -> tuple[Tags, ...]:
    """The tags of each statement, in their order; the same statement gets the same tags whatever else is asked.

    own: a municipality's folder of rules. use_model: False for rules alone. path: of the model (int8, fp32, linear). keep: what
    the model was asked for is kept in the cache folder (`remembered`). Raises RuleError for broken rules. Where the model's
    files are missing, rules answer alone (see `model_state`).
    """
    rules = {language: rules_for(language, own) for language in sorted({one.language for one in asked})}
    state = model_state(path) if use_model else ModelState(None, None)
    if state.version is None or not asked:
        return _by_rules(asked, rules)

    def made(places: Sequence[int]) -> tuple[Tags, ...]:
        some = [asked[place] for place in places]
        by_rules = _by_rules(some, rules)
        said = predictions(some, by_rules, path, keep=keep)
        return tuple(
            combined(one.text, given, prediction, state) for one, given, prediction in zip(some, by_rules, said, strict=True)
        )

    if not keep:
        return made(range(len(asked)))

    from mappings.encoder.kept import key_of
    from mappings.tagging import remembered

    versions = {language: given.version if given else "" for language, given in rules.items()}
    keys = [
        key_of(
            f"{state.version}:{state.date}", versions[one.language], one.language, one.text,
            one.context.title, one.context.before, one.context.field, one.context.kind,
        )
        for one in asked
    ]  # fmt: skip
    return remembered.tags(keys, [one.text for one in asked], made)


def _by_rules(asked: Sequence[Asked], rules: Mapping[str, Ruleset | None]) -> tuple[Tags, ...]:
    return tuple(tag(one.text, one.language, one.context, ruleset=rules[one.language]) for one in asked)


def rules_for(language: str, own: Path | None) -> Ruleset | None:
    """The rules of a language with a municipality's folder laid over; None for a language without rules."""
    if language not in languages():
        return None
    return with_own(language, own) if own else built_in(language)


def predictions(asked: Sequence[Asked], by_rules: Sequence[Tags], path: str | None = None, *, keep: bool = True) -> Sequence[Any]:
    """What the model says of each (`mappings.tagging.model.Prediction`)."""
    from mappings.tagging.model import ModelInput, predict, votes

    inputs = [
        ModelInput(
            text=one.text,
            title=model_title(one),
            before=one.context.before,
            language=one.language,
            field=one.context.field,
            rule_votes=votes(given),
        )
        for one, given in zip(asked, by_rules, strict=True)
    ]
    return predict(inputs, path=path, keep=keep)


def model_title(one: Asked) -> str:
    """The title as the labelled rows have it: for a comment "Comment on: " before that of its proposal."""
    return f"Comment on: {one.context.title}" if one.context.kind == "comment" else one.context.title


def combined(text: str, given: Tags, prediction: Any, state: ModelState) -> Tags:
    """One statement's tags from what rules and model say of it."""
    first = given.primary
    probability = float(prediction.norm.get(first.norm_type, 0.0))
    best, sure = prediction.best, float(prediction.norm[prediction.best])
    if best == first.norm_type and first.norm_type not in _SILENT:
        winner = _read_along(first, prediction, max(first.confidence, sure))
    elif _rule_decides(given, sure):
        winner = _told(_read_along(first, prediction, first.confidence), _against(best, sure))
    else:
        winner = _by_model(text, given, prediction, best, sure, state)
    kept = [winner]
    for other in given.tags:
        if other.norm_type != winner.norm_type and other.norm_type in ASKS and _also(other, given, probability, winner):
            kept.append(_read_along(other, prediction, other.confidence, also=True))
    kept.extend(_second(text, given, prediction, state, {one.norm_type for one in kept}))
    return dataclasses.replace(given, tags=tuple(kept), version=f"{given.version}+{state.version}"[:64])


def _rule_decides(given: Tags, sure: float) -> bool:
    first = given.primary
    if first.rule == NO_RULES or first.norm_type in _SILENT and first.confidence < CERTAIN:
        return False
    return given.decided or _is_own(given) or (first.confidence >= CERTAIN and first.confidence >= sure)


def _is_own(given: Tags) -> bool:
    return any(given.primary.rule in change and "avstängd" not in change for change in given.changes)


def _also(other: Tag, given: Tags, probability: float, winner: Tag) -> bool:
    """A rule's second norm stays where a rule won; its first, overruled, where the model half agrees or chose the second."""
    if other is not given.primary:
        return winner.given_by == "rule"
    return probability >= ALSO or any(winner.norm_type == second.norm_type for second in given.tags[1:])


def _read_along(rule_tag: Tag, prediction: Any, confidence: float, *, also: bool = False) -> Tag:
    """A rule's norm, with what the model (which has seen the rules) says of the rest."""
    asks = rule_tag.norm_type in ASKS and rule_tag.norm_type != "objective"
    sure = prediction.confidence
    bearer = prediction.bearer
    standing = prediction.standing if asks and prediction.standing and sure.get("standing", 0) >= 0.5 else rule_tag.standing
    return dataclasses.replace(
        rule_tag,
        confidence=round(confidence, 3) if not also else rule_tag.confidence,
        standing=standing if asks else rule_tag.standing,
        bearer=bearer if asks else None,
        bearer_detail=rule_tag.bearer_detail if bearer == rule_tag.bearer else None,
        holder=prediction.holder if rule_tag.norm_type not in ("need", "none") else None,
        theme=prediction.theme or rule_tag.theme,
    )


def _by_model(text: str, given: Tags, prediction: Any, norm: Norm, sure: float, state: ModelState) -> Tag:
    first = given.primary
    asks = norm in ASKS and norm != "objective"
    bearer = prediction.bearer if asks else None
    name_sv, name_en = NORM_NAMES[norm]
    said_sv, said_en = _rule_said(first)
    return Tag(
        norm_type=norm,
        rollup=ROLLUP[norm],
        start=0,
        end=len(text),
        rule=f"model:{state.version}"[:80],
        rule_date=state.date or first.rule_date,
        confidence=round(sure, 3),
        explanation_sv=f"Modellen läser satsen som {name_sv} ({_percent(sure)}). {said_sv}",
        explanation_en=f"The model reads the sentence as {name_en} ({_percent(sure)}). {said_en}",
        standing=(prediction.standing or first.standing or "proposed") if asks else None,
        bearer=bearer,
        theme=prediction.theme or first.theme,
        bearer_detail=first.bearer_detail if bearer and bearer == first.bearer else None,
        holder=prediction.holder if norm not in ("need", "none") else None,
        strength=first.strength if asks else None,
        counterparty=first.counterparty if asks else None,
        given_by="model",
    )


def _second(text: str, given: Tags, prediction: Any, state: ModelState, kept: set[str]) -> list[Tag]:
    """The model's second reading, where it is likely and asks for something that no tag says yet."""
    ranked = sorted(prediction.norm.items(), key=lambda one: (-one[1], one[0]))[:2]
    return [
        _by_model(text, given, prediction, norm, float(sure), state)
        for norm, sure in ranked
        if norm not in kept and norm in ASKS and sure >= ALSO
    ]


def _rule_said(first: Tag) -> tuple[str, str]:
    if first.rule == NO_RULES:
        return first.explanation_sv, first.explanation_en
    if first.norm_type in _SILENT:
        return "Ingen regel ser något säkert.", "No rule sees anything for certain."
    sv, en = NORM_NAMES[first.norm_type]
    return (
        f"Regeln {first.rule} sade {sv} ({_percent(first.confidence)}).",
        f"The rule {first.rule} said {en} ({_percent(first.confidence)}).",
    )


def _against(best: Norm, sure: float) -> tuple[str, str]:
    sv, en = NORM_NAMES[best]
    return f"Modellen läste den som {sv} ({_percent(sure)}).", f"The model read it as {en} ({_percent(sure)})."


def _told(one: Tag, more: tuple[str, str]) -> Tag:
    return dataclasses.replace(
        one, explanation_sv=f"{one.explanation_sv} {more[0]}", explanation_en=f"{one.explanation_en} {more[1]}"
    )


def _percent(share: float) -> str:
    return f"{round(share * 100)} %"
