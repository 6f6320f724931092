"""What a person does with tags: looks at them, sets one that stays, takes them out as labelled rows, finds gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from mappings.tagging import ROLLUP
from mappings.tagging.gaps import Gap, gaps
from mappings.tagging.types import Tag as GivenTag
from sidecar.core import audit
from sidecar.core.db import Database, now
from sidecar.mapping import queries
from sidecar.mapping.models import Statement, StatementFact, Tag
from sidecar.sync import queries as sync_queries
from sidecar.sync.models import Contribution

ASKING = frozenset({"right", "permission", "obligation", "prohibition", "participation"})


class TagError(Exception):
    """What can't be done with a tag, in Swedish, with what to do instead."""


@dataclass(frozen=True)
class Choice:
    """What a person says of a statement; None: there is none."""

    norm: str
    standing: str | None = None
    bearer: str | None = None
    holder: str | None = None
    theme: str | None = None
    strength: str | None = None


def shown(db: Database, instance_id: str, norm: str | None = None) -> list[dict[str, Any]]:
    """Every present statement with the tag that counts and its facts, in the order of texts."""
    with db.session() as session:
        sync_queries.instance(session, instance_id)
        rows = queries.current_statements(session, instance_id)
        kept = [row for row in rows if norm is None or row[1].norm_type == norm]
        kept.sort(key=lambda row: (row[2].proposal_remote_id, row[2].kind != "proposal", row[2].remote_id, row[0].ordinal))
        facts = queries.facts_of(session, [statement.id for statement, _, _ in kept])
        return [_summary(statement, tag, facts.get(statement.id, [])) for statement, tag, _ in kept]


def shown_one(db: Database, instance_id: str, beginning: str) -> dict[str, Any]:
    """One statement with all its tags, the one that counts first, and its facts. Raises TagError."""
    with db.session() as session:
        statement = _found(session, instance_id, beginning)
        tags = queries.tags_of(session, statement.id)
        facts = queries.facts_of(session, [statement.id]).get(statement.id, [])
        return {
            "id": statement.id,
            "text": statement.text,
            "language": statement.language,
            "side": statement.side,
            "tags": [_as_json(tag) for tag in tags],
            "facts": [_fact(statement, one) for one in facts],
        }


def set_tag(db: Database, instance_id: str, beginning: str, choice: Choice, actor: str) -> str:
    """A person's tag, in place of any earlier one of a person's; every later run keeps it. Gives the statement's id."""
    with db.session() as session:
        statement = _found(session, instance_id, beginning)
        queries.drop_persons_tags(session, statement.id)
        asks = choice.norm in ASKING
        session.add(
            Tag(
                statement_id=statement.id,
                rank=0,
                source=queries.PERSON,
                norm_type=choice.norm,
                rollup=ROLLUP[choice.norm],
                start=0,
                end=len(statement.text),
                rule="person",
                rule_date=now().date(),
                version="person",
                confidence=1.0,
                explanation_sv="En person har läst satsen och bestämt märkningen.",
                explanation_en="A person has read the sentence and decided on the tag.",
                standing=choice.standing if asks else None,
                bearer=choice.bearer if asks else None,
                theme=choice.theme,
                holder=choice.holder if choice.norm not in ("need", "none") else None,
                strength=choice.strength if asks else None,
                changes=[],
            )
        )
        audit.record(session, actor, "tag.set", f"statement:{statement.id}", instance=instance_id, norm=choice.norm)
        return statement.id


def exported(db: Database, instance_id: str) -> list[dict[str, Any]]:
    """What people have tagged, as labelled rows of the same shape as the gold files (`source` is person).

    sdg stands beside the labels: it is what a model gave, and says which.
    """
    with db.session() as session:
        rows = queries.persons_tags(session, instance_id)
        titles = queries.titles_of(session, instance_id, (contribution.proposal_remote_id for _, _, contribution in rows))
        goals = queries.facts_of(session, [statement.id for statement, _, _ in rows], "sdg")
        return [
            {
                **_gold(session, statement, tag, contribution, titles),
                "sdg": [_fact(statement, one) for one in goals.get(statement.id, [])],
            }
            for statement, tag, contribution in rows
        ]


def found_gaps(db: Database, instance_id: str) -> tuple[Gap, ...]:
    """Rights that nobody is bound to and duties owed to nobody, over all present statements."""
    with db.session() as session:
        sync_queries.instance(session, instance_id)
        return gaps({statement.id: _given(tag) for statement, tag, _ in queries.current_statements(session, instance_id)})


def _found(session: Session, instance_id: str, beginning: str) -> Statement:
    sync_queries.instance(session, instance_id)
    statement = queries.statement(session, instance_id, beginning)
    if statement is None:
        raise TagError(
            f"Inget påstående, eller mer än ett, har ett id som börjar på ”{beginning}”. "
            f"Se vilka som finns: sidecar tags show {instance_id}"
        )
    return statement


def _summary(statement: Statement, tag: Tag, facts: Sequence[StatementFact]) -> dict[str, Any]:
    return {"id": statement.id, "text": statement.text, **_as_json(tag), "facts": [_fact(statement, one) for one in facts]}


def _fact(statement: Statement, fact: StatementFact) -> dict[str, Any]:
    """evidence: the words in the stored text, markup and all; "" where none show it."""
    evidence = "" if fact.start is None or fact.end is None else statement.quote[fact.start - statement.start :]
    return {
        "kind": fact.kind,
        "code": fact.code,
        "label": fact.label_sv,
        "label_en": fact.label_en,
        "why": fact.explanation_sv,
        "why_en": fact.explanation_en,
        "confidence": fact.confidence,
        "start": fact.start,
        "end": fact.end,
        "evidence": evidence[: (fact.end or 0) - (fact.start or 0)],
        "given_by": fact.given_by,
    }


_SHOWN = (
    "norm_type", "rollup", "source", "rule", "confidence", "standing", "bearer", "bearer_detail", "holder", "strength",
    "counterparty", "theme", "explanation_sv", "explanation_en", "changes",
)  # fmt: skip


def _as_json(tag: Tag) -> dict[str, Any]:
    return {**{name: getattr(tag, name) for name in _SHOWN}, "rule_date": tag.rule_date.isoformat()}


def _gold(
    session: Session, statement: Statement, tag: Tag, contribution: Contribution, titles: dict[str, dict[str, str]]
) -> dict[str, Any]:
    title = titles.get(contribution.proposal_remote_id, {}).get(statement.locale, "")
    return {
        "id": f"person:{statement.id}",
        "lang": statement.language,
        "source": "person",
        "title": title if contribution.kind == "proposal" else f"Comment on: {title}",
        "before": queries.statement_before(session, statement),
        "sentence": statement.text,
        "norm": tag.norm_type,
        "also": [],
        "standing": tag.standing,
        "bearer": tag.bearer,
        "holder": tag.holder,
        "theme": tag.theme,
        "enriched": False,
    }


def _given(tag: Tag) -> GivenTag:
    names: Sequence[str] = (
        "rollup", "start", "end", "rule", "rule_date", "confidence", "explanation_sv", "explanation_en", "standing", "bearer",
        "theme", "bearer_detail", "holder", "strength", "counterparty",
    )  # fmt: skip
    return GivenTag(norm_type=tag.norm_type, **{name: getattr(tag, name) for name in names})  # type: ignore[arg-type]
