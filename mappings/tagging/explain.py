"""Why a sentence got its tags: every rule that fired, what a municipality changed, what the model said, and who won."""

from dataclasses import dataclass
from pathlib import Path

from mappings.tagging.decide import Asked, combined, model_state, predictions, rules_for
from mappings.tagging.names import told_sv
from mappings.tagging.tagger import read, tag
from mappings.tagging.types import NORM_NAMES, Context, Tags


@dataclass(frozen=True)
class FiredRule:
    """words: what the rule saw in the sentence. changed: None, added, changed or off (by the municipality's own folder)."""

    id: str
    since: str
    gives: str
    words: str
    confidence: float
    explanation_sv: str
    explanation_en: str
    changed: str | None


@dataclass(frozen=True)
class Explanation:
    """fired: the strongest first, those switched off too. model: norm → probability, empty where no model reads along."""

    tags: Tags
    fired: tuple[FiredRule, ...]
    model: dict[str, float]
    model_version: str | None
    model_missing_sv: str


def explain(text: str, language: str, context: Context | None = None, own: Path | None = None) -> Explanation:
    """Everything that spoke for and against a sentence's tags. Raises RuleError for broken rules."""
    asked = Asked(text, language, context or Context())
    rules = rules_for(language, own)
    given = tag(text, language, asked.context, ruleset=rules)
    state = model_state()
    model: dict[str, float] = {}
    tags = given
    if state.version is not None:
        (prediction,) = predictions([asked], [given])
        model = {norm: round(float(value), 3) for norm, value in sorted(prediction.norm.items(), key=lambda one: -one[1])}
        tags = combined(text, given, prediction, state)
    if rules is None:
        return Explanation(tags, (), model, state.version, state.missing_sv)
    seen = read(text, rules, asked.context.field)
    both = sorted((*seen.fired, *seen.off), key=lambda one: (-one[0].priority, one[0].id))
    fired = tuple(
        FiredRule(
            rule.id, rule.since.isoformat(), _gives(rule), text[span[0] : span[1]], rule.confidence,
            rule.explanation_sv, rule.explanation_en, rule.changed,
        )
        for rule, span in both
    )  # fmt: skip
    return Explanation(tags, fired, model, state.version, state.missing_sv)


def _gives(rule: object) -> str:
    names = ("norm", "side", "standing", "bearer", "bearer_detail", "holder", "strength", "theme")
    return ", ".join(f"{name}={value}" for name in names if (value := getattr(rule, name)))


def lines(found: Explanation) -> list[str]:
    """The explanation for a reader of Swedish."""
    told = [f"{rule.id} ({rule.since}, {round(rule.confidence * 100)} %): {rule.gives or 'inget'} – ”{rule.words}”."
            f" {rule.explanation_sv}{_CHANGED.get(rule.changed or '', '')}" for rule in found.fired]  # fmt: skip
    out = ["Regler som träffade, den starkaste först:", *(f"  · {one}" for one in told)] if told else ["Ingen regel träffade."]
    out += [f"  ! {one}" for one in found.tags.changes]
    if found.model:
        likely = ", ".join(f"{NORM_NAMES[norm][0]} {round(value * 100)} %" for norm, value in list(found.model.items())[:3])
        out.append(f"Modellen {found.model_version}: {likely}.")
    else:
        out.append(found.model_missing_sv or "Ingen modell läste satsen.")
    first = found.tags.primary
    out.append(f"Vinner: {NORM_NAMES[first.norm_type][0]} genom {first.rule} ({first.rule_date}). {first.explanation_sv}")
    out.append("  " + told_sv({**vars(first), "side": found.tags.side}))
    if found.tags.also:
        out.append("Också: " + ", ".join(NORM_NAMES[norm][0] for norm in found.tags.also) + ".")
    return out


_CHANGED = {
    "added": " (Kommunens egen regel.)",
    "changed": " (Ändrad av kommunen.)",
    "off": " (Avstängd av kommunen: räknas inte.)",
}
