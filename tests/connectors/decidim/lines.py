"""A line whose answers seem slow, and that knows how many requests were in the air at once."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import requests

from connectors.decidim.client import ANONYMOUS, Client, Credential
from connectors.decidim.pace import Pace
from connectors.decidim.reader import GraphQLReader
from connectors.decidim.transport import Reply, Transport
from tests.connectors.decidim.reading import no_sleep


@dataclass
class Traffic:
    """`crowds`: for each request, how many were in the air when it went, itself included."""

    crowds: list[int] = field(default_factory=list)
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def went(self) -> None:
        with self._lock:
            self._now += 1
            self.crowds.append(self._now)

    def came(self) -> None:
        with self._lock:
            self._now -= 1


@dataclass
class SlowLine(Transport):
    """Good answers seem to have taken `seconds`; nobody waits for them."""

    seconds: float = 1.0
    traffic: Traffic = field(default_factory=Traffic)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        self.traffic.went()
        try:
            return replace(super().post(url, body, headers), elapsed=self.seconds)
        finally:
            self.traffic.came()


def slow_reader(
    url: str, *, seconds: float = 1.0, parallel: int = 4, page_size: int = 50, credential: Credential = ANONYMOUS
) -> tuple[GraphQLReader, Traffic]:
    """A reader of a server that seems slow, and what it had in the air."""
    line = SlowLine(requests.Session(), seconds=seconds)
    client = Client(url, credential=credential, pace=Pace(None, sleep=no_sleep), transport=line)
    return GraphQLReader(client, page_size=page_size, parallel=parallel), line.traffic
