"""What the charter's page tells: its chapters with their clauses, what it rests on, and where all voices ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from mappings.chapters import Template
from sidecar.charter import queries
from sidecar.charter.article import picked
from sidecar.charter.articles import template_of
from sidecar.charter.models import Charter, Clause, ClauseSentence, ClauseVersion, Party
from sidecar.charter.parties import mandate_json
from sidecar.charter.service import TITLE
from sidecar.charter.states import CLOSED
from sidecar.ledger import reasons
from sidecar.ledger.models import Fate
from sidecar.public.queries import fates, taken_on
from sidecar.sync import queries as sync_queries
from sidecar.sync.models import Instance

UNSAID = frozenset({"support", "against", "needs"})
"""Blocks that tell of the voices behind a clause, and are no words of the agreement."""


@dataclass(frozen=True)
class Article:
    """A clause in the version that is shown. said: the sentences that parties agree on. stale: how many of all its sentences."""

    clause: Clause
    version: ClauseVersion
    said: tuple[ClauseSentence, ...]
    stale: int


@dataclass(frozen=True)
class Chapter:
    """name: its anchor. title: None for what no chapter takes."""

    name: str
    title: str | None
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class Row:
    """One row of the ledger: all of them together are all contributions."""

    fate: str
    sv: str
    en: str
    number: int


@dataclass(frozen=True)
class CharterPage:
    """parties: each with the articles in which it takes something on. closed: approved once, and set down since. waiting: clauses
    that nobody has approved in any version."""

    instance: Instance
    charter: Charter
    template: Template
    mandate: dict[str, Any] | None
    parties: tuple[tuple[Party, tuple[Article, ...]], ...]
    chapters: tuple[Chapter, ...]
    closed: tuple[tuple[Clause, ClauseVersion], ...]
    waiting: int
    ledger: tuple[Row, ...]
    contributions: int


def charters(session: Session) -> list[tuple[Instance, Charter, int]]:
    """Every charter with how many of its clauses can be read."""
    found = []
    for instance in sync_queries.instances(session):
        charter = queries.charter(session, instance.id)
        if charter is not None:
            found.append((instance, charter, len(queries.approved_versions(session, instance.id))))
    return found


def charter_page(session: Session, name: str) -> CharterPage | None:
    """None where no instance has that name, or it has no charter yet."""
    charter = queries.charter(session, name)
    if charter is None:
        return None
    chosen = template_of(charter)
    shown = picked(session, name)
    stale = queries.stale_sentences(session, [version.id for _clause, version in shown])
    articles = [_article(clause, version, stale) for clause, version in shown]
    approved = queries.approved_versions(session, name)
    rows = _ledger(session, name)
    return CharterPage(
        instance=sync_queries.instance(session, name),
        charter=charter,
        template=chosen,
        mandate=mandate_json(queries.mandate(session, charter.id)),
        parties=_parties(session, charter, articles),
        chapters=_chapters(chosen, articles),
        closed=tuple((clause, version) for clause, version in approved if clause.state in CLOSED),
        waiting=len(queries.clauses(session, name)) - len(approved),
        ledger=rows,
        contributions=sum(row.number for row in rows),
    )


def _article(clause: Clause, version: ClauseVersion, stale: dict[int, set[int]]) -> Article:
    said = [one for one in version.sentences if one.ordinal != TITLE and one.kind != "count"]
    bare = [one for one in said if one.block not in UNSAID]
    return Article(clause, version, tuple(bare), len(stale.get(version.id, ())))


def _chapters(chosen: Template, articles: list[Article]) -> tuple[Chapter, ...]:
    """The template's chapters that have articles, in its order; last what no chapter takes."""
    of = [(one.eid, one.title, [row for row in articles if row.clause.chapter == one.theme]) for one in chosen.chapters]
    rest = [row for row in articles if chosen.chapter(row.clause.chapter) is None]
    every = [*of, ("chp_other", None, rest)]
    return tuple(Chapter(name, title, tuple(rows)) for name, title, rows in every if rows)


def _parties(session: Session, charter: Charter, articles: list[Article]) -> tuple[tuple[Party, tuple[Article, ...]], ...]:
    takes: dict[int, set[int]] = {}
    for row in taken_on(session, [one.version.id for one in articles]):
        takes.setdefault(row.party_id or 0, set()).add(row.version_id)
    return tuple(
        (party, tuple(one for one in articles if one.version.id in takes.get(party.id, ())))
        for party in queries.parties(session, charter.id)
    )


def _ledger(session: Session, name: str) -> tuple[Row, ...]:
    told = reasons.known(session, name)
    order = list(Fate)
    found = sorted(fates(session, name).items(), key=lambda pair: (order.index(Fate(pair[0][0])), -pair[1], pair[0][1]))
    return tuple(Row(fate, *told.get(reason, (reason, reason)), number) for (fate, reason), number in found)
