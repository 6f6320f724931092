"""Groups become one and are parted by decisions; what happened to them is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # columns alone, without a key: SQLite would have to make the table anew, and lets no table go that other rows point to
    op.add_column("statement_groups", sa.Column("merged_into", sa.String(length=64), nullable=True))
    op.add_column("statement_groups", sa.Column("name", sa.String(length=200), nullable=False, server_default=""))
    op.create_index(op.f("ix_statement_groups_merged_into"), "statement_groups", ["merged_into"])
    op.create_table(
        "group_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("one", sa.String(length=64), nullable=False),
        sa.Column("other", sa.String(length=64), nullable=False),
        sa.Column("statement_id", sa.String(length=32), nullable=True),
        sa.Column("judged", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(length=120), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('together', 'apart', 'against', 'moved')", name=op.f("ck_group_decisions_known_kind")),
        sa.CheckConstraint("one <> other", name=op.f("ck_group_decisions_two_groups")),
        sa.CheckConstraint("kind <> 'moved' OR statement_id IS NOT NULL", name=op.f("ck_group_decisions_moved_statement")),
        sa.ForeignKeyConstraint(["instance_id"], ["instances.id"], name=op.f("fk_group_decisions_instance_id")),
        sa.ForeignKeyConstraint(["one"], ["statement_groups.id"], name=op.f("fk_group_decisions_one")),
        sa.ForeignKeyConstraint(["other"], ["statement_groups.id"], name=op.f("fk_group_decisions_other")),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=op.f("fk_group_decisions_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_decisions")),
    )
    op.create_index(op.f("ix_group_decisions_instance_id"), "group_decisions", ["instance_id"])
    op.create_table(
        "group_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("group_id", sa.String(length=64), nullable=False),
        sa.Column("other_id", sa.String(length=64), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instances.id"], name=op.f("fk_group_events_instance_id")),
        sa.ForeignKeyConstraint(["group_id"], ["statement_groups.id"], name=op.f("fk_group_events_group_id")),
        sa.ForeignKeyConstraint(["other_id"], ["statement_groups.id"], name=op.f("fk_group_events_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_events")),
    )
    op.create_index(op.f("ix_group_events_instance_id"), "group_events", ["instance_id"])
    op.create_index(op.f("ix_group_events_group_id"), "group_events", ["group_id"])


def downgrade() -> None:
    op.drop_table("group_events")
    op.drop_table("group_decisions")
    op.drop_index(op.f("ix_statement_groups_merged_into"), table_name="statement_groups")
    op.drop_column("statement_groups", "name")
    op.drop_column("statement_groups", "merged_into")
