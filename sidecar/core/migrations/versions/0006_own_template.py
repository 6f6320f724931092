"""A charter may have a chapter template of its own, whole or laid over one that comes along."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("charters", sa.Column("own_template", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("charters", "own_template")
