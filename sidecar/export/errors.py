"""What can't be exported."""


class ExportError(Exception):
    """Says in Swedish why, and what to do next."""
