"""What can be wrong with rules."""


class RuleError(ValueError):
    """A rule file that can't be used: the message names file, line and rule, in Swedish."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line
