"""publication: what the system drafts on the day of a decision, and what two people let stand"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KINDS = (
    "('RESIDENT_ID', 'OTHER_ID', 'BANK_ACCOUNT', 'PHONE', 'EMAIL', 'CONTACT', 'MEDICAL_NUMBER', 'ADDRESS', 'PLATE', "
    "'NAME', 'BIRTH', 'HEALTH')"
)
ASKED = ("id", "case_id", "kind", "words", "reason", "requested_by", "requested_at")
STANDING = sa.text("state <> 'REFUSED'")


def upgrade() -> None:
    _rule_draft()
    _override()
    triggers.never_changes("rule_draft")
    triggers.refuse_when(
        "rule_draft_of_decision",
        table="rule_draft",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM decision WHERE case_id = NEW.case_id) OR NOT EXISTS "
            "(SELECT 1 FROM case_officer WHERE case_id = NEW.case_id AND account_id = NEW.answerable)"
        ),
        message="drafted for a decided case, in the name of somebody who handled it",
        locks="case_id",
    )
    triggers.never_goes("finding_override")
    triggers.refuse_when(
        "finding_override_starts",
        table="finding_override",
        event="INSERT",
        condition="NEW.state <> 'REQUESTED'",
        message="letting something stand is asked for first",
    )
    triggers.refuse_when(
        "finding_override_fixed",
        table="finding_override",
        event=f"UPDATE OF {', '.join(ASKED)}",
        condition="TRUE",
        message="what was asked for is final",
    )
    triggers.refuse_when(
        "finding_override_answered_once",
        table="finding_override",
        event="UPDATE",
        condition=(
            "OLD.state <> 'REQUESTED' OR EXISTS "
            "(SELECT 1 FROM case_officer WHERE case_id = NEW.case_id AND account_id = NEW.answered_by)"
        ),
        message="answered once, by somebody who did not handle the case",
        locks="case_id",
    )


def _rule_draft() -> None:
    table = "rule_draft"
    op.create_table(
        table,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("answerable", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _check(table, "known_outcome", "outcome IN ('DRAFTED', 'WITHHOLDING_PROPOSED', 'OBSTRUCTED')"),
        _check(table, "drafted_notice", "(outcome = 'DRAFTED') = (notice_id IS NOT NULL)"),
        _check(table, "told_why", "outcome = 'DRAFTED' OR (length(reason) > 0 AND length(basis) > 0)"),
        _points(table, "case_id", "enforcement_case"),
        _points(table, "notice_id", "notice"),
        _points(table, "answerable", "account"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_rule_draft")),
    )


def _override() -> None:
    table = "finding_override"
    op.create_table(
        table,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check(table, "known_kind", f"kind IN {KINDS}"),
        _check(table, "known_state", "state IN ('REQUESTED', 'APPROVED', 'REFUSED')"),
        _check(table, "words_and_reason", "length(trim(words)) > 0 AND length(trim(reason)) > 0"),
        _check(table, "second_person", "answered_by <> requested_by"),
        _check(
            table,
            "answered_whole",
            "(state = 'REQUESTED') = (answered_by IS NULL) AND (answered_by IS NULL) = (answered_at IS NULL) "
            "AND (state = 'REQUESTED' OR length(trim(note)) > 0)",
        ),
        _points(table, "case_id", "enforcement_case"),
        _points(table, "requested_by", "account"),
        _points(table, "answered_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_override")),
    )
    op.create_index(
        "uq_finding_override_standing",
        table,
        ["case_id", "words"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def downgrade() -> None:
    triggers.drop(
        "finding_override", "finding_override_answered_once", "finding_override_fixed", "finding_override_starts"
    )
    triggers.drop_never_goes("finding_override")
    triggers.drop("rule_draft", "rule_draft_of_decision")
    triggers.drop_never_changes("rule_draft")
    op.drop_table("finding_override")
    op.drop_table("rule_draft")


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
