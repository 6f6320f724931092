"""Open pages and REST: sources shown, hostile text harmless, lists behind the token."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from sidecar.app import create_app
from sidecar.charter import queries
from sidecar.charter.service import approve
from sidecar.core.context import Context
from sidecar.sync.models import Contribution
from tests.sidecar.chain import DIALOGUE, NAME, answered, dialogue_store, drafted, said
from tests.sidecar.decidim import decidim

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)> Kommunen ska sätta upp belysning på Kvarnstigen.'


def client_of(context: Context, rows: object = DIALOGUE) -> FlaskClient:
    with decidim(source=dialogue_store(rows)) as emulator:  # type: ignore[arg-type]
        drafted(context, emulator)
    with context.db.session() as session:
        clauses = [clause.id for clause, _ in queries.latest_versions(session, NAME)]
    for clause in clauses:
        approve(context.db, clause, actor="test")
    return create_app(context).test_client()


def address(context: Context) -> str:
    with context.db.session() as session:
        clause, version = queries.latest_versions(session, NAME)[0]
    return f"/k/{clause.id}/{version.number}"


def test_a_clause_page_shows_every_sentence_with_its_sources_and_both_counts(context: Context) -> None:
    client = client_of(context)
    page = client.get(address(context)).get_data(as_text=True)
    assert "4 bidrag för" in page and "1 bidrag emot" in page and "Nej, det stör fladdermössen." in page
    assert "Kommentar 2 på förslag 1" in page and page.count("<blockquote") >= 4
    assert "Content-Security-Policy" in client.get("/").headers


def test_what_a_citizen_wrote_is_never_markup_on_our_pages(context: Context) -> None:
    rows = [said(1, "Belysning på Kvarnstigen", HOSTILE), said(2, "Ljus <b>åt</b> barnen", HOSTILE), answered(1, 1, HOSTILE, -1)]
    client = client_of(context, rows)
    for page in (client.get("/"), client.get(f"/charters/{NAME}"), client.get(address(context))):
        html = page.get_data(as_text=True)
        assert "<script" not in html and "<img" not in html and "<b>" not in html


def test_what_nobody_approved_is_not_shown_to_the_public(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        drafted(context, emulator)
    client = create_app(context).test_client()
    assert client.get(address(context)).status_code == 404
    assert "/k/" not in client.get(f"/charters/{NAME}").get_data(as_text=True)


def test_an_unknown_clause_is_a_404_and_the_start_page_leads_to_what_there_is(context: Context) -> None:
    client = client_of(context)
    for nowhere in ("/k/nothing/1", "/k/nothing", "/charters/nowhere", "/nothing"):
        assert client.get(nowhere).status_code == 404
    assert f"/charters/{NAME}" in client.get("/").get_data(as_text=True)
    assert address(context) in client.get(f"/charters/{NAME}").get_data(as_text=True)
    assert client.get(address(context).rsplit("/", 1)[0]).headers["Location"] == address(context)
    assert client.get("/health").json == {"status": "ok"}


def test_lists_want_the_token_and_give_no_author(context: Context) -> None:
    client = client_of(context)
    sign = {"Authorization": f"Bearer {context.settings.api_token}"}
    for path in ("contributions", "clauses", "pushes"):
        assert client.get(f"/api/v1/{path}?instance={NAME}").status_code == 401
        assert client.get(f"/api/v1/{path}?instance=annan", headers=sign).status_code == 404
        assert client.get(f"/api/v1/{path}", headers=sign).status_code == 422
        assert client.get(f"/api/v1/{path}?instance={NAME}", headers=sign).status_code == 200
    body = client.get(f"/api/v1/contributions?instance={NAME}&limit=3", headers=sign).get_json()
    with context.db.session() as session:
        authors = set(session.scalars(select(Contribution.author)))
    assert len(body["items"]) == 3 and body["next"]
    assert authors and not any(author in str(body) for author in authors if author) and "'author'" not in str(body)
    rest = client.get(f"/api/v1/contributions?instance={NAME}&after={body['next']}", headers=sign).get_json()
    assert len(rest["items"]) == len(DIALOGUE) - 3 and rest["next"] is None
    clauses = client.get(f"/api/v1/clauses?instance={NAME}", headers=sign).get_json()["items"]
    assert all(sentence["citations"] for clause in clauses for sentence in clause["sentences"])
    assert client.get("/metrics").status_code == 401 and client.get("/metrics", headers=sign).status_code == 200
