"""Walks the recorded exchanges of the set `oauth` against the emulator: one browser, one client, in recorded order.

Recordings hold placeholders (`<token>`, `<code>`, `<csrf>` …). What each stood for follows from the exchange's name.
"""

import base64
import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from connectors.decidim.emulator.app import create_app
from connectors.decidim.emulator.oauth_tokens import Registry
from connectors.decidim.emulator.store import Store
from tests.connectors.decidim.emulator.signing_in import BASE, Person, csrf_of, token_by_flow
from tests.real import servers
from tests.real.compare import HOST, Difference, Exchange, differences, exchanges

CALLBACK = "http://127.0.0.1:5000/login/decidim/callback"
PASSWORD = "ett-lösenord-för-prov"
EMAILS = {"admin": "admin@example.org", "moderator": "moderator@example.org", "person1": "person1@example.org"}
COMMENTS_WRITTEN_BEFORE = {"0.32.2": 3}
"""The set `user` was recorded first on this server, and wrote so many: the next comment's id tells."""
_DESCRIPTION = re.compile(r"&?error_description=[^&]*")


def content(version: str, recorded: list[Exchange]) -> dict[str, Any]:
    """The recorded server's content with the passwords and the three applications that the recordings imply."""
    data = servers.content(version)
    for place, name in ((0, "admin"), (-1, "moderator"), (1, "person1")):
        data["users"][place] |= {"email": EMAILS[name], "password": PASSWORD}
    if version in ("0.30.9", "0.31.8"):
        # These two were asked by a second process of the same application, where the administrator was named so.
        data["users"][0]["nickname"] = "admin_adminsson"
    by_name = {exchange.name: exchange for exchange in recorded}
    other = by_name["revoke_other_client"].request["body"]["client_id"]
    public = by_name["public_client_token"].request["body"]["client_id"]
    data["applications"] = [
        _application(main_client(recorded), refresh_tokens=True),
        _application(other),
        _application(public, confidential=False),
    ]
    return data


def main_client(recorded: list[Exchange]) -> str:
    return parse_qs(urlsplit(recorded[0].request["path"]).query)["client_id"][0]


def _application(uid: str, **more: bool) -> dict[str, Any]:
    return {"uid": uid, "secret": f"secret of {uid}", "redirect_uri": CALLBACK, "name": "Prov", **more}


class Walk:
    """The state of one walk: browsers, the last code of each application, and what each token was."""

    def __init__(self, version: str) -> None:
        self.recorded = exchanges(version, "oauth")
        self.main = main_client(self.recorded)
        self.data = content(version, self.recorded)
        store = Store(self.data, servers.Clock())
        for _ in range(COMMENTS_WRITTEN_BEFORE.get(version, 0)):
            store.next_id("comments", store.comments)
        self.app: Flask = create_app(store, version, options=servers.options(version))
        self.app.testing = True
        self.registry: Registry = self.app.extensions["decidim_oauth"]
        self.browser = self.app.test_client()
        self.codes: dict[str, str] = {}
        self.tokens: dict[str, str] = {"token_ok": "not yet"}
        self.refreshes: dict[str, str] = {}

    def differences(self) -> list[Difference]:
        found: list[Difference] = []
        for exchange in self.recorded:
            if exchange.name == "sign_in_page":
                self.browser = self.app.test_client()
            answer = self._ask(exchange)
            self._learn(exchange, answer)
            found += differences(_even_recorded(exchange), _even_answered(answer))
        return found

    def _ask(self, exchange: Exchange) -> TestResponse:
        headers = self._headers(exchange)
        body = exchange.request["body"]
        if isinstance(body, dict):
            filled = {name: self._filled(exchange, value, body) for name, value in body.items()}
            form = "urlencoded" in headers.get("Content-Type", "")
            body = urlencode(filled) if form else json.dumps(filled)
        path = exchange.request["path"].replace("<token>", self._token(exchange))
        client = self._client(exchange)
        return client.open(path, method=exchange.request["method"], base_url=BASE, headers=headers, data=body)

    def _client(self, exchange: Exchange) -> FlaskClient:
        """Recorded with a cookie: the browser, in the roles' exchanges the browser of that person."""
        if "Cookie" not in exchange.request["headers"] and exchange.name not in STARTS_A_SESSION:
            return self.app.test_client()
        role = re.match(r"role_(\w+?)_", exchange.name)
        return self._person(role.group(1)).browser if role else self.browser

    def _person(self, name: str) -> Person:
        return Person(self.app.test_client(), EMAILS[name], PASSWORD).signed_in()

    def _headers(self, exchange: Exchange) -> dict[str, str]:
        headers = {name: value for name, value in exchange.request["headers"].items() if name != "Cookie"}
        if headers.get("Authorization") == "Bearer <token>":
            headers["Authorization"] = f"Bearer {self._token(exchange)}"
        if headers.get("Authorization", "").startswith("Basic"):
            pair = f"{self.main}:secret of {self.main}".encode()
            headers["Authorization"] = "Basic " + base64.b64encode(pair).decode()
        if "X-Jwt-Aud" in headers:
            headers["X-Jwt-Aud"] = "another client" if exchange.name == "api_session_wrong_aud" else self.main
        return headers

    def _filled(self, exchange: Exchange, value: Any, body: dict[str, Any]) -> Any:
        client = body.get("client_id", self.main)
        match value:
            case "<csrf>":
                return csrf_of(self.browser)
            case "<password>":
                return PASSWORD
            case "<secret>":
                return f"secret of {client}"
            case "<code>":
                return self.codes.get(client, "")
            case "<token>":
                return self._token(exchange)
            case "<refresh token>":
                return self.refreshes["refresh" if exchange.name == "refresh_fewer_scopes" else "token_ok"]
            case _:
                return value

    def _token(self, exchange: Exchange) -> str:
        name = exchange.name
        if "expired" in name:
            return self._expired()
        if match := re.match(r"scope_(.*?)_(me|session|read|read_without_aud|comment|create)$", name):
            return self._scoped(match.group(1), exchange.note)
        if match := re.match(r"role_(\w+?)_", name):
            return self._of_person(match.group(1))
        old = name.startswith(("me_old_token", "me_after", "introspect")) or "refresh" not in self.refreshes
        return self.tokens["token_ok" if old else "refresh"]

    def _expired(self) -> str:
        if "expired" not in self.tokens:
            clock = self.registry.clock
            self.registry.clock = lambda: clock() - 8000
            moderator = self.data["users"][-1]["id"]
            token = self.registry.new_token(self.registry.applications[self.main], moderator, self.registry.rules.scopes)
            self.registry.clock, self.tokens["expired"] = clock, token.value
        return self.tokens["expired"]

    def _scoped(self, kind: str, note: str) -> str:
        if kind not in self.tokens:
            asked = re.search(r"scopes asked for: (.*?), given", note)
            scope = asked.group(1) if asked else self.tokens[kind]
            scope = "" if scope == "(none)" else scope
            self.tokens[kind] = token_by_flow(self._person("moderator"), self.main, f"secret of {self.main}", CALLBACK, scope)
        return self.tokens[kind]

    def _of_person(self, name: str) -> str:
        if name not in self.tokens:
            scope = " ".join(self.registry.rules.scopes)
            self.tokens[name] = token_by_flow(self._person(name), self.main, f"secret of {self.main}", CALLBACK, scope)
        return self.tokens[name]

    def _learn(self, exchange: Exchange, answer: TestResponse) -> None:
        place = parse_qs(urlsplit(answer.headers.get("Location", "")).query)
        if "code" in place:
            body = exchange.request["body"] or dict(parse_qsl(urlsplit(exchange.request["path"]).query))
            self.codes[body["client_id"]] = place["code"][0]
        if exchange.name in ("token_ok", "refresh") and answer.status_code == 200:
            granted = answer.get_json()
            self.tokens[exchange.name] = granted["access_token"]
            if "refresh_token" in granted:
                self.refreshes[exchange.name] = granted["refresh_token"]


STARTS_A_SESSION = frozenset({"authorize_signed_out", "sign_in_page", "sign_in_page_redirect1"})


def _even_recorded(exchange: Exchange) -> Exchange:
    headers = dict(exchange.headers)
    if "location" in headers:
        headers["location"] = _DESCRIPTION.sub("", headers["location"])
    return replace(exchange, headers=headers, body=_even_body(exchange.body))


def _even_answered(answer: TestResponse) -> TestResponse:
    """The answer with a code, the callback's host and wordings as placeholders, as the recordings have them."""
    if "Location" in answer.headers:
        place = answer.headers["Location"].replace("http://127.0.0.1:5000", f"https://{HOST}:5000")
        answer.headers["Location"] = _DESCRIPTION.sub("", re.sub(r"code=[^&]*", "code=<code>", place))
    if answer.is_json:
        answer.set_data(json.dumps(_even_body(answer.get_json())))
    return answer


def _even_body(body: Any) -> Any:
    """Wordings and seconds left aside."""
    if not isinstance(body, dict):
        return body
    evened = {"error_description": "<wording>", "expires_in": "<seconds>"}
    return {name: evened.get(name, value) for name, value in body.items()}
