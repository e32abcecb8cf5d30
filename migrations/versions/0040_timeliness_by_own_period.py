"""board: each notice is counted against its own period, seven workdays or twenty"""

from alembic import op

from migrations import triggers

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

ONE, BOTH = "= 'PUBLISH_PENALTY_LICENCE'", "IN ('PUBLISH_PENALTY_LICENCE', 'PUBLISH_OTHER')"


def upgrade() -> None:
    _counts(BOTH)


def downgrade() -> None:
    _counts(ONE)


def _counts(keys: str) -> None:
    """Days and counts only; what was lawfully withheld is no lateness."""
    barrier = " WITH (security_barrier = true)" if triggers.is_postgres() else ""
    op.execute("DROP VIEW public_timeliness")
    op.execute(
        f"CREATE VIEW public_timeliness{barrier} AS "
        "SELECT deadline.due_on AS due_on, COUNT(*) AS decisions, "
        "SUM(CASE WHEN first.published_on <= deadline.due_on THEN 1 ELSE 0 END) AS on_time "
        "FROM deadline LEFT JOIN (SELECT case_id, MIN(published_on) AS published_on FROM notice "
        "WHERE published_on IS NOT NULL GROUP BY case_id) AS first ON first.case_id = deadline.case_id "
        f"WHERE deadline.key {keys} "
        "AND NOT EXISTS (SELECT 1 FROM withheld_decision WHERE withheld_decision.case_id = deadline.case_id) "
        "GROUP BY deadline.due_on"
    )
