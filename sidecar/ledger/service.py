"""Settles where each contribution ended: used, duplicate, set aside, or undecided. A person's decision is never touched."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from sidecar.core.audit import record
from sidecar.core.db import Database, digest, now
from sidecar.ledger import queries, reasons
from sidecar.ledger.errors import LedgerError
from sidecar.ledger.models import Fate, LedgerEntry
from sidecar.sync.models import Contribution, Kind, Revision, Status
from sidecar.sync.queries import instance

RULE = "rule"


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
        asking = queries.asking(session, instance_id)
        first = _first_with_text(voices)
        counts: Counter[str] = Counter()
        for contribution, revision in voices:
            entry = entries.get(contribution.id)
            if entry is not None and entry.by != RULE and contribution.status != Status.erased:
                counts[entry.fate] += 1
                continue
            verdict = _verdict(contribution, first[_text_key(contribution, revision)], used, asking)
            _keep(session, entry, contribution.id, verdict)
            counts[verdict.fate] += 1
        session.flush()
        _check_sum(session, instance_id, counts)
        return {fate: counts[fate] for fate in Fate}


def set_aside(db: Database, instance_id: str, name: str, reason: str, *, note: str = "", actor: str) -> int:
    """A person's decision, with a reason that may be chosen and, if she likes, words of her own. Every later run keeps it.

    name: `proposal:12` or `comment:34`, as Decidim numbers them. Returns the contribution's id.
    """
    if len(note) > 2000:
        raise LedgerError(f"Anteckningen är {len(note)} tecken lång. Korta den till högst 2 000.")
    with db.session() as session:
        instance(session, instance_id)
        may = reasons.choosable(session, instance_id)
        if reason not in may:
            told = ", ".join(f"{code} ({words[0].lower()})" for code, words in may.items())
            raise LedgerError(f"Okänt skäl ”{reason}”. Välj ett av: {told}.")
        entry = _entry(session, instance_id, name)
        entry.fate, entry.reason, entry.note, entry.by, entry.at = Fate.set_aside, reason, note.strip(), actor, now()
        entry.clause_id = entry.duplicate_of = None
        record(session, actor, "ledger.set_aside", str(entry.contribution_id), reason=reason)
        return entry.contribution_id


def take_up(db: Database, instance_id: str, name: str, *, actor: str) -> int:
    """Undoes a person's decision: the next settling says by rule where the contribution stands. Returns its id."""
    with db.session() as session:
        entry = _entry(session, instance_id, name)
        if entry.by == RULE:
            raise LedgerError(f"Ingen har lagt {name} åt sidan. Det som står i liggaren har kommit till av sig självt.")
        entry.fate, entry.reason, entry.note, entry.by, entry.at = Fate.undecided, "waits", "", RULE, now()
        entry.clause_id = entry.duplicate_of = None
        record(session, actor, "ledger.take_up", str(entry.contribution_id))
        return entry.contribution_id


@dataclass(frozen=True)
class Line:
    """Where one contribution stands. sentences: (clause, version, ordinal) that rest on it; −1 is the title."""

    name: str
    url: str | None
    fate: str
    reason: str
    reason_sv: str
    note: str
    by: str
    sentences: tuple[tuple[str, int, int], ...]
    duplicate_of: str | None

    def as_json(self) -> dict[str, Any]:
        told = [{"clause": clause, "version": version, "sentence": ordinal} for clause, version, ordinal in self.sentences]
        return {**vars(self), "sentences": told}


def lines(db: Database, instance_id: str, fate: str | None = None) -> list[Line]:
    """Every contribution with its state, as settled last, proposals before comments. fate: of these alone."""
    with db.session() as session:
        instance(session, instance_id)
        words = reasons.known(session, instance_id)
        entries = queries.entries(session, instance_id)
        sentences = queries.sentences_of(session, instance_id)
        rows = [contribution for contribution, _ in queries.voices(session, instance_id)]
        names = {row.id: _name(row) for row in rows}
        return [
            Line(
                names[row.id], row.url, entry.fate, entry.reason, words.get(entry.reason, (entry.reason, ""))[0], entry.note,
                entry.by, tuple(sentences.get(row.id, ())) if entry.fate == Fate.used else (),
                names.get(entry.duplicate_of) if entry.duplicate_of else None,
            )
            for row in rows
            if (entry := entries.get(row.id)) is not None and fate in (None, entry.fate)
        ]  # fmt: skip


def _name(row: Contribution) -> str:
    return f"{row.kind}:{row.remote_id}"


def _entry(session: Session, instance_id: str, name: str) -> LedgerEntry:
    kind, _, remote_id = name.partition(":")
    found = queries.entry_of(session, instance_id, kind, remote_id)
    if found is None:
        raise LedgerError(
            f"Bidraget ”{name}” står inte i liggaren. Skriv det som proposal:12 eller comment:34, med Decidims nummer, och hämta "
            f"först: sidecar run {instance_id}"
        )
    return found


def _check_sum(session: Session, instance_id: str, counts: Counter[str]) -> None:
    pulled, entered = queries.count_voices(session, instance_id), queries.count_entries(session, instance_id)
    if not pulled == entered == sum(counts.values()):
        raise LedgerError(
            f"Liggaren går inte ihop: {pulled} bidrag är hämtade, {entered} står i liggaren och {sum(counts.values())} är "
            "räknade. Inget har ändrats. Kör igen, och säg till den som sköter tjänsten om det står kvar."
        )


def _verdict(contribution: Contribution, first: int, used: dict[int, str], asking: set[int]) -> _Verdict:
    if contribution.status != Status.present:
        return _Verdict(Fate.set_aside, contribution.status)
    if contribution.id in used:
        return _Verdict(Fate.used, "cited", clause_id=used[contribution.id])
    if first != contribution.id:
        return _Verdict(Fate.duplicate, "same_text", duplicate_of=first)
    return _Verdict(Fate.undecided, "few_voices" if contribution.id in asking else "asks_for_nothing")


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
