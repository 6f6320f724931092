"""Packages and folders lean one way only (DESIGN §3); what puts them together is named here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BELOW = {
    "core": set(),
    "sync": {"core"},
    "mapping": {"core", "sync"},
    "charter": {"core", "sync", "mapping"},
    "ledger": {"core", "sync", "mapping", "charter"},
    "push": {"core", "sync", "mapping", "charter"},
    "public": {"core", "sync", "mapping", "charter", "ledger", "push"},
    "erase": {"core", "sync", "mapping", "charter", "ledger", "push"},
    "export": {"core", "sync", "mapping", "charter", "ledger", "push"},
}
PUT_TOGETHER = {"app", "cli", "run", "serve", "tables", "demo", "__main__"}
SQL = {"select", "insert", "update", "delete", "text"}


def modules(package: str) -> list[Path]:
    return sorted(path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)


ALONE = [("connectors", {"sidecar", "mappings"}), ("mappings", {"sidecar", "connectors"})]


@pytest.mark.parametrize(("package", "forbidden"), ALONE)
def test_a_package_that_someone_could_use_alone_imports_no_other(package: str, forbidden: set[str]) -> None:
    found = {(path.name, one) for path in modules(package) for one in imports(path) if one.split(".")[0] in forbidden}
    assert found == set()


def test_folders_of_the_service_lean_one_way_only() -> None:
    wrong = set()
    for path in modules("sidecar"):
        folder = path.relative_to(ROOT / "sidecar").parts[0].removesuffix(".py")
        if folder in PUT_TOGETHER or folder == "__init__":
            continue
        for one in imports(path):
            parts = one.split(".")
            if parts[0] == "sidecar" and len(parts) > 1 and parts[1] != folder and parts[1] not in BELOW[folder]:
                wrong.add((str(path.relative_to(ROOT)), one))
    assert wrong == set()


def test_sql_stands_in_queries_alone() -> None:
    wrong = set()
    for path in modules("sidecar"):
        if path.name == "queries.py" or path.relative_to(ROOT / "sidecar").parts[0] == "core":
            continue
        for one in imports(path):
            if one.startswith("sqlalchemy.") and one.split(".")[-1] in SQL and path.name != "app.py":
                wrong.add((str(path.relative_to(ROOT)), one))
    assert wrong == set()


def test_no_file_grows_past_four_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): length
        for package in ("connectors", "mappings", "sidecar", "tests", "benchmarks")
        for path in modules(package)
        if (length := path.read_text("utf-8").count("\n")) > 400
    }
    assert long == {}
