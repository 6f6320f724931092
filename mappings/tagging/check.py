"""Are a folder's rules sound? Reads them, runs their examples, and says file, rule and line of every fault."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from mappings.tagging.errors import RuleError
from mappings.tagging.ruleset import Ruleset, folder_of, languages, load
from mappings.tagging.schema import line_of
from mappings.tagging.tagger import tag
from mappings.tagging.types import Context


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: line counts from 1."""

    file: str
    line: int
    rule: str
    message_sv: str

    def __str__(self) -> str:
        return f"{self.file}, rad {self.line}, {self.rule}: {self.message_sv}"


@dataclass(frozen=True)
class Checked:
    """How many rules and examples were run, and what was wrong."""

    rules: int
    examples: int
    faults: tuple[Fault, ...]


def check(own: Path | None = None, only: str | None = None) -> Checked:
    """Checks the package's rules, or with `own` those of a municipality's folder (`own/<language>/*.yaml`) laid over them.

    only: one language. A file that can't be read is a fault of its own, and its language's other files are not run.
    """
    rules, examples = 0, 0
    faults: list[Fault] = []
    if own is not None and not own.is_dir():
        return Checked(0, 0, (Fault(own.name, 1, "–", "Mappen finns inte. Skapa den eller ändra CHARTER_RULES."),))
    for language in languages():
        mine = own / language if own is not None else None
        if (only and language != only) or (mine is not None and not mine.is_dir()):
            continue
        try:
            ruleset = load(folder_of(language), language, own=mine)
        except RuleError as error:
            faults.append(Fault(language, error.line, "–", str(error)))
            continue
        folder = mine or folder_of(language)
        checked = [rule for rule in ruleset.rules if (rule.changed in ("added", "changed")) or mine is None]
        rules += len(checked)
        examples += sum(len(rule.must) + len(rule.must_not) for rule in checked)
        faults.extend(_run(ruleset, {rule.id for rule in checked}, folder))
    return Checked(rules, examples, tuple(faults))


def _run(ruleset: Ruleset, ids: set[str], folder: Path) -> Iterator[Fault]:
    for rule in ruleset.rules:
        if rule.id not in ids:
            continue
        field = rule.field if rule.field != "any" else "body"
        for kind, texts in (("must", rule.must), ("must_not", rule.must_not)):
            for number, text in enumerate(texts):
                given = tag(text, ruleset.language, Context(field=field), ruleset=ruleset)
                fault = _fault(kind, rule.id in given.fired, rule.norm, given.primary.norm_type, given.primary.rule)
                if fault:
                    yield Fault(rule.file, _line(folder / rule.file, rule.id, kind, number), rule.id, f"”{text}”: {fault}")


def _fault(kind: str, fired: bool, norm: str | None, given: str, winner: str) -> str:
    if kind == "must_not":
        return "regeln träffar, fast den inte ska." if fired else ""
    if not fired:
        return "regeln träffar inte, fast den ska."
    if norm and given != norm:
        return f"regeln träffar, men {winner} vinner och ger {given} i stället för {norm}. Ändra prioritet eller undantag."
    return ""


def _line(path: Path, rule: str, kind: str, number: int) -> int:
    text = path.read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(text, Loader=loader) or {}  # noqa: S506 (a safe loader)
    place = next((at for at, one in enumerate(raw.get("rules", [])) if one.get("id") == rule), 0)
    return line_of(text, ["rules", place, "examples", kind, number])
