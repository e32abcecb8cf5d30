"""Hatch: gap-free numbers. The counter is raised in the caller's transaction, so a failed use returns its number."""

from sqlalchemy import select, update

from enforcement.cases.models import NumberCounter
from enforcement.kernel.work import UnitOfWork


def next_number(work: UnitOfWork, *, kind: str, year: int) -> int:
    """NUM-1 and NUM-3: one line of numbers per kind and year of the document's own date."""
    raised = (
        update(NumberCounter)
        .where(NumberCounter.kind == kind, NumberCounter.year == year)
        .values(last=NumberCounter.last + 1)
        .returning(NumberCounter.last)
    )
    number = work.session.execute(raised).scalar_one_or_none()
    if number is None:
        _open_counter(work, kind=kind, year=year)
        number = work.session.execute(raised).scalar_one()
    return number


def _open_counter(work: UnitOfWork, *, kind: str, year: int) -> None:
    """The first number of a year. Two at once: the primary key lets one in, the other's request is repeated."""
    known = select(NumberCounter.last).where(NumberCounter.kind == kind, NumberCounter.year == year)
    if work.session.execute(known).scalar_one_or_none() is None:
        work.session.add(NumberCounter(kind=kind, year=year, last=0))
        work.session.flush()
