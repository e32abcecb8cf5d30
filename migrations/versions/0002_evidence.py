"""evidence: uploads, items, labels, custody, viewings, derivatives and the jobs that make them"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FINAL = ("item", "text_record", "label", "custody", "viewing", "derivative")
KEPT = ("upload_session", "media_job")


def upgrade() -> None:
    _tables()
    for table in FINAL:
        triggers.never_changes(table)
    for table in KEPT:
        triggers.never_goes(table)
    _uploads()
    _numbers()


def _uploads() -> None:
    triggers.refuse_when(
        "upload_session_ends_once",
        table="upload_session",
        event="UPDATE",
        condition="OLD.state NOT IN ('OPEN', 'RECEIVED') AND NEW.state <> OLD.state",
        message="an upload ends once",
    )
    triggers.refuse_when(
        "upload_session_received_stays",
        table="upload_session",
        event="UPDATE",
        condition=(
            "OLD.size <> NEW.size OR OLD.case_id <> NEW.case_id OR (OLD.state <> 'OPEN' AND "
            "(OLD.received <> NEW.received OR COALESCE(OLD.sha256, '') <> COALESCE(NEW.sha256, '')))"
        ),
        message="what was received stays as it came",
    )
    triggers.refuse_when(
        "item_as_received",
        table="item",
        event="INSERT",
        condition=(
            "NEW.upload_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM upload_session u WHERE u.id = NEW.upload_id "
            "AND u.case_id = NEW.case_id AND u.sha256 = NEW.sha256 AND u.size = NEW.size)"
        ),
        message="an item is what its upload received",
    )


def _numbers() -> None:
    """Lines of an item follow each other without a gap, so a missing one shows."""
    for table, column in (("label", "version"), ("custody", "seq")):
        triggers.refuse_when(
            f"{table}_follows",
            table=table,
            event="INSERT",
            condition=(
                f"NEW.{column} <> (SELECT COALESCE(MAX({column}), 0) + 1 FROM {table} WHERE item_id = NEW.item_id)"
            ),
            message=f"{table} has no gaps",
        )


def downgrade() -> None:
    _drop_triggers()
    _drop_tables()


def _drop_triggers() -> None:
    for table in FINAL:
        triggers.drop_never_changes(table)
    for table in KEPT:
        triggers.drop_never_goes(table)
    triggers.drop("upload_session", "upload_session_ends_once", "upload_session_received_stays")
    triggers.drop("item", "item_as_received")
    triggers.drop("label", "label_follows")
    triggers.drop("custody", "custody_follows")


def _tables() -> None:
    op.create_table(
        "upload_session",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("medium", sa.String(length=20), nullable=True),
        sa.Column("mime", sa.String(length=60), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("refused_reason", sa.String(length=300), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("described_by", sa.Uuid(), nullable=False),
        sa.Column("completed_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'REFUSED' OR refused_reason <> ''", name=op.f("ck_upload_session_refusal_explained")
        ),
        sa.CheckConstraint(
            "state IN ('OPEN', 'RECEIVED', 'SEALED', 'REFUSED', 'CANCELLED', 'EXPIRED')",
            name=op.f("ck_upload_session_known_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('RECEIVED', 'SEALED') OR (sha256 IS NOT NULL AND received = size)",
            name=op.f("ck_upload_session_received_whole"),
        ),
        sa.CheckConstraint("sha256 IS NULL OR length(sha256) = 64", name=op.f("ck_upload_session_whole_digest")),
        sa.CheckConstraint(
            "size > 0 AND received >= 0 AND received <= size", name=op.f("ck_upload_session_within_size")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_upload_session_case_id_enforcement_case")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_upload_session_created_by_account")),
        sa.ForeignKeyConstraint(["described_by"], ["account.id"], name=op.f("fk_upload_session_described_by_account")),
        sa.ForeignKeyConstraint(["completed_by"], ["account.id"], name=op.f("fk_upload_session_completed_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_session")),
    )
    op.create_index(op.f("ix_upload_session_case_id"), "upload_session", ["case_id"], unique=False)
    op.create_index("ix_upload_session_state_expires_at", "upload_session", ["state", "expires_at"], unique=False)
    op.create_index(
        "uq_upload_session_unfinished",
        "upload_session",
        ["case_id", "size", "fingerprint"],
        unique=True,
        sqlite_where=sa.text("state = 'OPEN' AND fingerprint <> ''"),
        postgresql_where=sa.text("state = 'OPEN' AND fingerprint <> ''"),
    )
    op.create_table(
        "item",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("medium", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("mime", sa.String(length=60), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("object_key", sa.String(length=200), nullable=True),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
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
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("provided_by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(medium = 'text' AND upload_id IS NULL AND object_key IS NULL) OR (medium <> 'text' AND upload_id IS NOT NULL AND object_key IS NOT NULL)",
            name=op.f("ck_item_text_or_object"),
        ),
        sa.CheckConstraint(
            "kind IN ('DOCUMENTARY', 'PHYSICAL', 'AUDIOVISUAL', 'ELECTRONIC', 'TESTIMONY', "
            "'STATEMENT', 'APPRAISAL', 'SCENE')",
            name=op.f("ck_item_known_kind"),
        ),
        sa.CheckConstraint(
            "medium IN ('video', 'audio', 'picture', 'document', 'text')", name=op.f("ck_item_known_medium")
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_item_whole_digest")),
        sa.CheckConstraint("size > 0", name=op.f("ck_item_not_empty")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_item_case_id_enforcement_case")),
        sa.ForeignKeyConstraint(["provided_by"], ["account.id"], name=op.f("fk_item_provided_by_account")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload_session.id"], name=op.f("fk_item_upload_id_upload_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_item_case_id_seq")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_item_upload_id")),
    )
    op.create_index(op.f("ix_item_case_id"), "item", ["case_id"], unique=False)
    op.create_index(op.f("ix_item_sha256"), "item", ["sha256"], unique=False)
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
        sa.CheckConstraint(
            "event IN ('RECEIVED', 'SEALED', 'RECORDED', 'LABELLED', 'DERIVED', 'VIEWED', 'COPIED')",
            name=op.f("ck_custody_known_event"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_custody_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody")),
        sa.UniqueConstraint("item_id", "seq", name=op.f("uq_custody_item_id_seq")),
    )
    op.create_index(op.f("ix_custody_item_id"), "custody", ["item_id"], unique=False)
    op.create_table(
        "derivative",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("object_key", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mime", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('poster', 'proxy', 'sound', 'wave', 'small', 'large')", name=op.f("ck_derivative_known_kind")
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_derivative_whole_digest")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_derivative_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_derivative")),
        sa.UniqueConstraint("item_id", "kind", "version", name=op.f("uq_derivative_item_id_kind_version")),
    )
    op.create_index(op.f("ix_derivative_item_id"), "derivative", ["item_id"], unique=False)
    op.create_table(
        "label",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("captured_place", sa.String(length=300), nullable=False),
        sa.Column("captured_by", sa.Uuid(), nullable=False),
        sa.Column("certificate_no", sa.String(length=40), nullable=False),
        sa.Column("fact_to_prove", sa.Text(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("device_no", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("labelled_by", sa.Uuid(), nullable=False),
        sa.Column("labelled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "captured_place <> '' AND fact_to_prove <> '' AND step <> ''", name=op.f("ck_label_complete")
        ),
        sa.CheckConstraint("version = 1 OR reason <> ''", name=op.f("ck_label_correction_explained")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_label_counted")),
        sa.ForeignKeyConstraint(["captured_by"], ["account.id"], name=op.f("fk_label_captured_by_account")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_label_item_id_item")),
        sa.ForeignKeyConstraint(["labelled_by"], ["account.id"], name=op.f("fk_label_labelled_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label")),
        sa.UniqueConstraint("item_id", "version", name=op.f("uq_label_item_id_version")),
    )
    op.create_index(op.f("ix_label_item_id"), "label", ["item_id"], unique=False)
    op.create_table(
        "media_job",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("error_code", sa.String(length=60), nullable=False),
        sa.Column("error_sentence", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'SEAL' AND item_id IS NULL) OR (kind = 'DERIVE' AND item_id IS NOT NULL)",
            name=op.f("ck_media_job_what_it_works_on"),
        ),
        sa.CheckConstraint("state IN ('QUEUED', 'RUNNING', 'DONE', 'FAILED')", name=op.f("ck_media_job_known_state")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_media_job_percent")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_media_job_case_id_enforcement_case")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_media_job_item_id_item")),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload_session.id"], name=op.f("fk_media_job_upload_id_upload_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_job")),
        sa.UniqueConstraint("upload_id", "kind", name=op.f("uq_media_job_upload_id_kind")),
    )
    op.create_index(op.f("ix_media_job_case_id"), "media_job", ["case_id"], unique=False)
    op.create_index("ix_media_job_due", "media_job", ["state", "due_at"], unique=False)
    op.create_table(
        "text_record",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("text_kind", sa.String(length=20), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("persons", sa.Text(), nullable=False),
        sa.Column("officers", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("begun_at <= ended_at", name=op.f("ck_text_record_order")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_text_record_item_id_item")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_text_record")),
    )
    op.create_table(
        "viewing",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("viewer_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("purpose <> ''", name=op.f("ck_viewing_purpose_stated")),
        sa.CheckConstraint("opened_at < expires_at", name=op.f("ck_viewing_order")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_viewing_item_id_item")),
        sa.ForeignKeyConstraint(["viewer_id"], ["account.id"], name=op.f("fk_viewing_viewer_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing")),
    )
    op.create_index("ix_viewing_standing", "viewing", ["item_id", "viewer_id", "expires_at"], unique=False)


def _drop_tables() -> None:
    op.drop_index("ix_viewing_standing", table_name="viewing")
    op.drop_table("viewing")
    op.drop_table("text_record")
    op.drop_index("ix_media_job_due", table_name="media_job")
    op.drop_index(op.f("ix_media_job_case_id"), table_name="media_job")
    op.drop_table("media_job")
    op.drop_index(op.f("ix_label_item_id"), table_name="label")
    op.drop_table("label")
    op.drop_index(op.f("ix_derivative_item_id"), table_name="derivative")
    op.drop_table("derivative")
    op.drop_index(op.f("ix_custody_item_id"), table_name="custody")
    op.drop_table("custody")
    op.drop_index(op.f("ix_item_sha256"), table_name="item")
    op.drop_index(op.f("ix_item_case_id"), table_name="item")
    op.drop_table("item")
    op.drop_index(
        "uq_upload_session_unfinished",
        table_name="upload_session",
        sqlite_where=sa.text("state = 'OPEN' AND fingerprint <> ''"),
        postgresql_where=sa.text("state = 'OPEN' AND fingerprint <> ''"),
    )
    op.drop_index("ix_upload_session_state_expires_at", table_name="upload_session")
    op.drop_index(op.f("ix_upload_session_case_id"), table_name="upload_session")
    op.drop_table("upload_session")
