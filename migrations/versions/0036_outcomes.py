"""outcomes: a case may end without a penalty, through the same gate, or leave the house by transfer or cancellation"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers
from migrations.rebuilding import rebuilt

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

KNOWN = "ck_decision_known_outcome"
ONE, TWO = "outcome IN ('PENALTY')", "outcome IN ('PENALTY', 'NO_PENALTY')"
GROUNDS = (
    "('MINOR_CORRECTED', 'FIRST_MINOR', 'NO_FAULT', 'UNDER_FOURTEEN', 'INCAPABLE', 'LIMITATION_PASSED', "
    "'NOT_ESTABLISHED')"
)
OF_DRAFT = (
    "(SELECT CASE WHEN COUNT(*) = 0 THEN 'PENALTY' ELSE 'NO_PENALTY' END FROM spared_draft s "
    "WHERE s.draft_id = NEW.draft_id)"
)

KEY, WHEN, LINE, WORDS = sa.Uuid(), sa.DateTime(timezone=True), sa.String(length=200), sa.Text()
EXITS = ("exit_request", "exit_ruling", "exit_sending", "exit_course")
EXIT_GUARDS = {
    "exit_ruling": ("exit_ruling_other_hand",),
    "exit_sending": ("exit_sending_approved",),
    "exit_course": ("exit_course_after_sending",),
}
COURSES = (
    "('ACCEPTED', 'DECLINED', 'CRIME_FILED', 'CRIME_NOT_FILED', 'SENT_BACK', 'HANDED_OVER', 'REVIEW_ASKED', 'GOES_ON')"
)
OF_REQUEST = "EXISTS (SELECT 1 FROM exit_request r WHERE r.id = NEW.request_id AND r.case_id = NEW.case_id)"
HANDLERS = (
    "(SELECT account_id FROM case_officer WHERE case_id = NEW.case_id "
    "UNION SELECT registered_by FROM enforcement_case WHERE id = NEW.case_id)"
)
APPROVED_TRANSFER = (
    "EXISTS (SELECT 1 FROM exit_ruling u JOIN exit_request r ON r.id = u.request_id WHERE u.request_id = NEW.request_id "
    "AND u.case_id = NEW.case_id AND u.approved AND r.kind <> 'CANCEL')"
)
SENT = "EXISTS (SELECT 1 FROM exit_sending s WHERE s.request_id = NEW.request_id AND s.case_id = NEW.case_id)"


def upgrade() -> None:
    op.create_table(
        "spared_draft",
        sa.Column("draft_id", KEY, nullable=False),
        sa.Column("ground", sa.String(length=30), nullable=False),
        sa.Column("education", sa.Text(), nullable=False),
        sa.CheckConstraint(f"ground IN {GROUNDS}", name=op.f("ck_spared_draft_known_ground")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_spared_draft_draft_id_draft")),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_spared_draft")),
    )
    triggers.never_changes("spared_draft")
    op.execute("DROP VIEW public_openness")
    _known_outcomes(ONE, TWO)
    op.execute(f"CREATE VIEW public_openness{_barrier()} AS {_openness('WHERE outcome = ' + repr('PENALTY') + ' ')}")
    triggers.refuse_when(
        "draft_spares_whole",
        table="spared_draft",
        event="INSERT",
        condition="EXISTS (SELECT 1 FROM draft d WHERE d.id = NEW.draft_id AND d.penalties <> 0)",
        message="a draft that spares the party has no penalty",
    )
    triggers.refuse_when(
        "decision_outcome_of_draft",
        table="decision",
        event="INSERT",
        condition=(
            f"NEW.outcome <> {OF_DRAFT} "
            "OR (NEW.outcome <> 'PENALTY' AND (NEW.fine_fen <> 0 OR NEW.confiscated_fen <> 0))"
        ),
        message="the outcome is not the one of the draft",
    )
    _exits()


def downgrade() -> None:
    """Decisions of other outcomes are kept by law: with one of them in it the database does not go back."""
    for table, names in EXIT_GUARDS.items():
        triggers.drop(table, *names)
    for table in reversed(EXITS):
        triggers.drop_never_changes(table)
        op.drop_table(table)
    triggers.drop("decision", "decision_outcome_of_draft")
    triggers.drop("spared_draft", "draft_spares_whole")
    triggers.drop_never_changes("spared_draft")
    op.execute("DROP VIEW public_openness")
    _known_outcomes(TWO, ONE)
    op.execute(f"CREATE VIEW public_openness{_barrier()} AS {_openness('')}")
    op.drop_table("spared_draft")


def _known_outcomes(before: str, after: str) -> None:
    if not triggers.is_postgres():
        rebuilt("decision", ((before, after),))
        return
    op.drop_constraint(op.f(KNOWN), "decision", type_="check")
    op.create_check_constraint(op.f(KNOWN), "decision", after)


def _barrier() -> str:
    return " WITH (security_barrier = true)" if triggers.is_postgres() else ""


def _openness(which: str) -> str:
    year = (
        "CAST(EXTRACT(YEAR FROM decided_on) AS INTEGER)"
        if triggers.is_postgres()
        else "CAST(strftime('%Y', decided_on) AS INTEGER)"
    )
    shown = (
        "SELECT 1 FROM notice WHERE notice.case_id = decision.case_id "
        "AND notice.published_on IS NOT NULL AND notice.policy = 'FULL_TEXT'"
    )
    return (
        f"SELECT {year} AS year, COUNT(*) AS decisions, SUM(CASE WHEN EXISTS ({shown}) THEN 1 ELSE 0 END) AS full_text "
        f"FROM decision {which}GROUP BY {year}"
    )


def _exits() -> None:
    _exit_tables()
    for table in EXITS:
        triggers.never_changes(table)
    triggers.refuse_when(
        "exit_ruling_other_hand",
        table="exit_ruling",
        event="INSERT",
        condition=f"NEW.ruled_by IN {HANDLERS} OR NOT {OF_REQUEST}",
        message="a way out is ruled on by somebody who did not handle the case",
        locks="case_id",
    )
    triggers.refuse_when(
        "exit_sending_approved",
        table="exit_sending",
        event="INSERT",
        condition=f"NOT {APPROVED_TRANSFER}",
        message="only an approved transfer is sent",
        locks="case_id",
    )
    triggers.refuse_when(
        "exit_course_after_sending",
        table="exit_course",
        event="INSERT",
        condition=f"NOT {SENT}",
        message="an answer follows a transfer that was sent",
        locks="case_id",
    )


def _exit_tables() -> None:
    op.create_table(
        "exit_request",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("receiver", LINE, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("items", WORDS, nullable=False),
        sa.Column("appraisal", WORDS, nullable=False),
        sa.Column("asked_by", KEY, nullable=False),
        sa.Column("asked_at", WHEN, nullable=False),
        sa.CheckConstraint("kind IN ('DEPARTMENT', 'JUSTICE', 'CANCEL')", name=op.f("ck_exit_request_known_kind")),
        sa.CheckConstraint("(kind = 'CANCEL') = (receiver = '')", name=op.f("ck_exit_request_receiver_of_transfer")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_exit_request_with_reason")),
        _to("exit_request", "case_id", "enforcement_case"),
        _to("exit_request", "asked_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_request")),
    )
    op.create_table(
        "exit_ruling",
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("opinion", WORDS, nullable=False),
        sa.Column("document_id", KEY, nullable=True),
        sa.Column("ruled_by", KEY, nullable=False),
        sa.Column("ruled_at", WHEN, nullable=False),
        sa.CheckConstraint("approved = (document_id IS NOT NULL)", name=op.f("ck_exit_ruling_approval_has_paper")),
        sa.CheckConstraint("length(trim(opinion)) > 0", name=op.f("ck_exit_ruling_with_reason")),
        _to("exit_ruling", "request_id", "exit_request"),
        _to("exit_ruling", "case_id", "enforcement_case"),
        _to("exit_ruling", "document_id", "document"),
        _to("exit_ruling", "ruled_by", "account"),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_exit_ruling")),
    )
    op.create_table(
        "exit_sending",
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("sent_at", WHEN, nullable=False),
        sa.Column("received_by", LINE, nullable=False),
        sa.Column("late_reason", WORDS, nullable=False),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.Column("recorded_at", WHEN, nullable=False),
        _to("exit_sending", "request_id", "exit_request"),
        _to("exit_sending", "case_id", "enforcement_case"),
        _to("exit_sending", "recorded_by", "account"),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_exit_sending")),
    )
    op.create_table(
        "exit_course",
        sa.Column("id", KEY, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("paper", LINE, nullable=False),
        sa.Column("note", WORDS, nullable=False),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.Column("recorded_at", WHEN, nullable=False),
        sa.CheckConstraint(f"kind IN {COURSES}", name=op.f("ck_exit_course_known_kind")),
        sa.CheckConstraint("length(trim(paper)) > 0", name=op.f("ck_exit_course_with_paper")),
        _to("exit_course", "request_id", "exit_request"),
        _to("exit_course", "case_id", "enforcement_case"),
        _to("exit_course", "recorded_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_course")),
    )
    op.create_index(op.f("ix_exit_course_request_id"), "exit_course", ["request_id"], unique=False)
    for table in EXITS:
        op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"], unique=False)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
