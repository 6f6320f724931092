"""Signing in with an emulated Decidim, from the terminal through the browser and back."""

import threading
import time
from typing import Any

import pytest
import requests
from werkzeug.serving import make_server

from connectors.decidim.client import Client
from connectors.decidim.emulator.app import create_app
from connectors.decidim.emulator.store import Store
from connectors.decidim.emulator.viewer import Viewer
from connectors.decidim.loopback import callback
from connectors.decidim.oauth_login import SCOPES, login
from connectors.decidim.oauth_tokens import Application, Token, TokenKeeper
from connectors.errors import FixSettings, TryLater
from tests.connectors.decidim.browser import CLIENT, SECRET, content, decidim, free_port, keeper_of, person, sign_in, swift

WHO = "{ session { user { id } } }"


def user_at_api(client: Client) -> Any:
    return client.execute(WHO).at("session", "user", "id")


def refused(code: str) -> Any:
    return pytest.raises(FixSettings, match=".", check=lambda fault: fault.code == code and bool(fault.sv and fault.en))


def test_a_moderator_signs_in_and_is_known_at_the_api() -> None:
    with decidim() as (base, port):
        signed_in = sign_in(base, port)
        assert (signed_in.user_id, signed_in.nickname) == ("2", "moderator_1")
        client = Client(base, credential=keeper_of(base, signed_in).credential(), pace=swift())
        assert user_at_api(client) == "2"


def test_neither_secret_nor_token_nor_mail_address_stands_in_what_is_printed() -> None:
    with decidim() as (base, port):
        signed_in = sign_in(base, port)
        keeper = keeper_of(base, signed_in)
        printed = repr(signed_in) + repr(keeper) + repr(keeper.credential())
        assert signed_in.token.refresh
        for secret in (signed_in.token.access, signed_in.token.refresh, SECRET, "moderator@"):
            assert secret not in printed


def test_a_denial_is_said_as_one() -> None:
    with decidim() as (base, port), refused("denied"):
        login(base, CLIENT, SECRET, open_browser=person(denies=True), timeout=10, port=port)


def test_an_answer_with_another_state_is_not_used() -> None:
    def foreign(back: str) -> None:
        requests.get(back.split("state=")[0] + "state=someone-elses", timeout=5)

    with decidim() as (base, port), refused("wrong_state"):
        login(base, CLIENT, SECRET, open_browser=person(arrives=foreign), timeout=10, port=port)


def test_nobody_coming_back_is_told_with_the_redirect_address_to_register() -> None:
    with decidim() as (base, port), refused("sign_in_timeout") as caught:
        login(base, CLIENT, SECRET, open_browser=lambda address: None, timeout=0.2, port=port)
    assert f"http://127.0.0.1:{port}/callback" in caught.value.sv


def test_requests_for_other_pages_and_other_hosts_leave_the_door_open() -> None:
    with callback(0) as door:
        statuses = []

        def knocks() -> None:
            origin = door.redirect_uri.removesuffix("/callback")
            statuses.append(requests.get(f"{origin}/favicon.ico", timeout=5).status_code)
            statuses.append(requests.get(door.redirect_uri, headers={"Host": "evil.example"}, timeout=5).status_code)
            statuses.append(requests.get(f"{door.redirect_uri}?code=c&state=s", timeout=5).status_code)

        thread = threading.Thread(target=knocks)
        thread.start()
        came = door.wait(10)
        thread.join()
    assert (statuses, came) == ([404, 404, 200], {"code": "c", "state": "s"})


def test_a_taken_port_is_said_before_the_browser_opens() -> None:
    with decidim() as (base, port), callback(port), refused("port_busy"):
        login(base, CLIENT, SECRET, open_browser=lambda address: pytest.fail("opened"), timeout=1, port=port)


def test_a_wrong_secret_is_a_setting_to_fix() -> None:
    with decidim() as (base, port), refused("application_refused"):
        login(base, CLIENT, "wrong", open_browser=person(), timeout=10, port=port)


def test_a_public_application_signs_in_without_a_secret() -> None:
    with decidim(confidential=False) as (base, port):
        assert login(base, CLIENT, None, open_browser=person(), timeout=10, port=port).user_id == "2"


def test_passwords_never_travel_in_the_clear() -> None:
    with refused("not_https"):
        login("http://delta.kommunen.se", CLIENT, SECRET, open_browser=lambda address: pytest.fail("opened"))


@pytest.mark.parametrize("version", ["0.28.6", "0.30.9", "0.31.8"])
def test_where_proposals_cannot_be_written_the_browser_stays_shut_and_import_files_are_named(version: str) -> None:
    with decidim(version) as (base, port), refused("cannot_write_here") as caught:
        login(base, CLIENT, SECRET, open_browser=lambda address: pytest.fail("opened"), port=port)
    assert "importfiler" in caught.value.sv


@pytest.mark.parametrize("version", ["0.28.6", "0.30.9"])
def test_a_token_that_the_api_ignores_is_found_out_after_signing_in(version: str) -> None:
    with decidim(version) as (base, port), refused("token_ignored") as caught:
        sign_in(base, port, to_write=False, scopes=("public",))
    assert "importfiler" in caught.value.sv


def test_on_0_31_one_may_sign_in_to_read() -> None:
    with decidim("0.31.8") as (base, port):
        assert sign_in(base, port, to_write=False).user_id == "2"


def test_two_answers_about_who_signed_in_are_not_trusted() -> None:
    port = free_port()
    app = create_app(Store(content(port)), "0.32.2")
    app.extensions["world"].viewer_hooks.insert(0, lambda request: Viewer(3, "oauth", frozenset(SCOPES)))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        with refused("another_user"):
            sign_in(f"http://127.0.0.1:{server.server_port}", port)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_too_few_scopes_are_refused() -> None:
    with decidim() as (base, port), refused("no_write_scope"):
        sign_in(base, port, scopes=("profile", "user", "api:read"))


# -- keeping ----------------------------------------------------------------------------------------------------------


def test_a_token_survives_being_stored() -> None:
    token = Token("a", "r", 12.5, ("user",), "c", "7", "nick")
    assert Token.from_dict(token.to_dict()) == token


@pytest.mark.parametrize(
    "stored", [{}, {"form": 2}, {"form": 1, "access": 3}, {**Token("a", None, 1, (), "c", "7", "n").to_dict(), "expires_at": "x"}]
)
def test_a_stored_token_of_another_shape_asks_for_a_new_sign_in(stored: dict[str, Any]) -> None:
    with refused("stored_token"):
        Token.from_dict(stored)


def test_a_token_near_its_end_is_renewed_and_stored_before_it_is_used() -> None:
    with decidim() as (base, port):
        signed_in = sign_in(base, port)
        saved: list[Any] = []
        late = time.time() + 7200 - 60
        client = Client(base, credential=keeper_of(base, signed_in, saved, now=lambda: late).credential(), pace=swift())
        assert user_at_api(client) == "2"
        assert len(saved) == 1
        assert saved[0].access != signed_in.token.access
        assert saved[0].user_id == "2"


def test_a_pair_that_could_not_be_stored_is_not_used_and_the_old_one_lives() -> None:
    def full(token: Token | None) -> None:
        raise OSError("disk full")

    with decidim() as (base, port):
        signed_in = sign_in(base, port)
        keeper = TokenKeeper(Application(base, CLIENT, SECRET), signed_in.token, full)
        with pytest.raises(OSError, match="disk full"):
            keeper.refreshed()
        assert user_at_api(Client(base, credential=keeper.credential(), pace=swift())) == "2"
        assert keeper_of(base, signed_in).refreshed()


def test_a_used_up_refresh_token_asks_for_a_new_sign_in() -> None:
    with decidim() as (base, port):
        old = sign_in(base, port)
        keeper = keeper_of(base, old)
        assert keeper.refreshed()
        assert user_at_api(Client(base, credential=keeper.credential(), pace=swift())) == "2"
        assert keeper_of(base, old).refreshed() is None


def test_without_a_refresh_token_nothing_is_renewed() -> None:
    with decidim(refresh_tokens=False) as (base, port):
        assert keeper_of(base, sign_in(base, port)).refreshed() is None


def test_a_server_that_is_down_leaves_the_old_pair() -> None:
    with decidim() as (base, port):
        signed_in = sign_in(base, port)
    saved: list[Any] = []
    keeper = keeper_of(base, signed_in, saved)
    with pytest.raises(TryLater):
        keeper.refreshed()
    assert (saved, keeper.token) == ([], signed_in.token)


def test_forgetting_deletes_our_copy_and_says_that_the_token_lives_on() -> None:
    with decidim() as (base, port):
        signed_in = sign_in(base, port)
        saved: list[Any] = []
        forgotten = keeper_of(base, signed_in, saved).forget()
        assert (saved, forgotten.revoked) == ([None], True)
        assert forgotten.expires_at > time.time()


def test_forgetting_deletes_our_copy_even_when_the_server_is_gone() -> None:
    with decidim() as (base, port):
        signed_in = sign_in(base, port)
    saved: list[Any] = []
    assert not keeper_of(base, signed_in, saved).forget().revoked
    assert saved == [None]
