"""A person with a browser and an emulated Decidim that is really served: what sign-in and writing are tested against."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import requests

from connectors.decidim.client import Client
from connectors.decidim.emulator.server import running
from connectors.decidim.oauth_login import SignedIn, login
from connectors.decidim.oauth_tokens import Application, TokenKeeper
from connectors.decidim.pace import Pace

SMALL = Path("connectors/decidim/emulator/examples/small.json").resolve()
CLIENT, SECRET, PASSWORD = "sidecar", "sidecar-secret", "decidim123456789"
MODERATOR = "moderator@example.org"
_INPUT = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def content(port: int, **application: Any) -> dict[str, Any]:
    """The small example, with the sidecar's application registered for a callback on `port`."""
    store: dict[str, Any] = json.loads(SMALL.read_text())
    store["applications"][0] |= {"redirect_uri": f"http://127.0.0.1:{port}/callback", **application}
    return store


@contextmanager
def decidim(version: str = "0.32.2", *, faults: str = "", **application: Any) -> Iterator[tuple[str, int]]:
    """(address, callback port) of a running Decidim with the small example."""
    port = free_port()
    with running(content(port, **application), version, faults=faults) as base:
        yield base, port


def forms(page: str) -> list[dict[str, str]]:
    return [{name: unescape(value) for name, value in _INPUT.findall(form)} for form in page.split("<form")[1:]]


def person(
    email: str = MODERATOR, *, denies: bool = False, arrives: Callable[[str], object] | None = None
) -> Callable[[str], object]:
    """An `open_browser` that signs in, answers the consent page, and follows back to the terminal, in a thread of its own.

    `arrives`: gets the callback's address instead of opening it.
    """

    def walk(address: str) -> None:
        with requests.Session() as browser:
            page = browser.get(address, timeout=10)
            sign_in = {**forms(page.text)[0], "user[email]": email, "user[password]": PASSWORD}
            answer = browser.post(page.url, data=sign_in, timeout=10, allow_redirects=False)
            answer = browser.get(answer.headers["Location"], timeout=10, allow_redirects=False)
            if answer.status_code == 200:
                consent = forms(answer.text)[1 if denies else 0]
                answer = browser.post(answer.url, data=consent, timeout=10, allow_redirects=False)
            (arrives or (lambda back: browser.get(back, timeout=10)))(answer.headers["Location"])

    def open_browser(address: str) -> None:
        threading.Thread(target=walk, args=(address,), daemon=True).start()

    return open_browser


def sign_in(base: str, port: int, email: str = MODERATOR, **settings: Any) -> SignedIn:
    return login(base, CLIENT, SECRET, open_browser=person(email), timeout=10, port=port, **settings)


def keeper_of(base: str, signed_in: SignedIn, saved: list[Any] | None = None, **settings: Any) -> TokenKeeper:
    keep = saved if saved is not None else []
    return TokenKeeper(Application(base, CLIENT, SECRET), signed_in.token, keep.append, **settings)


def user_client(base: str, port: int, email: str = MODERATOR) -> Client:
    """Signed in by the whole flow, and in no hurry to be polite."""
    return Client(base, credential=keeper_of(base, sign_in(base, port, email)).credential(), pace=swift())


def swift() -> Pace:
    return Pace(per_minute=None, sleep=lambda seconds: None)
