"""measures: evidence preservation, sealing and seizure, each with its list, its term and its own last day"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

KEY, WHEN = sa.Uuid(), sa.DateTime(timezone=True)
FINAL = (
    "measure",
    "measure_item",
    "measure_ruling",
    "measure_start",
    "measure_scene",
    "measure_extension",
    "measure_extension_ruling",
    "measure_disposal",
    "measure_disposal_line",
)
HANDLERS = (
    "(SELECT account_id FROM case_officer WHERE case_id = NEW.case_id "
    "UNION SELECT registered_by FROM enforcement_case WHERE id = NEW.case_id)"
)
OF_CASE = "EXISTS (SELECT 1 FROM measure m WHERE m.id = NEW.measure_id AND m.case_id = NEW.case_id)"
NOT_APPROVED = (
    "NOT EXISTS (SELECT 1 FROM measure m WHERE m.id = NEW.measure_id AND m.case_id = NEW.case_id AND "
    "(m.taken_at IS NOT NULL OR EXISTS (SELECT 1 FROM measure_ruling r WHERE r.measure_id = m.id AND r.approved)))"
)
GRANTED_BEFORE = (
    "NEW.granted AND EXISTS (SELECT 1 FROM measure_extension_ruling r JOIN measure_extension e ON e.id = r.extension_id "
    "WHERE r.granted AND e.measure_id = (SELECT measure_id FROM measure_extension WHERE id = NEW.extension_id))"
)
GUARDS = {
    "measure": ("measure_follows",),
    "measure_item": ("measure_item_listed",),
    "measure_ruling": ("measure_ruling_other_hand",),
    "measure_start": ("measure_start_approved",),
    "measure_scene": ("measure_scene_started",),
    "measure_extension": ("measure_extension_of_coercion",),
    "measure_extension_ruling": ("measure_extension_ruling_other_hand", "measure_extension_granted_once"),
    "measure_disposal_line": ("measure_disposal_line_of_measure",),
}


def upgrade() -> None:
    op.add_column("deadline", sa.Column("subject", KEY, nullable=True))
    _running(" AND subject IS NULL")
    op.create_index(
        "uq_deadline_running_each", "deadline", ["subject", "key"], unique=True, **_open(" AND subject IS NOT NULL")
    )
    _asked()
    _done()
    _lasting()
    _disposed()
    for table in FINAL:
        triggers.never_changes(table)
    _guard()


def downgrade() -> None:
    for table, names in GUARDS.items():
        triggers.drop(table, *names)
    for table in FINAL:
        triggers.drop_never_changes(table)
    for table in reversed(FINAL):
        op.drop_table(table)
    op.drop_index("uq_deadline_running_each", table_name="deadline")
    _running("")
    op.drop_column("deadline", "subject")


def _open(more: str) -> dict[str, sa.TextClause]:
    part = sa.text(f"closed_at IS NULL{more}")
    return {"sqlite_where": part, "postgresql_where": part}


def _running(more: str) -> None:
    """One of a key runs in a case, unless each runs for a thing of its own."""
    op.drop_index("uq_deadline_running", table_name="deadline")
    op.create_index("uq_deadline_running", "deadline", ["case_id", "key"], unique=True, **_open(more))


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _asked() -> None:
    op.create_table(
        "measure",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("taken_at", WHEN, nullable=True),
        sa.Column("proposed_by", KEY, nullable=False),
        sa.Column("proposed_at", WHEN, nullable=False),
        _check("measure", "known_kind", "kind IN ('PRESERVATION', 'SEALING', 'SEAL_UP', 'SEIZURE')"),
        _check("measure", "preservation_approved_first", "kind <> 'PRESERVATION' OR taken_at IS NULL"),
        _check("measure", "counted", "seq >= 1 AND items >= 1 AND days BETWEEN 1 AND 30"),
        _key("measure", "case_id", "enforcement_case"),
        _key("measure", "proposed_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_measure_case_id_seq")),
    )
    op.create_table(
        "measure_item",
        sa.Column("measure_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("manner", sa.Text(), nullable=False),
        _check("measure_item", "position_from_one", "position >= 1"),
        _key("measure_item", "measure_id", "measure"),
        sa.PrimaryKeyConstraint("measure_id", "position", name=op.f("pk_measure_item")),
    )


def _done() -> None:
    op.create_table(
        "measure_ruling",
        sa.Column("measure_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("ruled_by", KEY, nullable=False),
        sa.Column("ruled_at", WHEN, nullable=False),
        _key("measure_ruling", "measure_id", "measure"),
        _key("measure_ruling", "case_id", "enforcement_case"),
        _key("measure_ruling", "document_id", "document"),
        _key("measure_ruling", "ruled_by", "account"),
        sa.PrimaryKeyConstraint("measure_id", name=op.f("pk_measure_ruling")),
    )
    op.create_table(
        "measure_start",
        sa.Column("measure_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("started_by", KEY, nullable=False),
        sa.Column("started_at", WHEN, nullable=False),
        _key("measure_start", "measure_id", "measure"),
        _key("measure_start", "case_id", "enforcement_case"),
        _key("measure_start", "document_id", "document"),
        _key("measure_start", "started_by", "account"),
        sa.PrimaryKeyConstraint("measure_id", name=op.f("pk_measure_start")),
    )
    op.create_table(
        "measure_scene",
        sa.Column("measure_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("held_at", WHEN, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("ids_shown", sa.Boolean(), nullable=False),
        sa.Column("rights_told", sa.Boolean(), nullable=False),
        sa.Column("party_present", sa.Boolean(), nullable=False),
        sa.Column("defence", sa.Text(), nullable=False),
        sa.Column("signing", sa.String(length=20), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("witness", sa.Text(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("others", sa.Text(), nullable=False),
        sa.Column("record_id", KEY, nullable=True),
        sa.Column("act_id", KEY, nullable=True),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.Column("recorded_at", WHEN, nullable=False),
        _check("measure_scene", "known_signing", "signing IN ('SIGNED', 'REFUSED', 'ABSENT')"),
        _check("measure_scene", "witness_for_the_absent", "signing <> 'ABSENT' OR witness <> ''"),
        _check("measure_scene", "refusal_noted", "signing <> 'REFUSED' OR refusal <> ''"),
        _key("measure_scene", "measure_id", "measure"),
        _key("measure_scene", "case_id", "enforcement_case"),
        _key("measure_scene", "record_id", "item"),
        _key("measure_scene", "act_id", "declared_act"),
        _key("measure_scene", "recorded_by", "account"),
        sa.PrimaryKeyConstraint("measure_id", name=op.f("pk_measure_scene")),
    )
    for table in ("measure_ruling", "measure_start", "measure_scene"):
        _indexed(table, "case_id")
    _indexed("measure_start", "started_on")


def _lasting() -> None:
    op.create_table(
        "measure_extension",
        sa.Column("id", KEY, nullable=False),
        sa.Column("measure_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", KEY, nullable=False),
        sa.Column("asked_at", WHEN, nullable=False),
        _check("measure_extension", "within_thirty_days", "days BETWEEN 1 AND 30"),
        _key("measure_extension", "measure_id", "measure"),
        _key("measure_extension", "case_id", "enforcement_case"),
        _key("measure_extension", "asked_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_extension")),
    )
    _indexed("measure_extension", "measure_id", "case_id")
    op.create_table(
        "measure_extension_ruling",
        sa.Column("extension_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("ruled_by", KEY, nullable=False),
        sa.Column("ruled_at", WHEN, nullable=False),
        _check("measure_extension_ruling", "told_in_writing", "granted = (document_id IS NOT NULL)"),
        _key("measure_extension_ruling", "extension_id", "measure_extension"),
        _key("measure_extension_ruling", "case_id", "enforcement_case"),
        _key("measure_extension_ruling", "document_id", "document"),
        _key("measure_extension_ruling", "ruled_by", "account"),
        sa.PrimaryKeyConstraint("extension_id", name=op.f("pk_measure_extension_ruling")),
    )
    _indexed("measure_extension_ruling", "case_id")


def _disposed() -> None:
    op.create_table(
        "measure_disposal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("measure_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("disposed_on", sa.Date(), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("disposed_by", KEY, nullable=False),
        sa.Column("disposed_at", WHEN, nullable=False),
        _key("measure_disposal", "measure_id", "measure"),
        _key("measure_disposal", "case_id", "enforcement_case"),
        _key("measure_disposal", "document_id", "document"),
        _key("measure_disposal", "disposed_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_disposal")),
    )
    _indexed("measure_disposal", "measure_id", "case_id")
    op.create_table(
        "measure_disposal_line",
        sa.Column("measure_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("disposal_id", KEY, nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        _check(
            "measure_disposal_line",
            "known_way",
            "way IN ('COPIED', 'TESTED', 'SEALED', 'RETURNED', 'TRANSFERRED', 'CONFISCATED')",
        ),
        _key("measure_disposal_line", "disposal_id", "measure_disposal"),
        sa.ForeignKeyConstraint(
            ["measure_id", "position"],
            ["measure_item.measure_id", "measure_item.position"],
            name=op.f("fk_measure_disposal_line_measure_id_position_measure_item"),
        ),
        sa.PrimaryKeyConstraint("measure_id", "position", name=op.f("pk_measure_disposal_line")),
    )
    _indexed("measure_disposal_line", "disposal_id")


def _guard() -> None:
    rows = (
        (
            "measure_follows",
            "measure",
            "NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM measure WHERE case_id = NEW.case_id)",
            "measures of a case are numbered one after another",
        ),
        (
            "measure_ruling_other_hand",
            "measure_ruling",
            f"NOT {OF_CASE} OR NEW.ruled_by IN {HANDLERS}",
            "who handles the case does not rule on its measures",
        ),
        (
            "measure_start_approved",
            "measure_start",
            NOT_APPROVED,
            "a measure begins on the word of a head, or is made up for",
        ),
        (
            "measure_scene_started",
            "measure_scene",
            f"NOT {OF_CASE} OR NOT EXISTS (SELECT 1 FROM measure_start s WHERE s.measure_id = NEW.measure_id)",
            "a scene is recorded of a measure that was taken",
        ),
        (
            "measure_extension_of_coercion",
            "measure_extension",
            f"NOT {OF_CASE} OR EXISTS (SELECT 1 FROM measure m WHERE m.id = NEW.measure_id AND m.kind = 'PRESERVATION')",
            "a preservation is disposed of, never extended",
        ),
        (
            "measure_extension_ruling_other_hand",
            "measure_extension_ruling",
            f"NEW.ruled_by IN {HANDLERS}",
            "who handles the case does not lengthen its measures",
        ),
        ("measure_extension_granted_once", "measure_extension_ruling", GRANTED_BEFORE, "a measure is extended once"),
    )
    for name, table, condition, message in rows:
        triggers.refuse_when(name, table=table, event="INSERT", condition=condition, message=message, locks="case_id")
    triggers.refuse_when(
        "measure_item_listed",
        table="measure_item",
        event="INSERT",
        condition="NEW.position > (SELECT items FROM measure WHERE id = NEW.measure_id)",
        message="the list of a measure is written once",
    )
    triggers.refuse_when(
        "measure_disposal_line_of_measure",
        table="measure_disposal_line",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM measure_disposal d JOIN measure_start s ON s.measure_id = d.measure_id "
            "WHERE d.id = NEW.disposal_id AND d.measure_id = NEW.measure_id)"
        ),
        message="an item leaves the measure that was taken of it",
    )
