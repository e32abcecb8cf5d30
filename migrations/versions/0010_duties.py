"""duties: acts that must be recorded, exemptions, and the body's own list as the public reads it"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FINAL = (
    "listed_duty",
    "declared_act",
    "act_recording",
    "act_closing",
    "recording_exemption",
    "exemption_verdict",
    "gap_explanation",
)
LEVELS = "('TEXT_ONLY', 'AS_NEEDED', 'MANDATORY', 'FULL_COURSE')"
RANK = "CASE {} WHEN 'TEXT_ONLY' THEN 0 WHEN 'AS_NEEDED' THEN 1 WHEN 'MANDATORY' THEN 2 WHEN 'FULL_COURSE' THEN 3 END"
REASONS = "('SECRECY', 'PRIVACY', 'EMERGENCY', 'WEATHER', 'EQUIPMENT', 'OBJECTIVE')"
OUTCOMES = "('RECORDED', 'EXEMPTED', 'TEXT')"
CAUSES = "('TECHNICAL', 'BATTERY', 'MOVING', 'OTHER')"
PUBLIC = "procedure, step, level, keep, basis, in_force_from, in_force_until"


def upgrade() -> None:
    _listed_duty()
    _declared_act()
    _act_recording()
    _act_closing()
    _exemption()
    _verdict()
    _gap_explanation()
    for table in FINAL:
        triggers.never_changes(table)
    _guards()
    barrier = " WITH (security_barrier = true)" if triggers.is_postgres() else ""
    op.execute(f"CREATE VIEW public_listed_duty{barrier} AS SELECT {PUBLIC} FROM listed_duty")


def _guards() -> None:
    """AV-1 in the database: what is closed rests on a recording, on an approved exemption, or needs neither."""
    act = "FROM declared_act WHERE id = NEW.act_id AND case_id = NEW.case_id"
    approved = (
        "SELECT 1 FROM recording_exemption JOIN exemption_verdict ON exemption_id = recording_exemption.id "
        "WHERE recording_exemption.act_id = NEW.act_id"
    )
    triggers.refuse_when(
        "act_closing_covered",
        table="act_closing",
        event="INSERT",
        condition=(
            f"NOT EXISTS (SELECT 1 {act} AND NEW.ended_at >= started_at) "
            f"OR (NEW.outcome = 'TEXT' AND EXISTS (SELECT 1 {act} AND level IN ('MANDATORY', 'FULL_COURSE'))) "
            f"OR (NEW.outcome = 'EXEMPTED' AND NOT EXISTS ({approved} AND approved)) "
            "OR (NEW.outcome = 'RECORDED' AND NOT EXISTS (SELECT 1 FROM act_recording WHERE act_id = NEW.act_id))"
        ),
        message="an act is closed with a recording or an approved exemption",
        locks="case_id",
    )
    triggers.refuse_when(
        "act_recording_of_case",
        table="act_recording",
        event="INSERT",
        condition=(
            f"NOT EXISTS (SELECT 1 {act}) OR NOT EXISTS (SELECT 1 FROM item JOIN label ON label.item_id = item.id "
            "WHERE item.id = NEW.item_id AND item.case_id = NEW.case_id)"
        ),
        message="act and labelled recording are of one case",
        locks="case_id",
    )
    undecided = (
        "SELECT 1 FROM recording_exemption AS earlier LEFT JOIN exemption_verdict ON exemption_id = earlier.id "
        "WHERE earlier.act_id = NEW.act_id AND (exemption_id IS NULL OR approved)"
    )
    triggers.refuse_when(
        "recording_exemption_one_open",
        table="recording_exemption",
        event="INSERT",
        condition=f"NOT EXISTS (SELECT 1 {act}) OR EXISTS ({undecided})",
        message="one exemption of an act at a time",
        locks="case_id",
    )
    handled = "EXISTS (SELECT 1 FROM case_officer WHERE case_id = NEW.case_id AND account_id = NEW.decided_by)"
    registered = "EXISTS (SELECT 1 FROM enforcement_case WHERE id = NEW.case_id AND registered_by = NEW.decided_by)"
    by_another = (
        "SELECT 1 FROM recording_exemption WHERE id = NEW.exemption_id AND case_id = NEW.case_id "
        "AND proposed_by <> NEW.decided_by"
    )
    triggers.refuse_when(
        "exemption_verdict_second_person",
        table="exemption_verdict",
        event="INSERT",
        condition=f"{handled} OR {registered} OR NOT EXISTS ({by_another})",
        message="an exemption is decided by somebody who did not handle the case",
        locks="case_id",
    )


def downgrade() -> None:
    op.execute("DROP VIEW public_listed_duty")
    triggers.drop("act_closing", "act_closing_covered")
    triggers.drop("act_recording", "act_recording_of_case")
    triggers.drop("recording_exemption", "recording_exemption_one_open")
    triggers.drop("exemption_verdict", "exemption_verdict_second_person")
    for table in FINAL:
        triggers.drop_never_changes(table)
    for table in reversed(FINAL):
        op.drop_table(table)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _index_case(table: str) -> None:
    op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"], unique=False)


def _listed_duty() -> None:
    table = "listed_duty"
    op.create_table(
        table,
        sa.Column("procedure", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("law_level", sa.String(length=20), nullable=False),
        sa.Column("keep", sa.String(length=100), nullable=False),
        sa.Column("gap_seconds", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.Column("listed_by", sa.Uuid(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check(table, "known_level", f"level IN {LEVELS}"),
        _check(table, "known_law_level", f"law_level IN {LEVELS}"),
        _check(table, "never_milder", f"{RANK.format('level')} >= {RANK.format('law_level')}"),
        _check(table, "order", "in_force_until IS NULL OR in_force_until >= in_force_from"),
        _check(table, "sensible_gap", "gap_seconds IS NULL OR gap_seconds BETWEEN 1 AND 600"),
        _check(table, "has_basis", "basis <> ''"),
        _points(table, "listed_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listed_duty")),
        sa.UniqueConstraint(
            "procedure", "step", "in_force_from", name=op.f("uq_listed_duty_procedure_step_in_force_from")
        ),
    )


def _declared_act() -> None:
    table = "declared_act"
    op.create_table(
        table,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=700), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("lesser_reason", sa.Text(), nullable=False),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check(table, "known_level", f"level IN {LEVELS}"),
        _check(table, "complete", "step <> '' AND place <> ''"),
        _check(table, "order", "ended_at IS NULL OR ended_at >= started_at"),
        _points(table, "case_id", "enforcement_case"),
        _points(table, "declared_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_act")),
    )
    _index_case(table)


def _act_recording() -> None:
    table = "act_recording"
    op.create_table(
        table,
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("linked_by", sa.Uuid(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        _points(table, "act_id", "declared_act"),
        _points(table, "item_id", "item"),
        _points(table, "case_id", "enforcement_case"),
        _points(table, "linked_by", "account"),
        sa.PrimaryKeyConstraint("act_id", "item_id", name=op.f("pk_act_recording")),
    )
    _index_case(table)


def _act_closing() -> None:
    table = "act_closing"
    op.create_table(
        table,
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        _check(table, "known_outcome", f"outcome IN {OUTCOMES}"),
        _points(table, "act_id", "declared_act"),
        _points(table, "case_id", "enforcement_case"),
        _points(table, "closed_by", "account"),
        sa.PrimaryKeyConstraint("act_id", name=op.f("pk_act_closing")),
    )
    _index_case(table)


def _exemption() -> None:
    table = "recording_exemption"
    op.create_table(
        table,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _check(table, "known_reason", f"reason IN {REASONS}"),
        _check(table, "told", "text <> ''"),
        _check(table, "emergency_explained", "(reason = 'EMERGENCY') = (returned_at IS NOT NULL)"),
        _points(table, "case_id", "enforcement_case"),
        _points(table, "act_id", "declared_act"),
        _points(table, "proposed_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_exemption")),
    )
    _index_case(table)
    op.create_index(op.f("ix_recording_exemption_act_id"), table, ["act_id"], unique=False)


def _verdict() -> None:
    table = "exemption_verdict"
    op.create_table(
        table,
        sa.Column("exemption_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        _check(table, "told", "opinion <> ''"),
        _points(table, "exemption_id", "recording_exemption"),
        _points(table, "case_id", "enforcement_case"),
        _points(table, "decided_by", "account"),
        sa.PrimaryKeyConstraint("exemption_id", name=op.f("pk_exemption_verdict")),
    )
    _index_case(table)


def _gap_explanation() -> None:
    table = "gap_explanation"
    op.create_table(
        table,
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("track", sa.String(length=60), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("explained_by", sa.Uuid(), nullable=False),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=False),
        _check(table, "known_cause", f"cause IN {CAUSES}"),
        _check(table, "told", "reason <> ''"),
        _check(table, "order", "from_at < to_at"),
        _points(table, "case_id", "enforcement_case"),
        _points(table, "explained_by", "account"),
        sa.PrimaryKeyConstraint("gap_id", name=op.f("pk_gap_explanation")),
    )
    _index_case(table)
