"""Errors of a connector, by what to do about them."""

from __future__ import annotations


class ConnectorError(Exception):
    """Carries a stable `code`, and what happened and what to do in Swedish and English. Never a person's text or a secret."""

    def __init__(self, code: str, sv: str, en: str) -> None:
        super().__init__(en)
        self.code, self.sv, self.en = code, sv, en


class FixSettings(ConnectorError):
    """Nothing will work until a person changes something: address, credentials, a closed organisation."""


class TryLater(ConnectorError):
    """The server is busy, throttled or down; the same call may go through later. `after`: seconds, where it said so."""

    def __init__(self, code: str, sv: str, en: str, after: float | None = None) -> None:
        super().__init__(code, sv, en)
        self.after = after


class NotUnderstood(ConnectorError):
    """The server answered something that we don't know how to read; smaller questions may still be answered."""


class ReadError(ConnectorError):
    """A file could not be read as what it says it is."""


class MaybeSent(ConnectorError):
    """A write was sent and its answer was lost, or was a 5xx: it may have been done. Search before any second try."""
