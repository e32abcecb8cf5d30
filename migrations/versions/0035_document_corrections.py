"""papers written by hand are put right by a new one, with the reason"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

ONE_AFTER_THE_OTHER = (
    "EXISTS (SELECT 1 FROM document n JOIN document o ON o.kind = n.kind AND o.case_id = n.case_id "
    "WHERE n.id = NEW.document_id AND o.id = NEW.corrects AND n.case_id = NEW.case_id AND n.version > o.version)"
)


def upgrade() -> None:
    op.create_table(
        "document_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("corrects", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_document_correction_states_why")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_document_correction_case_id_enforcement_case")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_correction_document_id_document")
        ),
        sa.ForeignKeyConstraint(["corrects"], ["document.id"], name=op.f("fk_document_correction_corrects_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_correction")),
        sa.UniqueConstraint("document_id", name=op.f("uq_document_correction_document_id")),
        sa.UniqueConstraint("corrects", name=op.f("uq_document_correction_corrects")),
    )
    op.create_index(op.f("ix_document_correction_case_id"), "document_correction", ["case_id"], unique=False)
    triggers.never_changes("document_correction")
    triggers.refuse_when(
        "document_correction_follows",
        table="document_correction",
        event="INSERT",
        condition=f"NOT {ONE_AFTER_THE_OTHER}",
        message="a correction is a later version of the same paper of the same case",
        locks="case_id",
    )


def downgrade() -> None:
    triggers.drop("document_correction", "document_correction_follows")
    triggers.drop_never_changes("document_correction")
    op.drop_index(op.f("ix_document_correction_case_id"), table_name="document_correction")
    op.drop_table("document_correction")
