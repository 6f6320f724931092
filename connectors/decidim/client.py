"""Asks a Decidim over GraphQL: paced, signed in, patient with reads and strict with writes.

A read is asked again after a passing fault, a bounded number of times. A mutation is sent at most once: when its
answer is lost, `MaybeSent` says so and the caller has to look before trying again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from gql import GraphQLRequest, gql
from graphql import print_ast

from connectors.decidim import answers, faults
from connectors.decidim.answers import Answer, LoginRedirect, Nonsense
from connectors.decidim.aside import Aside
from connectors.decidim.credentials import ANONYMOUS, ApiCredential, Credential, UserToken
from connectors.decidim.pace import Pace
from connectors.decidim.transport import NoReply, NotReached, Reply, Transport
from connectors.errors import ConnectorError, FixSettings, TryLater

__all__ = ["ANONYMOUS", "Answer", "ApiCredential", "Client", "Credential", "Sent", "UserToken"]

USER_AGENT = "decidim-charter-sidecar (+https://decidim.org)"
TRIES = 5
THROTTLE_TRIES = 6
JSON = {"Content-Type": "application/json", "Accept": "application/json"}


@dataclass(frozen=True, eq=False)
class Sent:
    """A read on its way. `at`: when it went, by the clock of the pace."""

    reply: Future[Reply]
    at: float


class Client:
    """One Decidim, as one reader or writer of it. `base_url`: its front page, e.g. ``https://delta.kommunen.se``.

    `requests`: how many were sent, sign-in included; `troubles`: how many of them met a fault. Not for several threads at
    once: it is itself that lets reads go side by side (`send_ahead`), from one thread.
    """

    def __init__(
        self,
        base_url: str,
        *,
        credential: Credential = ANONYMOUS,
        pace: Pace | None = None,
        session: requests.Session | None = None,
        user_agent: str = USER_AGENT,
        transport: Transport | None = None,
    ) -> None:
        self.base_url = front_page(base_url)
        self.credential = credential
        self.pace = pace or Pace()
        self.user_agent = user_agent
        self.requests = 0
        self.troubles = 0
        self._answered = False
        self._transport = transport or Transport(session or requests.Session())
        self._aside = Aside(self._transport)

    @property
    def api_url(self) -> str:
        return f"{self.base_url}/api"

    def execute(
        self,
        document: GraphQLRequest | str,
        variables: Mapping[str, Any] | None = None,
        *,
        mutation: bool = False,
        tries: int = TRIES,
    ) -> Answer:
        """Asks, and gives what came, data and errors side by side.

        mutation: sent once, whatever happens. Raises `MaybeSent` when it may have been done; `TryLater`, `FixSettings` or
        `NotUnderstood` when it surely wasn't. tries: how many times a read is asked at passing faults.
        Raises `FixSettings`, `TryLater` (codes ``throttled``, ``timeout``, ``server_error``, ``lost``, ``not_reached``) or
        `NotUnderstood` (``not_json``, ``too_big``, ``http_status``).
        """
        body = body_of(document, variables)
        if mutation:
            return self._write(body, JSON)
        return self._read(body, JSON, tries)

    def send_ahead(self, document: GraphQLRequest | str, variables: Mapping[str, Any] | None = None) -> Sent | None:
        """Sends a read, once, and doesn't wait for its answer: `received` does. None where it may not go just now."""
        headers = {"User-Agent": self.user_agent, **self._signed(JSON)}
        at = self.pace.take()
        if at is None:
            return None
        self.requests += 1
        return Sent(self._aside.post(self.api_url, body_of(document, variables), headers), at)

    def received(self, sent: Sent) -> Answer:
        """Waits for the answer to a read sent ahead. Raises as `execute`; the pause after a fault is the next request's."""
        try:
            reply = sent.reply.result()
            if reply.status != 429:
                return self._understood(reply)
            fault: ConnectorError = faults.throttled(self.pace.refused(reply.headers.get("retry-after"), sent.at))
        except LoginRedirect:
            fault = faults.sent_to_sign_in()
            self.pace.hold(1.0)
        except (NoReply, Nonsense) as lost:
            fault = faults.lost(lost, self.api_url)
            self.pace.hold(1.0)
        except TryLater as late:
            fault = late
            self.pace.hold(1.0)
        self.troubles += 1
        raise fault

    def renew(self) -> bool:
        """Gets a new token. False where that isn't possible: the user has to sign in again, or there is none."""
        return self.credential.renew(self._form)

    # -- one request ---------------------------------------------------------------------------------------------------

    def _send(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        self.pace.wait()
        self.requests += 1
        return self._transport.post(url, body, {"User-Agent": self.user_agent, **headers})

    def _form(self, path: str, fields: Mapping[str, str]) -> Reply:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        try:
            return self._send(self.base_url + path, urlencode(fields).encode(), headers)
        except NoReply as fault:
            raise faults.lost(fault, self.api_url) from fault

    def _signed(self, headers: Mapping[str, str]) -> dict[str, str]:
        return {**headers, **self.credential.headers(self._form)}

    # -- writing -------------------------------------------------------------------------------------------------------

    def _write(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        signed = self._signed(headers)
        try:
            reply = self._send(self.api_url, body, signed)
        except NotReached as fault:
            raise faults.lost(fault, self.api_url) from fault
        except NoReply as fault:
            raise faults.maybe_sent() from fault
        if reply.status == 429:
            raise faults.throttled(None)
        if reply.status >= 500:
            raise faults.maybe_sent()
        try:
            return answers.answer_of(reply, self.api_url)
        except LoginRedirect:
            raise faults.closed() from None
        except Nonsense as fault:
            raise faults.maybe_sent() from fault

    # -- reading -------------------------------------------------------------------------------------------------------

    def _read(self, body: bytes, headers: Mapping[str, str], tries: int) -> Answer:
        attempt = throttled = 0
        renewed = False
        while True:
            try:
                reply = self._send(self.api_url, body, self._signed(headers))
                if reply.status != 429:
                    return self._understood(reply)
            except FixSettings as fault:
                if fault.code != "not_accepted" or renewed or not self.renew():
                    raise
                renewed = True
                continue
            except LoginRedirect:
                attempt += 1
                # Where we were let in before, being sent to the sign-in page is a fault that passes.
                if self._answered:
                    self._rest(attempt, tries, faults.sent_to_sign_in())
                else:
                    self._rest(attempt, min(tries, 2), faults.closed())
                continue
            except (NoReply, Nonsense) as fault:
                attempt += 1
                # An address where nobody ever answered is more likely wrong than busy: say so soon.
                never = isinstance(fault, NotReached) and not self._answered
                self._rest(attempt, min(tries, 2) if never else tries, faults.lost(fault, self.api_url))
                continue
            except TryLater as fault:
                attempt += 1
                self._rest(attempt, tries, fault)
                continue
            throttled += 1
            self.troubles += 1
            after = self.pace.throttled(reply.headers.get("retry-after"), throttled - 1)
            if after is not None or throttled >= THROTTLE_TRIES:
                raise faults.throttled(after)

    def _understood(self, reply: Reply) -> Answer:
        if reply.status >= 500:
            raise faults.server_error(reply.status)
        answer = answers.answer_of(reply, self.api_url)
        self.pace.answered(reply.elapsed)
        self._answered = True
        return answer

    def _rest(self, attempt: int, tries: int, fault: ConnectorError) -> None:
        """Waits before the next attempt, or raises `fault` where there have been enough."""
        self.troubles += 1
        if attempt >= tries or fault.code == "too_big":
            raise fault
        self.pace.suffered(attempt - 1)


def front_page(base_url: str) -> str:
    """The address without `/api`, a trailing slash, query or fragment. Raises `FixSettings` where it is none."""
    address = base_url.strip()
    parts = urlsplit(address if "://" in address else f"https://{address}")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise FixSettings(
            "bad_address",
            "Adressen till Decidim går inte att använda. Skriv den som https://delta.kommunen.se, utan namn och lösenord.",
            "The address of Decidim can't be used. Write it as https://delta.kommunen.se, without a name or password.",
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/').removesuffix('/api').rstrip('/')}"


def body_of(document: GraphQLRequest | str, variables: Mapping[str, Any] | None) -> bytes:
    request = gql(document) if isinstance(document, str) else document
    return json.dumps({"query": print_ast(request.document), "variables": dict(variables or {})}).encode()
