"""publication: what is up now, found by words without reading everything"""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import sqlalchemy as sa
from alembic import op

from migrations.triggers import is_postgres

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INDEX = "notice_words"
VIEW = "public_search"
LISTED = "published_on IS NOT NULL AND state IN ('PUBLISHED', 'WITHDRAWN')"


def upgrade() -> None:
    table = op.create_table(
        "notice_search",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("shown_until", sa.Date(), nullable=False),
        sa.Column("uscc", sa.String(18), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("pairs", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_search_notice_id_notice")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_notice_search")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_notice_search_notice_id")),
    )
    op.create_index(op.f("ix_notice_search_uscc"), "notice_search", ["uscc"])
    (_index_postgres if is_postgres() else _index_sqlite)()
    op.drop_index("ix_notice_listing", "notice")
    part = sa.text(LISTED)
    op.create_index("ix_notice_listed", "notice", ["published_on", "id"], sqlite_where=part, postgresql_where=part)
    # What an entry's own page shows anyway; without a barrier, so that it can be read in the order of its index.
    op.execute(f"CREATE VIEW public_listing AS SELECT id, state, published_on, shown_until FROM notice WHERE {LISTED}")
    op.execute(f"CREATE VIEW {VIEW} AS SELECT seq, notice_id, shown_until, uscc, words, pairs FROM notice_search")
    standing = list(_standing())
    if standing:
        op.bulk_insert(table, standing)
    if not is_postgres():
        op.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')")


def _index_postgres() -> None:
    op.execute(f"CREATE INDEX {INDEX} ON notice_search USING gin (string_to_array(pairs, ' '))")


def _index_sqlite() -> None:
    """The index keeps no text of its own. Triggers may not touch a virtual table here, so the service keeps it."""
    op.execute(
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5"
        "(pairs, content='notice_search', content_rowid='seq', tokenize='ascii', columnsize=0)"
    )


def _standing() -> Iterator[dict[str, object]]:
    """What was put up before this revision, in the order in which it went up."""
    notice = sa.table(
        "notice",
        *(sa.column(name, sa.String) for name in ("party_name", "decision_no", "uscc", "state")),
        sa.column("id", sa.Uuid),
        sa.column("shown_until", sa.Date),
        sa.column("published_at"),
    )
    found = sa.select(notice).where(notice.c.state == "PUBLISHED").order_by(notice.c.published_at, notice.c.id)
    for row in op.get_bind().execute(found).mappings():
        words = [_plain(row["party_name"]), _plain(row["decision_no"])]
        pairs = " z ".join(" ".join(_pairs(word)) for word in words)
        yield {
            "notice_id": row["id"],
            "shown_until": row["shown_until"],
            "uscc": row["uscc"],
            "words": "\n".join(words),
            "pairs": pairs,
        }


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _pairs(text: str) -> list[str]:
    return [f"{ord(first):x}g{ord(second):x}" for first, second in pairwise(text)]


def downgrade() -> None:
    op.execute(f"DROP VIEW {VIEW}")
    op.execute("DROP VIEW public_listing")
    op.drop_index("ix_notice_listed", "notice")
    op.create_index("ix_notice_listing", "notice", ["published_on", "id"])
    if not is_postgres():
        op.execute(f"DROP TABLE {INDEX}")
    op.drop_table("notice_search")
