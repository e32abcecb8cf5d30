"""The register of reviewers, what it says of a person, and the five per cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.accounts import queries as accounts
from enforcement.kernel.identity import AccountId
from enforcement.review.listing import DUTY_NAMES, Duty, share_is_enough, share_per_mille
from enforcement.review.models import ListedReviewer


@dataclass(frozen=True, kw_only=True)
class ListedRow:
    id: UUID
    account_id: UUID
    name: str
    unit: str
    duty: Duty
    qualification_no: str
    filing_no: str
    started_on: date
    listed_at: datetime
    ended_on: date | None
    end_reason: str

    @property
    def duty_name(self) -> str:
        return DUTY_NAMES[self.duty]


@dataclass(frozen=True, kw_only=True)
class Share:
    """LR-7: reviewers to enforcement staff, of those whose certificate is valid today."""

    reviewers: int
    staff: int

    @property
    def percent(self) -> str:
        """One decimal, rounded down: a share is not made larger by its print."""
        found = share_per_mille(self.reviewers, self.staff)
        return "—" if found is None else f"{found // 10}.{found % 10}%"

    @property
    def enough(self) -> bool:
        return share_is_enough(self.reviewers, self.staff)


def listed(session: Session, *, standing: bool = True) -> Sequence[ListedRow]:
    found = select(ListedReviewer).order_by(ListedReviewer.started_on, ListedReviewer.listed_at, ListedReviewer.id)
    if standing:
        found = found.where(ListedReviewer.ended_on.is_(None))
    rows = session.scalars(found).all()
    people = {person.id: person for person in accounts.people(session, ids=[row.account_id for row in rows])}
    plain = [name for name in ListedRow.__dataclass_fields__ if name not in {"name", "unit", "duty"}]
    return [
        ListedRow(
            name=people[AccountId(row.account_id)].name,
            unit=people[AccountId(row.account_id)].unit,
            duty=Duty(row.duty),
            **{name: getattr(row, name) for name in plain},
        )
        for row in rows
    ]


def duty_of(session: Session, account_id: UUID) -> Duty | None:
    standing = ListedReviewer.account_id == account_id, ListedReviewer.ended_on.is_(None)
    found = session.scalar(select(ListedReviewer.duty).where(*standing))
    return Duty(found) if found else None


def heads(session: Session) -> frozenset[UUID]:
    """Who signs opinions. None listed: the reviewer's own opinion takes effect (the page says so)."""
    standing = ListedReviewer.duty == Duty.HEAD, ListedReviewer.ended_on.is_(None)
    return frozenset(session.scalars(select(ListedReviewer.account_id).where(*standing)))


def share(session: Session, *, today: date) -> Share:
    counted = [row for row in listed(session) if row.duty is not Duty.COUNSEL]
    staff = [one for one in accounts.people(session) if one.active and one.certificate_on(today)]
    return Share(reviewers=len(counted), staff=len(staff))
