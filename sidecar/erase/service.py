"""Takes a contribution's text away everywhere (GDPR art. 17), and leaves a tombstone where it stood."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from sidecar.charter.service import TITLE
from sidecar.core.audit import record
from sidecar.core.context import Context
from sidecar.core.db import Database, digest, now
from sidecar.erase import queries
from sidecar.mapping.models import Tag
from sidecar.push.models import PushState, StepState
from sidecar.sync.addresses import safe_url
from sidecar.sync.models import TOMBSTONE, Contribution, Status
from sidecar.sync.queries import instance

SHORTEST = 12
"""Characters. Words shorter than this are looked for only where they stand by themselves: "Ja" is in every text."""


class EraseError(Exception):
    """What can't be erased; says why, in Swedish."""


@dataclass
class Erased:
    """What was taken away, in numbers, and what is left for a person to do.

    pushed: (clause, version, address in Decidim or None) of what was written to Decidim and holds the text: it stands there until
    somebody removes it. files: names of import files that were deleted. again: it had been erased before.
    """

    revisions: int = 0
    statements: int = 0
    citations: int = 0
    sentences: int = 0
    pushed: list[tuple[str, int, str | None]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    source_url: str | None = None
    again: bool = False

    def as_json(self) -> dict[str, Any]:
        told = [{"clause": clause, "version": version, "url": url} for clause, version, url in self.pushed]
        return {**asdict(self), "pushed": told}


class _OnlyLooking(Exception):
    """Ends a dry run: nothing of the transaction is kept."""


def erase(context: Context, instance_id: str, name: str, *, actor: str, dry_run: bool = False) -> Erased:
    """name: `proposal:12` or `comment:34`, as Decidim numbers them. Once more is no harm, and finishes one that died halfway.

    The text stays away: later pulls read it and keep nothing of it. dry_run: only says what would go. Raises EraseError.
    """
    result = Erased()
    try:
        with context.db.session() as session:
            row = _row(session, instance_id, name)
            result.again = row.status == Status.erased
            needles = _take_away(session, row, result)
            files = _files(context, needles)
            result.files = [path.name for path in files]
            if dry_run:
                raise _OnlyLooking
            for path in files:  # before anything is stored: once it is, nobody knows any more what to look for
                path.unlink(missing_ok=True)
            record(session, actor, "contribution.erased", str(row.id), revisions=result.revisions, sentences=result.sentences)
    except _OnlyLooking:
        return result
    sweep(context.db)
    return result


def sweep(db: Database) -> None:
    """SQLite keeps what was deleted until its pages are written anew. PostgreSQL's own vacuum does that."""
    if db.engine.dialect.name != "sqlite":
        return
    with db.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            raw.execute(statement)


def _row(session: Session, instance_id: str, name: str) -> Contribution:
    instance(session, instance_id)
    kind, _, remote_id = name.partition(":")
    row = queries.contribution(session, instance_id, kind, remote_id)
    if row is None:
        raise EraseError(
            f"Det finns inget bidrag ”{name}” här. Skriv det som proposal:12 eller comment:34, med Decidims nummer; "
            f"sidecar ledger {instance_id} --list visar alla."
        )
    if row.own:
        raise EraseError(f"{name} är ett utkast som tjänsten själv har skrivit. Radera de bidrag som det vilar på.")
    return row


def _take_away(session: Session, row: Contribution, result: Erased) -> list[str]:
    """Everything in the database; gives back the words that were taken, to look for in files."""
    texts = queries.revisions(session, row)
    ids = [one.id for one in texts]
    needles = {value for one in texts for by in one.texts.values() for value in by.values()}
    result.revisions = len(ids)
    needles |= _statements(session, ids, result)
    versions, said = _sentences(session, ids, result)
    needles |= said
    needles = {one for one in needles if one.strip() and TOMBSTONE not in one}
    for one in texts:
        queries.replace_texts(session, one.id, queries.tombstones(one.texts))
    base = instance(session, row.instance_id).base_url
    result.source_url = safe_url(row.url, base)
    moment = now()
    row.status, row.changed_at, row.vanished_at = Status.erased, moment, row.vanished_at or moment
    row.facts, row.author = {}, None
    row.facts_hash = digest("erased")
    queries.clear_note(session, row.id)
    _pushed(session, row.instance_id, base, versions, sorted(needles, key=len, reverse=True), result)
    return sorted(needles)


def _statements(session: Session, revision_ids: Sequence[str], result: Erased) -> set[str]:
    rows = queries.statements(session, revision_ids)
    found = {words for one in rows for words in (one.text, one.quote)}
    result.statements = len(rows)
    for one in rows:
        one.text = one.quote = TOMBSTONE
        one.start, one.end = 0, len(TOMBSTONE)
    for tag in queries.tags(session, [one.id for one in rows]):
        _blank(tag)
    queries.drop_facts(session, [one.id for one in rows])
    return found


def _blank(tag: Tag) -> None:
    """What a tag says of an erased statement tells what was in it."""
    tag.norm_type, tag.rollup, tag.start, tag.end = "none", None, 0, len(TOMBSTONE)
    tag.explanation_sv, tag.explanation_en = "Raderad på begäran.", "Erased on request."
    tag.standing = tag.bearer = tag.theme = tag.bearer_detail = tag.holder = tag.strength = tag.counterparty = None
    tag.changes = []


def _sentences(session: Session, revision_ids: Sequence[str], result: Erased) -> tuple[set[int], set[str]]:
    """Quotes and the sentences that rest on them, in every version; counts keep their number. (versions, words taken)."""
    versions: set[int] = set()
    found: set[str] = set()
    for citation, sentence, version in queries.citing(session, revision_ids):
        result.citations += 1
        found.add(citation.quote)
        citation.quote, citation.start, citation.end = TOMBSTONE, 0, len(TOMBSTONE)
        versions.add(version.id)
        if sentence.kind == "count":
            continue
        if sentence.text != TOMBSTONE:
            result.sentences += 1
            found.add(sentence.text)
        sentence.text, sentence.kind = TOMBSTONE, "quote"
        if sentence.ordinal == TITLE:
            found.add(version.title)
            version.title = TOMBSTONE
    return versions, found


def _pushed(session: Session, instance_id: str, base: str, versions: set[int], needles: list[str], result: Erased) -> None:
    for push, version, clause in queries.pushes(session, versions):
        result.pushed.append((clause.id, version.number, safe_url(push.proposal_url, base)))
        push.stored = _without(push.stored, needles)
        for step in push.steps:
            step.draft = _without(step.draft, needles)
            if push.state == PushState.open and step.state == StepState.planned:
                step.state, step.outcome = StepState.skipped, "En källa har raderats på begäran. Gör ett nytt utkast."
        if push.state == PushState.open and all(step.state == StepState.skipped for step in push.steps):
            push.state, push.finished_at = PushState.refused, now()
    for revision in queries.own_revisions(session, instance_id):
        cleaned = _without(revision.texts, needles)
        if cleaned != revision.texts:
            queries.replace_texts(session, revision.id, cleaned)


def _without(value: Any, needles: Sequence[str]) -> Any:
    """The same JSON; in a text that holds some of the words, they are taken out."""
    if isinstance(value, dict):
        return {key: _without(inner, needles) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without(inner, needles) for inner in value]
    if not isinstance(value, str):
        return value
    for needle in needles:
        for form in {needle, escape(needle, quote=False), escape(needle)}:
            if len(form) >= SHORTEST or value.strip() == form:
                value = value.replace(form, TOMBSTONE)
    return value


def _files(context: Context, needles: Sequence[str]) -> list[Path]:
    """Import files that hold some of the words. They are made again by the next push."""
    folder = context.settings.var / "import"
    wanted = [one.encode("utf-8", "replace") for one in needles if len(one) >= SHORTEST]
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and _holds(path, wanted)] if wanted else []


def _holds(path: Path, wanted: Sequence[bytes]) -> bool:
    """XLSX is a ZIP: it is looked into. CSV doubles quotation marks, and HTML writes some signs as names."""
    parts = [path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    for part in parts:
        plain = unescape(part.decode("utf-8", "replace")).replace('""', '"').encode("utf-8", "replace")
        if any(one in part or one in plain for one in wanted):
            return True
    return False
