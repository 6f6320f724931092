"""The database refuses a second state in the ledger; a municipality's own reasons

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ONE_STATE = (
    "(fate = 'used' AND clause_id IS NOT NULL AND duplicate_of IS NULL)"
    " OR (fate = 'duplicate' AND duplicate_of IS NOT NULL AND duplicate_of <> contribution_id AND clause_id IS NULL)"
    " OR (fate IN ('set_aside', 'undecided') AND clause_id IS NULL AND duplicate_of IS NULL)"
)


def upgrade() -> None:
    # no row points to an entry, so the table may be made anew; checks can't be added otherwise in SQLite
    with op.batch_alter_table("ledger_entries") as batch:
        batch.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        batch.create_check_constraint(op.f("ck_ledger_entries_one_state"), ONE_STATE)
        batch.create_check_constraint(op.f("ck_ledger_entries_with_reason"), "reason <> ''")
    op.create_table(
        "ledger_reasons",
        sa.Column("instance_id", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("sv", sa.String(length=200), nullable=False),
        sa.Column("en", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instances.id"], name=op.f("fk_ledger_reasons_instance_id")),
        sa.PrimaryKeyConstraint("instance_id", "code", name=op.f("pk_ledger_reasons")),
    )


def downgrade() -> None:
    op.drop_table("ledger_reasons")
    with op.batch_alter_table("ledger_entries") as batch:
        batch.drop_constraint(op.f("ck_ledger_entries_with_reason"), type_="check")
        batch.drop_constraint(op.f("ck_ledger_entries_one_state"), type_="check")
        batch.drop_column("note")
