"""execution and statistics"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FINAL = ("payment", "fund_recovery", "closing", "archived_file", "report_run")
DECIDED = "COALESCE((SELECT {money} FROM decision WHERE decision.case_id = NEW.case_id), 0)"
RECEIVED = "COALESCE((SELECT SUM(amount_fen) FROM {table} WHERE {table}.case_id = NEW.case_id), 0)"


def upgrade() -> None:
    _money("payment", day="paid_on")
    _money("fund_recovery", day="recovered_on")
    _closing()
    _archived_file()
    _report_run()
    for table in FINAL:
        triggers.never_changes(table)
    _not_more_than_decided("payment", money="fine_fen + confiscated_fen")
    _not_more_than_decided("fund_recovery", money="recovery_fen")
    triggers.refuse_when(
        "report_run_in_order",
        table="report_run",
        event="INSERT",
        condition=(
            "NEW.version <> 1 + COALESCE((SELECT MAX(version) FROM report_run earlier "
            "WHERE earlier.report = NEW.report AND earlier.period = NEW.period), 0)"
        ),
        message="versions of a report follow each other",
    )


def _money(table: str, *, day: str) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column(day, sa.Date(), nullable=False),
        sa.Column("receipt_no", sa.String(60), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=f"fk_{table}_case_id_enforcement_case"),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=f"fk_{table}_recorded_by_account"),
        sa.UniqueConstraint("receipt_no", name=f"uq_{table}_receipt_no"),
        sa.CheckConstraint("amount_fen > 0", name=op.f(f"ck_{table}_amount_positive")),
    )
    op.create_index(f"ix_{table}_case_id", table, ["case_id"])


def _not_more_than_decided(table: str, *, money: str) -> None:
    """《行政处罚法》第六十七条: nobody pays more than was decided; recovered funds are counted apart."""
    received, decided = RECEIVED.format(table=table), DECIDED.format(money=money)
    triggers.refuse_when(
        f"{table}_not_more_than_decided",
        table=table,
        event="INSERT",
        condition=f"NEW.amount_fen + {received} > {decided}",
        message=f"{table} exceeds the decision",
        locks="case_id",
    )


def _closing() -> None:
    op.create_table(
        "closing",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_closing"),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name="fk_closing_case_id_enforcement_case"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_closing_document_id_document"),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name="fk_closing_closed_by_account"),
    )


def _archived_file() -> None:
    op.create_table(
        "archived_file",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(80), nullable=False),
        sa.Column("retention", sa.String(20), nullable=False),
        sa.Column("endnote", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("archived_by", sa.Uuid(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_archived_file"),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name="fk_archived_file_case_id_enforcement_case"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_archived_file_document_id_document"),
        sa.ForeignKeyConstraint(["archived_by"], ["account.id"], name="fk_archived_file_archived_by_account"),
        sa.UniqueConstraint("number", name="uq_archived_file_number"),
        sa.CheckConstraint(
            "retention IN ('PERMANENT', 'THIRTY_YEARS', 'TEN_YEARS')", name=op.f("ck_archived_file_known_retention")
        ),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_archived_file_whole_digest")),
        sa.CheckConstraint("entries > 0", name=op.f("ck_archived_file_not_empty")),
    )


def _report_run() -> None:
    op.create_table(
        "report_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report", sa.String(40), nullable=False),
        sa.Column("period", sa.String(6), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report_run"),
        sa.ForeignKeyConstraint(["frozen_by"], ["account.id"], name="fk_report_run_frozen_by_account"),
        sa.UniqueConstraint("report", "period", "version", name="uq_report_run_report_period_version"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_report_run_version_from_one")),
        sa.CheckConstraint("version = 1 OR reason <> ''", name=op.f("ck_report_run_restatement_explained")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_report_run_whole_digest")),
    )


def downgrade() -> None:
    triggers.drop("report_run", "report_run_in_order")
    triggers.drop("fund_recovery", "fund_recovery_not_more_than_decided")
    triggers.drop("payment", "payment_not_more_than_decided")
    for table in reversed(FINAL):
        triggers.drop_never_changes(table)
        op.drop_table(table)
