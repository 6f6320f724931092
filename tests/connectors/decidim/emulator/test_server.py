"""The emulator as a server and as a process: it starts, keeps what was written, and serves many at once."""

import json
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from connectors.decidim.emulator import writes
from connectors.decidim.emulator.persistence import opened, save
from connectors.decidim.emulator.server import running
from connectors.decidim.emulator.store import Store
from connectors.decidim.emulator.world import Options
from tests.connectors.decidim.emulator.asking import SMALL

COUNT = {"query": "{ component(id: 5) { ... on Proposals { proposals { nodes { id } } } } }"}


def test_it_answers_over_http_and_stops_with_its_block() -> None:
    with running(SMALL, "0.32.2") as url:
        answered = requests.post(f"{url}/api", json={"query": "{ __typename }"}, timeout=5)
        assert answered.json() == {"data": {"__typename": "Query"}}
    with requests.Session() as session:
        try:
            session.post(f"{url}/api", json=COUNT, timeout=1)
        except requests.ConnectionError:
            return
    raise AssertionError("it still answers")


def test_many_writers_get_numbers_of_their_own() -> None:
    store = Store.load(SMALL)

    def write(_: int) -> int:
        return writes.create_proposal(store, 5, {"sv": "T"}, {"sv": "B"}, author=3).id

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(write, range(200)))
    assert sorted(numbers) == list(range(13, 213))


def test_a_number_is_never_given_twice_even_after_erasing() -> None:
    store = Store.load(SMALL)
    last = writes.create_proposal(store, 5, {"sv": "T"}, {"sv": "B"}, author=3).id
    writes.erase_proposal(store, last)
    assert writes.create_proposal(store, 5, {"sv": "T"}, {"sv": "B"}, author=3).id == last + 1


def test_a_saved_store_is_the_same_store(tmp_path: Path) -> None:
    store = Store.load(SMALL)
    writes.add_comment(store, 1, {"sv": "En till"}, author=3, parent=1)
    save(store, tmp_path / "state.json")
    assert opened(SMALL, tmp_path / "state.json").as_data() == store.as_data()


def signed_in(url: str) -> requests.Session:
    """A browser session of Person 1."""
    session = requests.Session()
    page = session.get(f"{url}/sv/users/sign_in", timeout=10).text
    found = re.search(r'name="authenticity_token" value="([^"]+)"', page)
    assert found is not None
    form = {"user[email]": "person1@example.org", "user[password]": "decidim123456789", "authenticity_token": found.group(1)}
    session.post(f"{url}/sv/users/sign_in", data=form, timeout=10, allow_redirects=False)
    return session


def test_a_process_that_is_killed_goes_on_from_its_state(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    command = [sys.executable, "-m", "connectors.decidim.emulator", "--port", "0", "--load", str(SMALL), "--state", str(state)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url = process.stdout.readline().split()[-1]
    session = signed_in(url)
    query = """mutation { commentable(id: "1", type: "Decidim::Proposals::Proposal", locale: "sv", toggleTranslations: false) {
      addComment(body: "Kvar efter döden", alignment: 0) { id } } }"""
    written = session.post(f"{url}/api", json={"query": query}, timeout=10).json()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert written["data"]["commentable"]["addComment"]["id"] == "12"
    assert json.loads(state.read_text(encoding="utf-8"))["comments"][-1]["body"] == {"sv": "Kvar efter döden"}
    with running(SMALL, "0.32.2", options=Options(state=state)) as again:
        query = "{ component(id: 1) { ... on Proposals { proposal(id: 1) { totalCommentsCount } } } }"
        found = requests.post(f"{again}/api", json={"query": query}, timeout=5).json()
    assert found["data"]["component"]["proposal"]["totalCommentsCount"] == 5
