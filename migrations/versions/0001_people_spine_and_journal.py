"""people, calendar, matters, the spine and the journal"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ADMINISTRATORS = "('system_admin', 'security_admin', 'audit_admin')"
FINAL = ("journal_entry", "journal_head", "milestone", "deadline_reminder", "deadline_recount")
KEPT = ("journal_size", "enforcement_case", "number_counter", "party", "case_officer", "role_grant", "deadline")


def upgrade() -> None:
    _tables()
    op.execute("INSERT INTO journal_size (id, size) VALUES (1, 0)")
    for table in FINAL:
        triggers.never_changes(table)
    for table in KEPT:
        triggers.never_goes(table)
    _journal()
    _numbers()
    _people()


def _journal() -> None:
    triggers.refuse_when(
        "journal_entry_linked",
        table="journal_entry",
        event="INSERT",
        condition=(
            "NEW.position <> (SELECT COALESCE(MAX(position) + 1, 0) FROM journal_entry) "
            "OR NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM journal_entry WHERE chain = NEW.chain) "
            "OR NEW.prev <> COALESCE((SELECT hash FROM journal_entry WHERE chain = NEW.chain "
            "ORDER BY seq DESC LIMIT 1), '" + "0" * 64 + "') "
            "OR NEW.at < (SELECT MAX(at) FROM journal_entry WHERE chain = NEW.chain)"
        ),
        message="journal entry does not follow its predecessor",
    )
    triggers.refuse_when(
        "journal_size_steps",
        table="journal_size",
        event="UPDATE",
        condition="NEW.size <> OLD.size + 1",
        message="the journal grows by one",
    )
    triggers.refuse_when(
        "milestone_follows",
        table="milestone",
        event="INSERT",
        condition="NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM milestone WHERE case_id = NEW.case_id)",
        message="milestones have no gaps",
        locks="case_id",
    )


def _numbers() -> None:
    triggers.refuse_when(
        "enforcement_case_starts",
        table="enforcement_case",
        event="INSERT",
        condition="NEW.stage <> 'clue' OR NEW.number IS NOT NULL",
        message="a case starts as a clue",
    )
    triggers.refuse_when(
        "enforcement_case_number_fixed",
        table="enforcement_case",
        event="UPDATE OF number, number_year, number_seq",
        condition=(
            "OLD.number IS NOT NULL OR NEW.number_seq <> "
            "(SELECT COALESCE(MAX(number_seq), 0) + 1 FROM enforcement_case WHERE number_year = NEW.number_year)"
        ),
        message="a case number is the next one and stays",
    )
    triggers.refuse_when(
        "number_counter_steps",
        table="number_counter",
        event="UPDATE",
        condition="NEW.last <> OLD.last + 1 OR NEW.kind <> OLD.kind OR NEW.year <> OLD.year",
        message="numbers are given one by one",
    )


def _people() -> None:
    standing = "account_id = NEW.account_id AND ended_at IS NULL AND role <> NEW.role"
    triggers.refuse_when(
        "role_grant_apart",
        table="role_grant",
        event="INSERT",
        condition=(
            f"EXISTS (SELECT 1 FROM role_grant WHERE {standing} "
            f"AND (role IN {ADMINISTRATORS} OR NEW.role IN {ADMINISTRATORS}))"
        ),
        message="administrators hold no other office",
    )
    triggers.refuse_when(
        "role_grant_ended_once",
        table="role_grant",
        event="UPDATE",
        condition="OLD.ended_at IS NOT NULL OR NEW.role <> OLD.role OR NEW.account_id <> OLD.account_id",
        message="a grant can only be ended",
    )
    triggers.refuse_when(
        "certificate_apart",
        table="certificate",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM certificate WHERE account_id = NEW.account_id "
            "AND valid_from <= NEW.valid_to AND NEW.valid_from <= valid_to)"
        ),
        message="certificates of one officer overlap",
    )
    triggers.refuse_when(
        "case_officer_stays",
        table="case_officer",
        event="UPDATE",
        condition="OLD.ended_at IS NOT NULL OR NEW.account_id <> OLD.account_id OR NEW.case_id <> OLD.case_id",
        message="membership can only be ended",
    )


def downgrade() -> None:
    _drop_triggers()
    _drop_tables()


def _drop_triggers() -> None:
    for table in FINAL:
        triggers.drop_never_changes(table)
    for table in KEPT:
        triggers.drop_never_goes(table)
    triggers.drop("journal_entry", "journal_entry_linked")
    triggers.drop("journal_size", "journal_size_steps")
    triggers.drop("milestone", "milestone_follows")
    triggers.drop("enforcement_case", "enforcement_case_starts", "enforcement_case_number_fixed")
    triggers.drop("number_counter", "number_counter_steps")
    triggers.drop("role_grant", "role_grant_apart", "role_grant_ended_once")
    triggers.drop("certificate", "certificate_apart")
    triggers.drop("case_officer", "case_officer_stays")


def _tables() -> None:
    op.create_table(
        "body",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("reconsideration_body", sa.String(length=200), nullable=False),
        sa.Column("court", sa.String(length=200), nullable=False),
        sa.Column("bank", sa.String(length=200), nullable=False),
        sa.Column("bank_account", sa.String(length=60), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_body_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
    )
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("notice", sa.String(length=200), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('OFFICIAL', 'PROVISIONAL', 'MISSING')", name=op.f("ck_calendar_year_known_status")
        ),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "cause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("violated", sa.Text(), nullable=False),
        sa.Column("applied", sa.Text(), nullable=False),
        sa.Column("range_kind", sa.String(length=10), nullable=False),
        sa.Column("range_low", sa.Integer(), nullable=False),
        sa.Column("range_high", sa.Integer(), nullable=False),
        sa.Column("base_name", sa.String(length=40), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.CheckConstraint("range_kind IN ('MULTIPLE', 'AMOUNT', 'NONE')", name=op.f("ck_cause_known_range")),
        sa.CheckConstraint("range_low <= range_high", name=op.f("ck_cause_range_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause")),
        sa.UniqueConstraint("code", "in_force_from", name=op.f("uq_cause_code_in_force_from")),
    )
    op.create_table(
        "journal_entry",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chain", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("verb", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("leaf", sa.String(length=64), nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_journal_entry_hash_length")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("chain", "prev", name=op.f("uq_journal_entry_chain_prev")),
        sa.UniqueConstraint("chain", "seq", name=op.f("uq_journal_entry_chain_seq")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_entry_hash")),
    )
    op.create_index(op.f("ix_journal_entry_actor_id"), "journal_entry", ["actor_id"], unique=False)
    op.create_index(op.f("ix_journal_entry_chain"), "journal_entry", ["chain"], unique=False)
    op.create_index(op.f("ix_journal_entry_verb"), "journal_entry", ["verb"], unique=False)
    op.create_table(
        "journal_head",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "journal_size",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_journal_size_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_size")),
    )
    op.create_table(
        "number_counter",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_number_counter_not_negative")),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_number_counter")),
    )
    op.create_table(
        "unit",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("name", name=op.f("uq_unit_name")),
    )
    op.create_table(
        "account",
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("legal_qualification_no", sa.String(length=40), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_account_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("notice", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["year"], ["calendar_year.year"], name=op.f("fk_calendar_day_year_calendar_year")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_index(op.f("ix_calendar_day_year"), "calendar_day", ["year"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("valid_from <= valid_to", name=op.f("ck_certificate_period")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_certificate_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
    )
    op.create_index(op.f("ix_certificate_account_id"), "certificate", ["account_id"], unique=False)
    op.create_table(
        "enforcement_case",
        sa.Column("procedure", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("number_year", sa.Integer(), nullable=True),
        sa.Column("number_seq", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("source_detail", sa.Text(), nullable=False),
        sa.Column("cause_code", sa.String(length=20), nullable=False),
        sa.Column("cause_title", sa.String(length=100), nullable=False),
        sa.Column("act_date", sa.Date(), nullable=False),
        sa.Column("discovered_on", sa.Date(), nullable=False),
        sa.Column("harmful", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("stage", sa.String(length=30), nullable=False),
        sa.Column("milestones", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(number IS NULL) = (number_seq IS NULL)", name=op.f("ck_enforcement_case_number_whole")),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["account.id"], name=op.f("fk_enforcement_case_registered_by_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_enforcement_case_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enforcement_case")),
        sa.UniqueConstraint("number", name=op.f("uq_enforcement_case_number")),
        sa.UniqueConstraint("number_year", "number_seq", name=op.f("uq_enforcement_case_number_year_number_seq")),
    )
    op.create_index("ix_enforcement_case_listing", "enforcement_case", ["stage", "created_at", "id"], unique=False)
    op.create_index(op.f("ix_enforcement_case_unit_id"), "enforcement_case", ["unit_id"], unique=False)
    op.create_table(
        "login_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_login_session_account_id_account")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_login_session")),
    )
    op.create_index(op.f("ix_login_session_account_id"), "login_session", ["account_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("natural_key", sa.String(length=200), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["recipient_id"], ["account.id"], name=op.f("fk_message_recipient_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("natural_key", name=op.f("uq_message_natural_key")),
    )
    op.create_index(op.f("ix_message_case_id"), "message", ["case_id"], unique=False)
    op.create_index(op.f("ix_message_recipient_id"), "message", ["recipient_id"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "role IN ('officer', 'unit_head', 'legal_reviewer', 'agency_head', 'publicity_clerk', 'archivist', 'supervisor', 'system_admin', 'security_admin', 'audit_admin')",
            name=op.f("ck_role_grant_known_role"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_account_id"), "role_grant", ["account_id"], unique=False)
    op.create_index(
        "uq_role_grant_standing",
        "role_grant",
        ["account_id", "role"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "case_officer",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("certificate_no", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_officer_account_id_account")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_case_officer_case_id_enforcement_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_officer")),
        sa.UniqueConstraint("case_id", "account_id", name=op.f("uq_case_officer_case_id_account_id")),
    )
    op.create_index(op.f("ix_case_officer_account_id"), "case_officer", ["account_id"], unique=False)
    op.create_index(op.f("ix_case_officer_case_id"), "case_officer", ["case_id"], unique=False)
    op.create_table(
        "deadline",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("unrolled_on", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("reminders", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("started_on <= due_on", name=op.f("ck_deadline_order")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_deadline_case_id_enforcement_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    op.create_index(op.f("ix_deadline_case_id"), "deadline", ["case_id"], unique=False)
    op.create_index(
        "ix_deadline_open",
        "deadline",
        ["due_on", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "uq_deadline_running",
        "deadline",
        ["case_id", "key"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "milestone",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("because", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_milestone_case_id_enforcement_case")
        ),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_milestone")),
    )
    op.create_index(op.f("ix_milestone_day"), "milestone", ["day"], unique=False)
    op.create_index(op.f("ix_milestone_kind"), "milestone", ["kind"], unique=False)
    op.create_table(
        "party",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("id_no", sa.String(length=18), nullable=True),
        sa.Column("legal_rep", sa.String(length=50), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.CheckConstraint("category <> 'NATURAL_PERSON' OR uscc IS NULL", name=op.f("ck_party_person_has_no_uscc")),
        sa.CheckConstraint(
            "category IN ('ORGANISATION', 'SOLE_TRADER', 'NATURAL_PERSON')", name=op.f("ck_party_known_category")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_party_case_id_enforcement_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_party")),
    )
    op.create_index(op.f("ix_party_name"), "party", ["name"], unique=False)
    op.create_index(op.f("ix_party_uscc"), "party", ["uscc"], unique=False)
    op.create_table(
        "deadline_recount",
        sa.Column("deadline_id", sa.Uuid(), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("recounted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name=op.f("fk_deadline_recount_deadline_id_deadline")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_recount")),
    )
    op.create_index(op.f("ix_deadline_recount_deadline_id"), "deadline_recount", ["deadline_id"], unique=False)
    op.create_table(
        "deadline_reminder",
        sa.Column("deadline_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name=op.f("fk_deadline_reminder_deadline_id_deadline")
        ),
        sa.PrimaryKeyConstraint("deadline_id", "step", "due_on", name=op.f("pk_deadline_reminder")),
    )


def _drop_tables() -> None:
    op.drop_table("deadline_reminder")
    op.drop_index(op.f("ix_deadline_recount_deadline_id"), table_name="deadline_recount")
    op.drop_table("deadline_recount")
    op.drop_index(op.f("ix_party_uscc"), table_name="party")
    op.drop_index(op.f("ix_party_name"), table_name="party")
    op.drop_table("party")
    op.drop_index(op.f("ix_milestone_kind"), table_name="milestone")
    op.drop_index(op.f("ix_milestone_day"), table_name="milestone")
    op.drop_table("milestone")
    op.drop_index(
        "uq_deadline_running",
        table_name="deadline",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(
        "ix_deadline_open",
        table_name="deadline",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(op.f("ix_deadline_case_id"), table_name="deadline")
    op.drop_table("deadline")
    op.drop_index(op.f("ix_case_officer_case_id"), table_name="case_officer")
    op.drop_index(op.f("ix_case_officer_account_id"), table_name="case_officer")
    op.drop_table("case_officer")
    op.drop_index(
        "uq_role_grant_standing",
        table_name="role_grant",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_role_grant_account_id"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index(op.f("ix_message_recipient_id"), table_name="message")
    op.drop_index(op.f("ix_message_case_id"), table_name="message")
    op.drop_table("message")
    op.drop_index(op.f("ix_login_session_account_id"), table_name="login_session")
    op.drop_table("login_session")
    op.drop_index(op.f("ix_enforcement_case_unit_id"), table_name="enforcement_case")
    op.drop_index("ix_enforcement_case_listing", table_name="enforcement_case")
    op.drop_table("enforcement_case")
    op.drop_index(op.f("ix_certificate_account_id"), table_name="certificate")
    op.drop_table("certificate")
    op.drop_index(op.f("ix_calendar_day_year"), table_name="calendar_day")
    op.drop_table("calendar_day")
    op.drop_table("account")
    op.drop_table("unit")
    op.drop_table("number_counter")
    op.drop_table("journal_size")
    op.drop_table("journal_head")
    op.drop_index(op.f("ix_journal_entry_verb"), table_name="journal_entry")
    op.drop_index(op.f("ix_journal_entry_chain"), table_name="journal_entry")
    op.drop_index(op.f("ix_journal_entry_actor_id"), table_name="journal_entry")
    op.drop_table("journal_entry")
    op.drop_table("cause")
    op.drop_table("calendar_year")
    op.drop_table("body")
