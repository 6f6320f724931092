"""A web server that answers what a test tells it to: for answers that no Decidim, and no emulator, would give."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Given:
    """One answer. `body` as bytes, or anything that JSON can hold. `cut`: says it is longer than it is, and hangs up."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Asked:
    """One request that came. `json` is None where the body is none."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@contextmanager
def answering(answer: Callable[[Asked], Given] | list[Given]) -> Iterator[tuple[str, list[Asked]]]:
    """(address, requests so far) of a server. A list is given one by one, its last for ever."""
    asked: list[Asked] = []

    def given(request: Asked) -> Given:
        asked.append(request)
        return answer(request) if callable(answer) else answer[min(len(asked), len(answer)) - 1]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            found = given(Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, self.rfile.read(length)))
            self.send_response(found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(found.content) + (100 if found.cut else 0)))
            self.end_headers()
            self.wfile.write(found.content)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
