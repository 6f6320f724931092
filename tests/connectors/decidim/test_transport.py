"""What a client makes of each kind of reply: asks again, gives up with a clear sentence, or never sends a write twice."""

from __future__ import annotations

import json

import pytest
import requests

from connectors.decidim.client import ApiCredential, Client, UserToken, front_page
from connectors.decidim.pace import Pace
from connectors.decidim.transport import Transport
from connectors.errors import ConnectorError, FixSettings, MaybeSent, NotUnderstood, TryLater
from tests.connectors.decidim.reading import no_sleep
from tests.connectors.decidim.scripted import Given, answering

QUESTION = "{ session { user { id } } }"
GOOD = Given({"data": {"session": None}})
ERROR = Given({"errors": [{"message": "Internal Server error"}], "data": {}}, 500)
HTML = Given(b"<!doctype html><title>Underh\xc3\xa5ll</title>", 200, {"Content-Type": "text/html"})
MUTATION = 'mutation { commentable(id: "1", type: "Decidim::Proposals::Proposal") { addComment(body: "Hej") { id } } }'


def client(url: str, **options: object) -> Client:
    return Client(url, pace=Pace(None, sleep=no_sleep, now=lambda: 1000.0), **options)  # type: ignore[arg-type]


def login(path: str) -> Given:
    return Given(b"", 302, {"Location": path})


@pytest.mark.parametrize(
    "passing",
    [ERROR, HTML, Given(b'{"data": {"sess'), Given(b'{"data": 1}'), Given(b"[]"), Given({"data": None}, cut=True),
     login("/users/sign_in"), Given(b"Retry later\n", 429), Given(b"", 429, {"Retry-After": "2"}), Given(b"", 503)],
)  # fmt: skip
def test_a_read_is_asked_again_after_a_passing_fault(passing: Given) -> None:
    with answering([passing, GOOD]) as (url, asked):
        assert client(url).execute(QUESTION).data == {"session": None}
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("lasting", "kind", "code"),
    [
        (ERROR, TryLater, "server_error"),
        (HTML, NotUnderstood, "not_json"),
        (Given(b'{"data": {"sess'), NotUnderstood, "not_json"),
        (Given(b"[" * 100_000), NotUnderstood, "not_json"),
        (Given({"data": None}, cut=True), TryLater, "lost"),
        (Given(b"Retry later\n", 429), TryLater, "throttled"),
        (login("/users/sign_in"), FixSettings, "closed"),
        (login("/sv/users/sign_in"), FixSettings, "closed"),
        (login("http://127.0.0.1/system/"), FixSettings, "wrong_host"),
        (Given(b"<html>", 403), FixSettings, "wrong_host"),
        (Given(b"", 404), FixSettings, "no_api"),
        (Given(b"", 401), FixSettings, "not_accepted"),
        (Given(b"", 301, {"Location": "https://delta.example/api"}), FixSettings, "moved"),
        (Given(b"", 302, {"Location": "/welcome"}), FixSettings, "redirected"),
        (Given(b"", 418), NotUnderstood, "http_status"),
    ],
)
def test_a_lasting_fault_is_one_clear_error(lasting: Given, kind: type[ConnectorError], code: str) -> None:
    with answering([lasting]) as (url, asked), pytest.raises(kind) as told:
        client(url).execute(QUESTION)
    assert told.value.code == code
    assert told.value.sv.endswith(".") and told.value.en.endswith(".") and told.value.sv != told.value.en
    assert len(asked) <= 6


def test_a_secondary_host_tells_the_right_address() -> None:
    moved = Given(b"", 301, {"Location": "https://delta.example/api"})
    with answering([moved]) as (url, asked), pytest.raises(FixSettings) as told:
        client(url).execute(QUESTION)
    assert "https://delta.example." in told.value.sv
    assert len(asked) == 1


def test_a_sign_in_page_after_good_answers_is_a_fault_that_passes() -> None:
    with answering([GOOD, login("/users/sign_in"), login("/users/sign_in"), GOOD]) as (url, _):
        asking = client(url)
        asking.execute(QUESTION)
        assert asking.execute(QUESTION).data == {"session": None}


@pytest.mark.parametrize(
    ("reply", "kind"),
    [(ERROR, MaybeSent), (HTML, MaybeSent), (Given({"data": {}}, cut=True), MaybeSent), (Given(b"{", 200), MaybeSent),
     (Given(b"", 429), TryLater), (login("/users/sign_in"), FixSettings), (Given(b"", 404), FixSettings)],
)  # fmt: skip
def test_a_write_is_sent_once_whatever_happens(reply: Given, kind: type[ConnectorError]) -> None:
    with answering([reply, GOOD]) as (url, asked), pytest.raises(kind):
        client(url).execute(MUTATION, mutation=True)
    assert len(asked) == 1


def test_a_write_that_never_left_is_not_a_maybe() -> None:
    with pytest.raises(TryLater) as told:
        client("http://127.0.0.1:9").execute(MUTATION, mutation=True)
    assert told.value.code == "not_reached"


def test_an_answer_larger_than_the_limit_is_refused_and_ten_megabytes_are_not() -> None:
    big = Given({"data": {"session": "a" * 10_000_000}})
    with answering([big]) as (url, asked):
        assert len(client(url).execute(QUESTION).at("session")) == 10_000_000
        small = client(url, transport=Transport(requests.Session(), limit=1_000_000))
        with pytest.raises(NotUnderstood) as told:
            small.execute(QUESTION)
    assert told.value.code == "too_big"
    assert len(asked) == 2


def test_a_silent_server_is_a_timeout() -> None:
    def sleepy(_: object) -> Given:
        import time

        time.sleep(0.4)
        return GOOD

    with answering(sleepy) as (url, _), pytest.raises(TryLater) as told:
        client(url, transport=Transport(requests.Session(), read=0.1)).execute(QUESTION, tries=2)
    assert told.value.code == "timeout"


def test_data_beside_errors_is_given_with_codes_and_paths() -> None:
    errors = [{"message": "På svenska", "path": ["a", 1], "extensions": {"code": "X"}}, {"message": "Utan"}, "nonsense", None]
    with answering([Given({"data": {"a": [0, {"b": 5}]}, "errors": errors})]) as (url, _):
        answer = client(url).execute(QUESTION)
    assert answer.at("a", 1, "b") == 5
    assert answer.at("a", 7, "b") is answer.at("x", "y") is None
    assert [(error.code, error.path) for error in answer.errors] == [("X", ("a", 1)), (None, ())]


def test_a_user_token_goes_with_its_audience() -> None:
    with answering([GOOD]) as (url, asked):
        client(url, credential=UserToken("secret-token", "client-7")).execute(QUESTION)
    assert asked[0].headers["authorization"] == "Bearer secret-token"
    assert asked[0].headers["x-jwt-aud"] == "client-7"
    assert "secret-token" not in repr(UserToken("secret-token", "client-7"))


def test_an_api_credential_signs_in_once_and_again_when_refused() -> None:
    tokens = iter(["first", "second"])

    def server(asked: object) -> Given:
        if asked.path == "/api/sign_in":  # type: ignore[attr-defined]
            return Given({"jwt_token": next(tokens)})
        return Given(b"", 401) if asked.headers["authorization"] == "Bearer first" else GOOD  # type: ignore[attr-defined]

    with answering(server) as (url, asked):
        asking = client(url, credential=ApiCredential("key", "secret"))
        asking.execute(QUESTION)
        asking.execute(QUESTION)
    assert [one.path for one in asked] == ["/api/sign_in", "/api", "/api/sign_in", "/api", "/api"]
    assert asked[0].body == b"api_user%5Bkey%5D=key&api_user%5Bsecret%5D=secret"


@pytest.mark.parametrize(("status", "code"), [(401, "api_credential_refused"), (404, "no_api_credentials")])
def test_a_refused_api_credential_says_what_to_do(status: int, code: str) -> None:
    with answering([Given(b"{}", status)]) as (url, asked), pytest.raises(FixSettings) as told:
        client(url, credential=ApiCredential("key", "very-secret")).execute(QUESTION)
    assert told.value.code == code
    assert "very-secret" not in str(told.value) + told.value.sv
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [("https://delta.example/", "https://delta.example"), ("delta.example", "https://delta.example"),
     ("http://localhost:3000/api", "http://localhost:3000"), (" https://delta.example/api/ ", "https://delta.example")],
)  # fmt: skip
def test_an_address_is_understood_as_people_write_it(written: str, meant: str) -> None:
    assert front_page(written) == meant


@pytest.mark.parametrize("written", ["", "ftp://delta.example", "https://user:pass@delta.example", "https://"])
def test_an_address_that_is_none_is_refused_with_what_to_write(written: str) -> None:
    with pytest.raises(FixSettings) as told:
        front_page(written)
    assert "https://delta.kommunen.se" in told.value.sv
    assert "pass@" not in told.value.sv


def test_the_question_is_sent_as_json_and_variables_with_it() -> None:
    with answering([GOOD]) as (url, asked):
        client(url).execute("query Q($id: ID!) { component(id: $id) { id } }", {"id": "1"})
    sent = json.loads(asked[0].body)
    assert sent["variables"] == {"id": "1"}
    assert "component(id: $id)" in sent["query"]
