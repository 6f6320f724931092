"""Replays recorded exchanges and says where an answer differs from the recording.

What may differ from server to server is made equal on both sides first (`_plain`): the wording of messages, times of
change, opaque ids. Everything else that differs is a `Difference`, and must be agreed on in a test's table.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.real.paths import SHARED

HOST = "decidim.example"
VERSIONS = ("0.28.6", "0.30.9", "0.31.8", "0.32.2")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
_TIMES_OF_CHANGE = frozenset({"updatedAt", "withdrawnAt"})
_TIMES_OF_WRITING = frozenset({"createdAt", "publishedAt"})
_SERVERS_WERE_FILLED = "2026-11-23"
"""What is dated so or later was made while a server was filled or asked: each at its own moment."""
_OPAQUE = frozenset({"sgid", "jwt_token", "access_token", "refresh_token", "created_at", "exp", "iat"})


@dataclass(frozen=True)
class Exchange:
    """One recorded request and its answer."""

    version: str
    set: str
    name: str
    note: str
    request: dict[str, Any]
    status: int
    headers: dict[str, str]
    body: Any

    @property
    def carries_token(self) -> bool:
        return "Authorization" in self.request["headers"]


@dataclass(frozen=True)
class Difference:
    """`where`: a path as `data.component.proposals.edges.6.node`; values are shortened where they may hold texts."""

    version: str
    set: str
    name: str
    where: str
    recorded: str
    answered: str


@dataclass(frozen=True)
class Agreed:
    """A difference that is known and accepted. `version`, `name` and `where` are patterns with `*`."""

    version: str
    name: str
    where: str
    reason: str

    def covers(self, difference: Difference) -> bool:
        return (
            fnmatchcase(difference.version, self.version)
            and fnmatchcase(difference.name, self.name)
            and fnmatchcase(difference.where, self.where)
        )


def exchanges(version: str, *sets: str) -> list[Exchange]:
    """The recorded exchanges of some sets, in the order of `sets`, within each as recorded."""
    file = SHARED / "decidim" / version / "exchanges.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [
        Exchange(version, r["set"], r["name"], r["note"] or "", r["request"], r["status"], r["headers"], r["body"])
        for wanted in sets
        for r in rows
        if r["set"] == wanted
    ]


def replayed(client: FlaskClient, exchange: Exchange, headers: dict[str, str] | None = None) -> TestResponse:
    """The emulator's answer to a recorded request. `headers` replace recorded ones (placeholders of tokens)."""
    sent = {**exchange.request["headers"], **(headers or {})}
    host = sent.pop("Host", None)
    body = exchange.request.get("body")
    data = body if isinstance(body, str | None) else json.dumps(body)
    return client.open(
        exchange.request["path"],
        method=exchange.request["method"],
        base_url=f"https://{HOST}" if host is None else f"http://{host}",
        headers=sent,
        data=data,
    )


def differences(exchange: Exchange, answered: TestResponse) -> list[Difference]:
    """Where status, kind of content, address of a redirect, data or errors differ."""
    found = [
        ("status", exchange.status, answered.status_code),
        ("location", exchange.headers.get("location"), answered.headers.get("Location")),
        ("content-type", _mime(exchange.headers.get("content-type")), _mime(answered.headers.get("Content-Type"))),
    ]
    pairs = [(where, old, new) for where, old, new in found if old != new]
    if _mime(exchange.headers.get("content-type")) == "application/json" and answered.status_code == exchange.status:
        old, new = _plain(exchange.body), _plain(answered.get_json(silent=True))
        pairs += list(_apart(old, new, ""))
    elif exchange.headers.get("content-type") == "text/plain" and exchange.body != answered.text:
        pairs.append(("body", exchange.body, answered.text))
    return [
        Difference(exchange.version, exchange.set, exchange.name, where.lstrip("."), _short(old), _short(new))
        for where, old, new in pairs
    ]


def not_agreed(found: Iterable[Difference], agreed: Sequence[Agreed]) -> list[Difference]:
    return [difference for difference in found if not any(one.covers(difference) for one in agreed)]


def no_longer_seen(found: Sequence[Difference], agreed: Sequence[Agreed]) -> list[Agreed]:
    return [one for one in agreed if not any(one.covers(difference) for difference in found)]


def _mime(content_type: str | None) -> str:
    return (content_type or "").split(";")[0]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _entry(name, entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value


def _entry(name: str, value: Any) -> Any:
    if name == "errors" and isinstance(value, list):
        return [_plain_error(error) for error in value]
    if name in _OPAQUE and value:
        return "<opaque>"
    if name in ("error", "error_description") and isinstance(value, str) and " " in value:
        return "<message>"
    own = isinstance(value, str) and value >= _SERVERS_WERE_FILLED
    if name in _TIMES_OF_CHANGE or (name in _TIMES_OF_WRITING and own):
        return _TIME.sub(lambda match: "<time Z>" if match.group(1) == "Z" else "<time>", value) if value else value
    if name == "avatarUrl" and isinstance(value, str):
        return urlsplit(value).path
    return _plain(value)


def _plain_error(error: Any) -> Any:
    """An error without its wording; which attributes a list of messages names still counts."""
    if not isinstance(error, dict):
        return error
    said = error.get("message")
    named = [entry.get("path") for entry in said] if isinstance(said, list) else "<message>"
    problems = error.get("extensions", {}).get("problems")
    rest = {key: value for key, value in error.items() if key not in ("message", "extensions")}
    extensions = {key: value for key, value in error.get("extensions", {}).items() if key != "problems"}
    if problems is not None:
        extensions["problems"] = [problem["path"] for problem in problems]
    return {"message": named, **rest, **({"extensions": extensions} if extensions else {})}


def _apart(old: Any, new: Any, where: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _apart(old.get(key, "<absent>"), new.get(key, "<absent>"), f"{where}.{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _apart(one, other, f"{where}.{place}")
    elif isinstance(old, list) and isinstance(new, list):
        yield f"{where}.length", len(old), len(new)
    elif old != new:
        yield where, old, new


def _short(value: Any) -> str:
    return repr(value)[:80]
