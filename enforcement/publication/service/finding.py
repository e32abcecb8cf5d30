"""Hatches: what is put up can be found by words; what is taken down cannot, from the same moment on."""

from sqlalchemy import column, insert, select, table
from sqlalchemy.orm import Session

from enforcement.kernel.work import UnitOfWork
from enforcement.publication import wording
from enforcement.publication.models import Notice, NoticeSearch

# SQLite's index is a table beside the rows, and must be told of each; PostgreSQL's index is one and needs no telling.
INDEX = table("notice_words", column("notice_words"), column("rowid"), column("pairs"))


def make_findable(work: UnitOfWork, row: Notice) -> None:
    words = wording.searchable((row.party_name, row.decision_no))
    found = NoticeSearch(
        notice_id=row.id,
        shown_until=row.shown_until,
        uscc=row.uscc,
        words=words,
        pairs=wording.indexed(words),
    )
    work.session.add(found)
    work.session.flush()
    if _keeps_own_index(work.session):
        work.session.execute(insert(INDEX).values(rowid=found.seq, pairs=found.pairs))


def stop_finding(work: UnitOfWork, row: Notice) -> None:
    for found in work.session.scalars(select(NoticeSearch).where(NoticeSearch.notice_id == row.id)):
        if _keeps_own_index(work.session):
            gone = {"notice_words": "delete", "rowid": found.seq, "pairs": found.pairs}
            work.session.execute(insert(INDEX).values(**gone))
        work.session.delete(found)


def _keeps_own_index(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
