"""What a reply means: an answer, or an error by what to do about it. Decided by status, address and codes, never by wording."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from connectors.decidim import faults
from connectors.decidim.transport import Reply

SIGN_IN = re.compile(r"^(/[A-Za-z-]{2,10})?/users/sign_in/?$")


@dataclass(frozen=True)
class GraphQLError:
    """One entry of `errors`. `path` and `code` are what may be decided by; `extensions` as sent; the wording is not kept
    where it could hold a person's text, so `message` is only for `ATTRIBUTE_VALIDATION_ERROR`s and their like."""

    code: str | None
    path: tuple[str | int, ...]
    extensions: Mapping[str, Any]
    message: Any = None


@dataclass(frozen=True)
class Answer:
    """GraphQL's answer: `data` and `errors` may both be there. `status` is HTTP's, `elapsed` seconds."""

    data: Mapping[str, Any] | None
    errors: tuple[GraphQLError, ...] = ()
    status: int = 200
    elapsed: float = 0.0

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(error.code for error in self.errors if error.code)

    def at(self, *path: str | int) -> Any:
        """The value at a path of `data`; None where anything on the way is missing or of another shape."""
        value: Any = self.data
        for step in path:
            if isinstance(value, Mapping) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value):
                value = value[step]
            else:
                return None
        return value


class LoginRedirect(Exception):
    """Sent to the sign-in page: a closed organisation, or a passing fault; asking once more tells."""


class Nonsense(Exception):
    """200, but not a GraphQL answer: HTML, half a JSON, another shape. May pass."""


def answer_of(reply: Reply, url: str) -> Answer:
    """Reads a reply. Raises a `ConnectorError`, `LoginRedirect` or `Nonsense`. 429 and 5xx are not for here."""
    if 300 <= reply.status < 400:
        raise _redirect(reply, url)
    if reply.status == 403:
        raise faults.wrong_host(url)
    if reply.status in (404, 405, 410):
        raise faults.no_api(url)
    if reply.status == 401:
        raise faults.not_accepted()
    if not 200 <= reply.status < 300:
        raise faults.http_status(reply.status, url)
    return _parsed(reply)


def _parsed(reply: Reply) -> Answer:
    try:
        # Bytes that aren't UTF-8 become lone surrogates: the one record that holds them is refused, the rest is read.
        body = json.loads(reply.body.decode("utf-8", errors="surrogateescape"))
    except (ValueError, RecursionError) as fault:
        raise Nonsense("not JSON") from fault
    if not isinstance(body, dict) or not ("data" in body or "errors" in body):
        raise Nonsense("not a GraphQL answer")
    data = body.get("data")
    if data is not None and not isinstance(data, dict):
        raise Nonsense("data is not an object")
    return Answer(data, tuple(_errors(body.get("errors"))), reply.status, reply.elapsed)


def _errors(entries: Any) -> Iterator[GraphQLError]:
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict):
            continue
        extensions = entry.get("extensions")
        extensions = extensions if isinstance(extensions, dict) else {}
        code = extensions.get("code")
        steps = entry.get("path")
        path = tuple(step for step in steps if isinstance(step, str | int)) if isinstance(steps, list) else ()
        yield GraphQLError(code if isinstance(code, str) else None, path, extensions, entry.get("message"))


def _redirect(reply: Reply, url: str) -> Exception:
    target = urlsplit(urljoin(url, reply.headers.get("location", "")))
    asked = urlsplit(url)
    if SIGN_IN.match(target.path):
        return LoginRedirect()
    if target.path.startswith("/system"):
        return faults.wrong_host(url)
    if target.hostname and (target.scheme, target.netloc) != (asked.scheme, asked.netloc):
        path = target.path.removesuffix("/").removesuffix("/api")
        return faults.moved(urlunsplit((target.scheme, target.netloc, path, "", "")))
    return faults.redirected(url)
