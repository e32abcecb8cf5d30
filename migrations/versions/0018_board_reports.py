"""board: reports of errors and their answers, moments for feeds, how punctual and how open the body is"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OUTCOMES = "('CORRECTED', 'WITHDRAWN', 'ACCURATE', 'REFERRED')"
KEPT_AS_DROPPED = ("id", "code_sha256", "notice_id", "subject", "words", "received_at")
SHOWN = "published_on IS NOT NULL AND state IN ('PUBLISHED', 'WITHDRAWN')"
TAKEN_DOWN = "state = 'WITHDRAWN'"
VIEWS = {
    "public_error_report": (
        "SELECT error_report.code_sha256 AS code_sha256, error_report.notice_id AS notice_id, "
        "error_report.subject AS subject, error_report.received_at AS received_at, "
        "report_receipt.due_on AS due_on, report_answer.outcome AS outcome, report_answer.answer AS answer, "
        "report_answer.answered_on AS answered_on FROM error_report "
        "LEFT JOIN report_receipt ON report_receipt.report_id = error_report.id "
        "LEFT JOIN report_answer ON report_answer.report_id = error_report.id"
    ),
    "public_moment": f"SELECT id, published_at, withdrawn_at, due_on FROM notice WHERE {SHOWN}",
    "public_withdrawal": f"SELECT id, withdrawn_at FROM notice WHERE {TAKEN_DOWN}",
    # Days and counts only; what was lawfully withheld is no lateness.
    "public_timeliness": (
        "SELECT deadline.due_on AS due_on, COUNT(*) AS decisions, "
        "SUM(CASE WHEN first.published_on <= deadline.due_on THEN 1 ELSE 0 END) AS on_time "
        "FROM deadline LEFT JOIN (SELECT case_id, MIN(published_on) AS published_on FROM notice "
        "WHERE published_on IS NOT NULL GROUP BY case_id) AS first ON first.case_id = deadline.case_id "
        "WHERE deadline.key = 'PUBLISH_PENALTY_LICENCE' "
        "AND NOT EXISTS (SELECT 1 FROM withheld_decision WHERE withheld_decision.case_id = deadline.case_id) "
        "GROUP BY deadline.due_on"
    ),
}


def upgrade() -> None:
    _tables()
    triggers.never_changes("error_report", columns=KEPT_AS_DROPPED)
    triggers.refuse_when(
        "error_report_contact_only_forgotten",
        table="error_report",
        event="UPDATE OF contact",
        condition="NEW.contact <> ''",
        message="a contact is kept or forgotten",
    )
    for table in ("report_receipt", "report_answer"):
        triggers.never_changes(table)
    part = sa.text(TAKEN_DOWN)
    op.create_index("ix_notice_withdrawn", "notice", ["withdrawn_at"], sqlite_where=part, postgresql_where=part)
    for name, query in (VIEWS | {"public_openness": _openness()}).items():
        # Without a barrier where it is read in the order of an index: these two show whole rows or none.
        ordered = name in {"public_moment", "public_withdrawal"}
        barrier = " WITH (security_barrier = true)" if triggers.is_postgres() and not ordered else ""
        op.execute(f"CREATE VIEW {name}{barrier} AS {query}")


def _openness() -> str:
    year = (
        "CAST(EXTRACT(YEAR FROM decided_on) AS INTEGER)"
        if triggers.is_postgres()
        else "CAST(strftime('%Y', decided_on) AS INTEGER)"
    )
    shown = (
        "SELECT 1 FROM notice WHERE notice.case_id = decision.case_id "
        "AND notice.published_on IS NOT NULL AND notice.policy = 'FULL_TEXT'"
    )
    return (
        f"SELECT {year} AS year, COUNT(*) AS decisions, SUM(CASE WHEN EXISTS ({shown}) THEN 1 ELSE 0 END) AS full_text "
        f"FROM decision GROUP BY {year}"
    )


def _tables() -> None:
    op.create_table(
        "error_report",
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=100), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(code_sha256) = 64", name=op.f("ck_error_report_whole_digest")),
        sa.CheckConstraint("length(words) BETWEEN 1 AND 1000", name=op.f("ck_error_report_some_words")),
        sa.CheckConstraint(
            "length(subject) BETWEEN 1 AND 30 AND length(contact) <= 100", name=op.f("ck_error_report_bounded")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_error_report")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_error_report_code_sha256")),
    )
    op.create_index(op.f("ix_error_report_received_at"), "error_report", ["received_at"])
    op.create_table(
        "report_receipt",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("due_on >= received_on", name=op.f("ck_report_receipt_order")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["error_report.id"], name=op.f("fk_report_receipt_report_id_error_report")
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_receipt")),
    )
    op.create_table(
        "report_answer",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"outcome IN {OUTCOMES}", name=op.f("ck_report_answer_known_outcome")),
        sa.CheckConstraint("length(trim(answer)) > 0", name=op.f("ck_report_answer_some_answer")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report_receipt.report_id"], name=op.f("fk_report_answer_report_id_report_receipt")
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_report_answer_answered_by_account")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_answer")),
    )


def downgrade() -> None:
    for view in ("public_openness", *reversed(VIEWS)):
        op.execute(f"DROP VIEW {view}")
    op.drop_index("ix_notice_withdrawn", "notice")
    triggers.drop("error_report", "error_report_contact_only_forgotten")
    for table in ("report_answer", "report_receipt", "error_report"):
        triggers.drop_never_changes(table)
        op.drop_table(table)
