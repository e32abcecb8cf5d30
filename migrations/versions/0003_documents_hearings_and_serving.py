"""documents hearings and serving"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FINAL = ("document", "defence", "defence_answer", "waiver", "service", "failed_attempt")
METHODS = "('DIRECT', 'LEFT', 'ELECTRONIC', 'ENTRUSTED', 'POST', 'VIA_UNIT', 'ANNOUNCEMENT')"
OF_THIS_CASE = "EXISTS (SELECT 1 FROM document WHERE id = NEW.document_id AND case_id = NEW.case_id)"


def upgrade() -> None:
    _document()
    _hearings()
    _serving()
    for table in FINAL:
        triggers.never_changes(table)
    _numbers()
    _notices_heard()
    _lawful_service()
    _announcements()


def _numbers() -> None:
    """NUM-1: whoever writes past the service can neither skip nor repeat a number."""
    triggers.refuse_when(
        "document_number_follows",
        table="document",
        event="INSERT",
        condition=(
            "NEW.number_seq IS NOT NULL AND NEW.number_seq <> (SELECT COALESCE(MAX(number_seq), 0) + 1 FROM document "
            "WHERE number_word = NEW.number_word AND number_year = NEW.number_year)"
        ),
        message="document numbers have no gaps",
    )
    triggers.refuse_when(
        "document_version_follows",
        table="document",
        event="INSERT",
        condition=(
            "NEW.version <> (SELECT COALESCE(MAX(version), 0) + 1 FROM document "
            "WHERE case_id = NEW.case_id AND kind = NEW.kind)"
        ),
        message="versions of a document have no gaps",
        locks="case_id",
    )


def _notices_heard() -> None:
    """A defence or a waiver answers a notice that had reached the party by then (第六十二条)."""
    for table, day in (("defence", "received_on"), ("waiver", "waived_on")):
        triggers.refuse_when(
            f"{table}_after_notice",
            table=table,
            event="INSERT",
            condition=(
                "NOT EXISTS (SELECT 1 FROM milestone WHERE case_id = NEW.case_id AND kind = 'prior_notice_served' "
                f"AND because = NEW.notice_id AND day <= NEW.{day})"
            ),
            message="the notice had not been served by that day",
            locks="case_id",
        )
    triggers.refuse_when(
        "defence_answer_of_case",
        table="defence_answer",
        event="INSERT",
        condition="NOT EXISTS (SELECT 1 FROM defence WHERE id = NEW.defence_id AND case_id = NEW.case_id)",
        message="the defence belongs to another case",
        locks="case_id",
    )


def _lawful_service() -> None:
    for table, day in (("service", "served_on"), ("failed_attempt", "attempted_on")):
        triggers.refuse_when(
            f"{table}_of_case",
            table=table,
            event="INSERT",
            condition=f"NOT {OF_THIS_CASE}",
            message="the document belongs to another case",
            locks="case_id",
        )
        triggers.refuse_when(
            f"{table}_after_issue",
            table=table,
            event="INSERT",
            condition=f"NEW.{day} < (SELECT issued_on FROM document WHERE id = NEW.document_id)",
            message="a document cannot be served before its date",
        )
    triggers.refuse_when(
        "service_tells_publication",
        table="service",
        event="INSERT",
        condition=(
            "NOT NEW.told_of_publication AND EXISTS "
            "(SELECT 1 FROM document WHERE id = NEW.document_id AND kind = 'penalty_decision')"
        ),
        message="the party must be told of the publication",
    )


def _announcements() -> None:
    """SRV-2, and thirty days at the least (《民事诉讼法》第九十五条)."""
    thirty_days_on = "NEW.served_on + 30" if triggers.is_postgres() else "date(NEW.served_on, '+30 days')"
    triggers.refuse_when(
        "service_announced_last",
        table="service",
        event="INSERT",
        condition=(
            "NEW.method = 'ANNOUNCEMENT' AND NOT EXISTS (SELECT 1 FROM failed_attempt "
            "WHERE document_id = NEW.document_id AND attempted_on <= NEW.served_on)"
        ),
        message="an announcement needs a failed attempt",
    )
    triggers.refuse_when(
        "service_announced_long_enough",
        table="service",
        event="INSERT",
        condition=f"NEW.method = 'ANNOUNCEMENT' AND NEW.deemed_on < {thirty_days_on}",
        message="an announcement runs thirty days",
    )


def downgrade() -> None:
    for table in FINAL:
        triggers.drop_never_changes(table)
    triggers.drop("document", "document_number_follows", "document_version_follows")
    triggers.drop("defence", "defence_after_notice")
    triggers.drop("waiver", "waiver_after_notice")
    triggers.drop("defence_answer", "defence_answer_of_case")
    triggers.drop("failed_attempt", "failed_attempt_of_case", "failed_attempt_after_issue")
    triggers.drop("service", "service_of_case", "service_after_issue", "service_tells_publication")
    triggers.drop("service", "service_announced_last", "service_announced_long_enough")
    for table in reversed(FINAL):
        op.drop_table(table)


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("number_word", sa.String(length=10), nullable=True),
        sa.Column("number_year", sa.Integer(), nullable=True),
        sa.Column("number_seq", sa.Integer(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("data_sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf_key", sa.String(length=120), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("docx_key", sa.String(length=120), nullable=False),
        sa.Column("docx_sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(number IS NULL) = (number_word IS NULL) AND (number IS NULL) = (number_year IS NULL) "
            "AND (number IS NULL) = (number_seq IS NULL)",
            name=op.f("ck_document_number_whole"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_document_version_from_one")),
        sa.CheckConstraint(
            "length(data_sha256) = 64 AND length(pdf_sha256) = 64 AND length(docx_sha256) = 64",
            name=op.f("ck_document_whole_digests"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_document_case_id_enforcement_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("case_id", "kind", "version", name=op.f("uq_document_case_id_kind_version")),
        sa.UniqueConstraint("number", name=op.f("uq_document_number")),
        sa.UniqueConstraint(
            "number_word", "number_year", "number_seq", name=op.f("uq_document_number_word_number_year_number_seq")
        ),
    )


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_case_id_enforcement_case")
    return sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=name)


def _points_at(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def _hearings() -> None:
    op.create_table(
        "defence",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("speaker", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("form IN ('WRITTEN', 'ORAL')", name=op.f("ck_defence_known_form")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_defence_says_something")),
        _of_case("defence"),
        _points_at("defence", "notice_id", "document"),
        _points_at("defence", "recorded_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defence")),
    )
    op.create_index(op.f("ix_defence_case_id"), "defence", ["case_id"], unique=False)
    op.create_table(
        "defence_answer",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("defence_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("nothing_further", sa.Boolean(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("points <> '' AND points <> '[]'", name=op.f("ck_defence_answer_has_points")),
        _of_case("defence_answer"),
        _points_at("defence_answer", "defence_id", "defence"),
        _points_at("defence_answer", "answered_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defence_answer")),
        sa.UniqueConstraint("defence_id", name=op.f("uq_defence_answer_defence_id")),
    )
    op.create_index(op.f("ix_defence_answer_case_id"), "defence_answer", ["case_id"], unique=False)
    op.create_table(
        "waiver",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("waived_on", sa.Date(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("proof", sa.String(length=300), nullable=False),
        sa.Column("covers_hearing", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("form IN ('STATEMENT', 'RECORD')", name=op.f("ck_waiver_known_form")),
        sa.CheckConstraint("proof <> ''", name=op.f("ck_waiver_has_proof")),
        _of_case("waiver"),
        _points_at("waiver", "notice_id", "document"),
        _points_at("waiver", "recorded_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_waiver_notice_id")),
    )
    op.create_index(op.f("ix_waiver_case_id"), "waiver", ["case_id"], unique=False)


def _serving() -> None:
    op.create_table(
        "service",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("deemed_on", sa.Date(), nullable=False),
        sa.Column("receiver", sa.String(length=100), nullable=False),
        sa.Column("relation", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("witness", sa.String(length=200), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=True),
        sa.Column("confirmation", sa.String(length=300), nullable=False),
        sa.Column("proof", sa.String(length=300), nullable=False),
        sa.Column("told_of_publication", sa.Boolean(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"method IN {METHODS}", name=op.f("ck_service_lawful_method")),
        sa.CheckConstraint(
            "deemed_on = served_on OR (method = 'ANNOUNCEMENT' AND deemed_on > served_on)",
            name=op.f("ck_service_deemed"),
        ),
        sa.CheckConstraint(
            "method <> 'LEFT' OR (refusal <> '' AND (witness <> '' OR recording_id IS NOT NULL))",
            name=op.f("ck_service_left_witnessed"),
        ),
        sa.CheckConstraint(
            "method <> 'ELECTRONIC' OR confirmation <> ''", name=op.f("ck_service_electronic_confirmed")
        ),
        sa.CheckConstraint(
            "method NOT IN ('ENTRUSTED', 'POST', 'VIA_UNIT', 'ANNOUNCEMENT') OR proof <> ''",
            name=op.f("ck_service_proved"),
        ),
        sa.CheckConstraint("method = 'ANNOUNCEMENT' OR receiver <> ''", name=op.f("ck_service_received")),
        _of_case("service"),
        _points_at("service", "document_id", "document"),
        _points_at("service", "receipt_id", "document"),
        _points_at("service", "recording_id", "item"),
        _points_at("service", "recorded_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("document_id", name=op.f("uq_service_document_id")),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_service_receipt_id")),
    )
    op.create_index(op.f("ix_service_case_id"), "service", ["case_id"], unique=False)
    op.create_table(
        "failed_attempt",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("attempted_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"method IN {METHODS}", name=op.f("ck_failed_attempt_lawful_method")),
        sa.CheckConstraint(
            "outcome IN ('ABSENT', 'REFUSED', 'MOVED', 'RETURNED', 'UNTRACEABLE')",
            name=op.f("ck_failed_attempt_known_outcome"),
        ),
        sa.CheckConstraint("course <> ''", name=op.f("ck_failed_attempt_told")),
        _of_case("failed_attempt"),
        _points_at("failed_attempt", "document_id", "document"),
        _points_at("failed_attempt", "recorded_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_attempt")),
    )
    op.create_index(op.f("ix_failed_attempt_case_id"), "failed_attempt", ["case_id"], unique=False)
    op.create_index(op.f("ix_failed_attempt_document_id"), "failed_attempt", ["document_id"], unique=False)
