"""Runs the mappings over what is stored: statements, tags, groups. Stored bit by bit; killed anywhere, it goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from mappings.tagging import Asked, Context, Tags, decide, languages, model_state
from mappings.tagging.decide import rules_for
from mappings.tagging.facts import facts, in_stored
from mappings.text import Span, statements
from sidecar.core.db import Database, digest
from sidecar.mapping import queries
from sidecar.mapping.carry import carry
from sidecar.mapping.groups.run import Grouped, group_statements
from sidecar.mapping.models import MappedRevision, Statement, StatementFact, Tag
from sidecar.sync import queries as sync_queries
from sidecar.sync.models import Contribution, Revision

BATCH = 200
Progress = Callable[[int], None]


@dataclass(frozen=True)
class MapResult:
    """What mapping did: texts read, and all statements with their tags and groups as they stand now."""

    mapped: int
    statements: int
    tags: dict[str, int]
    grouped: Grouped
    model: str | None
    model_missing: str

    def as_json(self) -> dict[str, Any]:
        return {
            "mapped": self.mapped,
            "statements": self.statements,
            "tags": self.tags,
            **self.grouped.as_json(),
            "model": self.model,
            "model_missing": self.model_missing,
        }


def map_instance(
    db: Database, instance_id: str, *, progress: Progress = lambda done: None, own_rules: Path | None = None
) -> MapResult:
    """Splits and tags every present text that these rules and this model have not seen, then groups what asks for something.

    own_rules: a municipality's folder of rules. Raises RuleError where it is broken: then nothing is changed.
    """
    state = model_state()
    mapped = 0
    version = rules_version(own_rules)
    while True:
        with db.session() as session:
            instance = sync_queries.instance(session, instance_id)
            allowed, default = tuple(instance.locales) or (instance.default_locale,), instance.default_locale
            batch = queries.unmapped(session, instance_id, version, BATCH)
            if not batch:
                break
            titles = queries.titles_of(session, instance_id, (c.proposal_remote_id for c, _ in batch))
            _map_batch(session, batch, titles, allowed, default, own_rules)
            _mark(session, [revision.id for _, revision in batch], version)
        mapped += len(batch)
        progress(mapped)
    with db.session() as session:
        carry(session, instance_id)
    grouped = group_statements(db, instance_id)
    with db.session() as session:
        return MapResult(
            mapped=mapped,
            statements=queries.statement_count(session, instance_id),
            tags=queries.tag_counts(session, instance_id),
            grouped=grouped,
            model=state.version,
            model_missing=state.missing_sv,
        )


def rules_version(own_rules: Path | None = None) -> str:
    """Names all rules of all languages and both models: a text tagged under another name is tagged again."""
    from mappings.tagging.goals import goals_version  # heavy: not before it is needed

    rules = [f"{one}:{given.version}" for one in languages() if (given := rules_for(one, own_rules))]
    return digest(*rules, f"model:{model_state().version}", f"goals:{goals_version()}")


Piece = tuple[str, int, str, Span, Context]
"""Revision, ordinal, statement id, its span, what stands around it."""


def _map_batch(
    session: Session,
    batch: Sequence[tuple[Contribution, Revision]],
    titles: dict[str, dict[str, str]],
    allowed: Sequence[str],
    default: str,
    own_rules: Path | None,
) -> None:
    """All statements of some contributions at once: the model reads many as fast as a few."""
    from mappings.tagging.goals import goal_facts

    pieces = {
        piece[2]: piece
        for contribution, revision in batch
        for piece in _pieces(contribution, revision, titles.get(contribution.proposal_remote_id, {}), allowed, default)
    }
    known = queries.existing_statements(session, {piece[0] for piece in pieces.values()})
    queries.drop_rule_tags(session, [one for one in pieces if one in known])
    asked = [Asked(span.text, span.language, around) for _, _, _, span, around in pieces.values()]
    goals = goal_facts(asked)
    found = decide(asked, own=own_rules)
    for (revision_id, ordinal, one, span, _), tags in zip(pieces.values(), found, strict=True):
        if one in known:
            known[one].side = tags.side
        else:
            session.add(_statement(revision_id, one, ordinal, span, tags))
    session.flush()
    for (_, _, one, span, _), tags, of_goals in zip(pieces.values(), found, goals, strict=True):
        session.add_all(_tag_rows(one, tags))
        told = (*of_goals, *facts(span.text, tags.primary.theme, tags.primary.holder))
        session.add_all(StatementFact(statement_id=one, **asdict(in_stored(fact, span))) for fact in told)


def _pieces(
    contribution: Contribution, revision: Revision, titles: dict[str, str], allowed: Sequence[str], default: str
) -> list[Piece]:
    found: list[Piece] = []
    before = ""
    for ordinal, span in enumerate(split(revision.texts, allowed, default)):
        around = Context(title=titles.get(span.locale, ""), before=before, field=span.field, kind=contribution.kind)
        found.append((revision.id, ordinal, statement_id(revision.id, span), span, around))
        before = span.text
    return found


def split(texts: dict[str, dict[str, str]], allowed: Sequence[str], default: str) -> list[Span]:
    """Every statement of a revision, title before body, locales in order. One text is mapped in each locale it has."""
    spans: list[Span] = []
    for name in ("title", "body"):
        for locale, stored in sorted(texts.get(name, {}).items()):
            spans.extend(statements(name, locale, stored, allowed=allowed, default_language=default))
    return spans or _whole_bodies(texts.get("body", {}), default)


def _whole_bodies(bodies: dict[str, str], default: str) -> list[Span]:
    """A text without a word ("👍") is still a voice that takes a side: it is one statement, so that it can be cited."""
    found = []
    for locale, stored in sorted(bodies.items()):
        quote = stored.strip()
        if quote:
            start = stored.index(quote)
            found.append(Span("body", locale, start, start + len(quote), quote, quote, default))
    return found


def statement_id(revision_id: str, span: Span) -> str:
    return digest(revision_id, span.field, span.locale, str(span.start), str(span.end))


def _statement(revision_id: str, one: str, ordinal: int, span: Span, tags: Tags) -> Statement:
    return Statement(
        id=one,
        revision_id=revision_id,
        field=span.field,
        locale=span.locale,
        start=span.start,
        end=span.end,
        ordinal=ordinal,
        quote=span.quote,
        text=span.text,
        language=span.language,
        side=tags.side,
    )


def _tag_rows(one: str, tags: Tags) -> list[Tag]:
    return [
        Tag(
            statement_id=one,
            rank=rank,
            source=given.given_by,
            norm_type=given.norm_type,
            rollup=given.rollup,
            start=given.start,
            end=given.end,
            rule=given.rule,
            rule_date=given.rule_date,
            version=tags.version,
            confidence=given.confidence,
            explanation_sv=given.explanation_sv,
            explanation_en=given.explanation_en,
            standing=given.standing,
            bearer=given.bearer,
            theme=given.theme,
            bearer_detail=given.bearer_detail,
            holder=given.holder,
            strength=given.strength,
            counterparty=given.counterparty[:200] if given.counterparty else None,
            changes=list(tags.changes),
        )
        for rank, given in enumerate(tags.tags)
    ]


def _mark(session: Session, revision_ids: Sequence[str], version: str) -> None:
    known = queries.mapped(session, revision_ids)
    for revision_id in set(revision_ids):
        if revision_id in known:
            known[revision_id].version = version
        else:
            session.add(MappedRevision(revision_id=revision_id, version=version))
