"""Open pages: how a clause version came to be. Its address is the marker in every pushed draft.

Nobody signs in, and nothing here says who wrote what. Only what somebody has approved is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from mappings.drafting.template import template as drafting_words
from sidecar.charter import queries
from sidecar.charter.article import as_shown
from sidecar.charter.states import ClauseState
from sidecar.core.db import now
from sidecar.core.web import context
from sidecar.public.answer import answer
from sidecar.public.charter import charter_page, charters
from sidecar.public.clause import clause_page
from sidecar.public.language import Language, language_of, tag
from sidecar.public.names import MEANS, called
from sidecar.public.words import say
from sidecar.sync.models import TOMBSTONE

blueprint = Blueprint("public", __name__, template_folder="templates", static_folder="static", static_url_path="/public")


@blueprint.get("/")
def start() -> Response:
    """Every charter that there is, with how many clauses can be read."""
    with context().db.reading() as session:
        return page("start.html", charters=charters(session))


@blueprint.get("/charters/<name>")
def charter(name: str) -> Response:
    """The charter of an instance, each clause in the version that holds, else the newest that was approved."""
    with context().db.reading() as session:
        found = charter_page(session, name)
        return missing() if found is None else page("charter.html", page=found)


@blueprint.get("/k/<clause_id>")
def newest(clause_id: str) -> Response:
    """Leads to what holds of a clause, else to its newest approved version."""
    with context().db.reading() as session:
        latest = queries.latest_approved(session, clause_id)
        if latest is None:
            return missing()
        held = queries.clause(session, clause_id).in_force
    return redirect(link("public.clause", clause_id=clause_id, number=held or latest.number))


@blueprint.get("/k/<clause_id>/<int:number>")
def clause(clause_id: str, number: int) -> Response:
    """An approved clause version. 410 where everything that it said has been erased on request."""
    with context().db.reading() as session:
        found = clause_page(session, clause_id, number, today())
        if found is None:
            return missing()
        state = ClauseState(found.clause.state)
        return page(
            "clause.html",
            410 if found.gone else 200,
            page=found,
            opened=request.args.get("sources") == "all",
            means=MEANS[language().code][state],
            left_out=sum(len(reason.left_out) for reason in found.beside),
            names=lambda ids: _listed(found.parties[one].name for one in ids if one in found.parties),
        )


def missing() -> Response:
    """404, for people. The service answers so wherever it isn't asked for data."""
    return page("missing.html", 404)


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A page in the reader's language."""
    chosen = language()
    html = render_template(
        template,
        language=chosen,
        other="en" if chosen.code == "sv" else "sv",
        t=_words(chosen),
        called=lambda what, value: called(chosen.code, what, value),
        headings=drafting_words(chosen.code).headings,
        to=link,
        here=_here,
        in_language=lambda code: _here(lang=code),
        lang_tag=tag,
        tombstone=TOMBSTONE,
        shown=as_shown,
        **values,
    )
    return answer(html, chosen.code, status)


def language() -> Language:
    return language_of(request.args.get("lang"), request.accept_languages)


def link(endpoint: str, **values: Any) -> str:
    """An address on this site, in the language that the reader asked for."""
    return url_for(endpoint, **(values | _asked()))


def _here(**values: Any) -> str:
    """This page with these parameters besides the language; the start page where there is no page."""
    if request.endpoint is None or request.blueprint != blueprint.name:
        return url_for("public.start", **(_asked() | values))
    return url_for(request.endpoint, **((request.view_args or {}) | _asked() | values))


def _asked() -> dict[str, Any]:
    chosen = language()
    return {"lang": chosen.code} if chosen.asked else {}


def _words(chosen: Language) -> Callable[..., str]:
    return lambda key, number=None, **values: say(chosen.code, key, number, **values)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def today() -> date:
    return now().date()
