"""Fetches the Open Data archive that any Decidim gives to anyone at `/open-data/download`."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from connectors.decidim import faults
from connectors.decidim import opendata_faults as opendata
from connectors.decidim.pace import seconds_of
from connectors.decidim.transport import CHUNK, MEGABYTE
from connectors.errors import ConnectorError, TryLater

HOPS = 5
LIMIT = 256 * MEGABYTE
"""Bytes, packed."""


def fetch_opendata(
    base_url: str,
    session: requests.Session,
    into: Path,
    *,
    limit: int = LIMIT,
    deadline: float = 600.0,
    clock: Callable[[], float] = time.monotonic,
) -> Path:
    """The archive as a file at `into`, written whole or not at all. Give a session without credentials.

    base_url: Decidim's front page. Follows redirects on the same host only. Raises `FixSettings` (closed, another host, no
    archive), `TryLater` (not made yet, throttled, interrupted), `ReadError` (larger than `limit` bytes, no ZIP).
    """
    url, ends = urljoin(base_url.rstrip("/") + "/", "open-data/download"), clock() + deadline
    part = into.with_name(into.name + ".part")
    try:
        for _ in range(HOPS):
            with session.get(url, stream=True, allow_redirects=False, timeout=(10, 60)) as response:
                if response.is_redirect:
                    url = _next(base_url, url, response.headers["Location"])
                    continue
                _judge(response, url)
                with part.open("wb") as file:
                    _store(response, file, limit, ends, clock)
            return part.replace(into)
        raise faults.redirected(url)
    except (requests.exceptions.RequestException, HTTPError) as fault:
        raise _interrupted() from fault
    finally:
        part.unlink(missing_ok=True)


def _next(base_url: str, url: str, location: str) -> str:
    """Where a redirect on the same host leads. Raises where it leads elsewhere, or to a page instead of the archive."""
    target = urljoin(url, location)
    there, here = urlsplit(target), urlsplit(base_url)
    if there.scheme not in ("http", "https") or (here.scheme == "https" and there.scheme != "https"):
        raise faults.redirected(url)
    if there.netloc != here.netloc:
        raise opendata.elsewhere(there.netloc)
    if there.path.rstrip("/").endswith("/users/sign_in"):
        raise faults.closed()
    if there.path.startswith("/system"):
        raise faults.wrong_host(base_url)
    if "/open-data" not in there.path and "/rails/active_storage/" not in there.path:
        # Without an archive Decidim sets its job going and sends the visitor back to a page.
        raise opendata.not_made_yet()
    return target


def _judge(response: requests.Response, url: str) -> None:
    status, kind = response.status_code, response.headers.get("Content-Type", "")
    if status == 429:
        raise faults.throttled(seconds_of(response.headers.get("Retry-After"), time.time()))
    if status >= 500:
        raise faults.server_error(status)
    if status == 403:
        raise faults.wrong_host(url)
    if status != 200:
        raise opendata.no_archive(status)
    if kind.startswith("text/html"):
        raise opendata.not_made_yet()


def _store(response: requests.Response, file: IO[bytes], limit: int, ends: float, clock: Callable[[], float]) -> None:
    size, told = 0, response.headers.get("Content-Length", "")
    for chunk in response.iter_content(CHUNK):
        size += len(chunk)
        if size > limit:
            raise opendata.too_big()
        if clock() > ends:
            raise _interrupted()
        file.write(chunk)
    if told.isdigit() and "Content-Encoding" not in response.headers and size != int(told):
        raise _interrupted()


def _interrupted() -> ConnectorError:
    return TryLater(
        "opendata_interrupted",
        "Hämtningen av arkivet med öppna data avbröts. Försök igen, eller hämta filen i en webbläsare och läs in den.",
        "Fetching the Open Data archive was interrupted. Try again, or take the file in a browser and read it in.",
    )
