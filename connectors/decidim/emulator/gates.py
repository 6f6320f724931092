"""What stands before every answer: throttling, the right host, and organisations that ask everybody to sign in."""

import threading
import time
from urllib.parse import urlsplit

from flask import Flask, Request, Response, request

from connectors.decidim.emulator.viewer import Viewer
from connectors.decidim.emulator.world import LOCAL_HOSTS, World

_WRONG_HOST_PAGE = "<!DOCTYPE html>\n<html><head><title>403 Forbidden</title></head><body><h1>Blocked host</h1></body></html>\n"


class Window:
    """A fixed minute: counts an address's requests in it."""

    def __init__(self, allowed: int) -> None:
        self._allowed = allowed
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[str, int] = {}

    def lets_in(self, address: str) -> bool:
        minute = int(time.time() // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            self._counts[address] = self._counts.get(address, 0) + 1
            return self._counts[address] <= self._allowed


def install(app: Flask, world: World) -> None:
    """Throttling and hosts, for every address of the application."""
    allowed = world.options.requests_a_minute
    window = None if allowed is None else Window(allowed)

    @app.before_request
    def gate() -> Response | None:
        if window is not None and not window.lets_in(request.remote_addr or ""):
            return Response("Retry later\n", 429, content_type="text/plain")
        return _host_gate(request, world)


def _host_gate(asked: Request, world: World) -> Response | None:
    host, options = host_name(asked), world.options
    if host in options.hosts:
        return moved(f"{world.address(asked.host)}{asked.path}", world)
    primary = (options.primary_host or "").partition(":")[0]
    known = {primary, world.store.organization.get("host")} | LOCAL_HOSTS
    if host in known:
        return None
    if world.facts.wrong_host_redirects:
        return Response(status=302, headers={"Location": f"http://{asked.host}/system/"}, content_type="text/html; charset=utf-8")
    return Response(_WRONG_HOST_PAGE, 403, content_type="text/html; charset=UTF-8")


def host_name(asked: Request) -> str:
    """The host that was asked, without its port."""
    return urlsplit(f"//{asked.host}").hostname or ""


def moved(location: str, world: World) -> Response:
    """301, with the little page that older versions send."""
    return _redirect(301, location, world)


def sign_in_gate(asked: Request, world: World, viewer: Viewer) -> Response | None:
    """A closed organisation lets in only people: an API credential is sent to the sign-in page like everybody else."""
    person = viewer.user_id is not None and viewer.via in ("oauth", "cookie")
    if not world.options.closed or person:
        return None
    locale = f"/{world.store.organization['default_locale']}" if world.facts.locale_in_paths else ""
    return _redirect(302, f"{world.address(asked.host)}{locale}/users/sign_in", world)


def _redirect(status: int, location: str, world: World) -> Response:
    page = f'<html><body>You are being <a href="{location}">redirected</a>.</body></html>'
    body = page if world.facts.redirect_has_body else ""
    return Response(body, status, headers={"Location": location}, content_type="text/html; charset=utf-8")
