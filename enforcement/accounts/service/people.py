from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from enforcement.accounts import passwords, queries, rules
from enforcement.accounts.models import Account, Body, Certificate, RoleGrant, Unit
from enforcement.accounts.rules import Role
from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken
from enforcement.kernel.identity import AccountId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork


@use_case(Permission.MANAGE_ACCOUNTS, verb="accounts.body_described")
def describe_body(work: UnitOfWork, /, **particulars: str) -> None:
    """Register or change the bureau's particulars (主体信息, published beforehand by PUB-A1)."""
    row = work.session.get(Body, 1)
    if row is None:
        work.session.add(Body(id=1, **particulars))
    else:
        for name, value in particulars.items():
            setattr(row, name, value)
    work.about(name=particulars.get("name"), uscc=particulars.get("uscc"))


@use_case(Permission.MANAGE_ACCOUNTS, verb="accounts.created")
def create_account(
    work: UnitOfWork,
    *,
    login: str,
    name: str,
    unit: str,
    password: str,
    legal_qualification_no: str | None = None,
) -> AccountId:
    """The system administrator makes the account; only the security administrator gives it roles."""
    rules.password_is_strong(password)
    if work.session.scalar(select(Account.id).where(Account.login == login)) is not None:
        raise InvalidInput({"login": ["这个登录名已被使用。"]})
    account = Account(
        login=login,
        name=name,
        unit_id=_unit(work, unit),
        password_hash=passwords.hash_password(password),
        legal_qualification_no=legal_qualification_no or None,
        created_at=work.now,
    )
    work.session.add(account)
    work.session.flush()
    work.about(account=account.id, login=login)
    return AccountId(account.id)


def _unit(work: UnitOfWork, name: str) -> UUID:
    unit = work.session.scalar(select(Unit).where(Unit.name == name))
    if unit is None:
        unit = Unit(name=name)
        work.session.add(unit)
        work.session.flush()
    return unit.id


@use_case(Permission.GRANT_ROLES, verb="accounts.role_granted")
def grant_role(work: UnitOfWork, *, account_id: UUID, role: Role) -> None:
    if work.session.get(Account, account_id) is None:
        raise NotFound
    held = queries.roles_of(work.session, account_id)
    if role in held:
        raise RuleBroken("ROLE_HELD", "该人员已有此岗位。", basis="GB/T 22239-2019 8.1.4.2")
    rules.roles_are_apart([*held, role])
    work.session.add(RoleGrant(account_id=account_id, role=role, granted_by=work.actor.id, granted_at=work.now))
    work.about(account=account_id, role=role)


@use_case(Permission.GRANT_ROLES, verb="accounts.role_ended")
def end_role(work: UnitOfWork, *, account_id: UUID, role: Role) -> None:
    standing = select(RoleGrant).where(
        RoleGrant.account_id == account_id, RoleGrant.role == role, RoleGrant.ended_at.is_(None)
    )
    grant = work.session.scalar(standing)
    if grant is None:
        raise NotFound
    grant.ended_at = work.now
    work.about(account=account_id, role=role)


@use_case(Permission.MANAGE_ACCOUNTS, verb="accounts.certificate_added")
def add_certificate(work: UnitOfWork, *, account_id: UUID, number: str, valid_from: date, valid_to: date) -> None:
    """《行政处罚法》第四十二条. Two certificates of one officer may follow each other, not overlap."""
    person = queries.person(work.session, account_id)
    if person is None:
        raise NotFound
    if valid_from > valid_to:
        raise InvalidInput({"valid_to": ["有效期止不能早于有效期起。"]})
    _not_overlapping(person.certificates, valid_from=valid_from, valid_to=valid_to)
    work.session.add(Certificate(account_id=account_id, number=number, valid_from=valid_from, valid_to=valid_to))
    work.about(account=account_id, number=number, valid_from=valid_from, valid_to=valid_to)


def _not_overlapping(held: Sequence[queries.CertificateRow], *, valid_from: date, valid_to: date) -> None:
    if any(row.valid_from <= valid_to and valid_from <= row.valid_to for row in held):
        raise RuleBroken("CERTIFICATES_OVERLAP", "与该人员已有执法证的有效期重叠。", basis="《行政处罚法》第四十二条")


def hold_account(work: UnitOfWork, account_id: UUID) -> None:
    """Hatch: what one person does at two places at once is counted one after the other, until this work is over."""
    row = select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)
    work.session.execute(row).one()
