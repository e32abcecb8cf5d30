"""fines taken in cash by an officer, with the ground the law gives for it"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KEY = sa.Uuid()


def upgrade() -> None:
    op.create_table(
        "cash_collection",
        sa.Column("payment_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint("ground IN ('SMALL', 'HARD_LATER', 'REMOTE')", name=op.f("ck_cash_collection_known_ground")),
        sa.CheckConstraint("note <> ''", name=op.f("ck_cash_collection_says_why")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_cash_collection_payment_id_payment")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_cash_collection_case_id_enforcement_case")
        ),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_cash_collection")),
    )
    op.create_index(op.f("ix_cash_collection_case_id"), "cash_collection", ["case_id"], unique=False)
    triggers.never_changes("cash_collection")


def downgrade() -> None:
    triggers.drop_never_changes("cash_collection")
    op.drop_index(op.f("ix_cash_collection_case_id"), table_name="cash_collection")
    op.drop_table("cash_collection")
