from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import render_template, request

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries, schemas, service
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.paging import Page
from enforcement.kernel.work import UnitOfWork
from enforcement.matters import queries as matters
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import STAGE_NAMES, Milestone, Stage
from enforcement.procedures.rules import next_steps
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Choices, Room
from enforcement.workdays import queries as workdays
from enforcement.workdays.rules import Unit

room = Room(name="cases", title="案情", tab="cases.overview")


def _officers(work: UnitOfWork) -> list[tuple[str, str]]:
    certified = [p for p in accounts.people(work.session, role=Role.OFFICER) if p.certificate_on(work.today)]
    return [(str(person.id), f"{person.name}（{person.unit}）") for person in certified if person.id != work.actor.id]


def _clue_choices(work: UnitOfWork) -> Choices:
    causes = matters.causes_in_force(work.session, work.today)
    return {"cause": [(row.code, row.title) for row in causes], "second_officer": _officers(work)}


def _team_choices(work: UnitOfWork, case_id: UUID) -> Choices:
    case = queries.get_for(work.session, work.actor, CaseId(case_id))
    named = accounts.names(work.session)
    return {
        "account_id": [row for row in _officers(work) if UUID(row[0]) not in case.handlers],
        "replaces": [(str(held), named[held]) for held in case.handlers],
    }


room.offer(
    Action(
        name="register",
        title="登记线索",
        door=service.register_clue,
        form=schemas.RegisterClueForm,
        choices=_clue_choices,
        then="cases.overview",
        done="线索已登记，十五个工作日的核查期限开始计算。",
        guidance="线索应在十五个工作日内核查并决定是否立案。（《医疗保障行政处罚程序暂行规定》第十四条）",
    )
)
room.offer_in_case(
    Action(
        name="propose-filing",
        title="报批立案",
        door=service.propose_filing,
        form=schemas.OpinionForm,
        reaches=Milestone.FILING_PROPOSED,
        done="已报批立案。",
        guidance="立案须有明确的违法嫌疑人、应受处罚的事实、属本机关管辖并在追责时效内。",
    ),
    Action(
        name="approve-filing",
        title="批准立案",
        door=service.approve_filing,
        form=schemas.OpinionForm,
        reaches=Milestone.FILED,
        done="已批准立案，案号已生成。",
        guidance="审批人不得是本案承办人；批准时复核追责时效与两名执法人员的证件。",
    ),
    Action(
        name="refuse-filing",
        title="不予立案",
        door=service.refuse_filing,
        form=schemas.OpinionForm,
        reaches=Milestone.NOT_FILED,
        done="已作出不予立案的决定。",
    ),
    Action(
        name="assign-officer",
        title="变更承办人",
        door=service.assign_officer,
        form=schemas.AssignOfficerForm,
        reaches=Milestone.OFFICER_ASSIGNED,
        choices=_team_choices,
        done="承办人已变更。",
    ),
)


def frame(case_id: UUID) -> dict[str, Any]:
    """What the case frame needs: the case, if this person may see it, and what may happen next."""
    work = door.work()
    case = queries.get_for(work.session, work.actor, CaseId(case_id))
    stands = queries.stands(work.session, case.id)
    return {"case": case, "possible": next_steps(procedure(case.procedure), stands)}


def _page() -> tuple[Page[queries.CaseLine], dict[str, str]]:
    asked = {name: request.args.get(name, "") for name in ("stage", "text", "after")}
    work = door.work()
    try:
        stages = [Stage(asked["stage"])] if asked["stage"] else []
        page = queries.listing(
            work.session, work.actor, stages=stages, text=asked["text"][:100], after=asked["after"] or None
        )
    except ValueError as wrong:
        raise InvalidInput({"after": ["查询条件不正确。"]}, "查询条件不正确。") from wrong
    return page, asked


@room.pages.get("/cases/")
@guard(Permission.READ_CASES)
def index() -> str:
    page, asked = _page()
    calendar, today = workdays.calendar(door.work().session), door.work().today
    left = {line.id: calendar.workdays_left(today, line.next_due) for line in page.rows if line.next_due}
    return render_template("cases/index.html", page=page, asked=asked, stages=STAGE_NAMES, left=left)


@room.pages.get("/cases/overdue")
@guard(Permission.SUPERVISE)
def overdue() -> str:
    """What the supervisor asks about: every period that has run out, the oldest first."""
    work = door.work()
    rows = queries.open_deadlines(work.session, due_by=work.today - timedelta(days=1))
    calendar = workdays.calendar(work.session)
    return render_template(
        "cases/overdue.html",
        rows=[(row, queries.get(work.session, CaseId(row.case_id))) for row in rows],
        left={row.id: calendar.workdays_left(work.today, row.due_on) for row in rows},
        names=accounts.names(work.session),
    )


@room.pages.get("/cases/<uuid:case_id>")
@guard(Permission.READ_CASES)
def overview(case_id: UUID) -> str:
    work, framed = door.work(), frame(case_id)
    deadlines = queries.deadlines(work.session, CaseId(case_id))
    calendar = workdays.calendar(work.session)
    return render_template(
        "cases/overview.html",
        **framed,
        timeline=queries.timeline(work.session, CaseId(case_id)),
        deadlines=deadlines,
        left={row.id: calendar.workdays_left(work.today, row.due_on) for row in deadlines},
        names=accounts.names(work.session),
    )


@room.pages.get("/cases/<uuid:case_id>/deadlines/<uuid:deadline_id>")
@guard(Permission.READ_CASES)
def why_this_date(case_id: UUID, deadline_id: UUID) -> str:
    """E4: each day counted or skipped, and the notice it rests on."""
    work, framed = door.work(), frame(case_id)
    row = queries.deadline_of(work.session, CaseId(case_id), deadline_id)
    notes = workdays.calendar(work.session).explain(row.started_on, row.length, Unit(row.unit))
    recounts = queries.recounts(work.session, deadline_id)
    return render_template("cases/why.html", **framed, deadline=row, notes=notes, recounts=recounts)


@room.api.get("/cases/")
@guard(Permission.READ_CASES)
@room.api.arguments(schemas.ListingQuery, location="query")
@room.api.response(200, schemas.CasePageSchema)
@room.api.doc(summary="案件列表，剩余时间最少者在前")
def list_cases(_query: dict[str, Any]) -> Page[queries.CaseLine]:
    return _page()[0]


@room.api.get("/cases/<uuid:case_id>")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.CaseSchema)
@room.api.doc(summary="案件概况：时间线、期限与可办理事项")
def show_case(case_id: UUID) -> dict[str, Any]:
    work, framed = door.work(), frame(case_id)
    case = framed["case"]
    return asdict(case) | {
        "stage_name": case.stage_name,
        "timeline": queries.timeline(work.session, case.id),
        "deadlines": queries.deadlines(work.session, case.id),
        "possible": sorted(framed["possible"]),
    }
