from datetime import datetime, timedelta

from sqlalchemy import select

from enforcement.accounts import passwords, queries
from enforcement.accounts.models import Account, LoginSession
from enforcement.kernel.errors import NotAllowed
from enforcement.kernel.identity import Actor
from enforcement.kernel.work import UnitOfWork

# 等级保护 8.1.4.1: five failures lock the account for five minutes; thirty idle minutes end the session.
MAX_FAILURES = 5
LOCK = timedelta(minutes=5)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_STEP = timedelta(minutes=1)  # how stale `seen_at` may be before a reading request is worth a write

REFUSED = "登录名或口令不正确；连续五次失败将锁定五分钟。"


def sign_in(work: UnitOfWork, *, login: str, password: str) -> str | None:
    """A fresh token, or None when refused. Both outcomes are written, so this commits either way.

    Not a use case: nobody is signed in yet, so no permission can be asked. It writes its own entry.
    """
    work.enter()
    account = work.session.scalar(select(Account).where(Account.login == login).with_for_update())
    matches = passwords.password_matches(account.password_hash if account else None, password)
    if account is None or not account.active or _is_locked(account, work.now) or not matches:
        _count_failure(account, work.now)
        work.about(login=login[:60])
        work.leave("accounts.sign_in_refused")
        return None
    return _open_session(work, account)


def _is_locked(account: Account, now: datetime) -> bool:
    return account.locked_until is not None and account.locked_until > now


def _count_failure(account: Account | None, now: datetime) -> None:
    if account is None or _is_locked(account, now):
        return
    account.failures += 1
    if account.failures >= MAX_FAILURES:
        account.failures, account.locked_until = 0, now + LOCK


def _open_session(work: UnitOfWork, account: Account) -> str:
    account.failures, account.locked_until = 0, None
    token = passwords.new_token()
    hashed = passwords.token_hash(token)
    work.session.add(LoginSession(token_hash=hashed, account_id=account.id, created_at=work.now, seen_at=work.now))
    actor = queries.actor(work.session, account.id)
    if actor is None:
        raise NotAllowed(REFUSED)
    work.actor = actor
    work.about(account=account.id)
    work.leave("accounts.signed_in")
    return token


def sign_out(work: UnitOfWork, *, token: str) -> None:
    work.enter()
    session = work.session.get(LoginSession, passwords.token_hash(token))
    if session is not None:
        session.ended_at = work.now
    work.leave("accounts.signed_out")


def actor_of_token(work: UnitOfWork, token: str) -> tuple[Actor | None, bool]:
    """Who holds this token, and whether it is time to note that they are still there (`note_seen`)."""
    session = work.session.get(LoginSession, passwords.token_hash(token))
    if session is None or session.ended_at is not None:
        return None, False
    if work.now - session.seen_at > IDLE or work.now - session.created_at > LONGEST:
        return None, False
    return queries.actor(work.session, session.account_id), work.now - session.seen_at > SEEN_STEP


def note_seen(work: UnitOfWork, *, token: str) -> None:
    """Bookkeeping of activity (uploading counts), not an act: it leaves no journal entry."""
    session = work.session.get(LoginSession, passwords.token_hash(token))
    if session is not None:
        session.seen_at = work.now
