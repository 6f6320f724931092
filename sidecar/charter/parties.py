"""Parties of a charter, and the mandate that it rests on: entered, changed and shown by people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mappings.tagging.types import BEARERS
from sidecar.charter import queries
from sidecar.charter.errors import CharterError, given, optional
from sidecar.charter.kinds import BEARS, KIND_NAMES, PartyKind
from sidecar.charter.models import Charter, Mandate, Party
from sidecar.core.audit import record
from sidecar.core.db import now


@dataclass(frozen=True)
class PartyChange:
    """What to enter of a party; None leaves it as it is (or as its kind has it)."""

    name: str | None = None
    kind: str | None = None
    through: str | None = None
    signatory: str | None = None
    bears: tuple[str, ...] | None = None


@dataclass(frozen=True)
class MandateChange:
    """What to enter of the mandate; None leaves it as it is."""

    organ: str | None = None
    decided_on: date | None = None
    diary_number: str | None = None
    leader: str | None = None
    steering_group: tuple[str, ...] | None = None
    dialogue_from: date | None = None
    dialogue_to: date | None = None


def party_of(session: Session, charter_id: int, named: str) -> Party:
    """The party of this name, or this number. Raises CharterError."""
    rows = queries.parties(session, charter_id)
    for row in rows:
        if row.name.casefold() == named.strip().casefold() or str(row.id) == named.strip():
            return row
    known = ", ".join(row.name for row in rows) or "inga än"
    raise CharterError(f"Det finns ingen part ”{named}” i kontraktet. Parter: {known}")


def enter_party(session: Session, charter: Charter, change: PartyChange, *, actor: str) -> Party:
    """A new party. Raises CharterError where a party has that name already, or something is missing."""
    if change.kind is None:
        raise CharterError(f"Ange vilket slags part det är: {', '.join(PartyKind)}")
    row = Party(charter_id=charter.id, created_at=now(), through="", signatory="", bears=list(BEARS[_kind(change.kind)]))
    _apply(session, row, charter.id, change)
    session.add(row)
    session.flush()
    record(session, actor, "party.entered", str(row.id), kind=row.kind)
    return row


def change_party(session: Session, charter: Charter, named: str, change: PartyChange, *, actor: str) -> Party:
    row = party_of(session, charter.id, named)
    _apply(session, row, charter.id, change)
    fields = [name for name in ("name", "kind", "through", "signatory", "bears") if getattr(change, name) is not None]
    record(session, actor, "party.changed", str(row.id), fields=fields)
    return row


def set_mandate(session: Session, charter: Charter, change: MandateChange, *, actor: str) -> Mandate:
    """Enters the mandate, or changes parts of it. Raises CharterError where it isn't whole, or its dates are turned round."""
    row = queries.mandate(session, charter.id)
    if row is None:
        if change.decided_on is None:
            raise CharterError("Ange datum för det politiska beslutet.")
        row = Mandate(charter_id=charter.id, organ="", diary_number="", leader="", steering_group=[])
        session.add(row)
    row.organ = given(row.organ if change.organ is None else change.organ, "vilket organ som fattade beslutet")
    number = row.diary_number if change.diary_number is None else change.diary_number
    row.diary_number = given(number, "beslutets diarienummer", 80)
    row.leader = given(row.leader if change.leader is None else change.leader, "processledare")
    row.decided_on = change.decided_on or row.decided_on
    row.dialogue_from = change.dialogue_from or row.dialogue_from
    row.dialogue_to = change.dialogue_to or row.dialogue_to
    if row.dialogue_from and row.dialogue_to and row.dialogue_to < row.dialogue_from:
        raise CharterError("Dialogen kan inte sluta innan den har börjat.")
    if change.steering_group is not None:
        row.steering_group = [given(one, "vilka som sitter i styrgruppen") for one in change.steering_group]
    row.changed_at = now()
    record(session, actor, "mandate.set", str(charter.id))
    return row


def party_json(row: Party) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "kind_sv": KIND_NAMES[PartyKind(row.kind)],
        "through": row.through,
        "signatory": row.signatory,
        "bears": list(row.bears),
    }


def mandate_json(row: Mandate | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "organ": row.organ,
        "decided_on": row.decided_on.isoformat(),
        "diary_number": row.diary_number,
        "leader": row.leader,
        "steering_group": list(row.steering_group),
        "dialogue_from": row.dialogue_from.isoformat() if row.dialogue_from else None,
        "dialogue_to": row.dialogue_to.isoformat() if row.dialogue_to else None,
    }


def mandate_lines(row: dict[str, Any] | None) -> Sequence[str]:
    """The mandate as it is told in words."""
    if row is None:
        return ["Inget mandat är angivet. Ange det med: sidecar mandate set"]
    lines = [
        f"Beslut: {row['organ']}, {row['decided_on']}, dnr {row['diary_number']}",
        f"Processledare: {row['leader']}",
        f"Styrgrupp: {', '.join(row['steering_group']) or 'inte angiven'}",
    ]
    if row["dialogue_from"] or row["dialogue_to"]:
        lines.append(f"Dialog: {row['dialogue_from'] or '…'} till {row['dialogue_to'] or '…'}")
    return lines


def _apply(session: Session, row: Party, charter_id: int, change: PartyChange) -> None:
    if change.name is not None or row.name is None:
        row.name = given(change.name, "partens namn")
        if any(o.name.casefold() == row.name.casefold() and o is not row for o in queries.parties(session, charter_id)):
            raise CharterError(f"Det finns redan en part som heter {row.name}.")
    if change.kind is not None:
        row.kind = _kind(change.kind)
    if change.through is not None:
        row.through = optional(change.through, "genom vem")
    if change.signatory is not None:
        row.signatory = optional(change.signatory, "vem som skriver under")
    if change.bears is not None:
        unknown = [one for one in change.bears if one not in BEARERS]
        if unknown:
            raise CharterError(f"Okänd bärare: {', '.join(unknown)}. Välj bland: {', '.join(BEARERS)}")
        row.bears = list(change.bears)


def _kind(kind: str) -> PartyKind:
    if kind not in set(PartyKind):
        raise CharterError(f"Okänt slag av part ”{kind}”. Välj ett av: {', '.join(PartyKind)}")
    return PartyKind(kind)
