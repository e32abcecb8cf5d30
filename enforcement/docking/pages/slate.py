from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.docking import queries, rules, schemas, service
from enforcement.docking.drawing import drawn
from enforcement.docking.pages.place import room
from enforcement.docking.rows import SlateRow
from enforcement.docking.rules import SlateText
from enforcement.evidence import queries as evidence
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Choices

NONE_OPEN = "没有可以出示的场记板：尚未生成，或者已过四小时有效期。请回到案件页“出示场记板”。"


def _steps(work: UnitOfWork, case_id: UUID) -> Choices:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    steps = {duty.step: duty.title for duty in procedure(case.procedure).recording}
    return {"step": list(steps.items())}


room.offer_in_case(
    Action(
        name="open-slate",
        title="出示场记板",
        door=service.open_slate,
        form=schemas.SlateForm,
        reaches=Milestone.EVIDENCE_SEALED,
        choices=_steps,
        then="docking.show",
        done="场记板已生成，请对准手机屏幕录制两秒。",
        guidance="开机后先拍手机上的场记板两秒，再说明时间、地点、人员和事项。"
        "交存后系统据此自动关联案件，并测出设备时钟的偏差；偏差只记录，不替您改时间。",
    )
)


@room.pages.get("/cases/<uuid:case_id>/docking")
@guard(Permission.READ_EVIDENCE)
def tab(case_id: UUID) -> str:
    framed, work = frame(case_id), door.work()
    return render_template(
        "docking/tab.html",
        **framed,
        **_docked(CaseId(case_id)),
        steps=dict(_steps(work, case_id)["step"]),
        names=accounts.names(work.session),
        shows=Milestone.EVIDENCE_SEALED in framed["possible"] and work.actor.id in framed["case"].handlers,
        standing=queries.standing_slate(work.session, CaseId(case_id), shown_by=work.actor.id, now=work.now),
    )


def _docked(case_id: CaseId) -> dict[str, Any]:
    session = door.work().session
    findings = queries.findings_in(session, case_id)
    return {
        "slates": queries.slates_of(session, case_id),
        "recordings": queries.linked_in(session, case_id),
        "findings": [(item, findings[item.id]) for item in evidence.items(session, case_id) if item.id in findings],
    }


@room.api.get("/cases/<uuid:case_id>/docking")
@guard(Permission.READ_EVIDENCE)
@room.api.response(200, schemas.CaseDockingSchema)
@room.api.doc(summary="本案出示过的场记板，和由采集箱关联的文件")
def show_docked(case_id: UUID) -> dict[str, Any]:
    frame(case_id)
    return _docked(CaseId(case_id))


@room.pages.get("/cases/<uuid:case_id>/docking/slate")
@guard(Permission.ADD_EVIDENCE)
def show(case_id: UUID) -> str | AnyResponse:
    """For a telephone held before the camera. Each showing carries the server's time of that second."""
    if _open_one(case_id) is None:
        flash(NONE_OPEN, "refused")
        return redirect(url_for("docking.tab", case_id=case_id))
    return render_template("docking/slate.html", **_shown(case_id))


@room.pages.get("/cases/<uuid:case_id>/docking/slate/code")
@guard(Permission.ADD_EVIDENCE)
def code(case_id: UUID) -> str:
    """The part that is fetched anew every few seconds, so that the time in it is true when it is filmed."""
    return render_template("docking/code.html", **_shown(case_id))


def _shown(case_id: UUID) -> dict[str, Any]:
    work = door.work()
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    slate = _standing(case_id)
    text = _text(slate)
    steps = dict(_steps(work, case_id)["step"])
    return {
        "case": case,
        "slate": slate,
        "step": steps.get(slate.step, slate.step),
        "now": work.now,
        "svg": drawn(text),
        "body": accounts.body(work.session),
        "holder": accounts.names(work.session)[work.actor.id],
    }


def _standing(case_id: UUID) -> SlateRow:
    slate = _open_one(case_id)
    if slate is None:
        raise NotFound(NONE_OPEN)
    return slate


def _open_one(case_id: UUID) -> SlateRow | None:
    work = door.work()
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    if work.actor.id not in case.handlers:
        return None
    return queries.standing_slate(work.session, case.id, shown_by=work.actor.id, now=work.now)


def _text(slate: SlateRow) -> str:
    work = door.work()
    said = SlateText(
        body=rules.body_mark(accounts.body(work.session).uscc),
        case_id=slate.case_id,
        step=slate.step,
        moment=work.now,
        nonce=slate.nonce,
    )
    return said.signed(rules.signing_key(door.runtime().settings.secret_key))


@room.api.get("/cases/<uuid:case_id>/docking/slate")
@guard(Permission.ADD_EVIDENCE)
@room.api.response(200, schemas.ShownSlateSchema)
@room.api.doc(summary="当前场记板的二维码内容，供现场终端自行绘制")
def show_text(case_id: UUID) -> dict[str, Any]:
    slate = _standing(case_id)
    return asdict(slate) | {"text": _text(slate)}
