"""Citations move along when their source is edited around the quote; each place they left is kept

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "citation_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("citation_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.String(length=32), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["citation_id"], ["citations.id"], name=op.f("fk_citation_moves_citation_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revisions.id"], name=op.f("fk_citation_moves_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation_moves")),
    )
    op.create_index(op.f("ix_citation_moves_citation_id"), "citation_moves", ["citation_id"])
    op.create_index(op.f("ix_citation_moves_revision_id"), "citation_moves", ["revision_id"])


def downgrade() -> None:
    # where citations stand now is where they stay: their quotes stand there
    op.drop_index(op.f("ix_citation_moves_revision_id"), table_name="citation_moves")
    op.drop_index(op.f("ix_citation_moves_citation_id"), table_name="citation_moves")
    op.drop_table("citation_moves")
