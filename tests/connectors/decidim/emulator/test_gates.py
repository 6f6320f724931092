"""What stands before the answers: hosts, closed organisations, throttling."""

import pytest

from connectors.decidim.emulator.viewer import Viewer
from tests.connectors.decidim.emulator.asking import CREDENTIAL, MODERATOR, PERSON, Decidim

VERSIONS = ("0.28.6", "0.30.9", "0.31.8", "0.32.2")
HELLO = "{ __typename }"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_wrong_host_leads_nowhere(version: str) -> None:
    answered = Decidim(version).response(HELLO, host="nowhere.example")
    if version == "0.32.2":
        assert (answered.status_code, answered.headers["Location"]) == (302, "http://nowhere.example/system/")
    else:
        assert (answered.status_code, answered.mimetype) == (403, "text/html")


def test_a_secondary_host_sends_to_the_primary_one() -> None:
    decidim = Decidim(primary_host="dialog.example", hosts=frozenset({"gammal.example"}), https=True)
    answered = decidim.response(HELLO, host="gammal.example")
    assert (answered.status_code, answered.headers["Location"]) == (301, "https://dialog.example/api")
    assert decidim.response(HELLO, host="dialog.example").status_code == 200


def test_the_primary_host_may_have_a_port() -> None:
    decidim = Decidim(primary_host="decidim:3900")
    answered = decidim.response("{ component(id: 1) { url } }", host="decidim:3900").get_json()
    assert answered["data"]["component"]["url"].startswith("http://decidim:3900/")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("viewer", [None, CREDENTIAL])
def test_a_closed_organisation_asks_to_sign_in(version: str, viewer: Viewer | None) -> None:
    decidim = Decidim(version, closed=True)
    answered = decidim.response(HELLO, viewer) if viewer else decidim.response(HELLO)
    locale = "/sv" if version == "0.32.2" else ""
    assert answered.status_code == 302
    assert answered.headers["Location"] == f"http://127.0.0.1{locale}/users/sign_in"


def test_a_persons_token_opens_a_closed_organisation() -> None:
    assert Decidim(closed=True).response(HELLO, PERSON).status_code == 200


def test_a_persons_token_opens_nothing_before_0_31() -> None:
    assert Decidim("0.30.9", closed=True).response(HELLO, MODERATOR).status_code == 302


def test_too_many_requests_in_a_minute_are_put_off() -> None:
    decidim = Decidim(throttle=3)
    statuses = [decidim.response(HELLO).status_code for _ in range(7)]
    assert statuses.count(200) in (3, 6)  # 6 where the minute turned in between
    throttled = decidim.response(HELLO)
    while throttled.status_code == 200:
        throttled = decidim.response(HELLO)
    assert (throttled.text, throttled.mimetype, throttled.headers.get("Retry-After")) == ("Retry later\n", "text/plain", None)


def test_asking_with_get_leads_to_the_documentation() -> None:
    answered = Decidim().app.test_client().get("/api", base_url="http://127.0.0.1")
    assert (answered.status_code, answered.headers["Location"]) == (301, "http://127.0.0.1/api/docs")


def test_the_address_of_a_proposal_leads_to_a_page() -> None:
    client = Decidim().app.test_client()
    page = client.get("/sv/processes/samhallskontrakt/f/1/proposals/1", base_url="http://127.0.0.1")
    assert "Belysning längs skolvägen" in page.text
    assert client.get("/processes/samhallskontrakt/f/1/proposals/7", base_url="http://127.0.0.1").status_code == 404
