"""A person with a browser, and an application with a secret, at an emulated Decidim."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

BASE = "https://decidim.example"
_INPUT = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


def forms_of(page: TestResponse) -> list[dict[str, str]]:
    """The hidden fields of each form on a page."""
    return [{name: unescape(value) for name, value in _INPUT.findall(form)} for form in page.text.split("<form")[1:]]


def csrf_of(browser: FlaskClient) -> str:
    """The token of the browser's session; empty where it has none yet."""
    with browser.session_transaction(base_url=BASE) as session:
        return str(session.get("csrf", ""))


@dataclass(frozen=True)
class Person:
    browser: FlaskClient
    email: str
    password: str
    base: str = BASE

    def signed_in(self) -> "Person":
        page = self.browser.get("/users/sign_in", base_url=self.base, follow_redirects=True)
        form = {**forms_of(page)[0], "user[email]": self.email, "user[password]": self.password}
        answer = self.browser.post(page.request.path, base_url=self.base, data=form)
        assert answer.status_code == 302, answer.text
        return self

    def allows(self, **parameters: str) -> str:
        """Goes to the consent page, allows, and gives the code that came back."""
        answer = self.browser.get("/oauth/authorize", base_url=self.base, query_string=parameters)
        if answer.status_code == 200:
            answer = self.browser.post("/oauth/authorize", base_url=self.base, data=forms_of(answer)[0])
        return code_in(answer)


def code_in(answer: TestResponse) -> str:
    assert answer.status_code == 302, answer.text
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


def token_by_flow(person: Person, uid: str, secret: str, callback: str, scope: str) -> str:
    """An access token by the whole flow. Without a scope none is asked for."""
    wish = {"client_id": uid, "redirect_uri": callback, "response_type": "code", "state": "s"}
    code = person.allows(**wish, **({"scope": scope} if scope else {}))
    proof = {"grant_type": "authorization_code", "client_id": uid, "client_secret": secret}
    answer = person.browser.post("/oauth/token", base_url=person.base, data={**proof, "redirect_uri": callback, "code": code})
    assert answer.status_code == 200, answer.text
    return str(answer.json["access_token"]) if answer.json else ""
