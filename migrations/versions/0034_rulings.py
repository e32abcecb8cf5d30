"""rulings: what inspections, licences and other acts ended in; publication rests on them as on a decision"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

KEY = sa.Uuid()
DECIDED = "EXISTS (SELECT 1 FROM decision WHERE case_id = NEW.case_id)"
RULED = "EXISTS (SELECT 1 FROM ruling WHERE case_id = NEW.case_id)"
HANDLERS = (
    "(SELECT account_id FROM case_officer WHERE case_id = NEW.case_id "
    "UNION SELECT registered_by FROM enforcement_case WHERE id = NEW.case_id)"
)
NEXT_FILED = (
    "NEW.number_seq <> "
    "(SELECT COALESCE(MAX(number_seq), 0) + 1 FROM enforcement_case WHERE number_year = NEW.number_year)"
)
# A line of its own for each word of three signs: its counter was raised for this very number.
NEXT_OF_WORD = (
    "NOT EXISTS (SELECT 1 FROM number_counter c WHERE c.kind = 'case:' || substr(NEW.number, 1, 3) "
    "AND c.last = NEW.number_seq "
    "AND NEW.number = substr(NEW.number, 1, 3) || '〔' || c.year || '〕' || c.last || '号')"
)


def upgrade() -> None:
    _ruling()
    triggers.never_changes("ruling")
    triggers.refuse_when(
        "ruling_of_case",
        table="ruling",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM step_record s WHERE s.id = NEW.record_id AND s.case_id = NEW.case_id "
            "AND s.recorded_by = NEW.decided_by) "
            "OR NOT EXISTS (SELECT 1 FROM document d WHERE d.id = NEW.document_id AND d.case_id = NEW.case_id "
            "AND d.number = NEW.number)"
        ),
        message="a ruling rests on a step and a numbered document of its own case",
        locks="case_id",
    )
    # The officers themselves tell the result of an inspection; whatever grants or refuses is decided by another hand.
    triggers.refuse_when(
        "ruling_by_other_hand",
        table="ruling",
        event="INSERT",
        condition=f"NEW.action_type <> 'INSPECTION' AND NEW.decided_by IN {HANDLERS}",
        message="the decider handled the case",
        locks="case_id",
    )
    _publication(f"(NOT {DECIDED} AND NOT {RULED})")
    _numbers(f"(NEW.number_year IS NOT NULL AND {NEXT_FILED}) OR (NEW.number_year IS NULL AND {NEXT_OF_WORD})")


def downgrade() -> None:
    _numbers(NEXT_FILED)
    _publication(f"NOT {DECIDED}")
    triggers.drop("ruling", "ruling_of_case", "ruling_by_other_hand")
    triggers.drop_never_changes("ruling")
    op.drop_index(op.f("ix_ruling_decided_on"), table_name="ruling")
    op.drop_table("ruling")


def _numbers(wrong: str) -> None:
    triggers.drop("enforcement_case", "enforcement_case_number_fixed")
    triggers.refuse_when(
        "enforcement_case_number_fixed",
        table="enforcement_case",
        event="UPDATE OF number, number_year, number_seq",
        condition=f"OLD.number IS NOT NULL OR {wrong}",
        message="a case number is the next one and stays",
    )


def _publication(undecided: str) -> None:
    triggers.drop("notice", "notice_starts")
    triggers.drop("rule_draft", "rule_draft_of_decision")
    triggers.refuse_when(
        "notice_starts",
        table="notice",
        event="INSERT",
        condition=(
            f"NEW.state <> 'DRAFT' OR NEW.confirmed_at IS NOT NULL OR {undecided} "
            "OR EXISTS (SELECT 1 FROM withheld_decision WHERE case_id = NEW.case_id)"
        ),
        message="a notice starts as a draft of a decided case",
        locks="case_id",
    )
    triggers.refuse_when(
        "rule_draft_of_decision",
        table="rule_draft",
        event="INSERT",
        condition=(
            f"{undecided} OR NOT EXISTS "
            "(SELECT 1 FROM case_officer WHERE case_id = NEW.case_id AND account_id = NEW.answerable)"
        ),
        message="drafted for a decided case, in the name of somebody who handled it",
        locks="case_id",
    )


def _ruling() -> None:
    op.create_table(
        "ruling",
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("record_id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("action_type", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", KEY, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_ruling_case_id_enforcement_case")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_ruling_decided_by_account")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_ruling_document_id_document")),
        sa.ForeignKeyConstraint(["record_id"], ["step_record.id"], name=op.f("fk_ruling_record_id_step_record")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_ruling")),
        sa.UniqueConstraint("number", name=op.f("uq_ruling_number")),
        sa.UniqueConstraint("record_id", name=op.f("uq_ruling_record_id")),
    )
    op.create_index(op.f("ix_ruling_decided_on"), "ruling", ["decided_on"], unique=False)
