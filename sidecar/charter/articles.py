"""Which number an article has, and which chapter it stands in."""

from __future__ import annotations

from sqlalchemy.orm import Session

from mappings.chapters import Template, read, template
from sidecar.charter import queries
from sidecar.charter.models import Charter, Clause

OWN = "egen"
"""What a municipality's own template is called, in place of a name and of a file."""


def template_of(charter: Charter | None) -> Template:
    """The chapters of a charter: the municipality's own where it has given any, else those of the named template.

    Raises TemplateError where the stored one can't be used (any more).
    """
    if charter is None:
        return template()
    return read(charter.own_template, OWN, where=OWN) if charter.own_template else template(charter.template)


def number_articles(session: Session, charter: Charter) -> None:
    """Numbers for clauses without one, after all that were ever given: in the order of the template's chapters, those with most
    support first. A number stays with its clause for life."""
    order = {chapter.theme: place for place, chapter in enumerate(template_of(charter).chapters)}
    fresh = [row for row in queries.latest_versions(session, charter.instance_id) if row[0].number is None]
    fresh.sort(key=lambda row: (order.get(row[0].chapter or "", len(order)), -row[1].support, row[0].id))
    start = queries.last_number(session, charter.id) + 1
    for number, (clause, _version) in enumerate(fresh, start=start):
        clause.number = number


def eid(clause: Clause) -> str | None:
    """The article's name in Akoma Ntoso. The chapter is no part of it: an article may move and keep its name."""
    return f"art_{clause.number}" if clause.number is not None else None
