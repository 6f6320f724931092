"""Waits on 127.0.0.1 for the one request with which a browser brings a code back."""

from __future__ import annotations

import html
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from connectors.errors import FixSettings

HOST = "127.0.0.1"
PATH = "/callback"


class Callback:
    """The waiting end. `redirect_uri` is what has to be registered in Decidim, to the letter."""

    def __init__(self, server: HTTPServer, received: list[Mapping[str, str]]) -> None:
        self._server, self._received = server, received
        self.redirect_uri = f"http://{HOST}:{server.server_port}{PATH}"

    def wait(self, seconds: float) -> Mapping[str, str]:
        """The parameters of the callback. Raises FixSettings ``sign_in_timeout`` when none came in time."""
        until = time.monotonic() + seconds
        while not self._received and (left := until - time.monotonic()) > 0:
            self._server.timeout = left
            self._server.handle_request()
        if not self._received:
            raise FixSettings(
                "sign_in_timeout",
                f"Ingen inloggning kom tillbaka inom {seconds:.0f} sekunder. Visar Decidim ett fel i webbläsaren? Kontrollera då "
                f"klient-id, och att omdirigeringsadressen är exakt {self.redirect_uri}. Försök sedan igen.",
                f"No sign-in came back within {seconds:.0f} seconds. Does Decidim show an error in the browser? Then check the "
                f"client id, and that the redirect address is exactly {self.redirect_uri}. Then try again.",
            )
        return self._received[0]


@contextmanager
def callback(port: int) -> Iterator[Callback]:
    """Listens on `port` (0 takes a free one) until the block ends. Raises FixSettings ``port_busy``."""
    received: list[Mapping[str, str]] = []
    try:
        server = HTTPServer((HOST, port), _handler(received))
    except OSError as fault:
        raise FixSettings(
            "port_busy",
            f"Port {port} på den här datorn är upptagen. Stäng det som använder den, eller välj en annan port och "
            "registrera den.",
            f"Port {port} on this computer is taken. Close what uses it, or choose another port and register that.",
        ) from fault
    try:
        yield Callback(server, received)
    finally:
        server.server_close()


def _handler(received: list[Mapping[str, str]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10  # a browser that opens a connection and says nothing must not hold up the real callback

        def do_GET(self) -> None:  # noqa: N802 - the name is http.server's
            parts = urlsplit(self.path)
            # Another host name that points here would be another site's page reaching in through the browser.
            at_home = self.headers.get("Host", "") == f"{HOST}:{self.server.server_port}"  # type: ignore[attr-defined]
            if parts.path != PATH or not at_home or received:
                self._page(404, "Här finns ingenting. / Nothing here.")
                return
            query = parse_qs(parts.query, max_num_fields=20)
            received.append({name: values[0] for name, values in query.items()})
            self._page(200, "Klart. Gå tillbaka till terminalen. / Done. Go back to the terminal.")

        def _page(self, status: int, text: str) -> None:
            body = f'<!doctype html><meta charset="utf-8"><title>Sidecar</title><p>{html.escape(text)}</p>\n'.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the address holds the code."""

    return Handler
