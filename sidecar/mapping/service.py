"""Runs the mappings over what is stored: statements, tags, groups. Stored bit by bit; killed anywhere, it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from mappings.grouping import Item, group
from mappings.tagging import ASKS, Asked, Context, Tags, decide, languages, model_state
from mappings.tagging.decide import rules_for
from mappings.tagging.facts import facts, in_stored
from mappings.text import Span, statements
from sidecar.core.db import Database, digest, now
from sidecar.mapping import queries
from sidecar.mapping.carry import carry, lasting
from sidecar.mapping.models import GroupMember, MappedRevision, Statement, StatementFact, StatementGroup, Tag
from sidecar.sync import queries as sync_queries
from sidecar.sync.models import Contribution, Revision

BATCH = 200
Progress = Callable[[int], None]


@dataclass
class MapResult:
    """What mapping did. `undone`: statements that could not be grouped, each with its reason."""

    mapped: int = 0
    statements: int = 0
    tags: dict[str, int] = field(default_factory=dict)
    groups: int = 0
    new_groups: int = 0
    joined: int = 0
    undone: list[tuple[str, str]] = field(default_factory=list)
    model: str | None = None
    model_missing: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "mapped": self.mapped,
            "statements": self.statements,
            "tags": self.tags,
            "groups": self.groups,
            "new_groups": self.new_groups,
            "joined": self.joined,
            "model": self.model,
            "model_missing": self.model_missing,
            "undone": [{"id": one, "reason": reason} for one, reason in self.undone],
        }


def map_instance(
    db: Database, instance_id: str, *, progress: Progress = lambda done: None, own_rules: Path | None = None
) -> MapResult:
    """Splits and tags every present text that these rules and this model have not seen, then groups what asks for something.

    own_rules: a municipality's folder of rules. Raises RuleError where it is broken: then nothing is changed.
    """
    state = model_state()
    result = MapResult(model=state.version, model_missing=state.missing_sv)
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
        result.mapped += len(batch)
        progress(result.mapped)
    with db.session() as session:
        carry(session, instance_id)
    _group(db, instance_id, result)
    with db.session() as session:
        result.statements = queries.statement_count(session, instance_id)
        result.tags = queries.tag_counts(session, instance_id)
    return result


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


def _group(db: Database, instance_id: str, result: MapResult) -> None:
    with db.session() as session:
        current = queries.current_statements(session, instance_id)
        titles = _titles(session, instance_id, {c.proposal_remote_id for _, _, c in current})
        wholes = _wholes(statement for statement, _, _ in current)
        items = [
            Item(
                statement_id=statement.id,
                text=statement.text,
                language=statement.language,
                norm_type=given.norm_type,
                side=statement.side,
                contribution_id=str(contribution.id),
                scope=instance_id,
                bearer=given.bearer,
                title=titles.get(contribution.proposal_remote_id, ""),
                whole=wholes[statement.revision_id, statement.locale],
                order=lasting(statement, contribution),
            )
            for statement, given, contribution in current
            if given.norm_type in ASKS
        ]
        held = queries.members(session, instance_id)
        grouping = group(items, held)
        counts = _store_groups(session, instance_id, grouping.groups, held)
    result.new_groups, result.joined = counts["new"], counts["joined"]
    result.groups = len(grouping.groups)
    result.undone = [(one.id, one.reason) for one in grouping.undone]


def _wholes(found: Iterable[Statement]) -> dict[tuple[str, str], str]:
    """(revision, locale) → all that its body says in that locale."""
    parts: dict[tuple[str, str], list[Statement]] = {}
    for one in found:
        said = parts.setdefault((one.revision_id, one.locale), [])
        if one.field != "title":
            said.append(one)
    return {where: " ".join(one.text for one in sorted(said, key=lambda one: one.ordinal)) for where, said in parts.items()}


def _titles(session: Session, instance_id: str, proposal_ids: set[str]) -> dict[str, str]:
    """proposal → its title in one locale, the first by name: what "there" means in its sentences and in those of its comments."""
    found: dict[str, str] = {}
    ids = sorted(proposal_ids)
    for start in range(0, len(ids), 500):
        by_locale = queries.titles_of(session, instance_id, ids[start : start + 500])
        found.update({one: titles[min(titles)] for one, titles in by_locale.items() if titles})
    return found


def _store_groups(session: Session, instance_id: str, found: Sequence[Any], held: dict[str, list[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    placed = {statement for members in held.values() for statement in members}
    rows = queries.groups(session, instance_id)
    for one in found:
        row = rows.get(one.id)
        if row is None:
            row = StatementGroup(id=one.id, instance_id=instance_id, side=one.side, created_at=now())
            row.representative_id = one.representative
            session.add(row)
            counts["new"] += 1
        elif row.representative_id != one.representative:
            row.representative_id = one.representative
    session.flush()
    for one in found:
        for member in one.members:
            if member not in placed:
                session.add(GroupMember(statement_id=member, group_id=one.id))
                counts["joined"] += 1
    return counts
