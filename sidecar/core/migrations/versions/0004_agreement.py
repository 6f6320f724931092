"""Life of a clause, parties and mandate, agreements, commitments and how they go

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # columns one by one, and an index for what is unique: a batch would make the table anew, and SQLite lets no table go that
    # other rows point to
    op.add_column("charters", sa.Column("template", sa.String(length=40), nullable=False, server_default="uclg_sv"))
    op.add_column("clauses", sa.Column("number", sa.Integer(), nullable=True))
    op.add_column("clauses", sa.Column("chapter", sa.String(length=20), nullable=True))
    op.add_column("clauses", sa.Column("in_force", sa.Integer(), nullable=True))
    op.add_column("clauses", sa.Column("before_pause", sa.String(length=20), nullable=True))
    op.create_index("ix_clauses_number", "clauses", ["charter_id", "number"], unique=True)
    # until now "under review" meant: a draft whose newest version may be pushed. That it may stands with the version itself
    op.execute("UPDATE clauses SET state = 'draft' WHERE state = 'under_review'")
    _parties()
    _life()
    _commitments()


def _parties() -> None:
    op.create_table(
        "parties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("through", sa.String(length=200), nullable=False),
        sa.Column("signatory", sa.String(length=200), nullable=False),
        sa.Column("bears", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["charter_id"], ["charters.id"], name=op.f("fk_parties_charter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
        sa.UniqueConstraint("charter_id", "name", name=op.f("uq_parties_charter_id_name")),
    )
    op.create_table(
        "mandates",
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("organ", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("diary_number", sa.String(length=80), nullable=False),
        sa.Column("leader", sa.String(length=200), nullable=False),
        sa.Column("steering_group", sa.JSON(), nullable=False),
        sa.Column("dialogue_from", sa.Date(), nullable=True),
        sa.Column("dialogue_to", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["charter_id"], ["charters.id"], name=op.f("fk_mandates_charter_id")),
        sa.PrimaryKeyConstraint("charter_id", name=op.f("pk_mandates")),
    )


def _life() -> None:
    op.create_table(
        "clause_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.String(length=16), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("organ", sa.String(length=200), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("diary_number", sa.String(length=80), nullable=True),
        sa.Column("without", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["clauses.id"], name=op.f("fk_clause_steps_clause_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_steps")),
    )
    op.create_index(op.f("ix_clause_steps_clause_id"), "clause_steps", ["clause_id"])
    op.create_table(
        "agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=32), nullable=False),
        sa.Column("signed_by", sa.String(length=200), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.Column("asked_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_agreements_party_id")),
        sa.ForeignKeyConstraint(["version_id"], ["clause_versions.id"], name=op.f("fk_agreements_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    op.create_index(op.f("ix_agreements_version_id"), "agreements", ["version_id"])


def _commitments() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("bearer", sa.String(length=20), nullable=True),
        sa.Column("given_by", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_commitments_party_id")),
        sa.ForeignKeyConstraint(["version_id"], ["clause_versions.id"], name=op.f("fk_commitments_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("version_id", "ordinal", "party_id", name=op.f("uq_commitments_version_id_ordinal_party_id")),
    )
    op.create_index("ix_commitments_version_id", "commitments", ["version_id", "ordinal"])
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("indicator", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["clauses.id"], name=op.f("fk_follow_ups_clause_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_follow_ups_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("clause_id", "key", "party_id", name=op.f("uq_follow_ups_clause_id_key_party_id")),
    )


def downgrade() -> None:
    for name in ("follow_ups", "commitments", "agreements", "clause_steps", "mandates", "parties"):
        op.drop_table(name)
    # older code knows three states: what was approved and not yet written was called "under review"
    op.execute("UPDATE clauses SET state = 'in_dialogue' WHERE state NOT IN ('draft', 'in_dialogue')")
    op.execute(
        "UPDATE clauses SET state = 'under_review' WHERE state = 'draft' AND EXISTS (SELECT 1 FROM clause_versions v "
        "WHERE v.clause_id = clauses.id AND v.approved_at IS NOT NULL AND v.number = "
        "(SELECT max(w.number) FROM clause_versions w WHERE w.clause_id = clauses.id))"
    )
    op.drop_index("ix_clauses_number", "clauses")
    for name in ("before_pause", "in_force", "chapter", "number"):
        op.drop_column("clauses", name)
    op.drop_column("charters", "template")
