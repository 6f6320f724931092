"""Posts that go while the caller does something else, each on a line of its own."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from connectors.decidim.transport import Reply, Transport


@dataclass
class Aside:
    """Lines beside `transport`, opened when needed and used again: a `requests` session is not for two threads at once.

    The threads do nothing but wait for their answer, and end with the process: a pull that is stopped waits for none.
    """

    transport: Transport
    _idle: list[Transport] = field(default_factory=list)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Future[Reply]:
        """Sends now; the result is what `Transport.post` gives or raises."""
        line = self._idle.pop() if self._idle else self.transport.another()
        future: Future[Reply] = Future()

        def go() -> None:
            try:
                reply = line.post(url, body, headers)
            except BaseException as fault:  # noqa: BLE001 - raised again where the answer is waited for
                self._idle.append(line)
                future.set_exception(fault)
            else:
                self._idle.append(line)
                future.set_result(reply)

        threading.Thread(target=go, name="decidim-ahead", daemon=True).start()
        return future
