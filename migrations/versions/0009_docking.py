"""docking: ledger of devices, receipts, the inbox, slates and what they told"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FINAL = ("recording", "docking_line", "recording_poster", "recording_link", "slate", "slate_finding", "device_clock")
KEPT = ("device", "device_holding", "docking_receipt")


def upgrade() -> None:
    _tables()
    for table in FINAL:
        triggers.never_changes(table)
    for table in KEPT:
        triggers.never_goes(table)
    triggers.refuse_when(
        "device_holding_ended_once",
        table="device_holding",
        event="UPDATE",
        condition=(
            "OLD.until IS NOT NULL OR OLD.device_id <> NEW.device_id OR OLD.holder_id <> NEW.holder_id "
            "OR OLD.since <> NEW.since"
        ),
        message="a holding ends once and is not rewritten",
    )
    triggers.refuse_when(
        "docking_receipt_closed_once",
        table="docking_receipt",
        event="UPDATE",
        condition=(
            "OLD.closed_at IS NOT NULL OR OLD.device_no <> NEW.device_no OR OLD.officer_id <> NEW.officer_id "
            "OR OLD.opened_at <> NEW.opened_at"
        ),
        message="a closed receipt is final",
    )
    triggers.refuse_when(
        "docking_line_while_open",
        table="docking_line",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM docking_receipt r WHERE r.id = NEW.receipt_id AND r.closed_at IS NULL) "
            "OR NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM docking_line WHERE receipt_id = NEW.receipt_id)"
        ),
        message="lines follow each other until the receipt is closed",
    )
    triggers.refuse_when(
        "recording_link_same_bytes",
        table="recording_link",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM item i JOIN recording r ON r.id = NEW.recording_id WHERE i.id = NEW.item_id "
            "AND i.case_id = NEW.case_id AND i.sha256 = r.sha256 AND i.object_key = r.object_key)"
        ),
        message="an item is the recording it was linked from",
    )


def downgrade() -> None:
    triggers.drop("recording_link", "recording_link_same_bytes")
    triggers.drop("docking_line", "docking_line_while_open")
    triggers.drop("docking_receipt", "docking_receipt_closed_once")
    triggers.drop("device_holding", "device_holding_ended_once")
    for table in FINAL:
        triggers.drop_never_changes(table)
    for table in KEPT:
        triggers.drop_never_goes(table)
    _drop_tables()


def _tables() -> None:
    op.create_table(
        "device",
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number <> '' AND model <> ''", name=op.f("ck_device_described")),
        sa.ForeignKeyConstraint(["registered_by"], ["account.id"], name=op.f("fk_device_registered_by_account")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_device_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("number", name=op.f("uq_device_number")),
    )
    op.create_table(
        "device_holding",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("handed_by", sa.Uuid(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_device_holding_order")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_device_holding_device_id_device")),
        sa.ForeignKeyConstraint(["handed_by"], ["account.id"], name=op.f("fk_device_holding_handed_by_account")),
        sa.ForeignKeyConstraint(["holder_id"], ["account.id"], name=op.f("fk_device_holding_holder_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_holding")),
    )
    op.create_index(op.f("ix_device_holding_device_id"), "device_holding", ["device_id"], unique=False)
    op.create_index(
        "uq_device_holding_standing",
        "device_holding",
        ["device_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "docking_receipt",
        sa.Column("device_no", sa.String(length=60), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("came", sa.String(length=10), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("came IN ('COMMAND', 'FOLDER')", name=op.f("ck_docking_receipt_known_way")),
        sa.CheckConstraint(
            "(closed_at IS NULL AND sha256 IS NULL) OR (closed_at IS NOT NULL AND length(sha256) = 64)",
            name=op.f("ck_docking_receipt_closed_whole"),
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["account.id"], name=op.f("fk_docking_receipt_officer_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_docking_receipt")),
    )
    op.create_index(op.f("ix_docking_receipt_officer_id"), "docking_receipt", ["officer_id"], unique=False)
    op.create_index(
        "uq_docking_receipt_open",
        "docking_receipt",
        ["device_no", "officer_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "recording",
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("device_no", sa.String(length=60), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("medium", sa.String(length=20), nullable=False),
        sa.Column("mime", sa.String(length=60), nullable=False),
        sa.Column("object_key", sa.String(length=200), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("codecs", sa.String(length=60), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("device_time", sa.String(length=60), nullable=False),
        sa.Column("device_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device_place", sa.String(length=120), nullable=False),
        sa.Column("damaged", sa.String(length=300), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "medium IN ('video', 'audio', 'picture', 'document', 'text')", name=op.f("ck_recording_known_medium")
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_recording_whole_digest")),
        sa.CheckConstraint("size > 0", name=op.f("ck_recording_not_empty")),
        sa.ForeignKeyConstraint(["holder_id"], ["account.id"], name=op.f("fk_recording_holder_id_account")),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["docking_receipt.id"], name=op.f("fk_recording_receipt_id_docking_receipt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("sha256", name=op.f("uq_recording_sha256")),
    )
    op.create_index("ix_recording_inbox", "recording", ["holder_id", "received_at"], unique=False)
    op.create_index(op.f("ix_recording_receipt_id"), "recording", ["receipt_id"], unique=False)
    op.create_table(
        "docking_line",
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("result", sa.String(length=10), nullable=False),
        sa.Column("sentence", sa.String(length=300), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "result IN ('TAKEN', 'DAMAGED', 'KNOWN', 'REFUSED')", name=op.f("ck_docking_line_known_result")
        ),
        sa.CheckConstraint(
            "result NOT IN ('REFUSED', 'DAMAGED') OR sentence <> ''", name=op.f("ck_docking_line_explained")
        ),
        sa.CheckConstraint(
            "result NOT IN ('TAKEN', 'DAMAGED') OR recording_id IS NOT NULL",
            name=op.f("ck_docking_line_taken_is_there"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_docking_line_whole_digest")),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["docking_receipt.id"], name=op.f("fk_docking_line_receipt_id_docking_receipt")
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=op.f("fk_docking_line_recording_id_recording")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_docking_line")),
        sa.UniqueConstraint("receipt_id", "seq", name=op.f("uq_docking_line_receipt_id_seq")),
    )
    op.create_index(op.f("ix_docking_line_receipt_id"), "docking_line", ["receipt_id"], unique=False)
    op.create_index("ix_docking_line_seen", "docking_line", ["path", "size", "modified_ns"], unique=False)
    op.create_table(
        "recording_poster",
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("object_key", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_recording_poster_whole_digest")),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=op.f("fk_recording_poster_recording_id_recording")
        ),
        sa.PrimaryKeyConstraint("recording_id", name=op.f("pk_recording_poster")),
    )
    op.create_table(
        "recording_link",
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("linked_by", sa.Uuid(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("how IN ('PERSON', 'SLATE')", name=op.f("ck_recording_link_known_way")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_recording_link_case_id_enforcement_case")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_recording_link_item_id_item")),
        sa.ForeignKeyConstraint(["linked_by"], ["account.id"], name=op.f("fk_recording_link_linked_by_account")),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=op.f("fk_recording_link_recording_id_recording")
        ),
        sa.PrimaryKeyConstraint("recording_id", name=op.f("pk_recording_link")),
        sa.UniqueConstraint("item_id", name=op.f("uq_recording_link_item_id")),
    )
    op.create_index(op.f("ix_recording_link_case_id"), "recording_link", ["case_id"], unique=False)
    op.create_table(
        "slate",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("nonce", sa.String(length=16), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("fact_to_prove", sa.Text(), nullable=False),
        sa.Column("shown_by", sa.Uuid(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(nonce) = 16", name=op.f("ck_slate_whole_nonce")),
        sa.CheckConstraint("shown_at < expires_at", name=op.f("ck_slate_order")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_slate_case_id_enforcement_case")),
        sa.ForeignKeyConstraint(["shown_by"], ["account.id"], name=op.f("fk_slate_shown_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slate")),
        sa.UniqueConstraint("nonce", name=op.f("uq_slate_nonce")),
    )
    op.create_index(op.f("ix_slate_case_id"), "slate", ["case_id"], unique=False)
    op.create_table(
        "slate_finding",
        sa.Column("recording_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("slate_id", sa.Uuid(), nullable=True),
        sa.Column("slate_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offset_ms", sa.BigInteger(), nullable=True),
        sa.Column("drift_seconds", sa.Integer(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "verdict <> 'BELIEVED' OR slate_id IS NOT NULL", name=op.f("ck_slate_finding_believed_is_known")
        ),
        sa.CheckConstraint(
            "verdict IN ('BELIEVED', 'NONE', 'FORGED', 'OTHER_BODY', 'UNKNOWN', 'SEVERAL', 'EXPIRED', 'REPLAYED', 'OTHER_CASE', 'NOT_ON_CASE', 'CASE_ENDED', 'UNREAD')",
            name=op.f("ck_slate_finding_known_verdict"),
        ),
        sa.CheckConstraint("(recording_id IS NULL) <> (item_id IS NULL)", name=op.f("ck_slate_finding_of_one_thing")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_slate_finding_item_id_item")),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=op.f("fk_slate_finding_recording_id_recording")
        ),
        sa.ForeignKeyConstraint(["slate_id"], ["slate.id"], name=op.f("fk_slate_finding_slate_id_slate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slate_finding")),
        sa.UniqueConstraint("item_id", name=op.f("uq_slate_finding_item_id")),
        sa.UniqueConstraint("recording_id", name=op.f("uq_slate_finding_recording_id")),
    )
    op.create_index(op.f("ix_slate_finding_slate_id"), "slate_finding", ["slate_id"], unique=False)
    op.create_table(
        "device_clock",
        sa.Column("device_no", sa.String(length=60), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("slate_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drift_seconds", sa.Integer(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["slate_finding.id"], name=op.f("fk_device_clock_finding_id_slate_finding")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_clock")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_device_clock_finding_id")),
    )
    op.create_index(op.f("ix_device_clock_device_no"), "device_clock", ["device_no"], unique=False)


def _drop_tables() -> None:
    op.drop_index(op.f("ix_device_clock_device_no"), table_name="device_clock")
    op.drop_table("device_clock")
    op.drop_index(op.f("ix_slate_finding_slate_id"), table_name="slate_finding")
    op.drop_table("slate_finding")
    op.drop_index(op.f("ix_slate_case_id"), table_name="slate")
    op.drop_table("slate")
    op.drop_index(op.f("ix_recording_link_case_id"), table_name="recording_link")
    op.drop_table("recording_link")
    op.drop_table("recording_poster")
    op.drop_index(op.f("ix_docking_line_receipt_id"), table_name="docking_line")
    op.drop_index("ix_docking_line_seen", table_name="docking_line")
    op.drop_table("docking_line")
    op.drop_index("ix_recording_inbox", table_name="recording")
    op.drop_index(op.f("ix_recording_receipt_id"), table_name="recording")
    op.drop_table("recording")
    op.drop_index(op.f("ix_docking_receipt_officer_id"), table_name="docking_receipt")
    op.drop_index(
        "uq_docking_receipt_open",
        table_name="docking_receipt",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_table("docking_receipt")
    op.drop_index(op.f("ix_device_holding_device_id"), table_name="device_holding")
    op.drop_index(
        "uq_device_holding_standing",
        table_name="device_holding",
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.drop_table("device_holding")
    op.drop_table("device")
