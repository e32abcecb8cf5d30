"""decisions: the signatures between a draft and its decision, each by its own hand"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0029"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLE = "approval_act"
KEY = sa.Uuid()
HANDLERS = (
    "(SELECT account_id FROM case_officer WHERE case_id = NEW.case_id "
    "UNION SELECT registered_by FROM enforcement_case WHERE id = NEW.case_id)"
)
REVIEWERS = (
    "(SELECT reviewer_id FROM review WHERE case_id = NEW.case_id AND result IS NOT NULL "
    "UNION SELECT proposed_by FROM proposed_opinion WHERE case_id = NEW.case_id "
    "UNION SELECT answered_by FROM proposed_opinion WHERE case_id = NEW.case_id AND answered_by IS NOT NULL)"
)
CURRENT = (
    "EXISTS (SELECT 1 FROM draft d WHERE d.id = NEW.draft_id AND d.case_id = NEW.case_id "
    "AND d.digest = NEW.draft_digest AND d.version = (SELECT MAX(version) FROM draft WHERE case_id = NEW.case_id))"
)
DECIDED = "EXISTS (SELECT 1 FROM decision WHERE case_id = NEW.case_id)"
OF_HANDLERS = "NEW.signature IN ('ASKED', 'ANSWERED')"
SIGNED = "EXISTS (SELECT 1 FROM approval_act a WHERE a.case_id = NEW.case_id AND a.signed_by = {hand} AND {which})"
OF_UNIT_HEAD = "a.signature IN ('ENDORSED', 'RETURNED')"
OF_HEADS = "a.signature NOT IN ('ASKED', 'ANSWERED')"
# Whoever signed for the unit has no other hand in the case: by table, event, and the column that names the hand.
APART = {
    "review_not_by_endorser": ("review", "UPDATE OF reviewer_id", "NEW.reviewer_id", OF_UNIT_HEAD),
    "proposed_opinion_not_by_endorser": (
        "proposed_opinion",
        "UPDATE OF answered_by",
        "NEW.answered_by",
        OF_UNIT_HEAD,
    ),
    "decision_not_by_endorser": ("decision", "INSERT", "NEW.decided_by", OF_UNIT_HEAD),
    "case_officer_never_signed": ("case_officer", "INSERT", "NEW.account_id", OF_HEADS),
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(length=20), nullable=False),
        sa.Column("draft_id", KEY, nullable=False),
        sa.Column("draft_digest", sa.String(length=64), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("signed_by", KEY, nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_approval_act_counted_from_one")),
        sa.CheckConstraint(
            "signature IN ('ASKED', 'ENDORSED', 'RETURNED', 'HEAD_RETURNED', 'ANSWERED')",
            name=op.f("ck_approval_act_known_signature"),
        ),
        sa.CheckConstraint("length(draft_digest) = 64", name=op.f("ck_approval_act_whole_digest")),
        sa.CheckConstraint("opinion <> ''", name=op.f("ck_approval_act_says_something")),
        sa.CheckConstraint(
            "(signature IN ('RETURNED', 'HEAD_RETURNED')) = (reasons <> '[]')",
            name=op.f("ck_approval_act_returned_with_reasons"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_approval_act_case_id_enforcement_case")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_approval_act_draft_id_draft")),
        sa.ForeignKeyConstraint(["signed_by"], ["account.id"], name=op.f("fk_approval_act_signed_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_act")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_approval_act_case_id_seq")),
    )
    triggers.never_changes(TABLE)
    triggers.refuse_when(
        "approval_act_of_draft",
        table=TABLE,
        event="INSERT",
        condition=(
            f"NOT {CURRENT} OR {DECIDED} "
            "OR NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM approval_act WHERE case_id = NEW.case_id)"
        ),
        message="a signature follows the last one and stands under the current draft of an undecided case",
        locks="case_id",
    )
    triggers.refuse_when(
        "approval_act_apart",
        table=TABLE,
        event="INSERT",
        condition=(
            f"({OF_HANDLERS} AND NEW.signed_by NOT IN {HANDLERS}) "
            f"OR (NOT ({OF_HANDLERS}) AND (NEW.signed_by IN {HANDLERS} OR NEW.signed_by IN {REVIEWERS}))"
        ),
        message="handlers propose; who signs for the unit or the body neither handled nor reviewed the case",
        locks="case_id",
    )
    for name, (table, event, hand, which) in APART.items():
        triggers.refuse_when(
            name,
            table=table,
            event=event,
            condition=SIGNED.format(hand=hand, which=which),
            message="whoever signed for the unit has no other hand in the case",
            locks="case_id",
        )


def downgrade() -> None:
    for name, (table, _event, _hand, _which) in APART.items():
        triggers.drop(table, name)
    triggers.drop(TABLE, "approval_act_of_draft", "approval_act_apart")
    triggers.drop_never_changes(TABLE)
    op.drop_table(TABLE)
