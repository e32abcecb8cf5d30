"""supervision: orders in writing to the handling unit, their replies, and what the supervisor found of them"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

KEY, WHEN, WORDS = sa.Uuid(), sa.DateTime(timezone=True), sa.Text()
TABLES = ("supervision_order", "supervision_reply", "supervision_proof", "supervision_ruling")
GUARDS = {
    "supervision_order": "supervision_order_other_hand",
    "supervision_reply": "supervision_reply_in_turn",
    "supervision_proof": "supervision_proof_of_case",
    "supervision_ruling": "supervision_ruling_other_hand",
}
HANDLERS = (
    "(SELECT account_id FROM case_officer WHERE case_id = NEW.case_id "
    "UNION SELECT registered_by FROM enforcement_case WHERE id = NEW.case_id)"
)
OF_CASE = "EXISTS (SELECT 1 FROM {0} x WHERE x.id = NEW.{1} AND x.case_id = NEW.case_id)"
# Only a reply that was sent back leaves room for another one.
NOT_SENT_BACK = (
    "EXISTS (SELECT 1 FROM supervision_reply r WHERE r.order_id = NEW.order_id AND NOT EXISTS "
    "(SELECT 1 FROM supervision_ruling u WHERE u.reply_id = r.id AND NOT u.closed))"
)
OF_OTHERS_REPLY = (
    "EXISTS (SELECT 1 FROM supervision_reply r WHERE r.id = NEW.reply_id AND r.order_id = NEW.order_id "
    "AND r.case_id = NEW.case_id AND r.replied_by <> NEW.ruled_by)"
)


def upgrade() -> None:
    _order()
    _reply()
    _proof()
    _ruling()
    for table in TABLES:
        triggers.never_changes(table)
    period = f"NEW.deadline_id IS NOT NULL AND NOT {OF_CASE.format('deadline', 'deadline_id')}"
    _guard(
        "supervision_order",
        f"NEW.issued_by IN {HANDLERS} OR NOT {OF_CASE.format('document', 'document_id')} OR ({period})",
        "an order is issued by somebody who did not handle the case",
    )
    _guard(
        "supervision_reply",
        f"NOT {OF_CASE.format('supervision_order', 'order_id')} OR {NOT_SENT_BACK}",
        "an order is answered once until the answer is sent back",
    )
    _guard(
        "supervision_proof",
        f"NOT {OF_CASE.format('supervision_reply', 'reply_id')} "
        f"OR (NEW.document_id IS NOT NULL AND NOT {OF_CASE.format('document', 'document_id')}) "
        f"OR (NEW.item_id IS NOT NULL AND NOT {OF_CASE.format('item', 'item_id')})",
        "a reply points to what lies in the file of the case",
    )
    _guard(
        "supervision_ruling",
        f"NEW.ruled_by IN {HANDLERS} OR NOT {OF_OTHERS_REPLY}",
        "nobody closes what they answered themselves",
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        triggers.drop(table, GUARDS[table])
        triggers.drop_never_changes(table)
        op.drop_table(table)


def _guard(table: str, condition: str, message: str) -> None:
    triggers.refuse_when(
        GUARDS[table], table=table, event="INSERT", condition=condition, message=message, locks="case_id"
    )


def _order() -> None:
    op.create_table(
        "supervision_order",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("addressee", KEY, nullable=True),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("deadline_id", KEY, nullable=True),
        sa.Column("check_key", sa.String(length=20), nullable=False),
        sa.Column("wrong", WORDS, nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("demand", WORDS, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("issued_by", KEY, nullable=False),
        sa.Column("issued_at", WHEN, nullable=False),
        _check("supervision_order", "known_ground", "ground IN ('OVERDUE', 'SCORING', 'OTHER')"),
        _check("supervision_order", "overdue_names_period", "(ground = 'OVERDUE') = (deadline_id IS NOT NULL)"),
        _check("supervision_order", "scoring_names_check", "(ground = 'SCORING') = (check_key <> '')"),
        _check("supervision_order", "with_wrong", "length(trim(wrong)) > 0 AND length(trim(basis)) > 0"),
        _check("supervision_order", "with_demand", "length(trim(demand)) > 0"),
        _check("supervision_order", "with_term", "days >= 1"),
        _to("supervision_order", "case_id", "enforcement_case"),
        _to("supervision_order", "unit_id", "unit"),
        _to("supervision_order", "addressee", "account"),
        _to("supervision_order", "deadline_id", "deadline"),
        _to("supervision_order", "document_id", "document"),
        _to("supervision_order", "issued_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_order")),
    )
    _index("supervision_order", "case_id")


def _reply() -> None:
    op.create_table(
        "supervision_reply",
        sa.Column("id", KEY, nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("done", WORDS, nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("replied_by", KEY, nullable=False),
        sa.Column("replied_at", WHEN, nullable=False),
        _check("supervision_reply", "with_text", "length(trim(done)) > 0"),
        _to("supervision_reply", "order_id", "supervision_order"),
        _to("supervision_reply", "case_id", "enforcement_case"),
        _to("supervision_reply", "replied_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_reply")),
    )
    _index("supervision_reply", "order_id")
    _index("supervision_reply", "case_id")


def _proof() -> None:
    op.create_table(
        "supervision_proof",
        sa.Column("id", KEY, nullable=False),
        sa.Column("reply_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("item_id", KEY, nullable=True),
        _check("supervision_proof", "one_thing", "(document_id IS NULL) <> (item_id IS NULL)"),
        _to("supervision_proof", "reply_id", "supervision_reply"),
        _to("supervision_proof", "case_id", "enforcement_case"),
        _to("supervision_proof", "document_id", "document"),
        _to("supervision_proof", "item_id", "item"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_proof")),
    )
    _index("supervision_proof", "reply_id")


def _ruling() -> None:
    op.create_table(
        "supervision_ruling",
        sa.Column("reply_id", KEY, nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("opinion", WORDS, nullable=False),
        sa.Column("evidence", WORDS, nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("ruled_by", KEY, nullable=False),
        sa.Column("ruled_at", WHEN, nullable=False),
        _check("supervision_ruling", "closed_on_evidence", "closed = (length(trim(evidence)) > 0)"),
        _check("supervision_ruling", "term_of_return", "closed = (days IS NULL)"),
        _check("supervision_ruling", "with_reason", "length(trim(opinion)) > 0"),
        _to("supervision_ruling", "reply_id", "supervision_reply"),
        _to("supervision_ruling", "order_id", "supervision_order"),
        _to("supervision_ruling", "case_id", "enforcement_case"),
        _to("supervision_ruling", "ruled_by", "account"),
        sa.PrimaryKeyConstraint("reply_id", name=op.f("pk_supervision_ruling")),
    )
    _index("supervision_ruling", "order_id")
    _index("supervision_ruling", "case_id")


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
