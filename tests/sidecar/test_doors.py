"""Every door of the REST interface is locked, and the description names every door."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sidecar.app import create_app
from sidecar.core.context import Context
from tests.sidecar.decidim import settings_of

OPEN = {"/api/v1/openapi.json"}


@pytest.fixture
def locked(tmp_path: Path) -> Context:
    return Context(settings_of(tmp_path / "var", f"sqlite:///{tmp_path / 'doors.db'}"))


def test_nothing_under_api_answers_without_the_token_and_all_of_it_is_described(locked: Context) -> None:
    app = create_app(locked)
    client = app.test_client()
    described = client.get("/api/v1/openapi.json").get_json()["paths"]
    doors = 0
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/api/") or rule.rule in OPEN:
            continue
        shown = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            doors += 1
            answer = client.open(re.sub(r"<int:\w+>", "1", re.sub(r"<\w+>", "x", rule.rule)), method=method)
            assert answer.status_code == 401, (method, rule.rule)
            assert method.lower() in described[shown], (method, shown)
    assert doors > 15
    locked.db.close()
