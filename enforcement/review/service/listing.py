"""The register of reviewers: who is on it and from when to when (国办发〔2018〕118号)."""

from datetime import date
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.kernel.errors import InvalidInput, NotFound
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.review import listing, queries
from enforcement.review.listing import Duty
from enforcement.review.models import ListedReviewer


@use_case(Permission.REGISTER_REVIEWERS, verb="review.reviewer_listed")
def list_reviewer(work: UnitOfWork, *, account_id: UUID, duty: Duty, started_on: date, filing_no: str = "") -> UUID:
    person = accounts.person(work.session, account_id)
    if person is None:
        raise InvalidInput({"account_id": ["请从列表中选择。"]})
    in_office = person.active and Role.LEGAL_REVIEWER in person.roles
    listing.can_be_listed(duty, qualification_no=person.legal_qualification_no, is_reviewer=in_office)
    if queries.duty_of(work.session, account_id) is not None:
        raise InvalidInput({"account_id": ["该人员已在名册上；变更职责的，先移出再列入。"]})
    if started_on > work.today:
        raise InvalidInput({"started_on": ["日期不能晚于今天。"]})
    row = ListedReviewer(
        id=uuid4(),
        account_id=account_id,
        duty=duty,
        qualification_no=person.legal_qualification_no or "",
        filing_no=filing_no,
        started_on=started_on,
        listed_by=work.actor.id,
        listed_at=work.now,
        end_reason="",
    )
    work.session.add(row)
    work.session.flush()
    work.about(entry=row.id, account=account_id, duty=duty, started_on=started_on)
    return row.id


@use_case(Permission.REGISTER_REVIEWERS, verb="review.reviewer_removed")
def remove_reviewer(work: UnitOfWork, *, entry_id: UUID, ended_on: date, reason: str) -> None:
    """移出名册. Opinions given before stay what they are."""
    row = work.session.get(ListedReviewer, entry_id, with_for_update=True)
    if row is None or row.ended_on is not None:
        raise NotFound
    if not row.started_on <= ended_on <= work.today:
        raise InvalidInput({"ended_on": ["日期不能早于列入之日，也不能晚于今天。"]})
    row.ended_on, row.ended_by, row.end_reason = ended_on, work.actor.id, reason
    work.about(entry=entry_id, account=row.account_id, ended_on=ended_on, reason=reason)
    work.seal(row)
