"""uploads: what an officer has unfinished is counted, and where the sending device was"""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import drop_never_changes, never_changes

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_upload_session_created_by_state", "upload_session", ["created_by", "state"])
    op.create_table(
        "upload_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("coordinates", sa.String(40), nullable=False),
        sa.Column("accuracy_m", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "source IN ('BROWSER', 'REFUSED', 'UNAVAILABLE')", name=op.f("ck_upload_place_known_source")
        ),
        sa.CheckConstraint("(source = 'BROWSER') = (coordinates <> '')", name=op.f("ck_upload_place_located_or_not")),
        sa.CheckConstraint(
            "accuracy_m IS NULL OR (accuracy_m >= 0 AND source = 'BROWSER')",
            name=op.f("ck_upload_place_error_of_a_place"),
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload_session.id"], name=op.f("fk_upload_place_upload_id_upload_session")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_upload_place_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_place")),
    )
    op.create_index(op.f("ix_upload_place_upload_id"), "upload_place", ["upload_id"])
    never_changes("upload_place")


def downgrade() -> None:
    drop_never_changes("upload_place")
    op.drop_index(op.f("ix_upload_place_upload_id"), table_name="upload_place")
    op.drop_table("upload_place")
    op.drop_index("ix_upload_session_created_by_state", table_name="upload_session")
