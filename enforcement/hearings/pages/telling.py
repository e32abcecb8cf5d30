"""The tab 告知申辩: what was told, how long the party has, what it said and what was answered."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import render_template, url_for

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.cases.rules import CATEGORY_NAMES, PartyCategory
from enforcement.decisions import queries as decisions
from enforcement.hearings import queries, schemas, service
from enforcement.hearings.entitlement import Threshold
from enforcement.hearings.pages.offers import hearing_offered
from enforcement.hearings.queries import conduct
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Room
from enforcement.workdays import queries as workdays

room = Room(name="hearings", title="告知申辩", tab="hearings.tab", of_allegations=True)


def _contact(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    cases.get_for(work.session, work.actor, CaseId(case_id))
    body, case = accounts.body(work.session), cases.get(work.session, CaseId(case_id))
    must = bool(queries.hearing_reasons(work.session, case, day=work.today))
    return {"contact": f"{work.actor.name}，{body.phone}，{body.address}", "hearing": must}


def _points(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    """One row a paragraph of what the party said, to start from."""
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    said = queries.defences(work.session, case.id)
    lines = [line.strip() for line in said[-1].text.splitlines() if line.strip()] if said else []
    return {"points": [{"point": line[:1000]} for line in lines[:20]]}


ISSUE = Action(
    name="issue-prior-notice",
    title="制作事先告知书",
    door=service.issue_prior_notice,
    form=schemas.PriorNoticeForm,
    reaches=Milestone.PRIOR_NOTICE_ISSUED,
    initial=_contact,
    done="告知书已制作，请尽快送达当事人；送达后陈述申辩期开始计算。",
    guidance="告知书按当前拟定的处理决定生成：事实、理由、依据、一个确定的处罚数额和当事人的权利。"
    "拟处罚内容此后有变化的，须重新告知。（《行政处罚法》第四十四条）",
)
FILE = Action(
    name="file-defence",
    title="登记陈述申辩",
    door=service.file_defence,
    form=schemas.FileDefenceForm,
    reaches=Milestone.DEFENCE_FILED,
    done="陈述申辩已登记，请逐条复核。",
    guidance="必须充分听取当事人的意见，不得因陈述、申辩给予更重的处罚。（《行政处罚法》第四十五条）",
)
ANSWER = Action(
    name="answer-defence",
    title="复核陈述申辩",
    door=service.answer_defence,
    form=schemas.AnswerDefenceForm,
    reaches=Milestone.DEFENCE_ANSWERED,
    initial=_points,
    done="复核意见已记录，请报负责人审批。",
    guidance="对当事人提出的事实、理由和证据逐条复核；成立的应当采纳。（《行政处罚法》第四十五条）",
)
WAIVE = Action(
    name="waive-defence",
    title="登记明确放弃",
    door=service.waive_defence,
    form=schemas.WaiveDefenceForm,
    reaches=Milestone.DEFENCE_WAIVED,
    done="已登记当事人明确放弃陈述申辩。",
    guidance="只有当事人明确放弃的才可登记；期满未提出的由系统按期满处理。（《行政处罚法》第六十二条）",
)
# Shown by the tab once the day has passed; a button that could only be refused helps nobody.
EXPIRE = Action(
    name="expire-defence",
    title="登记期满未申辩",
    door=service.expire_defence,
    form=schemas.ExpireDefenceForm,
    done="已登记陈述申辩期满。",
    guidance="陈述申辩期已过，当事人未提出陈述申辩，也未明确放弃。系统每日自动登记，也可在此登记。",
)
ENDORSE = Action(
    name="endorse-answer",
    title="审批复核意见",
    door=service.endorse_answer,
    form=schemas.EndorseAnswerForm,
    done="复核意见已审批，陈述申辩复核意见书已入卷。",
    guidance="审批人不得是本案承办人。（《行政处罚法》第四十五条）",
)
AMOUNTS = Action(
    name="set-amounts",
    title="规定听证数额标准",
    door=service.set_amounts,
    form=schemas.AmountsForm,
    done="听证数额标准已登记。",
    then="hearings.amounts",
    guidance="较大数额罚款、没收较大数额违法所得或者较大价值非法财物的，应当告知当事人有要求听证的权利；"
    "数额标准由各地规定，本系统不预设。（《行政处罚法》第六十三条）",
)
room.offer(AMOUNTS)
room.offer_in_case(ISSUE, FILE, ANSWER, WAIVE, EXPIRE, ENDORSE)


def _view(case_id: CaseId) -> dict[str, Any]:
    work = door.work()
    session, case = work.session, cases.get(work.session, case_id)
    notice = queries.current_notice(session, case_id)
    asking = conduct.asking_term(session, notice) if notice else None
    return {
        "hearing_reasons": queries.hearing_reasons(session, case, day=work.today),
        "notices": queries.notices(session, case_id),
        "outdated": queries.is_outdated(session, case_id),
        "term": queries.term(session, case_id),
        "defences": queries.defences(session, case_id),
        "answers": queries.answers(session, case_id),
        "waivers": queries.waivers(session, case_id),
        "asking_until": asking.day if asking else None,
        "hearings": conduct.hearings(session, case_id),
        "challenges": conduct.challenges(session, case_id),
    }


def _offered(case_id: CaseId, possible: frozenset[Milestone], term: cases.DeadlineRow | None) -> list[tuple[str, str]]:
    """Buttons no milestone speaks for: expiry once the day is over, and the head's word on an answer."""
    work, offered = door.work(), []
    over = term is not None and term.closed_on is None and term.due_on < work.today
    if over and Milestone.DEFENCE_EXPIRED in possible and work.actor.may(EXPIRE.permission):
        offered.append((EXPIRE.title, url_for("hearings.expire_defence", case_id=case_id)))
    offered += hearing_offered(work, case_id, possible)
    if work.actor.may(ENDORSE.permission) and queries.unendorsed_answer(work.session, case_id):
        offered.append((ENDORSE.title, url_for("hearings.endorse_answer", case_id=case_id)))
    return offered


@room.pages.get("/cases/<uuid:case_id>/hearings")
@guard(Permission.READ_CASES)
def tab(case_id: UUID) -> str:
    framed, work = frame(case_id), door.work()
    case = framed["case"]
    view = _view(case.id)
    term = view["term"]
    calendar = workdays.calendar(work.session)
    return render_template(
        "hearings/tab.html",
        **framed,
        **view,
        draft=decisions.current_draft(work.session, case.id),
        amounts_set=queries.threshold(work.session, case.party.category, day=work.today) is not None,
        left=calendar.workdays_left(work.today, term.due_on) if term else None,
        offered=_offered(case.id, framed["possible"], term),
        unendorsed=queries.unendorsed_answer(work.session, case.id),
        names=accounts.names(work.session),
    )


@room.api.get("/cases/<uuid:case_id>/hearings")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.HearingsSchema)
@room.api.doc(summary="告知、陈述申辩和复核")
def show_hearings(case_id: UUID) -> dict[str, Any]:
    return _view(frame(case_id)["case"].id)


@room.pages.get("/hearings/amounts")
@guard(Permission.READ_CASES)
def amounts() -> str:
    work = door.work()
    in_force = [queries.threshold(work.session, category, day=work.today) for category in PartyCategory]
    return render_template(
        "hearings/amounts.html",
        rows=queries.thresholds(work.session),
        in_force={row.id for row in in_force if row},
        missing=[
            CATEGORY_NAMES[category] for category, row in zip(PartyCategory, in_force, strict=True) if row is None
        ],
        today=work.today,
        add=AMOUNTS,
    )


@room.api.get("/hearings/amounts")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.AmountsSchema(many=True))
@room.api.doc(summary="本机关的听证数额标准，最近起始的在前")
def list_amounts() -> Sequence[Threshold]:
    return queries.thresholds(door.work().session)
