"""API credentials: 0.31 and later give a token for key and secret, and take it back."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.connectors.decidim.emulator.asking import Decidim

BASE = "http://127.0.0.1"
RIGHT = {"api_user[key]": "KEY", "api_user[secret]": "SECRET"}
WITH_CREDENTIALS = ("0.31.8", "0.32.2")


def told_nothing(version: str) -> tuple[Decidim, FlaskClient]:
    """A Decidim that has to find out itself who asks."""
    decidim = Decidim(version)
    decidim.app.extensions["world"].viewer_hooks.pop(0)
    return decidim, decidim.app.test_client()


def sign_in(client: FlaskClient, form: dict[str, str] | None = None) -> TestResponse:
    return client.post("/api/sign_in", base_url=BASE, data=RIGHT if form is None else form)


def name_at_api(client: FlaskClient, token: str) -> str | None:
    asked = {"query": "{ session { user { name } } }"}
    answer = client.post("/api", base_url=BASE, json=asked, headers={"Authorization": f"Bearer {token}"}).get_json()
    return answer["data"]["session"] and answer["data"]["session"]["user"]["name"]


@pytest.mark.parametrize("version", WITH_CREDENTIALS)
def test_the_token_comes_in_header_and_body_and_reads_at_api(version: str) -> None:
    _, client = told_nothing(version)
    answer = sign_in(client)
    token = answer.get_json()["jwt_token"]
    assert answer.headers["Authorization"] == f"Bearer {token}"
    assert set(answer.get_json()) == {"id", "name", "nickname", "jwt_token", "avatar"}
    assert name_at_api(client, token) == "Sidecar"


@pytest.mark.parametrize("version", WITH_CREDENTIALS)
@pytest.mark.parametrize("form", [{}, {**RIGHT, "api_user[secret]": "wrong"}, {**RIGHT, "api_user[key]": "nobody"}])
def test_a_wrong_key_or_secret_is_401(version: str, form: dict[str, str]) -> None:
    answer = sign_in(told_nothing(version)[1], form)
    assert answer.status_code == 401
    assert list(answer.get_json()) == ["error"]


@pytest.mark.parametrize("version", WITH_CREDENTIALS)
def test_signing_out_ends_the_token_and_others_live_on(version: str) -> None:
    _, client = told_nothing(version)
    one, other = (sign_in(client).get_json()["jwt_token"] for _ in range(2))
    out = client.delete("/api/sign_out", base_url=BASE, headers={"Authorization": f"Bearer {one}"})
    assert (out.status_code, out.text) == (200, "")
    assert (name_at_api(client, one), name_at_api(client, other)) == (None, "Sidecar")


@pytest.mark.parametrize("version", WITH_CREDENTIALS)
def test_a_token_ends_by_itself(version: str) -> None:
    decidim, client = told_nothing(version)
    token = sign_in(client).get_json()["jwt_token"]
    decidim.clock.jump(minutes=121)
    assert name_at_api(client, token) is None


@pytest.mark.parametrize("version", ["0.28.6", "0.30.9"])
def test_before_0_31_there_is_no_such_address(version: str) -> None:
    assert sign_in(told_nothing(version)[1]).status_code == 404
