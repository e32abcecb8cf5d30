"""how people look at the list of cases: their views of it, the cases they keep an eye on, and an index on the cause"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0031"
branch_labels = None
depends_on = None

KEY = sa.Uuid()


def upgrade() -> None:
    op.create_table(
        "case_view",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("opens_first", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_view_account_id_account")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_view_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_view")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_case_view_account_id_name")),
    )
    op.create_index(op.f("ix_case_view_unit_id"), "case_view", ["unit_id"], unique=False)
    op.create_index(
        "uq_case_view_default",
        "case_view",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("opens_first"),
        postgresql_where=sa.text("opens_first"),
    )
    op.create_table(
        "case_mark",
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_mark_account_id_account")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_case_mark_case_id_enforcement_case")
        ),
        sa.PrimaryKeyConstraint("account_id", "case_id", name=op.f("pk_case_mark")),
    )
    op.create_index(op.f("ix_enforcement_case_cause_code"), "enforcement_case", ["cause_code"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_enforcement_case_cause_code"), table_name="enforcement_case")
    op.drop_table("case_mark")
    op.drop_table("case_view")
