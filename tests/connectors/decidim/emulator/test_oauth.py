"""Signing in to the emulated Decidim with a browser and an application, as each version lets one."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.test import TestResponse

from connectors.decidim.emulator.oauth_rules import rules
from connectors.decidim.emulator.oauth_tokens import TOKEN_SECONDS, challenge_of
from connectors.decidim.emulator.versions import VERSIONS
from tests.connectors.decidim.emulator.asking import Decidim
from tests.connectors.decidim.emulator.signing_in import Person, code_in, forms_of

BASE = "http://127.0.0.1"
PASSWORD = "decidim123456789"
CLIENT = {"client_id": "sidecar", "redirect_uri": "http://127.0.0.1:8765/callback", "response_type": "code"}
PROOF = {"client_id": "sidecar", "client_secret": "sidecar-secret"}
ME = "{ session { user { id } } }"
WITH_TOKENS = ("0.31.8", "0.32.2")


@dataclass
class Visit:
    """A moderator's browser at one emulated Decidim, and the application that asks on its own."""

    decidim: Decidim
    person: Person
    version: str

    @property
    def scope(self) -> str:
        return " ".join(rules(self.version).scopes)

    def authorize(self, **more: str) -> TestResponse:
        wish = {**CLIENT, "scope": self.scope, "state": "läge", **more}
        return self.person.browser.get("/oauth/authorize", base_url=BASE, query_string=wish)

    def code(self, **more: str) -> str:
        page = self.authorize(**more)
        if page.status_code == 200:
            page = self.person.browser.post("/oauth/authorize", base_url=BASE, data=forms_of(page)[0])
        return code_in(page)

    def token(self, **fields: str) -> TestResponse:
        return self.decidim.app.test_client().post("/oauth/token", base_url=BASE, data={**PROOF, **fields})

    def exchange(self, code: str, **fields: str) -> TestResponse:
        proof = {"grant_type": "authorization_code", "redirect_uri": CLIENT["redirect_uri"], "code": code}
        return self.token(**{**proof, **fields})

    def refresh(self, value: str) -> TestResponse:
        return self.token(grant_type="refresh_token", refresh_token=value)

    def granted(self) -> dict[str, Any]:
        answer = self.exchange(self.code())
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    def me(self, token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return self.decidim.app.test_client().get("/oauth/me", base_url=BASE, headers=headers).status_code

    def who(self, token: str, audience: str | None = "sidecar") -> str | None:
        headers = {"Authorization": f"Bearer {token}", **({"X-Jwt-Aud": audience} if audience else {})}
        client = self.decidim.app.test_client()
        session = client.post("/api", base_url=BASE, json={"query": ME}, headers=headers).get_json()["data"]["session"]
        return session and session["user"]["id"]


def visit(version: str) -> Visit:
    decidim = Decidim(version)
    decidim.app.extensions["world"].viewer_hooks.pop(0)  # here it is found out who asks, not told
    browser = decidim.app.test_client()
    entered = Visit(decidim, Person(browser, "moderator@example.org", PASSWORD, BASE), version)
    entered.person.signed_in()
    return entered


@pytest.mark.parametrize("version", VERSIONS)
def test_a_visitor_signs_in_and_comes_back_to_where_they_wanted(version: str) -> None:
    decidim = Decidim(version)
    browser = decidim.app.test_client()
    sent = browser.get("/oauth/authorize", base_url=BASE, query_string=CLIENT)
    assert (sent.status_code, urlsplit(sent.headers["Location"]).path[-14:]) == (302, "/users/sign_in")
    page = browser.get(sent.headers["Location"], base_url=BASE)
    form = {**forms_of(page)[0], "user[email]": "moderator@example.org", "user[password]": PASSWORD}
    back = browser.post(urlsplit(sent.headers["Location"]).path, base_url=BASE, data=form)
    assert urlsplit(back.headers["Location"]).path == "/oauth/authorize"
    assert "client_id=sidecar" in back.headers["Location"]


@pytest.mark.parametrize("version", VERSIONS)
def test_allowing_gives_a_code_that_works_once(version: str) -> None:
    visited = visit(version)
    code = visited.code()
    first, second = visited.exchange(code), visited.exchange(code)
    assert (first.status_code, first.get_json()["expires_in"], first.get_json()["scope"]) == (200, 7200, visited.scope)
    assert (second.status_code, second.get_json()["error"]) == (400, "invalid_grant")
    assert visited.me(first.get_json()["access_token"]) == 200, "using a code twice does not kill its token"


@pytest.mark.parametrize("version", VERSIONS)
def test_denying_comes_back_with_the_state_and_no_code(version: str) -> None:
    visited = visit(version)
    denied = visited.person.browser.post("/oauth/authorize", base_url=BASE, data=forms_of(visited.authorize())[1])
    came = parse_qs(urlsplit(denied.headers["Location"]).query)
    assert (came["error"], came["state"], "code" in came) == (["access_denied"], ["läge"], False)


@pytest.mark.parametrize("version", VERSIONS)
def test_consent_is_asked_for_once_until_the_token_is_revoked(version: str) -> None:
    visited = visit(version)
    token = visited.granted()["access_token"]
    assert visited.authorize().status_code == 302
    client = visited.decidim.app.test_client()
    assert client.post("/oauth/revoke", base_url=BASE, data={**PROOF, "token": token}).status_code == 200
    assert visited.authorize().status_code == 200


@pytest.mark.parametrize("version", VERSIONS)
def test_a_mistaken_request_never_leads_back_to_the_application(version: str) -> None:
    visited = visit(version)
    for mistake in ({"client_id": "nobody"}, {"redirect_uri": "https://evil.example/"}, {"scope": "everything"}):
        page = visited.authorize(**mistake)
        assert page.status_code == (200 if version == "0.28.6" else 401 if "client_id" in mistake else 400)
        assert "Location" not in page.headers


@pytest.mark.parametrize("version", VERSIONS)
def test_a_form_without_its_token_is_refused(version: str) -> None:
    visited = visit(version)
    form = {**forms_of(visited.authorize())[0], "authenticity_token": "guessed"}
    assert visited.person.browser.post("/oauth/authorize", base_url=BASE, data=form).status_code == 422


@pytest.mark.parametrize("version", VERSIONS)
def test_a_token_is_somebody_at_api_only_from_0_31_on_and_with_its_audience(version: str) -> None:
    visited = visit(version)
    token = visited.granted()["access_token"]
    assert visited.who(token) == ("2" if version in WITH_TOKENS else None)
    assert visited.who(token, None) is None
    assert visited.who(token, "another") is None
    assert visited.who(token + "x") is None


@pytest.mark.parametrize("version", WITH_TOKENS)
def test_a_revoked_token_still_works_at_api_until_it_ends(version: str) -> None:
    visited = visit(version)
    token = visited.granted()["access_token"]
    visited.decidim.app.test_client().post("/oauth/revoke", base_url=BASE, data={**PROOF, "token": token})
    assert (visited.me(token), visited.who(token)) == (401, "2")
    visited.decidim.clock.jump(minutes=TOKEN_SECONDS // 60 + 1)
    assert visited.who(token) is None


@pytest.mark.parametrize("version", WITH_TOKENS)
def test_pkce_is_checked_when_a_challenge_was_sent(version: str) -> None:
    visited = visit(version)
    verifier = "v" * 64
    code = visited.code(code_challenge=challenge_of(verifier), code_challenge_method="S256")
    assert visited.exchange(code).get_json()["error"] == "invalid_request"
    assert visited.exchange(code, code_verifier="w" * 64).get_json()["error"] == "invalid_grant"
    assert visited.exchange(code, code_verifier=verifier).status_code == 200, "failed tries leave the code usable"


@pytest.mark.parametrize("version", WITH_TOKENS)
def test_a_refresh_rotates_and_the_old_pair_dies_when_the_new_token_is_used(version: str) -> None:
    visited = visit(version)
    old = visited.granted()
    new = visited.refresh(old["refresh_token"]).get_json()
    assert new["refresh_token"] != old["refresh_token"]
    assert visited.refresh(old["refresh_token"]).status_code == 200, "not used yet"
    assert visited.who(new["access_token"]) == "2"
    assert visited.refresh(old["refresh_token"]).get_json()["error"] == "invalid_grant"
    assert visited.me(old["access_token"]) == 401


@pytest.mark.parametrize("version", ["0.28.6", "0.30.9"])
def test_before_0_31_nothing_refreshes(version: str) -> None:
    visited = visit(version)
    assert "refresh_token" not in visited.granted()
    assert visited.refresh("any").get_json()["error"] == "unsupported_grant_type"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_browsers_cookie_is_enough_at_api(version: str) -> None:
    visited = visit(version)
    answer = visited.person.browser.post("/api", base_url=BASE, json={"query": ME})
    assert answer.get_json()["data"]["session"]["user"]["id"] == "2"


def test_a_wrong_secret_gives_nothing() -> None:
    visited = visit("0.32.2")
    refused = visited.exchange(visited.code(), client_secret="wrong")
    assert (refused.status_code, refused.get_json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    "path, form",
    [
        ("/oauth/token", {}),
        ("/oauth/introspect", {**PROOF, "token": "unknown"}),
        ("/oauth/token", {**PROOF, "grant_type": "client_credentials", "scope": "nosuch"}),
    ],
)
def test_what_was_never_recorded_is_refused_and_named(path: str, form: dict[str, str]) -> None:
    answer = Decidim().app.test_client().post(path, base_url=BASE, data=form)
    assert answer.status_code == 501
    assert "never recorded" in answer.text


def test_a_callback_on_another_port_is_refused_because_nobody_tried_it() -> None:
    assert visit("0.32.2").authorize(redirect_uri="http://127.0.0.1:9999/callback").status_code == 501
