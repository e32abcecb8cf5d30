from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.accounts.models import Account, Body, Certificate, RoleGrant, Unit
from enforcement.accounts.rules import ROLE_NAMES, Role, certificate_covers, permissions_of
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import AccountId, Actor


@dataclass(frozen=True, kw_only=True)
class BodyRow:
    name: str
    uscc: str
    place: str
    address: str
    phone: str
    reconsideration_body: str
    court: str
    bank: str
    bank_account: str


@dataclass(frozen=True, kw_only=True)
class CertificateRow:
    number: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    id: AccountId
    login: str
    name: str
    unit_id: UUID
    unit: str
    active: bool
    legal_qualification_no: str | None
    roles: tuple[Role, ...]
    certificates: tuple[CertificateRow, ...]

    @property
    def role_names(self) -> str:
        return "、".join(ROLE_NAMES[role] for role in self.roles)

    def certificate_on(self, day: date) -> CertificateRow | None:
        covering = (held for held in self.certificates if certificate_covers(held.valid_from, held.valid_to, day))
        return next(covering, None)


def body(session: Session) -> BodyRow:
    """The bureau's own particulars. Without them no document can be issued."""
    row = session.get(Body, 1)
    if row is None:
        raise RuleBroken(
            "BODY_NOT_SET", "尚未登记执法主体信息，请系统管理员先行登记。", basis="《行政处罚法》第三十九条"
        )
    return BodyRow(**{name: getattr(row, name) for name in BodyRow.__dataclass_fields__})


def body_particulars(session: Session) -> dict[str, Any]:
    """As a form shows them; empty before the first registration."""
    return asdict(body(session)) if session.get(Body, 1) else {}


def actor(session: Session, account_id: UUID) -> Actor | None:
    account = session.get(Account, account_id)
    if account is None or not account.active:
        return None
    roles = roles_of(session, account_id)
    return Actor(
        id=AccountId(account.id),
        name=account.name,
        unit_id=account.unit_id,
        roles=frozenset(roles),
        permissions=permissions_of(roles),
    )


def roles_of(session: Session, account_id: UUID) -> tuple[Role, ...]:
    standing = select(RoleGrant.role).where(RoleGrant.account_id == account_id, RoleGrant.ended_at.is_(None))
    return tuple(sorted(Role(role) for role in session.scalars(standing)))


def person(session: Session, account_id: UUID) -> PersonRow | None:
    return next(iter(people(session, ids=[account_id])), None)


def people(session: Session, *, ids: Collection[UUID] | None = None, role: Role | None = None) -> Sequence[PersonRow]:
    found = select(Account, Unit.name).join(Unit, Unit.id == Account.unit_id).order_by(Account.login)
    if ids is not None:
        found = found.where(Account.id.in_(ids))
    if role is not None:
        standing = select(RoleGrant.account_id).where(RoleGrant.role == role, RoleGrant.ended_at.is_(None))
        found = found.where(Account.id.in_(standing))
    return [_person(session, account, unit) for account, unit in session.execute(found)]


def names(session: Session) -> dict[UUID, str]:
    """Everybody's display name by id, for lists that show who did what."""
    return {row.id: row.name for row in session.execute(select(Account.id, Account.name))} | {UUID(int=0): "系统"}


def units(session: Session) -> Sequence[tuple[UUID, str]]:
    return [(key, name) for key, name in session.execute(select(Unit.id, Unit.name).order_by(Unit.name))]


def _person(session: Session, account: Account, unit: str) -> PersonRow:
    held = select(Certificate).where(Certificate.account_id == account.id).order_by(Certificate.valid_from)
    return PersonRow(
        id=AccountId(account.id),
        login=account.login,
        name=account.name,
        unit_id=account.unit_id,
        unit=unit,
        active=account.active,
        legal_qualification_no=account.legal_qualification_no,
        roles=roles_of(session, account.id),
        certificates=tuple(
            CertificateRow(number=row.number, valid_from=row.valid_from, valid_to=row.valid_to)
            for row in session.scalars(held)
        ),
    )
