"""Search on the board: the newest rows are simply looked through, and only a term they do not hold asks the index.

A common term is among the newest; a rare or absent one is a short list in the index of pairs. So neither reads every
row, as a comparison with LIKE must when a term is rare.
"""

import re
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from enforcement.publication.wording import pairs, plain

WALKED = 2000
SHORTEST = 2
CREDIT_CODE = re.compile(r"[0-9a-z]{18}")
SEARCH = Table(
    "public_search",
    MetaData(),
    Column("seq", Integer),
    Column("notice_id", Uuid),
    Column("shown_until", Date),
    Column("uscc", String),
    Column("words", Text),
    Column("pairs", Text),
)
INDEX = table("notice_words", column("rowid", Integer), column("notice_words", String))


def found(session: Session, words: str, *, today: date, after: UUID | None, limit: int) -> Sequence[UUID]:
    """Newest first. `after` is the last notice of the page before. A whole credit code is compared as it is."""
    term, top = plain(words), _top(session, after)
    if len(term) < SHORTEST:
        return []
    up = (SEARCH.c.shown_until >= today) & (SEARCH.c.seq < top)
    if CREDIT_CODE.fullmatch(term):
        return _newest(session, select(SEARCH).where(up, SEARCH.c.uscc == term.upper()), limit=limit)
    holds = up & SEARCH.c.words.contains(term, autoescape=True)
    near = _newest(session, select(SEARCH).where(holds, SEARCH.c.seq >= top - WALKED), limit=limit)
    if len(near) == limit or top <= WALKED:
        return near
    return _newest(session, select(SEARCH).where(holds, _indexed(session, term)), limit=limit)


def _top(session: Session, after: UUID | None) -> int:
    """Rows below this number are still to be shown. An `after` that is gone or never was leaves nothing."""
    if after is None:
        return (session.scalar(select(func.max(SEARCH.c.seq))) or 0) + 1
    return session.scalar(select(SEARCH.c.seq).where(SEARCH.c.notice_id == after)) or 0


def _newest(session: Session, rows: Select[tuple[object, ...]], *, limit: int) -> Sequence[UUID]:
    """Materialised first: else PostgreSQL may walk the whole order backwards, waiting for a match that never comes."""
    held = rows.cte("held").prefix_with("MATERIALIZED", dialect="postgresql")
    return session.scalars(select(held.c.notice_id).order_by(held.c.seq.desc()).limit(limit)).all()


def _indexed(session: Session, term: str) -> ColumnElement[bool]:
    asked = pairs(term)
    if session.get_bind().dialect.name == "postgresql":
        held = func.string_to_array(SEARCH.c.pairs, text("' '"), type_=ARRAY(Text))
        return held.contains(cast(bindparam("asked", asked, type_=ARRAY(Text)), ARRAY(Text)))
    phrase = f'"{" ".join(asked)}"'
    return SEARCH.c.seq.in_(select(INDEX.c.rowid).where(INDEX.c.notice_words.op("MATCH")(phrase)))
