"""What a statement asks for: right, permission, obligation, prohibition, participation, objective, need or none.

    decide(asked) -> Tags for each           rules and the trained model together; each tag says what gave it and why
    tag(text, language, context) -> Tags     by rules alone
    explain.explain(text, language)          every rule that fired, what the model said, who won
    check.check(own)                         are the rules sound? file, rule and line of each fault
    gaps(tags)                               rights without a bearer, duties without a holder
    built_in("sv").version                   hash of the rules: a tag with another version is to be made again

Rules are data (`rules/<language>/*.yaml`), dated, with their examples; `with_own(language, folder)` lays a municipality's own
over them.
"""

from mappings.tagging.decide import Asked, decide, model_state
from mappings.tagging.errors import RuleError
from mappings.tagging.gaps import gaps
from mappings.tagging.rule import Rule
from mappings.tagging.ruleset import Ruleset, built_in, languages, load, with_own
from mappings.tagging.tagger import tag
from mappings.tagging.types import ASKS, NORM_NAMES, NORMS, ROLLUP, THEMES, Context, Norm, Side, Tag, Tags

__all__ = [
    "ASKS", "NORMS", "NORM_NAMES", "ROLLUP", "THEMES", "Asked", "Context", "Norm", "Rule", "RuleError", "Ruleset", "Side", "Tag",
    "Tags", "built_in", "decide", "gaps", "languages", "load", "model_state", "tag", "with_own",
]  # fmt: skip
