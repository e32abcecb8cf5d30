"""evidence: fixity checks; retention: classes, holds, disposal"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FINAL = (
    "fixity_check",
    "disposed_item",
    "retention_setting",
    "retention_hold",
    "hold_release",
    "lock_extension",
    "retention_mark",
    "disposal",
    "disposal_line",
    "disposal_approval",
    "disposal_withdrawal",
    "disposal_execution",
    "disposal_certificate",
)
EVENTS = ("RECEIVED", "SEALED", "RECORDED", "LABELLED", "DERIVED", "VIEWED", "COPIED")
NEW_EVENTS = ("BUNDLED", "HELD", "RELEASED", "EXTENDED", "DISPOSED")
KNOWN_EVENT = "ck_custody_known_event"
CUSTODY = "item_id, seq, event, by, at, how, why, result, id"

STANDING_HOLD = (
    "SELECT 1 FROM disposal d JOIN retention_hold h ON h.case_id = d.case_id WHERE d.id = NEW.disposal_id "
    "AND NOT EXISTS (SELECT 1 FROM hold_release r WHERE r.hold_id = h.id) "
    "AND (h.item_id IS NULL OR EXISTS "
    "(SELECT 1 FROM disposal_line l WHERE l.disposal_id = d.id AND l.item_id = h.item_id))"
)


def upgrade() -> None:
    _evidence_tables()
    _hold_tables()
    _disposal_tables()
    for table in FINAL:
        triggers.never_changes(table)
    _hands()
    _disposals()
    _custody_events(EVENTS + NEW_EVENTS)


def downgrade() -> None:
    _custody_events(EVENTS)
    triggers.drop("hold_release", "hold_release_other_hand")
    triggers.drop("disposal_approval", "disposal_approval_apart", "disposal_approval_of_list")
    triggers.drop("disposal_line", "disposal_line_before_approval")
    triggers.drop("disposal_withdrawal", "disposal_withdrawal_in_time")
    triggers.drop("disposal_execution", "disposal_execution_approved", "disposal_execution_not_held")
    triggers.drop("disposed_item", "disposed_item_executed")
    for table in FINAL:
        triggers.drop_never_changes(table)
    for table in reversed(FINAL):
        op.drop_table(table)


def _hands() -> None:
    triggers.refuse_when(
        "hold_release_other_hand",
        table="hold_release",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM retention_hold h WHERE h.id = NEW.hold_id AND h.placed_by = NEW.released_by)"
        ),
        message="a hold is released by another person",
    )
    triggers.refuse_when(
        "disposal_approval_apart",
        table="disposal_approval",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM disposal d JOIN enforcement_case c ON c.id = d.case_id "
            "WHERE d.id = NEW.disposal_id AND (d.prepared_by = NEW.approver_id OR c.registered_by = NEW.approver_id "
            "OR EXISTS (SELECT 1 FROM case_officer o WHERE o.case_id = c.id AND o.account_id = NEW.approver_id)))"
        ),
        message="who prepared the list or handled the case does not approve",
    )
    triggers.refuse_when(
        "disposal_approval_of_list",
        table="disposal_approval",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM disposal d WHERE d.id = NEW.disposal_id AND d.digest = NEW.digest) "
            "OR EXISTS (SELECT 1 FROM disposal_withdrawal w WHERE w.disposal_id = NEW.disposal_id)"
        ),
        message="an approval is for the list as it stands",
    )


def _disposals() -> None:
    triggers.refuse_when(
        "disposal_line_before_approval",
        table="disposal_line",
        event="INSERT",
        condition="EXISTS (SELECT 1 FROM disposal_approval a WHERE a.disposal_id = NEW.disposal_id)",
        message="the list is closed with its first approval",
    )
    triggers.refuse_when(
        "disposal_withdrawal_in_time",
        table="disposal_withdrawal",
        event="INSERT",
        condition="EXISTS (SELECT 1 FROM disposal_execution e WHERE e.disposal_id = NEW.disposal_id)",
        message="what has begun cannot be taken back",
    )
    triggers.refuse_when(
        "disposal_execution_approved",
        table="disposal_execution",
        event="INSERT",
        condition=(
            "(SELECT COUNT(*) FROM disposal_approval a WHERE a.disposal_id = NEW.disposal_id AND a.agreed) < 2 "
            "OR EXISTS (SELECT 1 FROM disposal_approval a WHERE a.disposal_id = NEW.disposal_id AND NOT a.agreed) "
            "OR EXISTS (SELECT 1 FROM disposal_withdrawal w WHERE w.disposal_id = NEW.disposal_id)"
        ),
        message="a disposal needs two approvals and no objection",
    )
    triggers.refuse_when(
        "disposal_execution_not_held",
        table="disposal_execution",
        event="INSERT",
        condition=f"EXISTS ({STANDING_HOLD})",
        message="a hold stops the disposal",
    )
    triggers.refuse_when(
        "disposed_item_executed",
        table="disposed_item",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM disposal_line l JOIN disposal_execution e ON e.disposal_id = l.disposal_id "
            "WHERE l.item_id = NEW.item_id AND e.certificate_no = NEW.certificate_no)"
        ),
        message="content ends by an approved disposal only",
    )


def _custody_events(known: tuple[str, ...]) -> None:
    """SQLite cannot alter a CHECK: the table is copied. Going down, lines of later kinds go with their subject."""
    check = f"event IN ({', '.join(repr(event) for event in known)})"
    if triggers.is_postgres():
        op.execute("ALTER TABLE custody DISABLE TRIGGER USER")
        op.drop_constraint(op.f(KNOWN_EVENT), "custody", type_="check")
        op.execute(f"DELETE FROM custody WHERE NOT ({check})")
        op.create_check_constraint(op.f(KNOWN_EVENT), "custody", check)
        op.execute("ALTER TABLE custody ENABLE TRIGGER USER")
        return
    triggers.drop_never_changes("custody")
    triggers.drop("custody", "custody_follows")
    op.rename_table("custody", "custody_before")
    op.drop_index(op.f("ix_custody_item_id"), table_name="custody_before")
    _custody_table(check)
    op.execute(f"INSERT INTO custody ({CUSTODY}) SELECT {CUSTODY} FROM custody_before WHERE {check}")
    op.drop_table("custody_before")
    op.create_index(op.f("ix_custody_item_id"), "custody", ["item_id"], unique=False)
    triggers.never_changes("custody")
    triggers.refuse_when(
        "custody_follows",
        table="custody",
        event="INSERT",
        condition="NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM custody WHERE item_id = NEW.item_id)",
        message="custody has no gaps",
    )


def _custody_table(check: str) -> None:
    op.create_table(
        "custody",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("result", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(check, name=op.f(KNOWN_EVENT)),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_custody_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody")),
        sa.UniqueConstraint("item_id", "seq", name=op.f("uq_custody_item_id_seq")),
    )


def _evidence_tables() -> None:
    op.create_table(
        "fixity_check",
        sa.Column("object_key", sa.String(length=200), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("sha256_seen", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("milliseconds", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "result IN ('OK', 'MISMATCH', 'MISSING', 'UNREADABLE')", name=op.f("ck_fixity_check_known_result")
        ),
        sa.CheckConstraint("result <> 'OK' OR length(sha256_seen) = 64", name=op.f("ck_fixity_check_seen_whole")),
        sa.CheckConstraint("size >= 0 AND milliseconds >= 0", name=op.f("ck_fixity_check_not_negative")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_fixity_check_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fixity_check")),
    )
    op.create_index("ix_fixity_check_newest", "fixity_check", ["object_key", "checked_at"])
    op.create_index(op.f("ix_fixity_check_item_id"), "fixity_check", ["item_id"])
    op.create_index(op.f("ix_fixity_check_checked_at"), "fixity_check", ["checked_at"])
    op.create_table(
        "disposed_item",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("certificate_no", sa.String(length=80), nullable=False),
        sa.Column("disposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disposed_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("certificate_no <> ''", name=op.f("ck_disposed_item_certified")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_disposed_item_item_id_item")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_disposed_item")),
    )
    op.create_index(op.f("ix_disposed_item_certificate_no"), "disposed_item", ["certificate_no"])


def _hold_tables() -> None:
    op.create_table(
        "retention_setting",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("months IS NULL OR months > 0", name=op.f("ck_retention_setting_some_time")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_retention_setting_explained")),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name=op.f("fk_retention_setting_set_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_setting")),
    )
    op.create_index("ix_retention_setting_in_force", "retention_setting", ["key", "in_force_from", "set_at"])
    op.create_table(
        "retention_hold",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=100), nullable=False),
        sa.Column("placed_by", sa.Uuid(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('APPEAL', 'LAWSUIT', 'AUDIT', 'OTHER')", name=op.f("ck_retention_hold_known_kind")
        ),
        sa.CheckConstraint("reason <> '' AND document_no <> ''", name=op.f("ck_retention_hold_explained")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_retention_hold_case_id_enforcement_case")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_retention_hold_item_id_item")),
        sa.ForeignKeyConstraint(["placed_by"], ["account.id"], name=op.f("fk_retention_hold_placed_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_hold")),
    )
    op.create_index(op.f("ix_retention_hold_case_id"), "retention_hold", ["case_id"])
    op.create_index(op.f("ix_retention_hold_item_id"), "retention_hold", ["item_id"])
    op.create_table(
        "hold_release",
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_no", sa.String(length=100), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_hold_release_explained")),
        sa.ForeignKeyConstraint(
            ["hold_id"], ["retention_hold.id"], name=op.f("fk_hold_release_hold_id_retention_hold")
        ),
        sa.ForeignKeyConstraint(["released_by"], ["account.id"], name=op.f("fk_hold_release_released_by_account")),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_hold_release")),
    )
    op.create_table(
        "lock_extension",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("object_key", sa.String(length=200), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(length=300), nullable=False),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_lock_extension_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lock_extension")),
    )
    op.create_index(op.f("ix_lock_extension_item_id"), "lock_extension", ["item_id"])
    op.create_index(op.f("ix_lock_extension_object_key"), "lock_extension", ["object_key"])
    op.create_table(
        "retention_mark",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("verdict IN ('DUE', 'SKIPPED')", name=op.f("ck_retention_mark_known_verdict")),
        sa.CheckConstraint("verdict = 'DUE' OR reason <> ''", name=op.f("ck_retention_mark_skip_explained")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_retention_mark_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_mark")),
    )
    op.create_index("ix_retention_mark_newest", "retention_mark", ["item_id", "marked_at"])


def _disposal_tables() -> None:
    op.create_table(
        "disposal",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_disposal_whole_digest")),
        sa.CheckConstraint("opinion <> ''", name=op.f("ck_disposal_appraised")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_disposal_case_id_enforcement_case")
        ),
        sa.ForeignKeyConstraint(["prepared_by"], ["account.id"], name=op.f("fk_disposal_prepared_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sa.UniqueConstraint("number", name=op.f("uq_disposal_number")),
    )
    op.create_index(op.f("ix_disposal_case_id"), "disposal", ["case_id"])
    op.create_table(
        "disposal_line",
        sa.Column("disposal_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=260), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["disposal_id"], ["disposal.id"], name=op.f("fk_disposal_line_disposal_id_disposal")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_disposal_line_item_id_item")),
        sa.PrimaryKeyConstraint("disposal_id", "item_id", name=op.f("pk_disposal_line")),
        sa.UniqueConstraint("disposal_id", "seq", name=op.f("uq_disposal_line_disposal_id_seq")),
    )
    op.create_table(
        "disposal_approval",
        sa.Column("disposal_id", sa.Uuid(), nullable=False),
        sa.Column("approver_id", sa.Uuid(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("agreed OR opinion <> ''", name=op.f("ck_disposal_approval_refusal_explained")),
        sa.ForeignKeyConstraint(
            ["disposal_id"], ["disposal.id"], name=op.f("fk_disposal_approval_disposal_id_disposal")
        ),
        sa.ForeignKeyConstraint(["approver_id"], ["account.id"], name=op.f("fk_disposal_approval_approver_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal_approval")),
        sa.UniqueConstraint("disposal_id", "approver_id", name=op.f("uq_disposal_approval_disposal_id_approver_id")),
    )
    op.create_table(
        "disposal_withdrawal",
        sa.Column("disposal_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_disposal_withdrawal_explained")),
        sa.ForeignKeyConstraint(
            ["disposal_id"], ["disposal.id"], name=op.f("fk_disposal_withdrawal_disposal_id_disposal")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["account.id"], name=op.f("fk_disposal_withdrawal_withdrawn_by_account")
        ),
        sa.PrimaryKeyConstraint("disposal_id", name=op.f("pk_disposal_withdrawal")),
    )
    op.create_table(
        "disposal_execution",
        sa.Column("disposal_id", sa.Uuid(), nullable=False),
        sa.Column("certificate_no", sa.String(length=80), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["disposal_id"], ["disposal.id"], name=op.f("fk_disposal_execution_disposal_id_disposal")
        ),
        sa.PrimaryKeyConstraint("disposal_id", name=op.f("pk_disposal_execution")),
        sa.UniqueConstraint("certificate_no", name=op.f("uq_disposal_execution_certificate_no")),
    )
    op.create_table(
        "disposal_certificate",
        sa.Column("disposal_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["disposal_id"], ["disposal.id"], name=op.f("fk_disposal_certificate_disposal_id_disposal")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_disposal_certificate_document_id_document")
        ),
        sa.PrimaryKeyConstraint("disposal_id", name=op.f("pk_disposal_certificate")),
        sa.UniqueConstraint("document_id", name=op.f("uq_disposal_certificate_document_id")),
    )
