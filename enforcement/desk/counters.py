"""The numbers on a first screen: each is a to-do list, and says where the list is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.desk import queries, supervising
from enforcement.desk.supervising import LATE
from enforcement.duties import queries as duties
from enforcement.exchange import queries as exchange
from enforcement.hearings.queries import conduct as hearings
from enforcement.kernel.identity import Actor, Permission
from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.grammar import Stage
from enforcement.publication import queries as publication
from enforcement.review import queries as review
from enforcement.supervision import queries as supervision
from enforcement.supervision.rules import State
from enforcement.transfers import queries as transfers

MOST = 200


@dataclass(frozen=True, kw_only=True)
class Counter:
    """A number that is a to-do list: `endpoint` and `place` say where the list is."""

    title: str
    count: int
    endpoint: str
    place: dict[str, str]
    urgent: bool = False


def counters(session: Session, actor: Actor, *, today: date) -> Sequence[Counter]:
    """Each permission brings its own; whoever holds none of them has nothing waiting."""
    found: list[Counter] = []
    for permission, ask in ASKED.items():
        if actor.may(permission):
            found += ask(session, actor, today)
    return found


def _officer(session: Session, actor: Actor, today: date) -> list[Counter]:
    returned = cases.count_by_stage(session, actor).get(Stage.RETURNED, 0)
    return [
        _stage_counter("退回待改", returned, Stage.RETURNED),
        _waiting_counter("待补标签", len(queries.unlabelled(session, actor)), "unlabelled"),
        _waiting_counter("上传中或停滞", len(queries.uploading(session, actor)), "uploading"),
        _waiting_counter("将到期", len(queries.due_soon(session, actor, today=today)), "due-soon", urgent=True),
    ]


def _reviewer(session: Session, _actor: Actor, today: date) -> list[Counter]:
    rows = review.queue(session, today=today, size=MOST).rows
    late = sum(row.left < 0 for row in rows)
    return [
        Counter(title="待审核", count=len(rows), endpoint="review.queue", place={}),
        Counter(title="审核已逾期", count=late, endpoint="review.queue", place={}, urgent=True),
    ]


def _approver(session: Session, actor: Actor, _today: date) -> list[Counter]:
    return [_stage_counter("待批立案", cases.count_by_stage(session, actor).get(Stage.FILING, 0), Stage.FILING)]


def _clock_approver(session: Session, actor: Actor, _today: date) -> list[Counter]:
    """Only for whom some procedure names as the one to grant."""
    clocks = [found.clock for found in catalogue().values()]
    named = {row.approver for clock in clocks for row in clock.stoppages}
    named |= {row.approver for clock in clocks for row in clock.extensions}
    if not any(role in actor.roles for role in named):
        return []
    waiting = len(cases.pending_rulings(session, actor))
    return [Counter(title="待批期限事项", count=waiting, endpoint="cases.clock_requests", place={})]


def _endorser(session: Session, actor: Actor, _today: date) -> list[Counter]:
    waiting = cases.count_by_stage(session, actor).get(Stage.UNDER_UNIT_REVIEW, 0)
    return [_stage_counter("待审核处理决定", waiting, Stage.UNDER_UNIT_REVIEW)]


def _exit_approver(session: Session, actor: Actor, _today: date) -> list[Counter]:
    """Ways out of the house are rare: where none waits there is nothing to count."""
    count = len(transfers.waiting(session, actor))
    return [Counter(title="待批移送撤案", count=count, endpoint="transfers.waiting", place={})] if count else []


def _exempter(session: Session, actor: Actor, _today: date) -> list[Counter]:
    waiting = len(duties.pending(session, actor))
    return [Counter(title="待批免录", count=waiting, endpoint="duties.exemptions", place={})]


def _host(session: Session, actor: Actor, _today: date) -> list[Counter]:
    """Hearings are rare: without one there is nothing to count."""
    lines = hearings.agenda(session, actor)
    waiting, mine = hearings.waiting_for_convening(lines), hearings.hosted_by(lines, actor.id)
    found = [("待通知听证", waiting)] if lines and actor.may(Permission.CONVENE_HEARING) else []
    found += [("由我主持的听证", mine)] if mine else []
    return [Counter(title=title, count=count, endpoint="hearings.agenda", place={}) for title, count in found]


def _decider(session: Session, actor: Actor, today: date) -> list[Counter]:
    """A body that inspects nobody and licenses nothing is not shown a list of it."""
    proposed = publication.waiting(session, actor, today=today).to_withhold
    stages = cases.count_by_stage(session, actor)
    asked = stages.get(Stage.AWAITING, 0)
    return [
        *([_stage_counter("待批准的检查、许可等", asked, Stage.AWAITING)] if asked else []),
        _stage_counter("待决定", stages.get(Stage.REVIEWED, 0), Stage.REVIEWED),
        Counter(title="待批准不予公示", count=len(proposed), endpoint="publication.list_notices", place={}),
    ]


def _clerk(session: Session, actor: Actor, today: date) -> list[Counter]:
    waiting = publication.waiting(session, actor, today=today)
    lists = (
        ("待拟定公示", waiting.to_draft),
        ("待复核", waiting.to_confirm),
        ("待公示", waiting.to_publish),
        ("待撤下", waiting.to_withdraw),
        ("将到期停止公示", waiting.ending),
    )
    faults = exchange.faulty_deliveries(session, today=today)
    return [
        Counter(
            title=title,
            count=len(lines),
            endpoint="publication.list_notices",
            place={},
            urgent=any(line.due_on is not None and line.due_on < today for line in lines),
        )
        for title, lines in lists
    ] + [Counter(title="上报回执异常", count=faults, endpoint="publication.outlets", place={}, urgent=True)]


def _supervisor(session: Session, actor: Actor, today: date) -> list[Counter]:
    late = cases.open_deadlines(session, due_by=today - timedelta(days=1))
    orders = supervising.orders_in_hand(session, actor, today=today)
    return [
        Counter(title="逾期", count=len(late), endpoint="desk.overdue", place={}, urgent=True),
        *(
            Counter(
                title=title, count=count, endpoint="supervision.index", place={"state": state}, urgent=state == LATE
            )
            for title, state, count in orders
        ),
    ]


def _answerer(session: Session, actor: Actor, today: date) -> list[Counter]:
    """Orders are rare: where none waits there is nothing to count."""
    rows, place = supervision.to_answer(session, actor), {"state": str(State.WAITING)}
    late = any(row.is_late(today) for row in rows)
    counter = Counter(title="待回复督办", count=len(rows), endpoint="supervision.index", place=place, urgent=late)
    return [counter] if rows else []


def _archivist(session: Session, actor: Actor, _today: date) -> list[Counter]:
    return [_stage_counter("待归档", cases.count_by_stage(session, actor).get(Stage.CLOSED, 0), Stage.CLOSED)]


ASKED = {
    Permission.HANDLE_CASE: _officer,
    Permission.REVIEW: _reviewer,
    Permission.ENDORSE: _endorser,
    Permission.APPROVE_FILING: _approver,
    Permission.APPROVE_CLOCK: _clock_approver,
    Permission.APPROVE_EXEMPTION: _exempter,
    Permission.HOLD_HEARING: _host,
    Permission.DECIDE: _decider,
    Permission.APPROVE_EXIT: _exit_approver,
    Permission.CONFIRM_PUBLICATION: _clerk,
    Permission.ARCHIVE_CASE: _archivist,
    Permission.SUPERVISE: _supervisor,
    Permission.ANSWER_ORDER: _answerer,
}


def _stage_counter(title: str, count: int, stage: Stage) -> Counter:
    return Counter(title=title, count=count, endpoint="worklist.index", place={"stage": str(stage)})


def _waiting_counter(title: str, count: int, name: str, *, urgent: bool = False) -> Counter:
    return Counter(title=title, count=count, endpoint="desk.waiting", place={"name": name}, urgent=urgent)
