"""The chain up to drafts, on a small dialogue written for these tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from connectors.decidim.emulator.dialogue import store_from_dialogue
from sidecar.charter.service import draft_clauses
from sidecar.core.context import Context
from sidecar.mapping.service import map_instance
from sidecar.sync import service
from sidecar.sync.commands import run_pull
from tests.sidecar.decidim import Decidim

NAME = "lillby"


def said(number: int, title: str, body: str) -> dict[str, Any]:
    return {
        "id": f"p{number}", "kind": "proposal", "municipality": "A", "on": None, "reply_to": None, "alignment": None,
        "title": title, "body": body,
    }  # fmt: skip


def answered(number: int, on: int, body: str, alignment: int = 0) -> dict[str, Any]:
    return {
        "id": f"c{number}", "kind": "comment", "municipality": "A", "on": f"p{on}", "reply_to": None, "alignment": alignment,
        "title": None, "body": body,
    }  # fmt: skip


DIALOGUE: Sequence[Mapping[str, Any]] = (
    said(1, "Belysning på Kvarnstigen", "Kommunen ska sätta upp belysning på Kvarnstigen. Det är mörkt där."),
    said(2, "Ljus åt skolbarnen", "Kommunen ska sätta upp belysning på Kvarnstigen!"),
    said(3, "Ett barnråd i Lillby", "Ett barnråd ska höras före beslut om skolan."),
    said(4, "Om vädret i somras", "Det regnade mycket i juli."),
    answered(1, 1, "Håller med, det behövs verkligen.", 1),
    answered(2, 1, "Nej, det stör fladdermössen.", -1),
    answered(3, 2, "👍", 1),
    answered(4, 4, "Ja, det gjorde det."),
)


def dialogue_store(rows: Sequence[Mapping[str, Any]] = DIALOGUE) -> dict[str, Any]:
    return store_from_dialogue(rows)


def pulled(context: Context, emulator: Decidim) -> None:
    service.add_instance(context.db, context.vault, NAME, emulator.url, actor="test")
    assert run_pull(context, NAME, quiet=True).complete


def drafted(context: Context, emulator: Decidim) -> None:
    """Pulled, mapped and drafted."""
    pulled(context, emulator)
    map_instance(context.db, NAME)
    assert draft_clauses(context.db, NAME).refused == []
