"""工作台: the first screen of each role."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask import render_template

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.desk import casework, party_history, queries, schemas, supervising
from enforcement.desk import counters as counting
from enforcement.desk.queries import Waiting
from enforcement.exchange import queries as exchange
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import queries as messages
from enforcement.operations import drilling
from enforcement.operations import queries as operations
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import next_steps
from enforcement.publication import queries as publication
from enforcement.review import queries as review
from enforcement.scoring import queries as scoring
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Room
from enforcement.workdays import queries as workdays

room = Room(name="desk", title="工作台")
MOST_BUTTONS = 3
KEPT_OVER = timedelta(days=90)

Ask = Callable[[UnitOfWork], Sequence[Waiting]]
LISTS: dict[str, tuple[str, str, Ask]] = {
    "unlabelled": ("待补标签", "evidence.tab", lambda work: queries.unlabelled(work.session, work.actor)),
    "uploading": ("上传中或停滞", "evidence.tab", lambda work: queries.uploading(work.session, work.actor)),
    "due-soon": (
        "将到期",
        "cases.overview",
        lambda work: queries.due_soon(work.session, work.actor, today=work.today),
    ),
}


@room.pages.get("/")
@guard(Permission.READ_DESK)
def index() -> str:
    """Administrators see the health of the house and no case content: they hold no permission to read one."""
    work = door.work()
    inbox = messages.inbox(work.session, work.actor.id)
    return render_template(
        "desk/index.html",
        **_my_cases(),
        **_own_lists(),
        counters=counting.counters(work.session, work.actor, today=work.today),
        unread=[message for message in inbox if message.read_at is None],
        health=queries.health(work.session, now=work.now, today=work.today),
        today=work.today,
        **_machinery(),
    )


def _machinery() -> dict[str, Any]:
    """For those who keep it: what the store holds to, what failed, whether a backup was ever restored."""
    work = door.work()
    if not work.actor.may(Permission.READ_OPERATIONS):
        return {}
    return {
        "standing": drilling.standing(work.session, door.runtime().settings, work.now),
        "locks": operations.lock_words(work.session, work.now),
        "troubled": [row for row in operations.heartbeats(work.session) if row.troubled],
        "faulty": exchange.faulty_deliveries(work.session, today=work.today),
    }


def _my_cases() -> dict[str, Any]:
    """Least time left first, each with what may be done in it now: no case need be opened to find the next step."""
    work = door.work()
    reads = work.actor.may(Permission.READ_CASES)
    lines = queries.my_cases(work.session, work.actor).rows if reads else []
    calendar = workdays.calendar(work.session)
    handled = [line.id for line in lines if work.actor.id in line.handlers]
    return {
        "reads": reads,
        "lines": lines,
        "left": {line.id: calendar.workdays_left(work.today, line.next_due) for line in lines if line.next_due},
        "ahead": {line.id: casework.ahead(work.session, line) for line in lines},
        "films": {one for one in handled if casework.takes_evidence(work.session, one)},
        "slates": {one for one in handled if casework.shows_slate(work.session, work.actor, one, now=work.now)},
        "own_card": casework.own_card(work.session, work.actor, today=work.today),
        "furthest": _furthest,
    }


def _furthest(buttons: Sequence[tuple[Action, str]]) -> Sequence[tuple[Action, str]]:
    """Those that take the case furthest; the rest stand in the case."""
    return sorted(buttons, key=lambda one: -casework.COURSE.index(Milestone(one[0].reaches)))[:MOST_BUTTONS]


def _own_lists() -> dict[str, Any]:
    """What each office works through, on its first screen."""
    work = door.work()
    session, actor, today = work.session, work.actor, work.today
    found: dict[str, Any] = {"names": accounts.names(session), "ahead_of": partial(casework.ahead, session)}
    if actor.may(Permission.HANDLE_CASE):
        found["returned"] = casework.returned(session, actor)
    if actor.may(Permission.REVIEW):
        found["queue"] = review.queue(session, today=today, reader=actor.id, size=casework.SHOWN)
    if actor.may(Permission.DECIDE):
        found["to_decide"] = casework.to_decide(session, actor, today=today)
    if actor.may(Permission.PUBLISH):
        found["notices"] = publication.waiting(session, actor, today=today)
        found["workdays_left"] = partial(workdays.calendar(session).workdays_left, today)
    if actor.may(Permission.SUPERVISE):
        found["overdue"] = supervising.overdue(session, today=today)[: casework.SHOWN]
        found["in_time"], found["ended"] = cases.kept_in_time(session, since=today - KEPT_OVER)
        found["knocked"], found["night"] = scoring.stored_knock_outs(session), scoring.last_night(session)
        found["sample"] = next(iter(review.samples(session)), None)
    return found


@room.pages.get("/overdue")
@guard(Permission.SUPERVISE)
def overdue() -> str:
    work = door.work()
    rows = supervising.overdue(work.session, today=work.today)
    return render_template("desk/overdue.html", rows=rows, names=accounts.names(work.session))


@room.api.get("/desk/overdue-periods")
@guard(Permission.SUPERVISE)
@room.api.response(200, schemas.OverdueSchema(many=True))
@room.api.doc(summary="逾期清单：由早到晚，公示未作出的写明原因")
def list_overdue() -> list[supervising.Overdue]:
    work = door.work()
    return supervising.overdue(work.session, today=work.today)


@room.pages.get("/cases/<uuid:case_id>/party")
@guard(Permission.READ_CASES)
def party(case_id: UUID) -> str:
    case, found = _party(case_id)
    stands = cases.stands(door.work().session, case.id)
    possible = next_steps(procedure(case.procedure), stands)
    return render_template("desk/party.html", case=case, possible=possible, history=found)


@room.api.get("/cases/<uuid:case_id>/party")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.PartyHistorySchema)
@room.api.doc(summary="当事人历次案件：同一证件号码的案件、决定、未缴金额与公示状态，限于本人有权查看的")
def show_party(case_id: UUID) -> party_history.PartyHistory:
    return _party(case_id)[1]


def _party(case_id: UUID) -> tuple[cases.CaseRow, party_history.PartyHistory]:
    work = door.work()
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    return case, party_history.of_party(work.session, work.actor, case)


@room.pages.get("/waiting/<name>")
@guard(Permission.HANDLE_CASE)
def waiting(name: str) -> str:
    title, endpoint, ask = _list(name)
    return render_template("desk/waiting.html", title=title, endpoint=endpoint, rows=ask(door.work()))


def _list(name: str) -> tuple[str, str, Ask]:
    if name not in LISTS:
        raise NotFound
    return LISTS[name]


@room.api.get("/desk/")
@guard(Permission.READ_DESK)
@room.api.response(200, schemas.DeskSchema)
@room.api.doc(summary="工作台：待办计数与运行状况")
def show_desk() -> dict[str, Any]:
    work = door.work()
    health = queries.health(work.session, now=work.now, today=work.today)
    return {
        "alive": health.alive,
        "head_at": health.head_at,
        "missing_year": health.missing_year,
        "unread": messages.unread_count(work.session, work.actor.id),
        "counters": counting.counters(work.session, work.actor, today=work.today),
    }


@room.api.get("/desk/<name>")
@guard(Permission.HANDLE_CASE)
@room.api.response(200, schemas.WaitingSchema(many=True))
@room.api.doc(summary="承办人的待办清单：unlabelled、uploading、due-soon")
def list_waiting(name: str) -> list[Waiting]:
    return list(_list(name)[2](door.work()))
