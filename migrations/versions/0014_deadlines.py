"""deadlines: own days and own rules, the sweep's index, letters on their way out, calendar addresses, public calendar"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

DEFAULT_ESCALATION = "unit_head:1,supervisor:3"
VIEWS = {
    "public_calendar_year": "SELECT year, version, status, notice FROM calendar_year",
    "public_calendar_day": "SELECT day, year, is_off, name, notice FROM calendar_day",
    "public_own_day": "SELECT day, is_off, name, basis FROM own_day WHERE ended_at IS NULL",
}
FIXED = {
    "own_day": ("id", "day", "is_off", "name", "basis", "added_by", "added_at"),
    "deadline_rule": (
        "id", "procedure", "key", "in_force_from", "length", "reminders", "escalation", "basis", "set_by", "set_at",
    ),
    "letter": ("id", "natural_key", "recipient_id", "channel", "address", "subject", "text", "created_at"),
    "calendar_feed": ("id", "account_id", "opened_at"),
}  # fmt: skip
ENDED_ONCE = {
    "own_day": ("ended_at", "ended_by"),
    "deadline_rule": ("in_force_until",),
    "letter": ("state", "settled_at", "receipt"),
    "calendar_feed": ("ended_at",),
}
ENDED = {
    "own_day": "OLD.ended_at IS NOT NULL",
    "deadline_rule": "OLD.in_force_until IS NOT NULL",
    "letter": "OLD.state <> 'QUEUED'",
    "calendar_feed": "OLD.ended_at IS NOT NULL",
}


def upgrade() -> None:
    _own_day()
    _deadline_rule()
    _letter()
    _calendar_feed()
    _notice_preference()
    _sweep()
    for table, columns in FIXED.items():
        triggers.never_goes(table)
        fixed = f"UPDATE OF {', '.join(columns)}"
        triggers.refuse_when(
            f"{table}_fixed", table=table, event=fixed, condition="TRUE", message=f"{table} is kept as it was written"
        )
        once = f"UPDATE OF {', '.join(ENDED_ONCE[table])}"
        triggers.refuse_when(
            f"{table}_ended_once", table=table, event=once, condition=ENDED[table], message=f"{table} ends once"
        )
    for name, query in VIEWS.items():
        barrier = " WITH (security_barrier = true)" if triggers.is_postgres() else ""
        op.execute(f"CREATE VIEW {name}{barrier} AS {query}")


def _own_day() -> None:
    op.create_table(
        "own_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "length(trim(name)) > 0 AND length(trim(basis)) > 0", name=op.f("ck_own_day_reason_and_basis")
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_own_day_end_whole")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_day")),
    )
    _partial("uq_own_day_standing", "own_day", ["day"], where="ended_at IS NULL", unique=True)


def _deadline_rule() -> None:
    op.create_table(
        "deadline_rule",
        sa.Column("procedure", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.Column("length", sa.Integer(), nullable=True),
        sa.Column("reminders", sa.String(length=40), nullable=False),
        sa.Column("escalation", sa.String(length=80), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "in_force_until IS NULL OR in_force_until >= in_force_from", name=op.f("ck_deadline_rule_order")
        ),
        sa.CheckConstraint("length IS NULL OR length >= 1", name=op.f("ck_deadline_rule_some_length")),
        sa.CheckConstraint("length(trim(basis)) > 0", name=op.f("ck_deadline_rule_with_basis")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_rule")),
        sa.UniqueConstraint(
            "procedure", "key", "in_force_from", name=op.f("uq_deadline_rule_procedure_key_in_force_from")
        ),
    )


def _letter() -> None:
    op.create_table(
        "letter",
        sa.Column("natural_key", sa.String(length=120), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("channel IN ('MAIL', 'WEBHOOK')", name=op.f("ck_letter_known_channel")),
        sa.CheckConstraint("state IN ('QUEUED', 'SENT', 'FAILED')", name=op.f("ck_letter_known_state")),
        sa.CheckConstraint("(state = 'QUEUED') = (settled_at IS NULL)", name=op.f("ck_letter_settled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("natural_key", name=op.f("uq_letter_natural_key")),
    )
    op.create_index(op.f("ix_letter_recipient_id"), "letter", ["recipient_id"])
    _partial("ix_letter_waiting", "letter", ["next_at", "id"], where="state = 'QUEUED'")


def _calendar_feed() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_calendar_feed_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
    )
    _partial("uq_calendar_feed_standing", "calendar_feed", ["account_id"], where="ended_at IS NULL", unique=True)


def _notice_preference() -> None:
    op.create_table(
        "notice_preference",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("mail_address", sa.String(length=200), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("by_webhook", sa.Boolean(), nullable=False),
        sa.Column("urgent_only", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mail_address <> '' OR NOT by_mail", name=op.f("ck_notice_preference_mail_has_address")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_preference_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_notice_preference")),
    )


def _sweep() -> None:
    """Running periods get the usual ladder; the first sweep looks at each once and writes down its true next day."""
    op.add_column("deadline", sa.Column("escalation", sa.String(length=80), nullable=False, server_default=""))
    op.add_column("deadline", sa.Column("own_rule", sa.Uuid(), nullable=True))
    op.add_column("deadline", sa.Column("next_on", sa.Date(), nullable=True))
    op.execute(f"UPDATE deadline SET escalation = '{DEFAULT_ESCALATION}', next_on = started_on WHERE closed_at IS NULL")
    _partial("ix_deadline_next", "deadline", ["next_on", "id"], where="next_on IS NOT NULL")


def _partial(name: str, table: str, columns: list[str], *, where: str, unique: bool = False) -> None:
    part = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=part, postgresql_where=part)


def downgrade() -> None:
    for view in VIEWS:
        op.execute(f"DROP VIEW {view}")
    op.drop_index("ix_deadline_next", table_name="deadline")
    for column in ("next_on", "own_rule", "escalation"):
        op.drop_column("deadline", column)
    for table in FIXED:
        triggers.drop_never_goes(table)
        triggers.drop(table, f"{table}_fixed", f"{table}_ended_once")
    for table in ("notice_preference", "calendar_feed", "letter", "deadline_rule", "own_day"):
        op.drop_table(table)
