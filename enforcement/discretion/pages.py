"""裁量基准: the editions as everybody may read them, and inside a case what was suggested and how it was reckoned."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import current_app, render_template, request

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.discretion import queries, schemas, service
from enforcement.discretion.rules import GROUND_NAMES, said
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.matters import queries as matters
from enforcement.procedures.grammar import Milestone
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Room

room = Room(name="discretion", title="裁量基准", tab="discretion.tab", of_allegations=True)


@room.pages.get("/discretion/")
@guard(Permission.READ_DESK)
def index() -> str:
    work = door.work()
    causes = {row.code: row for row in matters.causes_in_force(work.session, work.today)}
    found = queries.baselines(work.session)
    return render_template(
        "discretion/index.html",
        baselines=found,
        causes=causes,
        said=said,
        today=work.today,
        covered={b.cause_code for b in found},
    )


@room.api.get("/discretion/")
@guard(Permission.READ_DESK)
@room.api.response(200, schemas.BaselineSchema(many=True))
@room.api.doc(summary="裁量基准各版，每一案由最新一版在前")
def list_baselines() -> Sequence[queries.BaselineRow]:
    return queries.baselines(door.work().session)


@room.pages.context_processor
def _beside_the_form() -> dict[str, object]:
    """The form shows the tiers it lets choose from."""
    case_id = (request.view_args or {}).get("case_id")
    if case_id is None:
        return {}
    framed, work = frame(case_id), door.work()
    case: cases.CaseRow = framed["case"]
    return framed | {
        "baseline": queries.applicable(work.session, case, today=work.today),
        "cause": matters.cause(work.session, case.cause_code, day=case.act_date),
        "assessments": queries.assessments(work.session, case.id),
        "names": accounts.names(work.session),
        "said": said,
        "ground_names": GROUND_NAMES,
        "endpoints": current_app.view_functions,
    }


@room.pages.get("/cases/<uuid:case_id>/discretion")
@guard(Permission.READ_CASES)
def tab(case_id: UUID) -> str:
    return render_template("discretion/tab.html", case_id=case_id)


@room.api.get("/cases/<uuid:case_id>/discretion")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.AssessmentSchema(many=True))
@room.api.doc(summary="本案的裁量测算，最近一次在前")
def list_assessments(case_id: UUID) -> Sequence[queries.AssessmentRow]:
    case: cases.CaseRow = frame(case_id)["case"]
    return queries.assessments(door.work().session, case.id)


def _causes(work: UnitOfWork) -> dict[str, Sequence[tuple[str, str]]]:
    causes = matters.causes_in_force(work.session, work.today)
    return {"cause": [(row.code, f"{row.code} {row.title}") for row in causes]}


def _tiers(work: UnitOfWork, case_id: UUID) -> dict[str, Sequence[tuple[str, str]]]:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    found = queries.applicable(work.session, case, today=work.today)
    cause = matters.cause(work.session, case.cause_code, day=case.act_date)
    tiers = found.tiers if found else ()
    return {
        "tier": [
            (str(position), f"{tier.name}（{said(cause.range.kind, tier.low, tier.high)}）")
            for position, tier in enumerate(tiers, start=1)
        ]
    }


def _assessed_before(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    last = queries.current_assessment(work.session, CaseId(case_id))
    if last is None:
        return {}
    base = f"{last.base_fen // 100}.{last.base_fen % 100:02}" if last.base_fen else ""
    return {
        "base": base,
        "tier": str(last.tier),
        "grounds": [str(ground) for ground in last.grounds],
        "reason": last.reason,
    }


room.offer(
    Action(
        name="list-baseline",
        title="列入裁量基准",
        door=service.list_baseline,
        form=schemas.BaselineForm,
        then="discretion.index",
        done="裁量基准已列入，自施行之日起适用。",
        guidance="裁量基准修订时另列一版并写明施行日期；施行前的行为仍适用行为时的版本（《行政处罚法》第三十四条、第三十七条）。",
        choices=_causes,
    ),
    Action(
        name="import-baselines",
        title="导入裁量基准",
        door=service.import_baselines,
        form=schemas.ImportForm,
        then="discretion.index",
        done="裁量基准已导入，各自施行之日起适用。",
        guidance="整表核对无误才写入；有一行不符，全部不写入，并逐行说明（《行政处罚法》第三十四条）。",
        template="discretion/import.html",
    ),
)
room.offer_in_case(
    Action(
        name="assess",
        title="裁量测算",
        door=service.assess,
        form=schemas.AssessForm,
        reaches=Milestone.DRAFTED,
        done="测算已保存。建议数额只供参考，由承办人在拟定处理决定时选择。",
        guidance="系统按裁量基准给出建议并列明算式，不代替裁量；建议和最后的选择都保存在案卷中（《行政处罚法》第三十四条）。",
        template="discretion/assess.html",
        initial=_assessed_before,
        choices=_tiers,
    )
)
