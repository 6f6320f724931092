"""How many proposals to ask for at a time: fewer when the server suffers, more again when it is well."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.decidim.documents import PAGE

TOO_SLOW = 20.0
QUICK = 6.0


@dataclass
class PageSize:
    """`now`: what to ask for next. Halves on trouble and on answers over 20 s, doubles after two quick ones."""

    now: int = PAGE
    most: int = PAGE
    _quick: int = 0

    def shrink(self) -> bool:
        """Half of it. False when it can't be less."""
        self._quick = 0
        if self.now <= 1:
            return False
        self.now = max(1, self.now // 2)
        return True

    def answered(self, elapsed: float) -> None:
        if elapsed > TOO_SLOW:
            self.shrink()
        elif elapsed > QUICK:
            self._quick = 0
        else:
            self._quick += 1
            if self._quick >= 2 and self.now < self.most:
                self.now, self._quick = min(self.most, self.now * 2), 0
