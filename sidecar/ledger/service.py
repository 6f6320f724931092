"""Settles where each contribution ended: used, duplicate, set aside, or undecided. A person's decision is never touched."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session

from sidecar.core.audit import record
from sidecar.core.db import Database, digest, now
from sidecar.ledger import queries
from sidecar.ledger.models import Fate, LedgerEntry
from sidecar.sync.models import Contribution, Kind, Revision, Status
from sidecar.sync.queries import instance

RULE = "rule"

REASONS: dict[str, tuple[str, str]] = {
    "cited": ("Står som källa i en paragraf", "Cited by a clause"),
    "same_text": ("Samma text som ett annat bidrag", "The same text as another contribution"),
    "withdrawn": ("Upphovspersonen har dragit tillbaka det", "Withdrawn by its author"),
    "vanished": ("Finns inte längre att läsa i Decidim", "No longer to be read in Decidim"),
    "waits": ("Väntar på att någon avgör det", "Waits for someone to decide"),
    "off_topic": ("Handlar om något annat än kontraktet", "About something else than the charter"),
    "outside_mandate": ("Ligger utanför vad parterna råder över", "Outside what the parties can decide"),
}
"""Code → what it says in Swedish and English. Another reason for setting a contribution aside is one line here."""


class LedgerError(Exception):
    """A decision that can't be stored; says why."""


@dataclass(frozen=True)
class _Verdict:
    fate: Fate
    reason: str
    clause_id: str | None = None
    duplicate_of: int | None = None


def settle(db: Database, instance_id: str) -> dict[str, int]:
    """Exactly one entry for each contribution, by rule where no person decided. Writes only what changed. Counts by fate."""
    with db.session() as session:
        instance(session, instance_id)
        voices = queries.voices(session, instance_id)
        entries = queries.entries(session, instance_id)
        used = queries.clause_of_cited(session, instance_id)
        first = _first_with_text(voices)
        counts: Counter[str] = Counter()
        for contribution, revision in voices:
            entry = entries.get(contribution.id)
            if entry is not None and entry.by != RULE:
                counts[entry.fate] += 1
                continue
            verdict = _verdict(contribution, first[_text_key(contribution, revision)], used)
            _keep(session, entry, contribution.id, verdict)
            counts[verdict.fate] += 1
        return {fate: counts[fate] for fate in Fate}


def set_aside(db: Database, contribution_id: int, reason: str, *, actor: str) -> None:
    """A person's decision, with a reason from REASONS. It survives every later run."""
    if reason not in REASONS:
        raise LedgerError(f"Okänt skäl {reason!r}. Välj ett av: {', '.join(sorted(REASONS))}")
    with db.session() as session:
        entry = session.get(LedgerEntry, contribution_id)
        if entry is None:
            raise LedgerError(f"Bidrag {contribution_id} står inte i liggaren. Hämta och kartlägg först: sidecar run")
        entry.fate, entry.reason, entry.by, entry.at = Fate.set_aside, reason, actor, now()
        entry.clause_id = entry.duplicate_of = None
        record(session, actor, "ledger.set_aside", str(contribution_id), reason=reason)


def _verdict(contribution: Contribution, first: int, used: dict[int, str]) -> _Verdict:
    if contribution.status == Status.withdrawn:
        return _Verdict(Fate.set_aside, "withdrawn")
    if contribution.status == Status.vanished:
        return _Verdict(Fate.set_aside, "vanished")
    if contribution.id in used:
        return _Verdict(Fate.used, "cited", clause_id=used[contribution.id])
    if first != contribution.id:
        return _Verdict(Fate.duplicate, "same_text", duplicate_of=first)
    return _Verdict(Fate.undecided, "waits")


def _first_with_text(voices: list[tuple[Contribution, Revision]]) -> dict[str, int]:
    """The first contribution, still standing, of each wording; where none stands, the first of all."""
    found: dict[str, int] = {}
    for standing in (True, False):
        for contribution, revision in voices:
            if (contribution.status == Status.present) == standing:
                found.setdefault(_text_key(contribution, revision), contribution.id)
    return found


def _text_key(contribution: Contribution, revision: Revision) -> str:
    """The wording, whatever its spacing and capitals. "Bra!" under two proposals is two voices, never one twice."""
    words = [" ".join(text.split()).casefold() for by in revision.texts.values() for text in by.values()]
    under = contribution.proposal_remote_id if contribution.kind == Kind.comment else ""
    return digest(contribution.kind, under, *sorted(words))


def _keep(session: Session, entry: LedgerEntry | None, contribution_id: int, verdict: _Verdict) -> None:
    if entry is None:
        entry = LedgerEntry(contribution_id=contribution_id, by=RULE)
        session.add(entry)
    wanted = (verdict.fate, verdict.reason, verdict.clause_id, verdict.duplicate_of)
    if (entry.fate, entry.reason, entry.clause_id, entry.duplicate_of) != wanted:
        entry.fate, entry.reason, entry.clause_id, entry.duplicate_of = wanted
        entry.at = now()
