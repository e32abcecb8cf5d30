"""procedures beyond the ordinary penalty: steps recorded by declaration, decisions made on the spot"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KEY = sa.Uuid()
NIL = "'00000000000000000000000000000000'"  # as SQLite keeps it; PostgreSQL reads it as the same value
SPOT = "EXISTS (SELECT 1 FROM enforcement_case c WHERE c.id = NEW.case_id AND c.procedure = 'spot_penalty')"
HANDLERS = (
    "(SELECT account_id FROM case_officer WHERE case_id = NEW.case_id "
    "UNION SELECT registered_by FROM enforcement_case WHERE id = NEW.case_id)"
)
HANDLERS_NOW = "(SELECT account_id FROM case_officer WHERE case_id = NEW.case_id AND ended_at IS NULL)"
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
NOT_REVIEWED = f"NOT {AGREED} OR NOT {CURRENT_DRAFT}"
SAME_HAND = (
    f"NEW.decided_by IN {HANDLERS} "
    "OR EXISTS (SELECT 1 FROM review WHERE case_id = NEW.case_id AND reviewer_id = NEW.decided_by)"
)
LIMIT = (
    "CASE WHEN EXISTS (SELECT 1 FROM party p WHERE p.case_id = NEW.case_id AND p.category = 'ORGANISATION') "
    "THEN 300000 ELSE 20000 END"
)
HEAVIER = "EXISTS (SELECT 1 FROM penalty p WHERE p.draft_id = NEW.draft_id AND p.kind NOT IN ('WARNING', 'FINE'))"


def upgrade() -> None:
    _step_record()
    triggers.never_changes("step_record")
    triggers.refuse_when(
        "step_record_of_case",
        table="step_record",
        event="INSERT",
        condition=(
            "NEW.item_id IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM item i WHERE i.id = NEW.item_id AND i.case_id = NEW.case_id)"
        ),
        message="a step rests on evidence of its own case",
        locks="case_id",
    )
    triggers.refuse_when(
        "enforcement_case_procedure_fixed",
        table="enforcement_case",
        event="UPDATE OF procedure",
        condition=(
            "NEW.procedure <> OLD.procedure AND (OLD.procedure <> 'spot_penalty' "
            "OR NEW.procedure <> 'ordinary_penalty' "
            "OR EXISTS (SELECT 1 FROM decision WHERE case_id = NEW.id))"
        ),
        message="a case turns from the simple to the ordinary procedure before it is decided, and no other way",
    )
    triggers.drop("decision", "decision_reviewed", "decision_by_third_hand")
    _gate(
        reviewed=f"({SPOT} AND (NEW.review_id <> {NIL} OR NOT {CURRENT_DRAFT})) OR (NOT {SPOT} AND ({NOT_REVIEWED}))",
        hands=f"({SPOT} AND NEW.decided_by NOT IN {HANDLERS_NOW}) OR (NOT {SPOT} AND ({SAME_HAND}))",
    )
    triggers.refuse_when(
        "spot_decision_light",
        table="decision",
        event="INSERT",
        condition=f"{SPOT} AND (NEW.confiscated_fen > 0 OR NEW.fine_fen > {LIMIT} OR {HEAVIER})",
        message="a decision on the spot is a warning or a fine within the limit",
        locks="case_id",
    )


def downgrade() -> None:
    triggers.drop("decision", "spot_decision_light", "decision_reviewed", "decision_by_third_hand")
    _gate(reviewed=NOT_REVIEWED, hands=SAME_HAND)
    triggers.drop("enforcement_case", "enforcement_case_procedure_fixed")
    triggers.drop("step_record", "step_record_of_case")
    triggers.drop_never_changes("step_record")
    op.drop_index(op.f("ix_step_record_case_id"), table_name="step_record")
    op.drop_table("step_record")


def _gate(*, reviewed: str, hands: str) -> None:
    triggers.refuse_when(
        "decision_reviewed",
        table="decision",
        event="INSERT",
        condition=reviewed,
        message="no decision without the agreed review of this very draft",
        locks="case_id",
    )
    triggers.refuse_when(
        "decision_by_third_hand",
        table="decision",
        event="INSERT",
        condition=hands,
        message="the decider handled or reviewed the case",
        locks="case_id",
    )


def _step_record() -> None:
    op.create_table(
        "step_record",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.Column("item_id", KEY, nullable=True),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(facts) > 2", name=op.f("ck_step_record_states_something")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_step_record_case_id_enforcement_case")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_step_record_item_id_item")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_step_record_recorded_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_record")),
    )
    op.create_index(op.f("ix_step_record_case_id"), "step_record", ["case_id"], unique=False)
