"""discretion and discussion: baselines in editions, suggestion and choice, heads who discuss before one decides"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

FINAL = (
    "baseline",
    "baseline_tier",
    "assessment",
    "draft_choice",
    "discussion_scope",
    "discussion",
    "discussion_member",
    "discussion_opinion",
    "discussion_reveal",
    "discussion_conclusion",
)
BIG, WHEN, KEY = sa.BigInteger(), sa.DateTime(timezone=True), sa.Uuid()
MEMBERS = "(SELECT members FROM discussion WHERE id = NEW.discussion_id)"
CHIEF = "(SELECT chief_id FROM discussion WHERE id = NEW.discussion_id)"
SHOWN = "EXISTS (SELECT 1 FROM discussion_reveal WHERE discussion_id = NEW.discussion_id)"
ENDED = "EXISTS (SELECT 1 FROM discussion_conclusion WHERE discussion_id = NEW.discussion_id)"
SPOKEN = "(SELECT COUNT(*) FROM discussion_opinion WHERE discussion_id = NEW.discussion_id)"
IN_FAVOUR = "(SELECT COUNT(*) FROM discussion_opinion WHERE discussion_id = NEW.discussion_id AND stance = 'AGREE')"
NOT_AGREED = (
    "EXISTS (SELECT 1 FROM discussion d WHERE d.case_id = NEW.case_id AND d.draft_digest = NEW.digest "
    "AND d.round = (SELECT MAX(round) FROM discussion WHERE case_id = NEW.case_id) "
    "AND NOT EXISTS (SELECT 1 FROM discussion_conclusion c WHERE c.discussion_id = d.id AND c.agreed))"
)
GUARDS = {
    "baseline_tier": ("baseline_tier_of_baseline",),
    "assessment": ("assessment_follows",),
    "draft_choice": ("draft_choice_of_case",),
    "discussion": ("discussion_of_reviewed_draft",),
    "discussion_member": ("discussion_member_called",),
    "discussion_opinion": ("discussion_opinion_in_turn",),
    "discussion_reveal": ("discussion_reveal_by_chief",),
    "discussion_conclusion": ("discussion_conclusion_counted",),
    "decision": ("decision_discussed",),
}


def upgrade() -> None:
    _baselines()
    _assessments()
    _discussions()
    _meetings()
    for table in FINAL:
        triggers.never_changes(table)
    _guard_discretion()
    _guard_meetings()
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


def _baselines() -> None:
    op.create_table(
        "baseline",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cause_code", sa.String(length=20), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("tiers", sa.Integer(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("listed_by", KEY, nullable=False),
        sa.Column("listed_at", WHEN, nullable=False),
        sa.CheckConstraint("edition >= 1 AND tiers >= 1", name=op.f("ck_baseline_counted_from_one")),
        _key("baseline", "listed_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline")),
        sa.UniqueConstraint("cause_code", "edition", name=op.f("uq_baseline_cause_code_edition")),
        sa.UniqueConstraint("cause_code", "in_force_from", name=op.f("uq_baseline_cause_code_in_force_from")),
    )
    op.create_table(
        "baseline_tier",
        sa.Column("baseline_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("circumstances", sa.Text(), nullable=False),
        sa.Column("low", BIG, nullable=False),
        sa.Column("high", BIG, nullable=False),
        sa.CheckConstraint("low >= 0 AND low <= high", name=op.f("ck_baseline_tier_range_order")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_baseline_tier_position_from_one")),
        _key("baseline_tier", "baseline_id", "baseline"),
        sa.PrimaryKeyConstraint("baseline_id", "position", name=op.f("pk_baseline_tier")),
    )


def _assessments() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("baseline_id", KEY, nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("base_fen", BIG, nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("low_fen", BIG, nullable=False),
        sa.Column("high_fen", BIG, nullable=False),
        sa.Column("suggested_fen", BIG, nullable=False),
        sa.Column("arithmetic", sa.Text(), nullable=False),
        sa.Column("assessed_by", KEY, nullable=False),
        sa.Column("assessed_at", WHEN, nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_assessment_version_from_one")),
        sa.CheckConstraint(
            "base_fen >= 0 AND low_fen <= suggested_fen AND suggested_fen <= high_fen",
            name=op.f("ck_assessment_within_tier"),
        ),
        _key("assessment", "case_id", "enforcement_case"),
        _key("assessment", "assessed_by", "account"),
        sa.ForeignKeyConstraint(
            ["baseline_id", "tier"],
            ["baseline_tier.baseline_id", "baseline_tier.position"],
            name=op.f("fk_assessment_baseline_id_tier_baseline_tier"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("case_id", "version", name=op.f("uq_assessment_case_id_version")),
    )
    op.create_table(
        "draft_choice",
        sa.Column("draft_id", KEY, nullable=False),
        sa.Column("assessment_id", KEY, nullable=False),
        sa.Column("leaving", sa.Text(), nullable=False),
        _key("draft_choice", "draft_id", "draft"),
        _key("draft_choice", "assessment_id", "assessment"),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_draft_choice")),
    )


def _discussions() -> None:
    op.create_table(
        "discussion_scope",
        sa.Column("id", KEY, nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("person_fen", BIG, nullable=True),
        sa.Column("organisation_fen", BIG, nullable=True),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("listed_by", KEY, nullable=False),
        sa.Column("listed_at", WHEN, nullable=False),
        sa.CheckConstraint(
            "(person_fen IS NULL OR person_fen >= 0) AND (organisation_fen IS NULL OR organisation_fen >= 0)",
            name=op.f("ck_discussion_scope_sums_not_negative"),
        ),
        _key("discussion_scope", "listed_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_scope")),
        sa.UniqueConstraint("in_force_from", name=op.f("uq_discussion_scope_in_force_from")),
    )
    op.create_table(
        "discussion",
        sa.Column("id", KEY, nullable=False),
        sa.Column("case_id", KEY, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("draft_id", KEY, nullable=False),
        sa.Column("draft_digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("chief_id", KEY, nullable=False),
        sa.Column("called_by", KEY, nullable=False),
        sa.Column("called_at", WHEN, nullable=False),
        sa.CheckConstraint("round >= 1 AND members >= 2", name=op.f("ck_discussion_several_heads")),
        sa.CheckConstraint("length(draft_digest) = 64", name=op.f("ck_discussion_whole_digest")),
        _key("discussion", "case_id", "enforcement_case"),
        _key("discussion", "draft_id", "draft"),
        _key("discussion", "chief_id", "account"),
        _key("discussion", "called_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion")),
        sa.UniqueConstraint("case_id", "round", name=op.f("uq_discussion_case_id_round")),
    )
    op.create_table(
        "discussion_member",
        sa.Column("discussion_id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("ck_discussion_member_position_from_one")),
        _key("discussion_member", "discussion_id", "discussion"),
        _key("discussion_member", "account_id", "account"),
        sa.PrimaryKeyConstraint("discussion_id", "account_id", name=op.f("pk_discussion_member")),
        sa.UniqueConstraint("discussion_id", "position", name=op.f("uq_discussion_member_discussion_id_position")),
    )


def _meetings() -> None:
    op.create_table(
        "discussion_opinion",
        sa.Column("discussion_id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("stance", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("spoken_at", WHEN, nullable=False),
        sa.CheckConstraint("stance IN ('AGREE', 'AMEND', 'DISAGREE')", name=op.f("ck_discussion_opinion_known_stance")),
        sa.CheckConstraint("words <> ''", name=op.f("ck_discussion_opinion_has_words")),
        sa.ForeignKeyConstraint(
            ["discussion_id", "account_id"],
            ["discussion_member.discussion_id", "discussion_member.account_id"],
            name=op.f("fk_discussion_opinion_discussion_id_account_id_discussion_member"),
        ),
        sa.PrimaryKeyConstraint("discussion_id", "account_id", name=op.f("pk_discussion_opinion")),
    )
    op.create_table(
        "discussion_reveal",
        sa.Column("discussion_id", KEY, nullable=False),
        sa.Column("revealed_by", KEY, nullable=False),
        sa.Column("revealed_at", WHEN, nullable=False),
        _key("discussion_reveal", "discussion_id", "discussion"),
        _key("discussion_reveal", "revealed_by", "account"),
        sa.PrimaryKeyConstraint("discussion_id", name=op.f("pk_discussion_reveal")),
    )
    op.create_table(
        "discussion_conclusion",
        sa.Column("discussion_id", KEY, nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("recorder", sa.Text(), nullable=False),
        sa.Column("begun_at", WHEN, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("concluded_at", WHEN, nullable=False),
        _key("discussion_conclusion", "discussion_id", "discussion"),
        _key("discussion_conclusion", "document_id", "document"),
        sa.PrimaryKeyConstraint("discussion_id", name=op.f("pk_discussion_conclusion")),
    )


def _guard_discretion() -> None:
    triggers.refuse_when(
        "baseline_tier_of_baseline",
        table="baseline_tier",
        event="INSERT",
        condition="NEW.position > (SELECT tiers FROM baseline WHERE id = NEW.baseline_id)",
        message="the baseline has no such tier",
    )
    triggers.refuse_when(
        "assessment_follows",
        table="assessment",
        event="INSERT",
        condition=(
            "NEW.version <> (SELECT COALESCE(MAX(version), 0) + 1 FROM assessment WHERE case_id = NEW.case_id) "
            "OR EXISTS (SELECT 1 FROM decision WHERE case_id = NEW.case_id)"
        ),
        message="an assessment is the next one of an undecided case",
        locks="case_id",
    )
    triggers.refuse_when(
        "draft_choice_of_case",
        table="draft_choice",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM draft d JOIN assessment a ON a.case_id = d.case_id "
            "WHERE d.id = NEW.draft_id AND a.id = NEW.assessment_id AND a.base_fen = d.base_fen)"
        ),
        message="the draft is held against an assessment of its own case and sum",
    )


def _guard_meetings() -> None:
    """The order of a meeting, also for whoever uses the database's own prompt."""
    triggers.refuse_when(
        "discussion_of_reviewed_draft",
        table="discussion",
        event="INSERT",
        condition=(
            "NOT EXISTS (SELECT 1 FROM draft d JOIN review r ON r.draft_id = d.id AND r.result = 'APPROVE' "
            "WHERE d.id = NEW.draft_id AND d.case_id = NEW.case_id AND d.digest = NEW.draft_digest) "
            "OR NEW.round <> (SELECT COALESCE(MAX(round), 0) + 1 FROM discussion WHERE case_id = NEW.case_id)"
        ),
        message="a discussion is the next one on a reviewed draft of its case",
        locks="case_id",
    )
    triggers.refuse_when(
        "discussion_member_called",
        table="discussion_member",
        event="INSERT",
        condition=f"NEW.position > {MEMBERS}",
        message="the members of a discussion are called once",
    )
    triggers.refuse_when(
        "discussion_opinion_in_turn",
        table="discussion_opinion",
        event="INSERT",
        condition=f"{ENDED} OR (NEW.account_id = {CHIEF}) <> {SHOWN}",
        message="members speak before opinions are shown, the chief after",
    )
    triggers.refuse_when(
        "discussion_reveal_by_chief",
        table="discussion_reveal",
        event="INSERT",
        condition=f"NEW.revealed_by <> {CHIEF} OR {SPOKEN} < 1 OR ({SPOKEN} + 1) * 2 < {MEMBERS}",
        message="the chief shows the opinions of a quorum",
    )
    triggers.refuse_when(
        "discussion_conclusion_counted",
        table="discussion_conclusion",
        event="INSERT",
        condition=(
            f"NOT {SHOWN} OR NEW.agreed <> ({IN_FAVOUR} * 2 > {MEMBERS}) OR NOT EXISTS (SELECT 1 "
            f"FROM discussion_opinion WHERE discussion_id = NEW.discussion_id AND account_id = {CHIEF})"
        ),
        message="the conclusion is what the opinions come to, the chief having spoken last",
    )


def _guard_decision() -> None:
    triggers.refuse_when(
        "decision_discussed",
        table="decision",
        event="INSERT",
        condition=NOT_AGREED,
        message="the heads have not agreed to this draft",
        locks="case_id",
    )
