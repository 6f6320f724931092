"""The moderator of the demo with her browser: signs in on the emulator's real pages and says yes."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from html import unescape
from urllib.parse import urljoin

import requests

_FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


def opens(email: str, password: str) -> Callable[[str], None]:
    """What the sign-in is given as a browser: walks from the address to the loopback page, in a thread of its own."""

    def open_browser(address: str) -> None:
        threading.Thread(target=_walk, args=(address, email, password), daemon=True).start()

    return open_browser


def _walk(address: str, email: str, password: str) -> None:
    with requests.Session() as browser:
        page = browser.get(address, timeout=20)
        fields = {**_fields(page.text), "user[email]": email, "user[password]": password}
        answer = browser.post(page.url, data=fields, timeout=20, allow_redirects=False)
        answer = browser.get(urljoin(page.url, answer.headers["Location"]), timeout=20, allow_redirects=False)
        if answer.status_code == 200:  # the consent page
            answer = browser.post(answer.url, data=_fields(answer.text), timeout=20, allow_redirects=False)
        browser.get(answer.headers["Location"], timeout=20)


def _fields(page: str) -> dict[str, str]:
    """Hidden fields of the first form."""
    form = page.split("<form", 2)[1]
    return {name: unescape(value) for name, value in _FIELD.findall(form)}
