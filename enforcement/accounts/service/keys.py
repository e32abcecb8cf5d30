"""Passwords and closing accounts: what ends a person's access, at once and everywhere."""

from uuid import UUID

from sqlalchemy import select

from enforcement.accounts import passwords, rules
from enforcement.accounts.models import Account, LoginSession
from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork


@use_case(Permission.SIGN_IN, verb="accounts.password_changed")
def change_password(work: UnitOfWork, *, old: str, new: str) -> None:
    """One's own, by naming the old one. Every session ends: a stolen one must not outlive the change."""
    account = work.session.get_one(Account, work.actor.id)
    if not passwords.password_matches(account.password_hash, old):
        raise InvalidInput({"old": ["原口令不正确。"]})
    if old == new:
        raise InvalidInput({"new": ["新口令不能与原口令相同。"]})
    _give(work, account, new)
    work.about(account=account.id)


@use_case(Permission.MANAGE_ACCOUNTS, verb="accounts.password_replaced")
def reset_password(work: UnitOfWork, *, account_id: UUID, password: str) -> None:
    """For somebody who forgot theirs; they change it after signing in."""
    account = _account(work, account_id)
    _give(work, account, password)
    account.failures, account.locked_until = 0, None
    work.about(account=account_id)


def _give(work: UnitOfWork, account: Account, password: str) -> None:
    rules.password_is_strong(password)
    account.password_hash = passwords.hash_password(password)
    _end_sessions(work, account.id)


@use_case(Permission.MANAGE_ACCOUNTS, verb="accounts.closed")
def close_account(work: UnitOfWork, *, account_id: UUID, reason: str) -> None:
    """Whoever leaves keeps their name on what they did and loses every way in (等级保护 8.1.4.2)."""
    account = _account(work, account_id)
    if account_id == work.actor.id:
        raise RuleBroken("OWN_ACCOUNT", "不能停用自己的账号。", basis="GB/T 22239-2019 8.1.4.2 访问控制")
    account.active = False
    _end_sessions(work, account_id)
    work.about(account=account_id, reason=reason)


def _account(work: UnitOfWork, account_id: UUID) -> Account:
    account = work.session.get(Account, account_id)
    if account is None or not account.active:
        raise NotFound
    return account


def _end_sessions(work: UnitOfWork, account_id: UUID) -> None:
    open_ones = select(LoginSession).where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
    for session in work.session.scalars(open_ones):
        session.ended_at = work.now
