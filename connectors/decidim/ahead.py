"""Pages asked for before the page in front of them has come.

Where that page will end is a guess: cursors of all Decidims that we know are offsets in base64. Nothing rests on it: a
page is taken only if the one before it ended at the very cursor it was asked with, and after one wrong guess we stop guessing.
"""

from __future__ import annotations

import base64
import binascii
from collections import deque
from dataclasses import dataclass, field

from connectors.decidim.client import Sent
from connectors.decidim.documents import PAGE
from connectors.decidim.gathering import Lookup


@dataclass(frozen=True, eq=False)
class Early:
    """A page in the air: `first` proposals after the cursor `after`, with the lookups that ride along. `together`: how many
    requests were allowed in the air when it went."""

    after: str
    first: int
    batch: list[Lookup]
    sent: Sent
    together: int


@dataclass
class Ahead:
    """The pages in the air, in order, and whether guessing is still worth it: only once a page has ended as guessed."""

    early: deque[Early] = field(default_factory=deque)
    _right: bool | None = None

    def ended(self, after: str | None, first: int, at: str | None) -> None:
        """A page of `first` after `after` ended at `at`, with more behind it."""
        self._right = self._right is not False and at is not None and cursor_after(after, first) == at

    def place(self, after: str | None, first: int) -> str | None:
        """Where the next page after all those in the air should begin. None: can't be guessed."""
        if not self._right:
            return None
        last = self.early[-1] if self.early else None
        return cursor_after(last.after, last.first) if last else cursor_after(after, first)

    def take(self, after: str | None) -> Early | None:
        """The page that begins at `after`, if it was asked for."""
        return self.early.popleft() if self.early and self.early[0].after == after else None

    def astray(self, after: str | None) -> bool:
        """Whether the pages in the air begin elsewhere than at `after`."""
        return bool(self.early) and self.early[0].after != after


def cursor_after(after: str | None, first: int) -> str | None:
    """The cursor of the proposal `first` places (at most a page) behind `after`. None where `after` is no offset.

    `NTA` is 50 in base64 without padding; anything that doesn't come back as the same letters is no offset to us.
    """
    place = 0 if after is None else _offset(after)
    return None if place is None else _cursor(place + min(first, PAGE))


def _offset(cursor: str) -> int | None:
    try:
        digits = base64.b64decode(cursor + "=" * (-len(cursor) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not digits.isdigit() or len(digits) > 12 or _cursor(int(digits)) != cursor:
        return None
    return int(digits)


def _cursor(place: int) -> str:
    return base64.b64encode(str(place).encode()).decode().rstrip("=")
