"""publication: notices, withheld decisions, and the views that are all the board may read"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UNDECIDED = "NOT EXISTS (SELECT 1 FROM decision WHERE case_id = NEW.case_id)"
FROZEN = (
    "id", "case_id", "version", "policy", "content", "content_sha256", "decision_no", "party_name", "uscc", "cause",
    "decided_on", "redactions", "assessment", "correction_note", "replaces", "drafted_by", "drafted_at", "shown_until",
)  # fmt: skip
STATES = "('DRAFT', 'CONFIRMED', 'PUBLISHED', 'WITHDRAWN', 'EXPIRED', 'SUPERSEDED')"
WITHDRAWALS = "('CHANGED', 'REVOKED', 'UNLAWFUL', 'VOID', 'REPAIRED', 'WRONG_CONTENT')"
GROUNDS = (
    "('MINOR_PERSON', 'LIGHT_PENALTY', 'NO_PENALTY', 'STATE_SECRET', 'COMMERCIAL_SECRET', 'PRIVACY', 'SAFETY', 'OTHER')"
)
WAYS = {
    "DRAFT": ("DRAFT", "CONFIRMED", "SUPERSEDED"),
    "CONFIRMED": ("CONFIRMED", "PUBLISHED", "SUPERSEDED"),
    "PUBLISHED": ("PUBLISHED", "WITHDRAWN", "EXPIRED", "SUPERSEDED"),
}

# Only while PUBLISHED: what somebody wrote about somebody. A withdrawn entry keeps its dates and public reason.
OPEN_COLUMNS = (
    "policy", "content", "content_sha256", "decision_no", "party_name", "uscc", "cause", "decided_on",
    "shown_until", "correction_note",
)  # fmt: skip
ENTRY_COLUMNS = ("id", "state", "published_on", "withdrawn_on", "withdrawal_reason", "replaces", "superseded_by")
VIEWS = ("published_notice", "public_head", "public_withheld", "public_body", "public_officer", "public_matter")


def upgrade() -> None:
    _notice()
    _withheld()
    _guards()
    for name, query in _views().items():
        barrier = " WITH (security_barrier = true)" if triggers.is_postgres() else ""
        op.execute(f"CREATE VIEW {name}{barrier} AS {query}")


def _guards() -> None:
    triggers.never_goes("notice")
    triggers.never_changes("withheld_decision")
    triggers.refuse_when(
        "notice_starts",
        table="notice",
        event="INSERT",
        condition=(
            f"NEW.state <> 'DRAFT' OR NEW.confirmed_at IS NOT NULL OR {UNDECIDED} "
            "OR EXISTS (SELECT 1 FROM withheld_decision WHERE case_id = NEW.case_id)"
        ),
        message="a notice starts as a draft of a decided case",
        locks="case_id",
    )
    triggers.refuse_when(
        "notice_frozen",
        table="notice",
        event=f"UPDATE OF {', '.join(FROZEN)}",
        condition="TRUE",
        message="the text of a notice is final",
    )
    triggers.refuse_when(
        "notice_way", table="notice", event="UPDATE", condition=f"NOT ({_ways()})", message="no such way for a notice"
    )
    handled = "EXISTS (SELECT 1 FROM case_officer WHERE case_id = NEW.case_id AND account_id = NEW.confirmed_by)"
    registered = "EXISTS (SELECT 1 FROM enforcement_case WHERE id = NEW.case_id AND registered_by = NEW.confirmed_by)"
    triggers.refuse_when(
        "notice_second_person",
        table="notice",
        event="UPDATE OF confirmed_by, confirmed_at, confirmed_sha256",
        condition=f"OLD.confirmed_at IS NOT NULL OR {handled} OR {registered}",
        message="confirmed once, by somebody who did not handle the case",
        locks="case_id",
    )
    triggers.refuse_when(
        "notice_published_once",
        table="notice",
        event="UPDATE OF published_at, published_on, due_on",
        condition="OLD.published_at IS NOT NULL",
        message="published once",
    )
    triggers.refuse_when(
        "withheld_decision_starts",
        table="withheld_decision",
        event="INSERT",
        condition=(
            f"{UNDECIDED} OR EXISTS "
            "(SELECT 1 FROM notice WHERE case_id = NEW.case_id AND published_at IS NOT NULL) "
            "OR EXISTS (SELECT 1 FROM case_officer WHERE case_id = NEW.case_id AND account_id = NEW.approved_by)"
        ),
        message="withheld only after a decision, by somebody who did not handle the case",
        locks="case_id",
    )


def _ways() -> str:
    return " OR ".join(
        f"(OLD.state = '{before}' AND NEW.state IN ({', '.join(repr(after) for after in allowed)}))"
        for before, allowed in WAYS.items()
    )


def _views() -> dict[str, str]:
    masked = ", ".join(f"CASE WHEN state = 'PUBLISHED' THEN {name} END AS {name}" for name in OPEN_COLUMNS)
    year = "CAST(EXTRACT(YEAR FROM approved_on) AS INTEGER)"
    if not triggers.is_postgres():
        year = "CAST(strftime('%Y', approved_on) AS INTEGER)"
    return {
        "published_notice": (
            f"SELECT {', '.join(ENTRY_COLUMNS)}, {masked} FROM notice "
            "WHERE published_on IS NOT NULL AND state IN ('PUBLISHED', 'WITHDRAWN', 'SUPERSEDED')"
        ),
        "public_head": "SELECT size, root, at, key_id, public_key, signature FROM journal_head",
        "public_withheld": (f"SELECT {year} AS year, COUNT(*) AS cases FROM withheld_decision GROUP BY {year}"),
        "public_body": "SELECT name, uscc, address, phone, reconsideration_body, court FROM body",
        "public_officer": (
            "SELECT account.name AS name, unit.name AS unit, certificate.number AS certificate_no, "
            "certificate.valid_from AS valid_from, certificate.valid_to AS valid_to "
            "FROM certificate JOIN account ON account.id = certificate.account_id "
            "JOIN unit ON unit.id = account.unit_id WHERE account.active"
        ),
        "public_matter": (
            "SELECT code, title, violated, applied, range_kind, range_low, range_high, base_name, "
            "in_force_from, in_force_until FROM cause"
        ),
    }


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("policy", sa.String(length=20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("decision_no", sa.String(length=60), nullable=False),
        sa.Column("party_name", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("cause", sa.String(length=100), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("redactions", sa.Text(), nullable=False),
        sa.Column("assessment", sa.String(length=100), nullable=False),
        sa.Column("correction_note", sa.Text(), nullable=False),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_sha256", sa.String(length=64), nullable=True),
        sa.Column("hold_reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("shown_until", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawal_kind", sa.String(length=20), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("superseded_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_notice_checks(),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_notice_case_id_enforcement_case")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_notice_confirmed_by_account")),
        sa.ForeignKeyConstraint(["drafted_by"], ["account.id"], name=op.f("fk_notice_drafted_by_account")),
        sa.ForeignKeyConstraint(["replaces"], ["notice.id"], name=op.f("fk_notice_replaces_notice")),
        sa.ForeignKeyConstraint(["superseded_by"], ["notice.id"], name=op.f("fk_notice_superseded_by_notice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("case_id", "version", name=op.f("uq_notice_case_id_version")),
    )
    op.create_index(op.f("ix_notice_decision_no"), "notice", ["decision_no"])
    op.create_index(op.f("ix_notice_uscc"), "notice", ["uscc"])
    op.create_index("ix_notice_listing", "notice", ["published_on", "id"])
    for name, column, where, unique in (
        ("uq_notice_shown", "case_id", "state = 'PUBLISHED'", True),
        ("uq_notice_open", "case_id", "state IN ('DRAFT', 'CONFIRMED')", True),
        ("ix_notice_ending", "shown_until", "state = 'PUBLISHED'", False),
    ):
        part = sa.text(where)
        op.create_index(name, "notice", [column], unique=unique, sqlite_where=part, postgresql_where=part)


def _notice_checks() -> tuple[sa.CheckConstraint, ...]:
    checks = {
        "known_state": f"state IN {STATES}",
        "publishable_policy": "policy IN ('FULL_TEXT', 'SUMMARY')",
        "known_withdrawal": f"withdrawal_kind IS NULL OR withdrawal_kind IN {WITHDRAWALS}",
        "whole_digest": "length(content_sha256) = 64",
        "second_person": "confirmed_by <> drafted_by",
        "confirmed_what_is_kept": "confirmed_sha256 = content_sha256",
        "confirmation_whole": (
            "(confirmed_by IS NULL) = (confirmed_at IS NULL) AND (confirmed_by IS NULL) = (confirmed_sha256 IS NULL)"
        ),
        "confirmed_first": "state IN ('DRAFT', 'SUPERSEDED') OR confirmed_at IS NOT NULL",
        "published_when_confirmed": (
            "(published_at IS NULL) = (published_on IS NULL) AND (published_at IS NULL OR confirmed_at IS NOT NULL)"
        ),
        "dated": "state NOT IN ('PUBLISHED', 'WITHDRAWN', 'EXPIRED') OR published_at IS NOT NULL",
        "withdrawn_with_reason": (
            "(state = 'WITHDRAWN') = (withdrawn_at IS NOT NULL AND withdrawn_on IS NOT NULL "
            "AND withdrawal_kind IS NOT NULL AND length(trim(withdrawal_reason)) > 0)"
        ),
    }
    return tuple(sa.CheckConstraint(check, name=op.f(f"ck_notice_{name}")) for name, check in checks.items())


def _withheld() -> None:
    op.create_table(
        "withheld_decision",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.CheckConstraint(f"ground IN {GROUNDS}", name=op.f("ck_withheld_decision_known_ground")),
        sa.CheckConstraint(
            "length(trim(reason)) > 0 AND length(trim(basis)) > 0", name=op.f("ck_withheld_decision_reason_and_basis")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_withheld_decision_case_id_enforcement_case")
        ),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_withheld_decision_approved_by_account")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_withheld_decision")),
    )
    op.create_index(op.f("ix_withheld_decision_approved_on"), "withheld_decision", ["approved_on"])


def downgrade() -> None:
    for view in VIEWS:
        op.execute(f"DROP VIEW {view}")
    triggers.drop_never_goes("notice")
    triggers.drop_never_changes("withheld_decision")
    triggers.drop(
        "notice",
        "notice_starts",
        "notice_frozen",
        "notice_way",
        "notice_second_person",
        "notice_published_once",
    )
    triggers.drop("withheld_decision", "withheld_decision_starts")
    op.drop_table("withheld_decision")
    op.drop_table("notice")
