"""Facts say which model gave them

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("statement_facts") as facts:
        facts.add_column(sa.Column("given_by", sa.String(length=80), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("statement_facts") as facts:
        facts.drop_column("given_by")
