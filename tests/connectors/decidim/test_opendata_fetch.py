"""Fetching the archive from a real HTTP server on this machine that behaves as Decidim's do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from connectors.decidim.opendata import OpenDataReader
from connectors.decidim.opendata_fetch import fetch_opendata
from connectors.errors import ConnectorError, FixSettings, ReadError, TryLater
from tests.connectors.decidim.opendata_made import proposal, zip_of

ARCHIVE = zip_of([proposal(number) for number in range(1, 100)])
START, BLOB = "/open-data/download", "/rails/active_storage/blobs/redirect/abc/open-data.zip"
Answer = tuple[int, dict[str, str], bytes]


class Handler(BaseHTTPRequestHandler):
    answers: dict[str, Answer] = {}

    def do_GET(self) -> None:
        status, headers, body = self.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet: the test says what happened."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    Handler.answers = {}
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def fetch(site: str, folder: Path, **more: Any) -> Path:
    with requests.Session() as session:
        return fetch_opendata(site, session, folder / "opendata.zip", **more)


def sent_to(place: str) -> Answer:
    return 302, {"Location": place}, b""


def test_the_archive_is_fetched_over_redirects_on_the_same_host(site: str, tmp_path: Path) -> None:
    Handler.answers = {START: sent_to(BLOB), BLOB: (200, {"Content-Type": "application/zip"}, ARCHIVE)}
    path = fetch(site, tmp_path)
    assert path.read_bytes() == ARCHIVE
    assert len(OpenDataReader(path, default_locale="sv").index.proposals) == 99


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (sent_to("https://elsewhere.example/x.zip"), FixSettings, "opendata_elsewhere"),
        (sent_to("http://127.0.0.1:1/open-data/x.zip"), FixSettings, "opendata_elsewhere"),
        (sent_to("file:///etc/passwd"), FixSettings, "redirected"),
        (sent_to("/sv/users/sign_in"), FixSettings, "closed"),
        (sent_to("/system/"), FixSettings, "wrong_host"),
        (sent_to("/"), TryLater, "opendata_not_made"),
        (sent_to(START), FixSettings, "redirected"),
        ((200, {"Content-Type": "text/html; charset=utf-8"}, b"<html>"), TryLater, "opendata_not_made"),
        ((404, {}, b""), FixSettings, "no_opendata"),
        ((403, {}, b""), FixSettings, "wrong_host"),
        ((500, {}, b""), TryLater, "server_error"),
        ((429, {}, b"Retry later"), TryLater, "throttled"),
        ((200, {"Content-Length": "999999"}, ARCHIVE), TryLater, "opendata_interrupted"),
    ],
)
def test_what_goes_wrong_is_one_clear_error_and_leaves_no_file(
    site: str, tmp_path: Path, answer: Answer, kind: type[ConnectorError], code: str
) -> None:
    Handler.answers = {START: answer}
    with pytest.raises(kind) as told:
        fetch(site, tmp_path)
    assert told.value.code == code and told.value.sv and told.value.en
    assert list(tmp_path.iterdir()) == []


def test_an_archive_larger_than_we_hold_is_stopped_on_the_way(site: str, tmp_path: Path) -> None:
    Handler.answers = {START: (200, {}, ARCHIVE)}
    with pytest.raises(ReadError) as told:
        fetch(site, tmp_path, limit=1000)
    assert told.value.code == "too_big" and list(tmp_path.iterdir()) == []


def test_an_archive_that_trickles_is_given_up_at_the_deadline(site: str, tmp_path: Path) -> None:
    Handler.answers = {START: (200, {}, ARCHIVE)}
    ticks = iter(range(0, 10_000, 100))
    with pytest.raises(TryLater):
        fetch(site, tmp_path, deadline=50, clock=lambda: float(next(ticks)))


def test_a_server_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(TryLater):
        fetch("http://127.0.0.1:9", tmp_path)
