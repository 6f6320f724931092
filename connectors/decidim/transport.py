"""One POST to a Decidim, and nothing more: no redirects, no retries, a size limit and a deadline.

Decides nothing about meaning; `answers.py` does. A reply that could not be had raises `NotReached` (surely not sent),
`Interrupted` (sent, answer lost) or `TooBig`.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError

MEGABYTE = 1024 * 1024
CHUNK = 64 * 1024


@dataclass(frozen=True)
class Reply:
    """What came back. `headers` have lower-case names; `elapsed` in seconds, until the last byte."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    elapsed: float = 0.0


class NoReply(Exception):
    """No whole answer came."""


class NotReached(NoReply):
    """No connection: the request was surely not sent."""


class Interrupted(NoReply):
    """Sent, or perhaps sent, and no whole answer came: a reset, a time-out, half an answer."""

    def __init__(self, reason: str, timeout: bool = False) -> None:
        super().__init__(reason)
        self.timeout = timeout


class TooBig(NoReply):
    """The answer is larger than we are willing to hold."""


@dataclass
class Transport:
    """Sends over one `requests` session. `connect`, `read`: seconds; `limit`: bytes; `deadline`: seconds for a whole answer."""

    session: requests.Session
    connect: float = 10.0
    read: float = 60.0
    deadline: float = 120.0
    limit: int = 50 * MEGABYTE
    clock: Callable[[], float] = time.monotonic

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        began = self.clock()
        try:
            with self.session.post(
                url, data=body, headers=dict(headers), timeout=(self.connect, self.read), allow_redirects=False, stream=True
            ) as response:
                content = self._content(response, began)
                names = {name.lower(): value for name, value in response.headers.items()}
                return Reply(response.status_code, names, content, self.clock() - began)
        except requests.exceptions.ConnectTimeout as fault:
            raise NotReached("connect timeout") from fault
        except requests.exceptions.Timeout as fault:
            raise Interrupted("timeout", timeout=True) from fault
        except requests.exceptions.ConnectionError as fault:
            raise _connection_fault(fault) from fault
        except (requests.exceptions.RequestException, HTTPError, OSError) as fault:
            raise Interrupted(type(fault).__name__) from fault

    def another(self) -> Transport:
        """A second line with the same settings, for use at the same time. Connections are shared, cookies are not."""
        line = copy.copy(self)
        line.session = copy.copy(self.session)
        line.session.headers = CaseInsensitiveDict(self.session.headers)
        line.session.cookies = self.session.cookies.copy()
        return line

    def _content(self, response: requests.Response, began: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        for part in response.iter_content(CHUNK):
            size += len(part)
            if size > self.limit:
                raise TooBig(f"more than {self.limit // MEGABYTE} MB")
            if self.clock() - began > self.deadline:
                raise Interrupted("deadline", timeout=True)
            parts.append(part)
        return b"".join(parts)


def _connection_fault(fault: requests.exceptions.ConnectionError) -> NoReply:
    cause = fault.args[0] if fault.args else None
    if isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError):
        return NotReached("no connection")
    if isinstance(fault, requests.exceptions.SSLError):
        return NotReached("tls")
    return Interrupted("connection lost")
