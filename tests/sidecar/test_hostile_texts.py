"""Whatever people write goes through the whole chain: nothing crashes, nothing is lost, nothing comes out as markup."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from connectors.base import Comment, Page, Proposal
from mappings.drafting import render
from sidecar.app import create_app
from sidecar.charter import queries, service
from sidecar.core.context import Context
from sidecar.core.db import now
from sidecar.ledger.service import settle
from sidecar.mapping.models import Statement
from sidecar.mapping.service import map_instance
from sidecar.sync import queries as sync_queries
from sidecar.sync import store
from sidecar.sync.models import Component, Contribution, Instance, Kind, Revision
from sidecar.sync.service import scope_of
from tests.sidecar.decidim import PUBLIC_URL

HOSTILE = [
    "<script>alert(1)</script>Kommunen ska bygga en lekplats.",
    "\u202enakitkepsni ed råf nenummoK\u202c ska bygga en lekplats.",
    "Kommunen\u200b ska\u200d bygga\ufeff en lekplats.",
    "Kommunen ska bygga en lekplats\x00.",
    "\ud800 Kommunen ska bygga en lekplats.",
    "e\u0301\u0301\u0301 🏳️‍🌈👨‍👩‍👧 Kommunen ska bygga en lekplats 👍🏿.",
    "<p>Kommunen <b>ska</b><br>bygga&nbsp;en &lt;lekplats&gt;.</p><style>p{}</style><p",
    "gid://decidim/Decidim::User/4 lovar att Kommunen ska bygga en lekplats.",
    "'; DROP TABLE contributions; -- Kommunen ska bygga en lekplats.",
    "{{ 7*7 }} {% include 'x' %} Kommunen ska bygga en lekplats.",
    "\r\n\r\n\t \r\nKommunen ska bygga en lekplats.\r\n",
    "",
    "👍",
    "a",
]


def instance(context: Context) -> int:
    """An instance with one component, as a pull would have made them. Its id."""
    with context.db.session() as session:
        session.add(Instance(id="x", base_url="http://x", author_key=context.vault.seal("key"), locales=["sv"], created_at=now()))
        session.flush()
        component = Component(instance_id="x", remote_id="1", name={"sv": "F"}, space_kind="p", space_id="1", space_title={})
        session.add(component)
        session.flush()
        return component.id


def keep(context: Context, component_id: int, texts: list[str]) -> None:
    """Each text as a proposal, and as a comment against the one before."""
    proposals = tuple(
        Proposal(id=str(n), component_id="1", title={"sv": text[:150]}, body={"sv": text}, author_key=f"user/{n}")
        for n, text in enumerate(texts, start=1)
    )
    comments = tuple(
        Comment(id=str(n), proposal_id=str(n), parent_id=None, body={"und": text}, alignment=-1)
        for n, text in enumerate(texts, start=1)
    )
    page = Page("1", proposals, comments, (), frozenset(p.id for p in proposals), None, True)
    scope = scope_of(context.db, context.settings, context.vault, "x")
    with context.db.session() as session:
        component = session.get_one(Component, component_id)
        store.store_page(session, scope, component, page)
        store.finish_pass(session, scope, component)


def through(context: Context) -> None:
    """Maps, drafts everything, settles, renders, shows; and holds the result to the promises."""
    map_instance(context.db, "x")
    result = service.draft_clauses(context.db, "x", min_voices=1)
    counts = settle(context.db, "x")
    client = create_app(context).test_client()
    with context.db.session() as session:
        assert sum(counts.values()) == sum(sync_queries.counts(session, "x").values())
        rows = session.execute(select(Statement, Revision).join(Revision, Revision.id == Statement.revision_id))
        for statement, revision in rows:
            assert revision.texts[statement.field][statement.locale][statement.start : statement.end] == statement.quote
        versions = queries.latest_versions(session, "x")
        assert len(versions) == result.new + result.revised + result.unchanged + len(result.deserted)
        stale = queries.stale_sentences(session, [version.id for _, version in versions])
    for clause, version in versions:
        if version.id not in stale:
            service.approve(context.db, clause.id, actor="test")
        draft = render(service.as_draft(version), marker=f"{PUBLIC_URL}/k/{clause.id}/1", max_length=3000)
        for shown in (draft.body_html, client.get(f"/k/{clause.id}/{version.number}").get_data(as_text=True)):
            assert not any(f"<{tag}" in shown for tag in ("script", "style", "iframe", "img"))
        assert "<" not in draft.title and ">" not in draft.title


def test_hostile_texts_go_through_the_whole_chain(context: Context) -> None:
    component_id = instance(context)
    keep(context, component_id, HOSTILE)
    through(context)
    with context.db.session() as session:
        kinds = session.execute(select(Contribution.kind, Contribution.remote_id)).all()
    assert {(Kind.proposal, str(n)) for n in range(1, len(HOSTILE) + 1)} <= {(kind, one) for kind, one in kinds}


def test_a_body_of_ten_megabytes_is_kept_whole(context: Context) -> None:
    component_id = instance(context)
    huge = "Kommunen ska bygga en lekplats. " * 330_000
    keep(context, component_id, [huge, HOSTILE[0]])
    with context.db.session() as session:
        kept = sync_queries.contributions(session, "x", kind="proposal")[0][1]
    assert kept.texts["body"]["sv"] == huge


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=200), min_size=1, max_size=4))
def test_any_text_at_all_goes_through_the_whole_chain(context: Context, texts: list[str]) -> None:
    with context.db.session() as session:
        known = session.scalar(select(Component.id))
    keep(context, known if known is not None else instance(context), texts)
    through(context)
