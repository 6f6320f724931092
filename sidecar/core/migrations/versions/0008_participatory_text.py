"""A push may stand in a file with others: which file, under which heading, and which headings of Decidim's are ours beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pushes", sa.Column("file", sa.String(length=60), nullable=True))
    op.add_column("pushes", sa.Column("section", sa.String(length=200), nullable=True))
    op.add_column("pushes", sa.Column("place", sa.Integer(), nullable=True))
    op.add_column("pushes", sa.Column("beside", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    for column in ("beside", "place", "section", "file"):
        op.drop_column("pushes", column)
