"""Tags say who benefits, how strongly and towards whom; a statement's facts (Agenda 2030, articles, law)

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NEW = (("bearer_detail", 20), ("holder", 20), ("strength", 10), ("counterparty", 200))


def upgrade() -> None:
    with op.batch_alter_table("tags") as tags:
        for name, length in NEW:
            tags.add_column(sa.Column(name, sa.String(length=length), nullable=True))
        tags.add_column(sa.Column("changes", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "statement_facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("label_sv", sa.Text(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("explanation_sv", sa.Text(), nullable=False),
        sa.Column("explanation_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=op.f("fk_statement_facts_statement_id_statements")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_facts")),
    )
    op.create_index(op.f("ix_statement_facts_statement_id"), "statement_facts", ["statement_id"])


def downgrade() -> None:
    op.drop_table("statement_facts")
    with op.batch_alter_table("tags") as tags:
        tags.drop_column("changes")
        for name, _ in reversed(NEW):
            tags.drop_column(name)
