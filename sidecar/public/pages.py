"""Open pages: how a clause version came to be. Its address is the marker in every pushed draft."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, render_template

from sidecar.charter import queries
from sidecar.charter.models import ClauseSentence, ClauseVersion
from sidecar.charter.service import TITLE
from sidecar.core.web import context
from sidecar.sync import queries as sync_queries
from sidecar.sync.addresses import safe_url
from sidecar.sync.models import Contribution, Instance, Kind, Status

blueprint = Blueprint("public", __name__, template_folder="templates", static_folder="static", static_url_path="/public")

BLOCKS = {
    "rights": "Rättigheter",
    "commitments": "Skyldigheter och åtaganden",
    "participation": "Delaktighet",
    "objectives": "Mål",
    "support": "Röster för",
    "against": "Det som talar emot",
}


@dataclass(frozen=True)
class Source:
    """A quote as a reader sees it, with its place in Decidim. No author."""

    quote: str
    name: str
    url: str | None
    gone: bool
    changed: bool


@dataclass(frozen=True)
class Line:
    text: str
    kind: str
    stale: bool
    sources: tuple[Source, ...]


@blueprint.get("/")
def start() -> str:
    with context().db.session() as session:
        rows = [(one, queries.approved_versions(session, one.id)) for one in sync_queries.instances(session)]
    return render_template("start.html", rows=rows)


@blueprint.get("/k/<clause_id>/<int:number>")
def clause(clause_id: str, number: int) -> str:
    """An approved clause version: its sentences by block, each with its sources; what has changed since is marked."""
    with context().db.session() as session:
        version = queries.version(session, clause_id, number)
        if version is None or version.approved_at is None:  # what nobody has read and approved is not for the public
            abort(404)
        latest = queries.latest_approved(session, clause_id)
        stale = queries.stale_sentences(session, [version.id]).get(version.id, set())
        sources = queries.sources(session, version.id)
        instance = sync_queries.instance(session, queries.instance_of(session, clause_id))
    blocks = {
        label: [_line(s, stale, sources, instance) for s in version.sentences if s.block == block and s.ordinal != TITLE]
        for block, label in BLOCKS.items()
    }
    return render_template(
        "clause.html",
        version=version,
        latest=latest if latest is not None and latest.number != number else None,
        blocks={label: lines for label, lines in blocks.items() if lines},
        title_sources=_title_sources(version, stale, sources, instance),
        instance=instance,
    )


def _title_sources(
    version: ClauseVersion, stale: set[int], sources: dict[str, Contribution], instance: Instance
) -> tuple[Source, ...]:
    return next((_line(s, stale, sources, instance).sources for s in version.sentences if s.ordinal == TITLE), ())


def _line(sentence: ClauseSentence, stale: set[int], sources: dict[str, Contribution], instance: Instance) -> Line:
    quoted = []
    for citation in sentence.citations:
        row = sources[citation.revision_id]
        quoted.append(
            Source(
                quote=citation.quote,
                name=_name(row),
                url=safe_url(row.url, instance.base_url),
                gone=row.status != Status.present,
                changed=row.revision_id != citation.revision_id,
            )
        )
    return Line(sentence.text, sentence.kind, sentence.ordinal in stale, tuple(quoted))


def _name(row: Contribution) -> str:
    if row.kind == Kind.proposal:
        return f"Förslag {row.remote_id}"
    return f"Kommentar på förslag {row.proposal_remote_id}"
