"""What the ledger can't do."""


class LedgerError(Exception):
    """A decision that can't be stored, or sums that don't add up; says why, in Swedish."""
