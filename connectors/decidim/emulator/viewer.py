"""Who a request comes from, as the emulator's resolvers see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from flask import Request

Via = Literal["anonymous", "api_credential", "oauth", "cookie"]


@dataclass(frozen=True)
class Viewer:
    """One asker. `user_id` is None for somebody unknown, also for an OAuth token without the scope `user` or
    without `X-Jwt-Aud`: Decidim then still honours the token's other scopes.

    scopes: the OAuth scopes of the token; only read where `via` is "oauth".
    process_roles: pairs (process id, role), as `(1, "admin")`.
    """

    user_id: int | None
    via: Via
    scopes: frozenset[str] = frozenset()
    is_admin: bool = False
    process_roles: tuple[tuple[int, str], ...] = ()

    @property
    def may_read(self) -> bool:
        """Whether `Query` opens: everybody, except a token that was not given `api:read`."""
        return self.via != "oauth" or "api:read" in self.scopes

    @property
    def may_write(self) -> bool:
        """Whether `Mutation` opens (0.31 and later ask; before, everybody passes)."""
        return self.via in ("api_credential", "cookie") or "api:write" in self.scopes

    def answers_in(self, process_id: int) -> bool:
        """Whether official answers may be given to proposals of a process."""
        return self.is_admin or any(process == process_id for process, _ in self.process_roles)


ANONYMOUS = Viewer(user_id=None, via="anonymous")

ViewerHook = Callable[[Request], Viewer | None]
"""Looks at a request; None when the request carries nothing that this hook knows."""
