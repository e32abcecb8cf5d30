"""One word to each person about all their periods, however many: a digest, not a flood."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import ladder
from enforcement.cases.models import Case, CaseOfficer
from enforcement.kernel.identity import AccountId, CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages

MOST_LINES = 30


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """One period to speak of. `step` and `left` for a reminder, `old` for a day that was moved."""

    id: UUID
    case_id: CaseId
    key: str
    title: str
    due_on: date
    basis: str = ""
    provisional: bool = False
    step: int = 0
    left: int = 0
    old: date | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)

    @property
    def late(self) -> bool:
        return self.left < 0


@dataclass(frozen=True)
class _CaseFacts:
    number: str
    title: str
    unit_id: UUID


@dataclass(frozen=True, kw_only=True)
class _Words:
    """How a kind of news is said: of one period, of several, inside the house, and outside it without case content."""

    key: str
    one: Callable[[Told], str]
    many: Callable[[Sequence[Told]], str]
    why: Callable[[Told], str]


def tell_of_steps(work: UnitOfWork, news: Sequence[Told]) -> int:
    words = _Words(key="deadline", one=_left, many=_summary, why=lambda told: f"依据：{told.basis}。")
    return _tell(work, news, words)


def tell_of_moves(work: UnitOfWork, news: Sequence[Told], *, reason: str) -> int:
    words = _Words(
        key="recount",
        one=lambda told: f"{told.title}期限由{told.old}改为{told.due_on}",
        many=lambda moved: f"{len(moved)} 项期限因工作日历变化改期",
        why=lambda _told: f"原因：{reason}。原期限已留存备查。",
    )
    return _tell(work, news, words)


def _left(told: Told) -> str:
    if told.late:
        return f"{told.title}已逾期 {-told.left} 个工作日"
    return f"{told.title}今日到期" if told.left == 0 else f"{told.title}还剩 {told.left} 个工作日"


def _summary(news: Sequence[Told]) -> str:
    late, today = sum(told.late for told in news), sum(told.left == 0 for told in news)
    counted = {"已逾期": late, "今日到期": today, "将到期": len(news) - late - today}
    return f"{len(news)} 项期限：" + "、".join(f"{name} {count} 项" for name, count in counted.items() if count)


def _tell(work: UnitOfWork, news: Sequence[Told], words: _Words) -> int:
    if not news:
        return 0
    facts = _facts(work, {told.case_id for told in news})
    alike: dict[tuple[Told, ...], list[AccountId]] = defaultdict(list)
    for person, own in _per_person(work, news, facts).items():
        alike[tuple(sorted(own, key=lambda told: (told.due_on, told.id.int)))].append(person)
    return sum(_letter(work, own, people, words=words, facts=facts) for own, people in alike.items())


def _letter(
    work: UnitOfWork,
    news: Sequence[Told],
    people: Iterable[AccountId],
    *,
    words: _Words,
    facts: Mapping[UUID, _CaseFacts],
) -> int:
    cases = {told.case_id for told in news}
    subject = words.one(news[0]) if len(news) == 1 else words.many(news)
    shown = news[:MOST_LINES]
    inside = [
        f"{facts[told.case_id].number} {facts[told.case_id].title}：{_line(told, words, alone=len(news) == 1)}"
        for told in shown
    ]
    outside = [f"{facts[told.case_id].number}：{_line(told, words, alone=False)}" for told in shown]
    return messages.tell(
        work,
        people,
        key=_key(words.key, news),
        subject=subject,
        text=_lines(inside, of=len(news)),
        outside=_lines(outside, of=len(news)),
        case_id=next(iter(cases)) if len(cases) == 1 else None,
        urgent=any(told.late for told in news),
    )


def _line(told: Told, words: _Words, *, alone: bool) -> str:
    said = told.title if alone else words.one(told)
    doubt = "（暂定）" if told.provisional else ""
    return f"{said}，期限{told.due_on:%Y年%-m月%-d日}届满{doubt}。" + (words.why(told) if alone else "")


def _lines(lines: Sequence[str], *, of: int) -> str:
    more = of - len(lines)
    return "\n".join([*lines, *([f"另有 {more} 项，请登录系统查看。"] if more > 0 else [])])


def _key(kind: str, news: Sequence[Told]) -> str:
    parts = [f"{told.id}:{told.old or told.step}:{told.due_on}" for told in news]
    if len(parts) == 1:
        return f"{kind}:{parts[0]}"
    return f"{kind}:digest:{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:32]}"


def _facts(work: UnitOfWork, cases: set[CaseId]) -> dict[UUID, _CaseFacts]:
    found = select(Case.id, Case.number, Case.title, Case.unit_id).where(Case.id.in_(cases))
    return {
        key: _CaseFacts(number or "未立案线索", title, unit_id)
        for key, number, title, unit_id in work.session.execute(found)
    }


def _per_person(
    work: UnitOfWork, news: Sequence[Told], facts: Mapping[UUID, _CaseFacts]
) -> dict[AccountId, list[Told]]:
    """The handlers always; an office from its step on, of a unit's head the own unit's cases only."""
    handlers: dict[UUID, list[UUID]] = defaultdict(list)
    held = select(CaseOfficer.case_id, CaseOfficer.account_id).where(
        CaseOfficer.case_id.in_(set(facts)), CaseOfficer.ended_at.is_(None)
    )
    for case_id, account_id in work.session.execute(held):
        handlers[case_id].append(account_id)
    offices = {role: _active(work, role) for role in frozenset().union(*(_roles(told) for told in news))}
    told_to: dict[AccountId, list[Told]] = defaultdict(list)
    asked: dict[tuple[UUID, frozenset[Role]], set[AccountId]] = {}
    for told in news:
        roles = _roles(told)
        if (told.case_id, roles) not in asked:
            office = {person for role in roles for person in _of_unit(offices[role], role, facts[told.case_id].unit_id)}
            asked[told.case_id, roles] = office | {AccountId(account) for account in handlers[told.case_id]}
        for person in asked[told.case_id, roles]:
            told_to[person].append(told)
    return told_to


def _of_unit(people: Iterable[accounts.PersonRow], role: Role, unit: UUID) -> set[AccountId]:
    return {person.id for person in people if role is not Role.UNIT_HEAD or person.unit_id == unit}


def _roles(told: Told) -> frozenset[Role]:
    worker = ladder.WORKED_BY.get(told.key)
    return told.roles | {worker} if worker else told.roles


def _active(work: UnitOfWork, role: Role) -> list[accounts.PersonRow]:
    return [person for person in accounts.people(work.session, role=role) if person.active]
