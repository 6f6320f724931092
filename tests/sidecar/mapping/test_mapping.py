"""What mapping stores: statements that stand in their text, tags that say why, groups that keep their id."""

from __future__ import annotations

from sqlalchemy import select, text

from mappings.tagging import ASKS
from sidecar.core.context import Context
from sidecar.mapping import queries
from sidecar.mapping.models import MappedRevision, Statement, StatementGroup, Tag
from sidecar.mapping.service import map_instance
from sidecar.sync.commands import run_pull
from sidecar.sync.models import Revision
from tests.sidecar.chain import DIALOGUE, NAME, dialogue_store, pulled
from tests.sidecar.decidim import decidim


def test_every_statement_stands_in_its_revision_and_has_a_tag_that_says_why(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        pulled(context, emulator)
        result = map_instance(context.db, NAME)
    with context.db.session() as session:
        rows = session.execute(select(Statement, Revision).join(Revision, Revision.id == Statement.revision_id)).all()
        assert len(rows) == result.statements >= len(DIALOGUE)
        for statement, revision in rows:
            assert revision.texts[statement.field][statement.locale][statement.start : statement.end] == statement.quote
        tags = session.scalars(select(Tag).where(Tag.rank == 0)).all()
        assert {tag.statement_id for tag in tags} == {statement.id for statement, _ in rows}
        assert all(tag.rule and tag.explanation_sv and tag.explanation_en and tag.version for tag in tags)


def test_a_comment_without_a_word_is_still_a_statement_that_can_be_cited(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        pulled(context, emulator)
        map_instance(context.db, NAME)
    with context.db.session() as session:
        assert [s.quote for s in session.scalars(select(Statement).where(Statement.text == "👍"))] == ["👍"]


def test_only_what_asks_for_something_is_grouped_and_the_rest_is_told(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        pulled(context, emulator)
        result = map_instance(context.db, NAME)
    with context.db.session() as session:
        current = {s.id: tag.norm_type for s, tag, _ in queries.current_statements(session, NAME)}
        placed = {one for members in queries.members(session, NAME).values() for one in members}
    assert placed | {one for one, _ in result.grouped.undone} == {one for one, norm in current.items() if norm in ASKS}


def test_mapping_again_writes_nothing_and_new_input_leaves_old_groups_their_ids(context: Context) -> None:
    with decidim(source=dialogue_store(DIALOGUE[1:4])) as emulator:
        pulled(context, emulator)
        map_instance(context.db, NAME)
        before = _content(context)
        again = map_instance(context.db, NAME)
        assert (again.mapped, again.grouped.new_groups, again.grouped.joined) == (0, 0, 0) and _content(context) == before
        with context.db.session() as session:
            first = {group: set(members) for group, members in queries.members(session, NAME).items()}
    with decidim(source=dialogue_store(DIALOGUE[1:4] + DIALOGUE[:1])) as emulator:
        with context.db.session() as session:
            session.execute(text("update instances set base_url = :url"), {"url": emulator.url})
        run_pull(context, NAME, quiet=True)
        map_instance(context.db, NAME)
    with context.db.session() as session:
        later = {group: set(members) for group, members in queries.members(session, NAME).items()}
    assert all(members <= later[group] for group, members in first.items())


def test_other_rules_tag_every_text_again_and_a_persons_tag_stays(context: Context) -> None:
    with decidim(source=dialogue_store()) as emulator:
        pulled(context, emulator)
        map_instance(context.db, NAME)
    with context.db.session() as session:
        rule = session.scalars(select(Tag).where(Tag.norm_type == "none")).first()
        assert rule is not None
        person = {c.name: getattr(rule, c.name) for c in Tag.__table__.columns if c.name != "id"}
        session.add(Tag(**{**person, "source": "person", "norm_type": "need", "rule": "moderator"}))
        session.execute(MappedRevision.__table__.update().values(version="older"))
        chosen = rule.statement_id
    result = map_instance(context.db, NAME)
    assert result.mapped == len(DIALOGUE)
    with context.db.session() as session:
        counted = {s.id: tag for s, tag, _ in queries.current_statements(session, NAME)}
        assert (counted[chosen].source, counted[chosen].norm_type) == ("person", "need")
        assert session.scalars(select(StatementGroup)).first() is not None


def _content(context: Context) -> dict[str, list[str]]:
    with context.db.session() as session:
        tables = ("statements", "tags", "statement_groups", "group_members", "mapped_revisions")
        return {name: sorted(map(str, session.execute(text(f"select * from {name}")))) for name in tables}  # noqa: S608
