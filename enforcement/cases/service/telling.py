"""One word to each person about all their periods, however many: a digest, not a flood."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from uuid import UUID

from sqlalchemy import ColumnElement, select

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import ladder, queries
from enforcement.cases.models import Case, CaseOfficer
from enforcement.kernel.identity import AccountId, CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.workdays import queries as workdays

MOST_LINES = 30
NO_NUMBER = "未立案线索"


@dataclass(frozen=True, kw_only=True, eq=False)
class Told:
    """One period to speak of. `left` for a reminder, `old` for a day that was moved; `token` names this very news."""

    token: str
    case_id: CaseId
    title: str
    due_on: date
    number: str = NO_NUMBER
    case_title: str = ""
    basis: str = ""
    provisional: bool = False
    left: int = 0
    old: date | None = None

    @property
    def late(self) -> bool:
        return self.left < 0


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A period that now ends on another day. `change` is the row that keeps the old one."""

    change: UUID
    id: UUID
    case_id: CaseId
    key: str
    title: str
    due_on: date
    old: date


@dataclass(frozen=True, kw_only=True)
class _Digest:
    """What one person hears: the first lines, and how much there is in all."""

    person: AccountId
    shown: Sequence[Told]
    total: int
    summary: str


@dataclass(frozen=True, kw_only=True)
class _Words:
    """How a kind of news is said: in one line, and why."""

    key: str
    one: Callable[[Told], str]
    why: Callable[[Told], str]


class _Piles(defaultdict[AccountId, dict[date, set[str]]]):
    """What lies before each person, by last day."""

    def __init__(self) -> None:
        super().__init__(lambda: defaultdict(set))


def tell_of_steps(work: UnitOfWork, told: Mapping[str, str], *, due: ColumnElement[bool]) -> int:
    """`told`: the periods entered as told, each with its step and day; `due` finds them and maybe more."""
    piles = _Piles()
    for heap in queries.handled(work.session, due):
        piles[AccountId(heap.account_id)][heap.due_on] |= told.keys() & heap.ids
    for person, due_on, deadline_id in _others(work, told, due=due):
        piles[person][due_on].add(deadline_id)
    first = {person: _first(pile) for person, pile in piles.items()}
    news = _news(work, {deadline_id for part in first.values() for deadline_id in part}, told)
    digests = [
        _digest(person, [news[deadline_id] for deadline_id in part], counted=_counted(piles[person], work.today))
        for person, part in first.items()
        if part
    ]
    return _tell(work, digests, _Words(key="deadline", one=_left, why=lambda told: f"依据：{told.basis}。"))


def _first(pile: Mapping[date, set[str]]) -> list[str]:
    ordered = (deadline_id for day in sorted(pile) for deadline_id in sorted(pile[day]))
    return list(islice(ordered, MOST_LINES))


def _counted(pile: Mapping[date, set[str]], today: date) -> dict[str, int]:
    counted = {"已逾期": 0, "今日到期": 0, "将到期": 0}
    for day, ids in pile.items():
        counted["已逾期" if day < today else "今日到期" if day == today else "将到期"] += len(ids)
    return counted


def _digest(person: AccountId, shown: Sequence[Told], *, counted: Mapping[str, int]) -> _Digest:
    total = sum(counted.values())
    parts = "、".join(f"{name} {count} 项" for name, count in counted.items() if count)
    return _Digest(person=person, shown=shown, total=total, summary=f"{total} 项期限：{parts}")


def _others(
    work: UnitOfWork, told: Mapping[str, str], *, due: ColumnElement[bool]
) -> Iterator[tuple[AccountId, date, str]]:
    """An office from its step on, a unit's head of the own unit's cases only; whoever works on such periods."""
    workers = ladder.WORKED_BY.keys() & queries.keys_due(work.session, due)
    steps = {deadline_id: int(told_of.partition(":")[0]) for deadline_id, told_of in told.items()}
    if not workers and min(steps.values()) >= 0:
        return  # offices stand on the steps after the last day
    active = {role: _active(work, role) for role in Role}
    for deadline_id, due_on, key, escalation, unit_id in queries.ladders(work.session, due):
        if deadline_id not in steps:
            continue
        roles = _reached(escalation, steps[deadline_id])
        for role in roles | {ladder.WORKED_BY[key]} if key in workers else roles:
            for person in active[role]:
                if role is not Role.UNIT_HEAD or person.unit_id == unit_id:
                    yield person.id, due_on, deadline_id


@cache
def _reached(escalation: str, step: int) -> frozenset[Role]:
    return ladder.read("", escalation).told_at(step)


def _news(work: UnitOfWork, ids: Collection[str], told: Mapping[str, str]) -> dict[str, Told]:
    shown, calendar = queries.shown(work.session, ids), workdays.calendar(work.session)
    left = {day: calendar.workdays_left(work.today, day) for day in {line.due_on for line in shown.values()}}
    return {key: _told(line, token=f"{key}:{told[key]}", left=left[line.due_on]) for key, line in shown.items()}


def _told(line: queries.Shown, *, token: str, left: int) -> Told:
    return Told(
        token=token,
        case_id=CaseId(line.case_id),
        number=line.number or NO_NUMBER,
        case_title=line.case_title,
        title=line.title,
        basis=line.basis,
        due_on=line.due_on,
        provisional=line.provisional,
        left=left,
    )


def tell_of_moves(work: UnitOfWork, news: Sequence[Moved], *, reason: str) -> int:
    words = _Words(
        key="recount",
        one=lambda told: f"{told.title}期限由{told.old}改为{told.due_on}",
        why=lambda _told: f"原因：{reason}。原期限已留存备查。",
    )
    digests = [
        _Digest(
            person=person,
            shown=own[:MOST_LINES],
            total=len(own),
            summary=f"{len(own)} 项期限因工作日历变化改期",
        )
        for person, own in _per_person(work, news).items()
    ]
    return _tell(work, digests, words)


def _per_person(work: UnitOfWork, news: Sequence[Moved]) -> dict[AccountId, list[Told]]:
    handlers: dict[UUID, set[AccountId]] = defaultdict(set)
    held = select(CaseOfficer.case_id, CaseOfficer.account_id).where(
        CaseOfficer.case_id.in_({moved.case_id for moved in news}), CaseOfficer.ended_at.is_(None)
    )
    for case_id, account_id in work.session.execute(held):
        handlers[case_id].add(AccountId(account_id))
    keys = {moved.key for moved in news} & ladder.WORKED_BY.keys()
    workers = {key: {person.id for person in _active(work, ladder.WORKED_BY[key])} for key in keys}
    facts = _facts(work, {moved.case_id for moved in news})
    told_to: dict[AccountId, list[Told]] = defaultdict(list)
    for moved in sorted(news, key=lambda moved: (moved.due_on, moved.id.int)):
        told = _moved(moved, *facts[moved.case_id])
        for person in handlers[moved.case_id] | workers.get(moved.key, set()):
            told_to[person].append(told)
    return told_to


def _moved(moved: Moved, number: str | None, case_title: str) -> Told:
    return Told(
        token=str(moved.change),
        case_id=moved.case_id,
        number=number or NO_NUMBER,
        case_title=case_title,
        title=moved.title,
        due_on=moved.due_on,
        old=moved.old,
    )


def _facts(work: UnitOfWork, cases: set[CaseId]) -> dict[UUID, tuple[str | None, str]]:
    found = select(Case.id, Case.number, Case.title).where(Case.id.in_(cases))
    return {key: (number, title) for key, number, title in work.session.execute(found)}


def _tell(work: UnitOfWork, digests: Iterable[_Digest], words: _Words) -> int:
    return messages.tell_each(work, [_notice(digest, words) for digest in digests])


def _notice(digest: _Digest, words: _Words) -> messages.Notice:
    """Named after its first line: no news is told twice, so none stands in two letters to one person."""
    shown, alone = digest.shown, digest.total == 1
    cases = {told.case_id for told in shown} if digest.total == len(shown) else set()
    inside = [f"{told.number} {told.case_title}：{_line(told, words, alone=alone)}" for told in shown]
    outside = [f"{told.number}：{_line(told, words, alone=False)}" for told in shown]
    return messages.Notice(
        recipient=digest.person,
        key=f"{words.key}:{shown[0].token}",
        subject=words.one(shown[0]) if alone else digest.summary,
        text=_lines(inside, of=digest.total),
        outside=_lines(outside, of=digest.total),
        case_id=cases.pop() if len(cases) == 1 else None,
        urgent=any(told.late for told in shown),
    )


def _left(told: Told) -> str:
    if told.late:
        return f"{told.title}已逾期 {-told.left} 个工作日"
    return f"{told.title}今日到期" if told.left == 0 else f"{told.title}还剩 {told.left} 个工作日"


def _line(told: Told, words: _Words, *, alone: bool) -> str:
    said = told.title if alone else words.one(told)
    doubt = "（暂定）" if told.provisional else ""
    return f"{said}，期限{told.due_on:%Y年%-m月%-d日}届满{doubt}。" + (words.why(told) if alone else "")


def _lines(lines: Sequence[str], *, of: int) -> str:
    more = of - len(lines)
    return "\n".join([*lines, *([f"另有 {more} 项，请登录系统查看。"] if more > 0 else [])])


def _active(work: UnitOfWork, role: Role) -> list[accounts.PersonRow]:
    return [person for person in accounts.people(work.session, role=role) if person.active]
