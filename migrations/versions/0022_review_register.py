"""review: register of reviewers, signature of the head, disputes, samples; hearings: the amounts of the body"""

import sqlalchemy as sa
from alembic import op

from migrations import triggers

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

FINAL = ("review_sample", "hearing_threshold")
KEPT = ("proposed_opinion", "listed_reviewer", "review_objection", "sampled_review")
TABLES = (
    "hearing_threshold", "sampled_review", "review_sample", "review_objection", "listed_reviewer", "proposed_opinion",
)  # fmt: skip

# Everybody who ever handled the case.
HANDLERS = (
    "(SELECT account_id FROM case_officer WHERE case_id = NEW.case_id "
    "UNION SELECT registered_by FROM enforcement_case WHERE id = NEW.case_id)"
)
# What a row says from the start; the other columns are filled in once.
FROM_THE_START = {
    "proposed_opinion": ("id", "review_id", "case_id", "version", "result", "points", "opinion", "proposed_by"),
    "listed_reviewer": ("id", "account_id", "duty", "qualification_no", "filing_no", "started_on", "listed_by"),
    "review_objection": ("id", "review_id", "case_id", "reason", "objected_by"),
    "sampled_review": ("id", "sample_id", "review_id", "position"),
}
ONCE = {
    "proposed_opinion": ("proposed_opinion_answered_once", "answered_at"),
    "listed_reviewer": ("listed_reviewer_ended_once", "ended_on"),
    "review_objection": ("review_objection_settled_once", "settled_at"),
    "sampled_review": ("sampled_review_checked_once", "checked_at"),
}


def upgrade() -> None:
    _proposed_opinion()
    _listed_reviewer()
    _review_objection()
    _review_sample()
    _sampled_review()
    _hearing_threshold()
    for table in FINAL:
        triggers.never_changes(table)
    for table, (name, answered) in ONCE.items():
        triggers.never_goes(table)
        changed = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in FROM_THE_START[table])
        triggers.refuse_when(
            name,
            table=table,
            event="UPDATE",
            condition=f"OLD.{answered} IS NOT NULL OR {changed}",
            message=f"{table} is completed once",
        )
    _hands_apart()


def downgrade() -> None:
    triggers.drop("decision", "decision_not_by_signer")
    triggers.drop("proposed_opinion", "proposed_opinion_apart", "proposed_opinion_signer_apart")
    for table, (name, _answered) in ONCE.items():
        triggers.drop(table, name)
        triggers.drop_never_goes(table)
    for table in FINAL:
        triggers.drop_never_changes(table)
    for table in TABLES:
        op.drop_table(table)


def _hands_apart() -> None:
    """Whoever proposes or signs an opinion neither handled the case nor decides it, and nobody signs his own."""
    triggers.refuse_when(
        "proposed_opinion_apart",
        table="proposed_opinion",
        event="INSERT",
        condition=f"NEW.signed IS NOT NULL OR NEW.proposed_by IN {HANDLERS}",
        message="an opinion is proposed by an outsider and waits",
        locks="case_id",
    )
    triggers.refuse_when(
        "proposed_opinion_signer_apart",
        table="proposed_opinion",
        event="UPDATE OF answered_by",
        condition=f"NEW.answered_by = NEW.proposed_by OR NEW.answered_by IN {HANDLERS}",
        message="the signer handled the case or wrote the opinion",
        locks="case_id",
    )
    triggers.refuse_when(
        "decision_not_by_signer",
        table="decision",
        event="INSERT",
        condition=(
            "EXISTS (SELECT 1 FROM proposed_opinion WHERE case_id = NEW.case_id "
            "AND (proposed_by = NEW.decided_by OR answered_by = NEW.decided_by))"
        ),
        message="the decider proposed or signed an opinion of the review",
        locks="case_id",
    )


def _proposed_opinion() -> None:
    op.create_table(
        "proposed_opinion",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=30), nullable=False),
        sa.Column("points", sa.Text(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(signed IS NULL) = (answered_at IS NULL) AND (signed IS NULL) = (answered_by IS NULL) AND (signed IS NULL OR signed OR answer <> '')",
            name=op.f("ck_proposed_opinion_answer_whole"),
        ),
        sa.CheckConstraint("opinion <> ''", name=op.f("ck_proposed_opinion_says_something")),
        sa.CheckConstraint(
            "result IN ('APPROVE', 'SUPPLEMENT_INVESTIGATION', 'CHANGE', 'CORRECT', 'REJECT', 'OTHER')",
            name=op.f("ck_proposed_opinion_known_result"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_proposed_opinion_version_from_one")),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_proposed_opinion_answered_by_account")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_proposed_opinion_case_id_enforcement_case")
        ),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_proposed_opinion_proposed_by_account")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_proposed_opinion_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_opinion")),
        sa.UniqueConstraint("review_id", "version", name=op.f("uq_proposed_opinion_review_id_version")),
    )
    op.create_index(op.f("ix_proposed_opinion_review_id"), "proposed_opinion", ["review_id"], unique=False)


def _listed_reviewer() -> None:
    op.create_table(
        "listed_reviewer",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.String(length=20), nullable=False),
        sa.Column("qualification_no", sa.String(length=40), nullable=False),
        sa.Column("filing_no", sa.String(length=60), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("listed_by", sa.Uuid(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("end_reason", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("duty = 'COUNSEL' OR qualification_no <> ''", name=op.f("ck_listed_reviewer_qualified")),
        sa.CheckConstraint(
            "duty IN ('HEAD', 'REVIEWER', 'PART_TIME', 'COUNSEL')", name=op.f("ck_listed_reviewer_known_duty")
        ),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (ended_by IS NULL) AND (ended_on IS NULL OR ended_on >= started_on)",
            name=op.f("ck_listed_reviewer_end_whole"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_listed_reviewer_account_id_account")),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_listed_reviewer_ended_by_account")),
        sa.ForeignKeyConstraint(["listed_by"], ["account.id"], name=op.f("fk_listed_reviewer_listed_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listed_reviewer")),
    )
    op.create_index(
        "uq_listed_reviewer_standing",
        "listed_reviewer",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )


def _review_objection() -> None:
    op.create_table(
        "review_objection",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("objected_by", sa.Uuid(), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("minutes", sa.String(length=300), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL) AND (outcome IS NULL) = (settled_by IS NULL) AND (outcome IS NULL OR summary <> '') AND (outcome IS NULL OR outcome <> 'DISCUSSED' OR minutes <> '')",
            name=op.f("ck_review_objection_settlement_whole"),
        ),
        sa.CheckConstraint(
            "outcome IN ('OPINION_STANDS', 'UNIT_FOLLOWED', 'DISCUSSED')",
            name=op.f("ck_review_objection_known_outcome"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_review_objection_has_reason")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["enforcement_case.id"], name=op.f("fk_review_objection_case_id_enforcement_case")
        ),
        sa.ForeignKeyConstraint(["objected_by"], ["account.id"], name=op.f("fk_review_objection_objected_by_account")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_objection_review_id_review")),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name=op.f("fk_review_objection_settled_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_objection")),
        sa.UniqueConstraint("review_id", name=op.f("uq_review_objection_review_id")),
    )
    op.create_index(op.f("ix_review_objection_case_id"), "review_objection", ["case_id"], unique=False)


def _review_sample() -> None:
    op.create_table(
        "review_sample",
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("drawn_by", sa.Uuid(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_review_sample_period")),
        sa.CheckConstraint("passed >= 1", name=op.f("ck_review_sample_something_to_draw")),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name=op.f("ck_review_sample_percent")),
        sa.ForeignKeyConstraint(["drawn_by"], ["account.id"], name=op.f("fk_review_sample_drawn_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_sample")),
    )


def _sampled_review() -> None:
    op.create_table(
        "sampled_review",
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sound", sa.Boolean(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(sound IS NULL) = (checked_at IS NULL) AND (sound IS NULL) = (checked_by IS NULL) AND (sound IS NULL OR sound OR remark <> '')",
            name=op.f("ck_sampled_review_check_whole"),
        ),
        sa.ForeignKeyConstraint(["checked_by"], ["account.id"], name=op.f("fk_sampled_review_checked_by_account")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_sampled_review_review_id_review")),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["review_sample.id"], name=op.f("fk_sampled_review_sample_id_review_sample")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampled_review")),
        sa.UniqueConstraint("sample_id", "review_id", name=op.f("uq_sampled_review_sample_id_review_id")),
    )
    op.create_index(op.f("ix_sampled_review_sample_id"), "sampled_review", ["sample_id"], unique=False)


def _hearing_threshold() -> None:
    op.create_table(
        "hearing_threshold",
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("fine_fen", sa.BigInteger(), nullable=False),
        sa.Column("confiscation_fen", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("basis <> ''", name=op.f("ck_hearing_threshold_has_basis")),
        sa.CheckConstraint(
            "category IN ('ORGANISATION', 'SOLE_TRADER', 'NATURAL_PERSON')",
            name=op.f("ck_hearing_threshold_known_category"),
        ),
        sa.CheckConstraint("fine_fen > 0 AND confiscation_fen > 0", name=op.f("ck_hearing_threshold_amounts")),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name=op.f("fk_hearing_threshold_set_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_threshold")),
    )
    op.create_index(op.f("ix_hearing_threshold_category"), "hearing_threshold", ["category"], unique=False)
