"""What a statement asks for: right, permission, obligation, prohibition, participation, objective, need or none.

    tag(text, language, context) -> Tags     winner first; each names its rule, the rule's date, confidence and why
    built_in("sv").version                   hash of the rules: a tag with another version is to be made again

Rules are data (`rules/<language>/*.yaml`), dated, with their examples; `ruleset.load(folder, language)` reads one's own.
"""

from mappings.tagging.errors import RuleError
from mappings.tagging.rule import Rule
from mappings.tagging.ruleset import Ruleset, built_in, languages, load, with_own
from mappings.tagging.tagger import tag
from mappings.tagging.types import ASKS, NORMS, ROLLUP, Context, Norm, Side, Tag, Tags

__all__ = [
    "ASKS", "NORMS", "ROLLUP", "Context", "Norm", "Rule", "RuleError", "Ruleset", "Side", "Tag", "Tags", "built_in", "languages",
    "load", "tag", "with_own",
]  # fmt: skip
