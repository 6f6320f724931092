"""Signing in with Decidim from a terminal: the code flow with state and PKCE, over a loopback redirect.

Who signed in is asked in two places, `/oauth/me` and `session` at `/api`, and they have to agree before anything is kept:
an absent, bad or ignored token reads as anonymous with status 200.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import requests

from connectors.decidim import documents, writer_documents
from connectors.decidim.client import ANONYMOUS, Answer, Client, UserToken, front_page
from connectors.decidim.decode import plain_id
from connectors.decidim.loopback import callback
from connectors.decidim.oauth_tokens import JSON, TIMEOUT, Application, Token
from connectors.errors import ConnectorError, FixSettings, NotUnderstood, TryLater

SCOPES = ("profile", "user", "api:read", "api:write")
PORT = 8765


@dataclass(frozen=True)
class SignedIn:
    """Who Decidim says we are. Name and e-mail, which `/oauth/me` also gives, are not kept."""

    user_id: str
    nickname: str
    token: Token


def login(
    base_url: str,
    client_id: str,
    client_secret: str | None,
    *,
    open_browser: Callable[[str], object],
    timeout: float = 300.0,
    port: int = PORT,
    scopes: tuple[str, ...] = SCOPES,
    to_write: bool = True,
    now: Callable[[], float] = time.time,
) -> SignedIn:
    """Sends the user to Decidim with `open_browser(address)`, waits for them to come back, and gives a checked sign-in.

    `port`: of http://127.0.0.1:<port>/callback, which must be the application's redirect address in Decidim. `to_write`:
    a Decidim that can't take proposals over the API is refused before the browser opens.
    Raises FixSettings (denied, wrong_state, sign_in_timeout, port_busy, not_https, cannot_write_here, token_ignored,
    no_write_scope, another_user, application_refused …), TryLater, NotUnderstood. Nothing is kept then.
    """
    home = front_page(base_url)
    _refuse_open_lines(home)
    if to_write:
        _refuse_where_nobody_can_write(home)
    application = Application(home, client_id, client_secret)
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    with callback(port) as door:
        with application.session(redirect_uri=door.redirect_uri, scope=" ".join(scopes), code_challenge_method="S256") as session:
            address, _ = session.create_authorization_url(f"{home}/oauth/authorize", state=state, code_verifier=verifier)
        open_browser(address)
        code = _code(door.wait(timeout), state)
        token = application.exchange(code, verifier, door.redirect_uri, now())
    if to_write and not set(SCOPES) <= set(token.scopes or scopes):
        raise _no_write_scope()
    return _checked(home, token)


def _code(came: Mapping[str, str], state: str) -> str:
    if not secrets.compare_digest(came.get("state", "").encode(), state.encode()):
        raise FixSettings(
            "wrong_state",
            "Svaret till inloggningen hör inte till den här inloggningen, och används inte. Börja om; händer det igen, "
            "stäng andra "
            "fönster som loggar in.",
            "The answer to the sign-in does not belong to this sign-in, and is not used. Start again; if it comes "
            "back, close other "
            "windows that are signing in.",
        )
    if came.get("error") == "access_denied":
        raise FixSettings(
            "denied",
            "Inloggningen avbröts i Decidim: programmet fick inte tillåtelse. Kör `sidecar instance login` igen och "
            "välj Godkänn.",
            "The sign-in was cancelled in Decidim: the application was not allowed. Run `sidecar instance login` again "
            "and allow it.",
        )
    if not came.get("code"):
        raise FixSettings(
            "no_code",
            "Decidim skickade tillbaka användaren utan inloggning. Kontrollera programmets inställningar i Decidim.",
            "Decidim sent the user back without a sign-in. Check the application's settings in Decidim.",
        )
    return came["code"]


def _checked(home: str, token: Token) -> SignedIn:
    me = _me(home, token)
    user = plain_id(me.get("id"))
    client = Client(home, credential=UserToken(token.access, token.client_id))
    answer = client.execute(writer_documents.WHO)
    seen = plain_id(answer.at("session", "user", "id"))
    if user is None:
        raise _strange()
    if seen is None:
        raise FixSettings(
            "token_ignored",
            "Inloggningen lyckades, men denna Decidim bryr sig inte om den i API:et (före 0.31). Den kan inte användas för att "
            "skriva: använd importfiler.",
            "The sign-in went well, but this Decidim ignores it at the API (before 0.31). It can't be used for "
            "writing: use import "
            "files.",
        )
    if seen != user:
        raise FixSettings(
            "another_user",
            "Decidim gav två olika svar på vem som loggade in. Ingenting har sparats; logga in igen.",
            "Decidim gave two different answers about who signed in. Nothing was kept; sign in again.",
        )
    nickname = me.get("nickname")
    name = nickname.removeprefix("@")[:100] if isinstance(nickname, str) else ""
    return SignedIn(user, name, replace(token, user_id=user, nickname=name))


def _me(home: str, token: Token) -> Mapping[str, Any]:
    def bearer(request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {token.access}"
        return request

    try:
        # As `auth`, not as a header: a netrc entry for the host would replace the header.
        reply = requests.get(f"{home}/oauth/me", headers=JSON, auth=bearer, timeout=TIMEOUT, allow_redirects=False)
        answer = reply.json() if reply.status_code == 200 else None
    except (requests.ConnectionError, requests.Timeout):
        raise TryLater(
            "sign_in_later",
            "Decidim svarade inte på frågan om vem som loggade in. Försök igen.",
            "Decidim did not answer the question of who signed in. Try again.",
        ) from None
    except (requests.RequestException, ValueError):
        answer = None
    if not isinstance(answer, dict):
        raise _strange()
    return answer


def _refuse_open_lines(home: str) -> None:
    parts = urlsplit(home)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise FixSettings(
            "not_https",
            "Instansens adress börjar med http://. Inloggningen skulle gå okrypterad; ange adressen med https://.",
            "The address of the instance starts with http://. The sign-in would go unencrypted; give the address with https://.",
        )


def _refuse_where_nobody_can_write(home: str) -> None:
    """A closed organisation tells an anonymous visitor nothing; then we find out after signing in."""
    try:
        answer = Client(home, credential=ANONYMOUS).execute(documents.CAN_CREATE)
    except FixSettings as fault:
        if fault.code == "closed":
            return
        raise
    if not _knows_create(answer):
        raise FixSettings(
            "cannot_write_here",
            "Denna Decidim kan inte ta emot förslag över API:et (det kom med 0.32), så en inloggning går inte att "
            "skriva med. Använd "
            "importfiler i stället.",
            "This Decidim can't take proposals over the API (that came with 0.32), so a sign-in is of no use for "
            "writing. Use import "
            "files instead.",
        )


def _knows_create(answer: Answer) -> bool:
    """Where `createProposal` is known, only the nonsense inside it is refused."""
    return any(error.extensions.get("fieldName") == "thisFieldDoesNotExist" for error in answer.errors)


def _no_write_scope() -> ConnectorError:
    return FixSettings(
        "no_write_scope",
        "Programmet fick inte de behörigheter som behövs. Ge det profile, user, api:read och api:write i Decidim, och "
        "logga in igen.",
        "The application did not get the scopes that it needs. Give it profile, user, api:read and api:write in "
        "Decidim, and sign in "
        "again.",
    )


def _strange() -> ConnectorError:
    return NotUnderstood(
        "sign_in_answer",
        "Decidim talade inte om vem som loggade in. Kontrollera att programmet har behörigheten profile.",
        "Decidim did not say who signed in. Check that the application has the scope profile.",
    )
