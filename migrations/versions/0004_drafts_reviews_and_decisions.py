"""drafts, reviews and decisions: hands apart, one reviewed text, final rows"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FINAL = ("report", "report_item", "draft", "penalty", "decision")
TABLES = ("decision", "review", "penalty", "draft", "report_item", "report")

# Everybody who ever handled the case. A single officer may leave the team, never its history.
HANDLERS = (
    "(SELECT account_id FROM case_officer WHERE case_id = NEW.case_id "
    "UNION SELECT registered_by FROM enforcement_case WHERE id = NEW.case_id)"
)
REVIEWER_HANDLED = (
    f"NEW.reviewer_id IN {HANDLERS} "
    "OR EXISTS (SELECT 1 FROM decision WHERE case_id = NEW.case_id AND decided_by = NEW.reviewer_id)"
)
AGREED = (
    "EXISTS (SELECT 1 FROM review r WHERE r.id = NEW.review_id AND r.case_id = NEW.case_id AND r.result = 'APPROVE' "
    "AND r.draft_digest = NEW.digest AND r.draft_id = NEW.draft_id "
    "AND r.round = (SELECT MAX(round) FROM review WHERE case_id = NEW.case_id))"
)
CURRENT_DRAFT = (
    "EXISTS (SELECT 1 FROM draft d WHERE d.id = NEW.draft_id AND d.case_id = NEW.case_id AND d.digest = NEW.digest "
    "AND d.recovery_fen = NEW.recovery_fen "
    "AND d.version = (SELECT MAX(version) FROM draft WHERE case_id = NEW.case_id))"
)
CERTIFIED = (
    "(SELECT COUNT(DISTINCT o.account_id) FROM case_officer o JOIN certificate c ON c.account_id = o.account_id "
    "WHERE o.case_id = NEW.case_id AND o.ended_at IS NULL "
    "AND c.valid_from <= NEW.decided_on AND NEW.decided_on <= c.valid_to)"
)
FINE = "(SELECT COALESCE(SUM(amount_fen), 0) FROM penalty WHERE draft_id = NEW.draft_id AND kind = 'FINE')"


def upgrade() -> None:
    _reports_and_drafts()
    _review()
    _decision()
    for table in FINAL:
        triggers.never_changes(table)
    triggers.never_goes("review")
    _one_text()
    _hands_apart()
    _gate()


def downgrade() -> None:
    triggers.drop("case_officer", "case_officer_never_reviewed")
    triggers.drop("decision", "decision_reviewed", "decision_by_third_hand", "decision_two_officers", "decision_sums")
    triggers.drop("review", "review_reviewer_apart", "review_claim_apart", "review_final", "review_submission_fixed")
    triggers.drop("review", "review_next_round", "review_starts_open")
    triggers.drop("penalty", "penalty_of_draft")
    triggers.drop("draft", "draft_next_version")
    triggers.drop_never_goes("review")
    for table in FINAL:
        triggers.drop_never_changes(table)
    for table in TABLES:
        op.drop_table(table)


def _one_text() -> None:
    """A draft is whole when written: no version skipped, no penalty slipped in afterwards."""
    triggers.refuse_when(
        "draft_next_version",
        table="draft",
        event="INSERT",
        condition=(
            "NEW.version <> (SELECT COALESCE(MAX(version), 0) + 1 FROM draft WHERE case_id = NEW.case_id) "
            "OR EXISTS (SELECT 1 FROM decision WHERE case_id = NEW.case_id)"
        ),
        message="a draft is the next version of an undecided case",
        locks="case_id",
    )
    triggers.refuse_when(
        "penalty_of_draft",
        table="penalty",
        event="INSERT",
        condition="NEW.position > (SELECT penalties FROM draft WHERE id = NEW.draft_id)",
        message="the draft has no such penalty",
    )


def _hands_apart() -> None:
    """办、审、定分离. Each trigger locks the case row first: two people at once cannot slip past each other."""
    triggers.refuse_when(
        "review_reviewer_apart",
        table="review",
        event="INSERT",
        condition=REVIEWER_HANDLED,
        message="the reviewer handled or decided the case",
        locks="case_id",
    )
    triggers.refuse_when(
        "review_claim_apart",
        table="review",
        event="UPDATE OF reviewer_id",
        condition=REVIEWER_HANDLED,
        message="the reviewer handled or decided the case",
        locks="case_id",
    )
    triggers.refuse_when(
        "case_officer_never_reviewed",
        table="case_officer",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM review WHERE case_id = NEW.case_id AND reviewer_id = NEW.account_id) "
            "OR EXISTS (SELECT 1 FROM decision WHERE case_id = NEW.case_id AND decided_by = NEW.account_id)"
        ),
        message="the officer reviewed or decided the case",
        locks="case_id",
    )
    triggers.refuse_when(
        "review_starts_open",
        table="review",
        event="INSERT",
        condition="NEW.result IS NOT NULL",
        message="a review starts without an opinion",
    )
    triggers.refuse_when(
        "review_next_round",
        table="review",
        event="INSERT",
        condition=(
            "NEW.round <> (SELECT COALESCE(MAX(round), 0) + 1 FROM review WHERE case_id = NEW.case_id) "
            "OR NOT EXISTS (SELECT 1 FROM draft d WHERE d.id = NEW.draft_id AND d.case_id = NEW.case_id "
            "AND d.digest = NEW.draft_digest)"
        ),
        message="a review is the next round on a draft of its case",
        locks="case_id",
    )
    triggers.refuse_when(
        "review_final",
        table="review",
        event="UPDATE",
        condition="OLD.result IS NOT NULL",
        message="a review opinion is final",
    )
    triggers.refuse_when(
        "review_submission_fixed",
        table="review",
        event="UPDATE",
        condition=(
            "NEW.id <> OLD.id OR NEW.case_id <> OLD.case_id OR NEW.round <> OLD.round OR NEW.draft_id <> OLD.draft_id "
            "OR NEW.draft_digest <> OLD.draft_digest OR NEW.submitted_by <> OLD.submitted_by "
            "OR NEW.submitted_at <> OLD.submitted_at OR NEW.note <> OLD.note"
        ),
        message="what was submitted for review stays",
    )


def _gate() -> None:
    triggers.refuse_when(
        "decision_reviewed",
        table="decision",
        event="INSERT",
        condition=f"NOT {AGREED} OR NOT {CURRENT_DRAFT}",
        message="no decision without the agreed review of this very draft",
        locks="case_id",
    )
    triggers.refuse_when(
        "decision_by_third_hand",
        table="decision",
        event="INSERT",
        condition=(
            f"NEW.decided_by IN {HANDLERS} "
            "OR EXISTS (SELECT 1 FROM review WHERE case_id = NEW.case_id AND reviewer_id = NEW.decided_by)"
        ),
        message="the decider handled or reviewed the case",
        locks="case_id",
    )
    triggers.refuse_when(
        "decision_two_officers",
        table="decision",
        event="INSERT",
        condition=f"{CERTIFIED} < 2",
        message="fewer than two officers certified on the day of the decision",
        locks="case_id",
    )
    triggers.refuse_when(
        "decision_sums",
        table="decision",
        event="INSERT",
        condition=f"NEW.fine_fen <> {FINE}",
        message="the fine is not the one of the draft",
    )


def _reports_and_drafts() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("discretion", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_report_case_id_enforcement_case")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_report_document_id_document")),
        sa.ForeignKeyConstraint(["submitted_by"], ["account.id"], name=op.f("fk_report_submitted_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("case_id", "version", name=op.f("uq_report_case_id_version")),
    )
    op.create_table(
        "report_item",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_item_report_id_report")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_report_item_item_id_item")),
        sa.PrimaryKeyConstraint("report_id", "item_id", name=op.f("pk_report_item")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("evidence_text", sa.Text(), nullable=False),
        sa.Column("violated", sa.Text(), nullable=False),
        sa.Column("applied", sa.Text(), nullable=False),
        sa.Column("discretion", sa.Text(), nullable=False),
        sa.Column("mitigation", sa.Text(), nullable=False),
        sa.Column("penalties", sa.Integer(), nullable=False),
        sa.Column("base_fen", sa.BigInteger(), nullable=False),
        sa.Column("recovery_fen", sa.BigInteger(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("substance_digest", sa.String(length=64), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_draft_version_from_one")),
        sa.CheckConstraint("base_fen >= 0 AND recovery_fen >= 0", name=op.f("ck_draft_money_not_negative")),
        sa.CheckConstraint(
            "length(digest) = 64 AND length(substance_digest) = 64", name=op.f("ck_draft_whole_digests")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_draft_case_id_enforcement_case")),
        sa.ForeignKeyConstraint(["drafted_by"], ["account.id"], name=op.f("fk_draft_drafted_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("case_id", "version", name=op.f("uq_draft_case_id_version")),
    )
    op.create_table(
        "penalty",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('WARNING', 'PUBLIC_CRITICISM', 'FINE', 'CONFISCATE_GAINS', 'CONFISCATE_GOODS', "
            "'SUSPEND_LICENCE', 'LOWER_QUALIFICATION', 'REVOKE_LICENCE', 'RESTRICT_BUSINESS', 'STOP_BUSINESS', "
            "'CLOSE_DOWN', 'BAN_OCCUPATION', 'OTHER')",
            name=op.f("ck_penalty_known_kind"),
        ),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_penalty_amount_not_negative")),
        sa.CheckConstraint(
            "kind NOT IN ('FINE', 'CONFISCATE_GAINS') OR amount_fen > 0", name=op.f("ck_penalty_money_has_amount")
        ),
        sa.CheckConstraint("position >= 1", name=op.f("ck_penalty_position_from_one")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_penalty_draft_id_draft")),
        sa.PrimaryKeyConstraint("draft_id", "position", name=op.f("pk_penalty")),
    )


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("draft_digest", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(length=30), nullable=True),
        sa.Column("points", sa.Text(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("round >= 1", name=op.f("ck_review_round_from_one")),
        sa.CheckConstraint(
            "result IN ('APPROVE', 'SUPPLEMENT_INVESTIGATION', 'CHANGE', 'CORRECT', 'REJECT', 'OTHER')",
            name=op.f("ck_review_known_result"),
        ),
        sa.CheckConstraint("length(draft_digest) = 64", name=op.f("ck_review_whole_digest")),
        sa.CheckConstraint(
            "(result IS NULL) = (decided_at IS NULL) "
            "AND (result IS NULL OR (reviewer_id IS NOT NULL AND opinion <> ''))",
            name=op.f("ck_review_opinion_whole"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_review_case_id_enforcement_case")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_review_document_id_document")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_review_draft_id_draft")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["account.id"], name=op.f("fk_review_reviewer_id_account")),
        sa.ForeignKeyConstraint(["submitted_by"], ["account.id"], name=op.f("fk_review_submitted_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("case_id", "round", name=op.f("uq_review_case_id_round")),
    )
    op.create_index(op.f("ix_review_reviewer_id"), "review", ["reviewer_id"], unique=False)
    waiting = sa.text("result IS NULL")
    op.create_index("ix_review_waiting", "review", ["case_id"], sqlite_where=waiting, postgresql_where=waiting)


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("fine_fen", sa.BigInteger(), nullable=False),
        sa.Column("confiscated_fen", sa.BigInteger(), nullable=False),
        sa.Column("recovery_fen", sa.BigInteger(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('PENALTY')", name=op.f("ck_decision_known_outcome")),
        sa.CheckConstraint(
            "fine_fen >= 0 AND confiscated_fen >= 0 AND recovery_fen >= 0", name=op.f("ck_decision_money_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_decision_case_id_enforcement_case")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_decision_decided_by_account")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_decision_document_id_document")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_decision_draft_id_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("case_id", name=op.f("uq_decision_case_id")),
        sa.UniqueConstraint("number", name=op.f("uq_decision_number")),
    )
    op.create_index(op.f("ix_decision_decided_on"), "decision", ["decided_on"], unique=False)
