"""evidence: marks on the time line, further copies"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers
from migrations.rebuilding import rebuilt

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

FINAL = ("technical_facts", "time_mark", "copy_request", "further_copy")

KNOWN = ("poster", "proxy", "sound", "wave", "small", "large")
ADDED = ("strip", "strip_index")
KIND = "kind IN ({})"

TWO_JOBS = "(kind = 'SEAL' AND item_id IS NULL) OR (kind = 'DERIVE' AND item_id IS NOT NULL)"
FOUR_JOBS = (
    "(kind = 'SEAL' AND item_id IS NULL AND request_id IS NULL)"
    " OR (kind = 'DERIVE' AND item_id IS NOT NULL AND request_id IS NULL)"
    " OR (kind IN ('CLIP', 'MARK') AND item_id IS NOT NULL AND request_id IS NOT NULL)"
)
ONE_JOB_EACH = "CONSTRAINT uq_media_job_upload_id_kind UNIQUE (upload_id, kind)"
ONE_JOB_FOR_EACH_REQUEST = "CONSTRAINT uq_media_job_request_id UNIQUE (request_id)"
JOB_OF_REQUEST = "CONSTRAINT fk_media_job_request_id_copy_request FOREIGN KEY(request_id) REFERENCES copy_request (id)"
JOBS_ON_SQLITE = (
    ("item_id CHAR(32), ", "item_id CHAR(32), \n\trequest_id CHAR(32), "),
    (f"CHECK ({TWO_JOBS})", f"CHECK ({FOUR_JOBS})"),
    (ONE_JOB_EACH, f"{JOB_OF_REQUEST}, \n\t{ONE_JOB_FOR_EACH_REQUEST}"),
)
ONCE = "uq_media_job_once"


def upgrade() -> None:
    _tables()
    for table in FINAL:
        triggers.never_changes(table)
    _marks()
    _kinds(KNOWN, (*KNOWN, *ADDED))
    _jobs()


def downgrade() -> None:
    _jobs_back()
    _kinds((*KNOWN, *ADDED), KNOWN)
    triggers.drop("time_mark", "time_mark_follows", "time_mark_own", "time_mark_ends_once")
    for table in FINAL:
        triggers.drop_never_changes(table)
    for table in ("further_copy", "copy_request", "time_mark", "technical_facts"):
        op.drop_table(table)


def _marks() -> None:
    earlier = "SELECT {} FROM time_mark m WHERE m.mark_id = NEW.mark_id"
    triggers.refuse_when(
        "time_mark_follows",
        table="time_mark",
        event="INSERT",
        condition=f"NEW.version <> ({earlier.format('COALESCE(MAX(m.version), 0) + 1')})",
        message="time_mark has no gaps",
    )
    triggers.refuse_when(
        "time_mark_own",
        table="time_mark",
        event="INSERT",
        condition=f"EXISTS ({earlier.format('1')} AND (m.marked_by <> NEW.marked_by OR m.item_id <> NEW.item_id))",
        message="a mark is amended by its author",
    )
    triggers.refuse_when(
        "time_mark_ends_once",
        table="time_mark",
        event="INSERT",
        condition=f"EXISTS ({earlier.format('1')} AND m.ended)",
        message="a mark ends once",
    )


def _kinds(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    old, new = (KIND.format(", ".join(f"'{kind}'" for kind in kinds)) for kinds in (before, after))
    if not triggers.is_postgres():
        rebuilt("derivative", ((old, new),), keep=new)
        return
    op.drop_constraint(op.f("ck_derivative_known_kind"), "derivative")
    if len(after) < len(before):
        triggers.drop_never_goes("derivative")
        op.execute(f"DELETE FROM derivative WHERE NOT ({new})")
        triggers.never_goes("derivative")
    op.create_check_constraint(op.f("ck_derivative_known_kind"), "derivative", new)


def _jobs() -> None:
    if triggers.is_postgres():
        op.add_column("media_job", sa.Column("request_id", sa.Uuid(), nullable=True))
        op.drop_constraint(op.f("ck_media_job_what_it_works_on"), "media_job")
        op.create_check_constraint(op.f("ck_media_job_what_it_works_on"), "media_job", FOUR_JOBS)
        op.drop_constraint(op.f("uq_media_job_upload_id_kind"), "media_job")
        op.create_unique_constraint(op.f("uq_media_job_request_id"), "media_job", ["request_id"])
        op.create_foreign_key(
            op.f("fk_media_job_request_id_copy_request"), "media_job", "copy_request", ["request_id"], ["id"]
        )
    else:
        rebuilt("media_job", JOBS_ON_SQLITE, without="request_id")
    ours = sa.text("request_id IS NULL")
    op.create_index(ONCE, "media_job", ["upload_id", "kind"], unique=True, sqlite_where=ours, postgresql_where=ours)


def _jobs_back() -> None:
    op.drop_index(ONCE, table_name="media_job")
    if not triggers.is_postgres():
        back = tuple((after, before) for before, after in JOBS_ON_SQLITE)
        rebuilt("media_job", back, keep="request_id IS NULL", without="request_id")
        return
    triggers.drop_never_goes("media_job")
    op.execute("DELETE FROM media_job WHERE request_id IS NOT NULL")
    triggers.never_goes("media_job")
    op.drop_constraint(op.f("fk_media_job_request_id_copy_request"), "media_job")
    op.drop_constraint(op.f("uq_media_job_request_id"), "media_job")
    op.drop_constraint(op.f("ck_media_job_what_it_works_on"), "media_job")
    op.drop_column("media_job", "request_id")
    op.create_check_constraint(op.f("ck_media_job_what_it_works_on"), "media_job", TWO_JOBS)
    op.create_unique_constraint(op.f("uq_media_job_upload_id_kind"), "media_job", ["upload_id", "kind"])


def _tables() -> None:
    op.create_table(
        "technical_facts",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_technical_facts_item_id_item")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_technical_facts")),
    )
    op.create_table(
        "time_mark",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("mark_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=True),
        sa.Column("until_ms", sa.BigInteger(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("marked_by", sa.Uuid(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("remark <> ''", name=op.f("ck_time_mark_says_something")),
        sa.CheckConstraint("at_ms IS NULL OR at_ms >= 0", name=op.f("ck_time_mark_within")),
        sa.CheckConstraint(
            "until_ms IS NULL OR (at_ms IS NOT NULL AND until_ms > at_ms)", name=op.f("ck_time_mark_order")
        ),
        sa.CheckConstraint("NOT ended OR version > 1", name=op.f("ck_time_mark_ended_later")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_time_mark_item_id_item")),
        sa.ForeignKeyConstraint(["marked_by"], ["account.id"], name=op.f("fk_time_mark_marked_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_mark")),
        sa.UniqueConstraint("mark_id", "version", name=op.f("uq_time_mark_mark_id_version")),
    )
    op.create_index(op.f("ix_time_mark_item_id"), "time_mark", ["item_id"], unique=False)
    op.create_table(
        "copy_request",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("from_ms", sa.BigInteger(), nullable=True),
        sa.Column("until_ms", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('CLIP', 'MARK')", name=op.f("ck_copy_request_known_kind")),
        sa.CheckConstraint("purpose <> ''", name=op.f("ck_copy_request_purpose_stated")),
        sa.CheckConstraint(
            "(kind = 'MARK' AND from_ms IS NULL AND until_ms IS NULL)"
            " OR (kind = 'CLIP' AND from_ms >= 0 AND until_ms > from_ms AND title <> '')",
            name=op.f("ck_copy_request_stretch"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_copy_request_item_id_item")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_copy_request_asked_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy_request")),
    )
    op.create_index(op.f("ix_copy_request_item_id"), "copy_request", ["item_id"], unique=False)
    op.create_table(
        "further_copy",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("object_key", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mime", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_further_copy_whole_digest")),
        sa.CheckConstraint("expires_at IS NULL OR expires_at > made_at", name=op.f("ck_further_copy_order")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["copy_request.id"], name=op.f("fk_further_copy_request_id_copy_request")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_further_copy")),
    )
