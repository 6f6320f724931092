"""Faults bite as often as told, do to a client what they say, and can always be switched off again."""

import json
import time
from collections import Counter
from collections.abc import Iterator

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from connectors.decidim.emulator.faults import DEFAULT_SECONDS, Fault, FaultName, Faults, parse
from connectors.decidim.emulator.server import running
from connectors.errors import FixSettings
from tests.connectors.decidim.emulator.asking import CREATE, SMALL

QUERY = {"query": "{ session { user { id } } }"}
MARKER = "https://sidecar.example/klausuler/1/versioner/1"
DRAFT = {"title": "Fler bänkar vid torget i byn", "body": f"Vi vill kunna sitta ned och vila en stund. {MARKER}"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running(SMALL, "0.32.2") as base:
        yield base


@pytest.fixture(autouse=True)
def nothing_is_left_on(address: str) -> Iterator[None]:
    yield
    switch(address, "")


def switch(address: str, faults: str, seed: int = 0) -> None:
    answer = requests.post(f"{address}/__emulator__/faults", json={"faults": faults, "seed": seed}, timeout=5)
    assert answer.status_code == 200, answer.text


def ask(address: str) -> requests.Response:
    return requests.post(f"{address}/api", json=QUERY, timeout=5, allow_redirects=False)


def create(address: str, token: str) -> requests.Response:
    variables = {"id": "2", "a": DRAFT}
    headers = {"Authorization": f"Bearer {token}", "X-Jwt-Aud": "sidecar"}
    body = {"query": CREATE, "variables": variables}
    return requests.post(f"{address}/api", json=body, headers=headers, timeout=5, allow_redirects=False)


@pytest.fixture(scope="module")
def token(address: str) -> str:
    person = {"email": "person1@example.org", "client_id": "sidecar"}
    return str(requests.post(f"{address}/__emulator__/token", json=person, timeout=5).json()["access_token"])


def made(address: str) -> int:
    return int(requests.get(f"{address}/__emulator__/proposals", params={"marker": MARKER}, timeout=5).json()["published"])


def test_a_list_of_faults_is_read() -> None:
    assert parse("500=0.1, latency=0.3:0.05,reset=1") == (
        Fault(FaultName.error, 0.1),
        Fault(FaultName.latency, 0.3, 0.05),
        Fault(FaultName.reset, 1.0),
    )
    assert parse("") == ()


@pytest.mark.parametrize(
    "text", ["503=0.1", "500", "500=", "500=2", "500=-0.1", "500=nan", "500=0.1:2", "latency=0.1:x", "500=1,500=0.5"]
)
def test_what_is_no_fault_is_refused_and_the_names_are_told(text: str) -> None:
    with pytest.raises(FixSettings) as refused:
        parse(text)
    assert "truncated-json" in refused.value.sv


@given(st.lists(st.tuples(st.sampled_from(list(FaultName)), st.floats(0, 1)), unique_by=lambda pair: pair[0]))
def test_every_list_of_faults_that_can_be_written_is_read(pairs: list[tuple[FaultName, float]]) -> None:
    expected = tuple(Fault(name, rate, DEFAULT_SECONDS.get(name)) for name, rate in pairs)
    assert parse(",".join(f"{name}={rate!r}" for name, rate in pairs)) == expected


def test_the_same_seed_meets_the_same_faults() -> None:
    def met(seed: int) -> list[object]:
        faults = Faults(parse("500=0.3,reset=0.3,latency=0.5:0"), seed=seed)
        return [faults.draw(mutates=False) for _ in range(200)]

    assert met(7) == met(7)
    assert met(7) != met(8)


def test_a_fault_bites_about_as_often_as_its_rate() -> None:
    faults = Faults(parse("500=0.25"), seed=1)
    bitten = Counter(faults.draw(mutates=False).fault is not None for _ in range(4000))
    assert 900 < bitten[True] < 1100


def test_throttling_is_plain_text_with_a_hint_only_where_asked(address: str) -> None:
    switch(address, "429=1")
    plain = ask(address)
    switch(address, "429-retry-after=1:7")
    hinted = ask(address)
    assert (plain.status_code, plain.text, plain.headers.get("Retry-After")) == (429, "Retry later\n", None)
    assert plain.headers["Content-Type"].startswith("text/plain")
    assert (hinted.status_code, hinted.headers["Retry-After"]) == (429, "7")


def test_a_500_and_a_page_and_a_redirect_come_instead_of_an_answer(address: str) -> None:
    switch(address, "500=1")
    assert ask(address).status_code == 500
    switch(address, "html=1")
    page = ask(address)
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    switch(address, "login-redirect=1")
    away = ask(address)
    assert (away.status_code, away.headers["Location"]) == (302, "/sv/users/sign_in")


def test_latency_only_makes_one_wait(address: str) -> None:
    switch(address, "latency=1:0.2")
    start = time.monotonic()
    answer = ask(address)
    assert answer.json() == {"data": {"session": None}}
    assert time.monotonic() - start >= 0.2


def test_truncated_json_ends_early_without_any_other_sign(address: str) -> None:
    switch(address, "truncated-json=1")
    answer = ask(address)
    assert answer.status_code == 200
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.text)


def test_a_reset_breaks_the_connection_in_mid_body(address: str) -> None:
    switch(address, "reset=1")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)) as broken:
        ask(address)
    assert "ConnectionResetError" in repr(broken.value)
    switch(address, "")
    assert ask(address).status_code == 200


@pytest.mark.parametrize("fault", ["500", "429", "html", "login-redirect"])
def test_a_fault_before_the_work_creates_nothing(address: str, token: str, fault: str) -> None:
    before = made(address)
    switch(address, f"{fault}=1")
    create(address, token)
    assert made(address) == before


def test_500_after_creating_has_created(address: str, token: str) -> None:
    before = made(address)
    switch(address, "500-after-creating=1")
    assert create(address, token).status_code == 500
    assert made(address) == before + 1
    assert ask(address).status_code == 200, "reading is left alone"


def test_a_timeout_after_creating_has_created_and_never_answers(address: str, token: str) -> None:
    before = made(address)
    switch(address, "timeout-after-creating=1:0.3")
    with pytest.raises(requests.ConnectionError):
        create(address, token)
    assert made(address) == before + 1


def test_a_reset_and_a_truncated_answer_have_created(address: str, token: str) -> None:
    before = made(address)
    switch(address, "reset=1")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        create(address, token)
    switch(address, "truncated-json=1")
    assert create(address, token).status_code == 200
    assert made(address) == before + 2


def test_requests_and_faults_are_counted_and_forgotten(address: str) -> None:
    requests.delete(f"{address}/__emulator__/requests", timeout=5)
    switch(address, "500=1")
    ask(address)
    switch(address, "")
    ask(address)
    counts = requests.get(f"{address}/__emulator__/requests", timeout=5).json()
    assert counts == {"total": 2, "by_path": {"/api": 2}, "by_fault": {"500": 1}}


def test_unknown_faults_are_refused_over_http_too(address: str) -> None:
    refused = requests.post(f"{address}/__emulator__/faults", json={"faults": "typhoon=1"}, timeout=5)
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_fault")
    assert requests.post(f"{address}/__emulator__/faults", json=["500"], timeout=5).status_code == 422
