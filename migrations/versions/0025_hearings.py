"""hearings: asked for, convened, challenged, ended; and the record a decision relies on"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

FINAL = ("hearing_request", "hearing_convening", "host_challenge", "hearing_ending", "relied_record")
GUARDS = {
    "hearing_request": ("hearing_request_of_case",),
    "hearing_convening": ("hearing_convening_outsiders", "hearing_convening_follows"),
    "host_challenge": ("host_challenge_other_hand",),
    "hearing_ending": ("hearing_ending_by_host",),
    "relied_record": ("relied_record_of_case",),
    "decision": ("decision_hearing_ended", "decision_on_the_record"),
}
WHEN, KEY = sa.DateTime(timezone=True), sa.Uuid()

# Everybody who ever handled the case.
HANDLERS = (
    "(SELECT account_id FROM case_officer WHERE case_id = NEW.case_id "
    "UNION SELECT registered_by FROM enforcement_case WHERE id = NEW.case_id)"
)
LAST_NOTICE = (
    "(SELECT id FROM document WHERE case_id = NEW.case_id AND kind = 'prior_notice' ORDER BY version DESC LIMIT 1)"
)
ASKED = f"SELECT 1 FROM hearing_request r WHERE r.case_id = NEW.case_id AND r.notice_id = {LAST_NOTICE}"
LAST_CONVENING = (
    "(SELECT MAX(version) FROM hearing_convening WHERE request_id = (SELECT request_id FROM hearing_convening "
    "WHERE id = NEW.convening_id))"
)


def upgrade() -> None:
    _requests()
    _convenings()
    _challenges()
    _endings()
    _relied_records()
    for table in FINAL:
        triggers.never_changes(table)
    _guard_hearings()
    _guard_decision()


def downgrade() -> None:
    for table, names in GUARDS.items():
        triggers.drop(table, *names)
    for table in FINAL:
        triggers.drop_never_changes(table)
    for table in reversed(FINAL):
        op.drop_table(table)


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _requests() -> None:
    table = "hearing_request"
    op.create_table(
        table,
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("notice_id", KEY, nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("requester", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.Column("recorded_at", WHEN, nullable=False),
        sa.CheckConstraint("form IN ('WRITTEN', 'ORAL')", name=op.f("ck_hearing_request_known_form")),
        _key(table, "case_id", "enforcement_case"),
        _key(table, "notice_id", "document"),
        _key(table, "recorded_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_request")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_hearing_request_notice_id")),
    )
    op.create_index(op.f("ix_hearing_request_case_id"), table, ["case_id"])


def _convenings() -> None:
    table = "hearing_convening"
    op.create_table(
        table,
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("held_at", WHEN, nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("host_id", KEY, nullable=False),
        sa.Column("recorder_id", KEY, nullable=False),
        sa.Column("private_reason", sa.String(length=300), nullable=False),
        sa.Column("change_reason", sa.Text(), nullable=False),
        sa.Column("consent", sa.String(length=300), nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("convened_by", KEY, nullable=False),
        sa.Column("convened_at", WHEN, nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_hearing_convening_version_from_one")),
        sa.CheckConstraint(
            "version = 1 OR change_reason <> ''", name=op.f("ck_hearing_convening_changed_for_a_reason")
        ),
        sa.CheckConstraint("host_id <> recorder_id", name=op.f("ck_hearing_convening_two_people")),
        _key(table, "case_id", "enforcement_case"),
        _key(table, "request_id", "hearing_request"),
        _key(table, "host_id", "account"),
        _key(table, "recorder_id", "account"),
        _key(table, "document_id", "document"),
        _key(table, "convened_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_convening")),
        sa.UniqueConstraint("request_id", "version", name=op.f("uq_hearing_convening_request_id_version")),
    )
    op.create_index(op.f("ix_hearing_convening_case_id"), table, ["case_id"])


def _challenges() -> None:
    table = "host_challenge"
    op.create_table(
        table,
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("convening_id", KEY, nullable=False),
        sa.Column("challenged_on", sa.Date(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("ruling", sa.String(length=20), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("ruled_by", KEY, nullable=False),
        sa.Column("ruled_at", WHEN, nullable=False),
        sa.CheckConstraint("ruling IN ('GRANTED', 'REFUSED')", name=op.f("ck_host_challenge_known_ruling")),
        sa.CheckConstraint("ground <> '' AND opinion <> ''", name=op.f("ck_host_challenge_says_why")),
        _key(table, "case_id", "enforcement_case"),
        _key(table, "convening_id", "hearing_convening"),
        _key(table, "ruled_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_challenge")),
    )
    op.create_index(op.f("ix_host_challenge_case_id"), table, ["case_id"])


def _endings() -> None:
    table = "hearing_ending"
    op.create_table(
        table,
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("convening_id", KEY, nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("record_id", KEY, nullable=True),
        sa.Column("report_id", KEY, nullable=True),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.Column("recorded_at", WHEN, nullable=False),
        sa.CheckConstraint(
            "outcome IN ('HELD', 'ABSENT', 'LEFT', 'WITHDRAWN')", name=op.f("ck_hearing_ending_known_outcome")
        ),
        sa.CheckConstraint(
            "outcome = 'WITHDRAWN' OR (convening_id IS NOT NULL AND record_id IS NOT NULL AND report_id IS NOT NULL)",
            name=op.f("ck_hearing_ending_held_with_papers"),
        ),
        _key(table, "case_id", "enforcement_case"),
        _key(table, "request_id", "hearing_request"),
        _key(table, "convening_id", "hearing_convening"),
        _key(table, "record_id", "document"),
        _key(table, "report_id", "document"),
        _key(table, "recorded_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_ending")),
        sa.UniqueConstraint("request_id", name=op.f("uq_hearing_ending_request_id")),
    )
    op.create_index(op.f("ix_hearing_ending_case_id"), table, ["case_id"])


def _relied_records() -> None:
    table = "relied_record"
    op.create_table(
        table,
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("record_id", KEY, nullable=False),
        sa.Column("relied_by", KEY, nullable=False),
        sa.Column("relied_at", WHEN, nullable=False),
        _key(table, "case_id", "enforcement_case"),
        _key(table, "record_id", "document"),
        _key(table, "relied_by", "account"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_relied_record")),
    )


def _guard_hearings() -> None:
    triggers.refuse_when(
        "hearing_request_of_case",
        table="hearing_request",
        event="INSERT",
        condition=f"NEW.notice_id <> {LAST_NOTICE}",
        message="a hearing is asked for upon the standing notice of its case",
        locks="case_id",
    )
    triggers.refuse_when(
        "hearing_convening_outsiders",
        table="hearing_convening",
        event="INSERT",
        condition=f"NEW.host_id IN {HANDLERS} OR NEW.recorder_id IN {HANDLERS} OR NEW.convened_by IN {HANDLERS}",
        message="an investigator neither convenes, chairs nor records the hearing",
        locks="case_id",
    )
    triggers.refuse_when(
        "hearing_convening_follows",
        table="hearing_convening",
        event="INSERT",
        condition=(
            "NEW.version <> 1 + (SELECT COUNT(*) FROM hearing_convening WHERE request_id = NEW.request_id) "
            "OR EXISTS (SELECT 1 FROM hearing_ending WHERE request_id = NEW.request_id) "
            "OR NOT EXISTS (SELECT 1 FROM hearing_request WHERE id = NEW.request_id AND case_id = NEW.case_id)"
        ),
        message="the hearing is over, or a version was left out",
        locks="case_id",
    )
    triggers.refuse_when(
        "host_challenge_other_hand",
        table="host_challenge",
        event="INSERT",
        condition=(
            f"NEW.ruled_by IN {HANDLERS} OR NEW.case_id <> "
            "(SELECT case_id FROM hearing_convening WHERE id = NEW.convening_id)"
        ),
        message="an investigator does not rule on the challenge of the host",
        locks="case_id",
    )
    triggers.refuse_when(
        "hearing_ending_by_host",
        table="hearing_ending",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM hearing_request WHERE id = NEW.request_id AND case_id = NEW.case_id) "
            "OR (NEW.outcome <> 'WITHDRAWN' AND NOT EXISTS (SELECT 1 FROM hearing_convening c "
            "WHERE c.id = NEW.convening_id AND c.request_id = NEW.request_id AND c.host_id = NEW.recorded_by "
            f"AND c.version = {LAST_CONVENING}))"
        ),
        message="the record of a hearing comes from its host",
        locks="case_id",
    )
    triggers.refuse_when(
        "relied_record_of_case",
        table="relied_record",
        event="INSERT",
        condition="NOT EXISTS (SELECT 1 FROM hearing_ending WHERE case_id = NEW.case_id AND record_id = NEW.record_id)",
        message="a decision relies on the record of a hearing of its case",
        locks="case_id",
    )


def _guard_decision() -> None:
    """第六十五条: not before the hearing has ended, and by its record."""
    triggers.refuse_when(
        "decision_hearing_ended",
        table="decision",
        event="INSERT",
        condition=(f"EXISTS ({ASKED} AND NOT EXISTS (SELECT 1 FROM hearing_ending e WHERE e.request_id = r.id))"),
        message="no decision while a hearing is open",
        locks="case_id",
    )
    triggers.refuse_when(
        "decision_on_the_record",
        table="decision",
        event="INSERT",
        condition=(
            f"EXISTS ({ASKED} AND EXISTS (SELECT 1 FROM hearing_ending e WHERE e.request_id = r.id "
            "AND e.record_id IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM relied_record WHERE case_id = NEW.case_id AND record_id = e.record_id)))"
        ),
        message="a decision after a hearing is made by its record",
        locks="case_id",
    )
