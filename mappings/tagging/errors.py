"""What can be wrong with rules."""


class RuleError(ValueError):
    """A rule file that can't be used: the message names file, line and rule, in Swedish."""
