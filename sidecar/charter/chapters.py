"""A municipality chooses its charter's title and chapters: a template that comes along, or its own."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from mappings.chapters import Template, read, template
from sidecar.charter import queries
from sidecar.charter.articles import OWN, template_of
from sidecar.charter.errors import given
from sidecar.charter.models import Charter
from sidecar.charter.states import CLOSED
from sidecar.core.audit import record
from sidecar.core.db import digest


def set_title(session: Session, charter: Charter, title: str, *, actor: str) -> None:
    """What the charter is called. Raises CharterError for an empty one, or one over 300 characters."""
    charter.title = given(title, "vad kontraktet ska heta", 300)
    record(session, actor, "charter.titled", str(charter.id))


def choose(session: Session, charter: Charter, name: str, *, actor: str) -> Template:
    """The chapters of a template that comes along. Raises UnknownTemplate."""
    found = template(name)
    charter.template, charter.own_template = found.name, None
    record(session, actor, "template.chosen", str(charter.id), template=found.name)
    return found


def enter_own(session: Session, charter: Charter, text: str, *, actor: str, where: str = OWN) -> Template:
    """The municipality's own chapters, from their YAML. where: what errors call it. Raises TemplateError; nothing is kept then.

    Articles keep their numbers, and those whose theme has no chapter now stand under the rest.
    """
    found = read(text, OWN, where=where)
    charter.own_template = text
    record(session, actor, "template.entered", str(charter.id), hash=digest(text), chapters=len(found.chapters))
    return found


def template_json(session: Session, charter: Charter) -> dict[str, Any]:
    """The charter's template, and ids of the clauses (not set down) that none of its chapters takes."""
    found = template_of(charter)
    rest = [
        clause.id
        for clause in queries.clauses(session, charter.instance_id)
        if clause.state not in CLOSED and found.chapter(clause.chapter) is None
    ]
    chapters = [{**asdict(chapter), "eid": chapter.eid} for chapter in found.chapters]
    return {**asdict(found), "chapters": chapters, "without_chapter": rest}
