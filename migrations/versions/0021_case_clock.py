"""cases: days that do not count, extensions, and who granted them"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

STOP_FIXED = "id, case_id, kind, title, periods, basis, paper, reason, started_on, opened_by, opened_at"
STOP_END = "ended_on, end_reason, ended_by, ended_at"
SAME_HAND = (
    "EXISTS (SELECT 1 FROM clock_request WHERE id = NEW.request_id AND asked_by = NEW.ruled_by) "
    "OR EXISTS (SELECT 1 FROM case_officer WHERE case_id = NEW.case_id AND account_id = NEW.ruled_by)"
)
OTHER_CASE = "NOT EXISTS (SELECT 1 FROM clock_request WHERE id = NEW.request_id AND case_id = NEW.case_id)"


def upgrade() -> None:
    op.add_column("deadline", sa.Column("extended", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("deadline", sa.Column("paused_since", sa.Date(), nullable=True))
    _clock_stop()
    _clock_request()
    _clock_ruling()
    triggers.never_goes("clock_stop")
    triggers.refuse_when(
        "clock_stop_fixed",
        table="clock_stop",
        event=f"UPDATE OF {STOP_FIXED}",
        condition="TRUE",
        message="clock_stop is kept as it was written",
    )
    triggers.refuse_when(
        "clock_stop_ended_once",
        table="clock_stop",
        event=f"UPDATE OF {STOP_END}",
        condition="OLD.ended_on IS NOT NULL",
        message="clock_stop ends once",
    )
    triggers.never_changes("clock_request")
    triggers.never_changes("clock_ruling")
    for name, condition, message in (
        ("clock_ruling_other_hand", SAME_HAND, "who asks or handles the case does not rule"),
        ("clock_ruling_of_case", OTHER_CASE, "the ruling answers a request of its own case"),
    ):
        triggers.refuse_when(
            name, table="clock_ruling", event="INSERT", condition=condition, message=message, locks="case_id"
        )


def _clock_stop() -> None:
    op.create_table(
        "clock_stop",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("periods", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_clock_stop_order")),
        sa.CheckConstraint("(ended_on IS NULL) = (ended_by IS NULL)", name=op.f("ck_clock_stop_end_whole")),
        sa.CheckConstraint(
            "length(trim(basis)) > 0 AND length(trim(paper)) > 0", name=op.f("ck_clock_stop_with_paper")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_clock_stop_case_id_enforcement_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_stop")),
    )
    op.create_index(op.f("ix_clock_stop_case_id"), "clock_stop", ["case_id"])
    part = sa.text("ended_on IS NULL")
    op.create_index(
        "uq_clock_stop_running",
        "clock_stop",
        ["case_id", "kind"],
        unique=True,
        sqlite_where=part,
        postgresql_where=part,
    )


def _clock_request() -> None:
    op.create_table(
        "clock_request",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("approver", sa.String(length=30), nullable=False),
        sa.Column("ground", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("act IN ('SUSPEND', 'RESUME', 'EXTEND')", name=op.f("ck_clock_request_known_act")),
        sa.CheckConstraint("(act = 'EXTEND') = (days IS NOT NULL)", name=op.f("ck_clock_request_days_of_extension")),
        sa.CheckConstraint(
            "(act = 'EXTEND') = (deadline_id IS NOT NULL)", name=op.f("ck_clock_request_extends_a_deadline")
        ),
        sa.CheckConstraint("days IS NULL OR days >= 1", name=op.f("ck_clock_request_some_days")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_clock_request_case_id_enforcement_case")
        ),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name=op.f("fk_clock_request_deadline_id_deadline")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_request")),
    )
    op.create_index(op.f("ix_clock_request_case_id"), "clock_request", ["case_id"])


def _clock_ruling() -> None:
    op.create_table(
        "clock_ruling",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("ruled_by", sa.Uuid(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_clock_ruling_case_id_enforcement_case")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["clock_request.id"], name=op.f("fk_clock_ruling_request_id_clock_request")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_clock_ruling")),
    )
    op.create_index(op.f("ix_clock_ruling_case_id"), "clock_ruling", ["case_id"])


def downgrade() -> None:
    triggers.drop("clock_ruling", "clock_ruling_other_hand", "clock_ruling_of_case")
    triggers.drop_never_changes("clock_ruling")
    triggers.drop_never_changes("clock_request")
    triggers.drop("clock_stop", "clock_stop_fixed", "clock_stop_ended_once")
    triggers.drop_never_goes("clock_stop")
    for table in ("clock_ruling", "clock_request", "clock_stop"):
        op.drop_table(table)
    for column in ("paused_since", "extended"):
        op.drop_column("deadline", column)
