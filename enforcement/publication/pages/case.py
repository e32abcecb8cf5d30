"""The tab 公示 of a case, the clerk's list, and the forms; the preview is the very sheet the board shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import render_template, request
from markupsafe import Markup

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import next_steps
from enforcement.publication import drafting, queries, schemas, service, sheet
from enforcement.publication.queries import NoticeRow
from enforcement.publication.redaction import LABELS
from enforcement.publication.rules import WITHHOLDING_NAMES, State, Verdict
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Room
from enforcement.workdays import queries as workdays

room = Room(name="publication", title="公示", tab="publication.tab")
SHOWN = (State.DRAFT, State.CONFIRMED, State.PUBLISHED)


@dataclass(frozen=True, kw_only=True)
class PublicationView:
    """What the tab and the forms show beside their fields."""

    notices: Sequence[NoticeRow]
    withheld: queries.WithheldRow | None
    sources: drafting.Sources | None
    verdict: Verdict | None
    deadline: cases.DeadlineRow | None
    left: int | None
    withdrawal: cases.DeadlineRow | None
    withdrawal_left: int | None
    names: dict[UUID, str]

    @property
    def current(self) -> NoticeRow | None:
        """The one being worked on, else the one shown, else the last there was."""
        ranked = [row for state in SHOWN for row in self.notices if row.state is state]
        return next(iter([*ranked, *self.notices]), None)

    @property
    def preview(self) -> Markup:
        return Markup(sheet.article(self.current.text)) if self.current else Markup()  # noqa: S704 -- autoescaped

    @property
    def shown(self) -> NoticeRow | None:
        return next((row for row in self.notices if row.state is State.PUBLISHED), None)


def _frame(case_id: UUID) -> tuple[cases.CaseRow, frozenset[Milestone]]:
    work = door.work()
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    return case, next_steps(procedure(case.procedure), cases.stands(work.session, case.id))


def _view(case: cases.CaseRow) -> PublicationView:
    work = door.work()
    sources = queries.sources(work.session, case)
    calendar = workdays.calendar(work.session)
    running = cases.open_deadline(work.session, case.id, queries.PUBLISH)
    withdrawal = cases.open_deadline(work.session, case.id, queries.WITHDRAW)
    return PublicationView(
        notices=queries.of_case(work.session, case.id),
        withheld=queries.withheld(work.session, case.id),
        sources=sources,
        verdict=sources.verdict if sources else None,
        deadline=running,
        left=calendar.workdays_left(work.today, running.due_on) if running else None,
        withdrawal=withdrawal,
        withdrawal_left=calendar.workdays_left(work.today, withdrawal.due_on) if withdrawal else None,
        names=accounts.names(work.session),
    )


@room.pages.context_processor
def _beside_the_form() -> dict[str, object]:
    case_id = (request.view_args or {}).get("case_id")
    if case_id is None:
        return {}
    case, possible = _frame(case_id)
    return {"case": case, "possible": possible, "view": _view(case), "served_text": _served(case)}


def _served(case: cases.CaseRow) -> dict[str, str]:
    sources = queries.sources(door.work().session, case)
    return sources.served if sources else {}


@room.pages.get("/cases/<uuid:case_id>/publication")
@guard(Permission.READ_PUBLICATION)
def tab(case_id: UUID) -> str:
    public_url = door.runtime().settings.public_url
    return render_template("publication/tab.html", case_id=case_id, public_url=public_url)


@room.api.get("/cases/<uuid:case_id>/publication")
@guard(Permission.READ_PUBLICATION)
@room.api.response(200, schemas.NoticeShown(many=True))
@room.api.doc(summary="本案的公示文本各版，最新的在前")
def list_notices(case_id: UUID) -> Sequence[NoticeRow]:
    return queries.of_case(door.work().session, _frame(case_id)[0].id)


@room.pages.get("/publication/list", endpoint="list_notices")
@guard(Permission.READ_PUBLICATION)
def waiting_list() -> str:
    """待拟定、待复核、待公示、待撤下、将到期: what the clerk does today, least time left first."""
    work = door.work()
    calendar = workdays.calendar(work.session)
    return render_template(
        "publication/list.html",
        waiting=queries.waiting(work.session, work.actor, today=work.today),
        left=lambda day: calendar.workdays_left(work.today, day),
    )


@room.api.get("/publication/list")
@guard(Permission.READ_PUBLICATION)
@room.api.response(200, schemas.WaitingShown)
@room.api.doc(summary="公示待办清单，剩余时间最少者在前")
def list_waiting() -> queries.WaitingList:
    work = door.work()
    return queries.waiting(work.session, work.actor, today=work.today)


def _suggested(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    """The last text worked on, else the served one with everything known or detected hidden."""
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    last = next(iter(queries.of_case(work.session, case.id)), None)
    others = drafting.others_of(last.redactions) if last else ()
    sources = queries.sources(work.session, case, others=others)
    if sources is None:
        return {}
    before = {name: drafting.suggested(sources, served) for name, served in sources.served.items()}
    if last is not None:
        before |= {name: getattr(last.text, name) for name in before if getattr(last.text, name)}
    return before | {"others": "\n".join(others), "assessment": last.assessment if last else ""}


def _suspected(work: UnitOfWork, case_id: UUID) -> dict[str, list[tuple[str, str]]]:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    sources = queries.sources(work.session, case)
    found = drafting.suspected(sources) if sources else {}
    return {"accept": [(words, f"{LABELS[kind][0]}：{words}") for words, kind in found.items()]}


def _shown_digest(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    found = queries.in_state(work.session, case.id, State.DRAFT)
    return {"digest": found.content_sha256 if found else ""}


def _ground(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    sources = queries.sources(work.session, case)
    found = sources.verdict if sources else None
    if found is None or found.withholding is None:
        return {}
    reason = f"{WITHHOLDING_NAMES[found.withholding]}。{found.reason}"
    return {"ground": found.withholding, "reason": reason, "basis": found.basis}


room.offer_in_case(
    Action(
        name="prepare",
        title="拟定公示文本",
        door=service.prepare,
        form=schemas.PrepareForm,
        reaches=Milestone.PUBLICATION_PREPARED,
        template="publication/prepare.html",
        initial=_suggested,
        choices=_suspected,
        done="公示文本已拟定，等待第二人复核。",
        guidance="公示文本除隐去内容外应与送达的决定书一致；身份证件号码、住址、电话、账号和他人姓名不得公开。",
    ),
    Action(
        name="correct",
        title="更正公示",
        door=service.correct,
        form=schemas.CorrectForm,
        template="publication/prepare.html",
        initial=_suggested,
        choices=_suspected,
        done="更正文本已拟定，等待第二人复核；原文本在更正公示前继续显示。",
        guidance="更正后的文本经复核并公示后取代原文本，原地址自动指向新文本，更正说明向社会公开。",
    ),
    Action(
        name="confirm",
        title="复核确认",
        door=service.confirm,
        form=schemas.ConfirmForm,
        reaches=Milestone.PUBLICATION_CONFIRMED,
        template="publication/checked.html",
        initial=_shown_digest,
        done="已复核确认，可以公示；至期限最后一日仍未公示的，系统自动公示。",
        guidance="下面就是公众将看到的全部内容。请逐字核对：有无不应公开的信息，内容是否与决定书一致。",
    ),
    Action(
        name="publish",
        title="对外公示",
        door=service.publish,
        form=schemas.PublishForm,
        reaches=Milestone.PUBLISHED,
        template="publication/checked.html",
        done="已对外公示。",
        guidance="公示后任何人都可以查阅。行政处罚决定应当自作出之日起七个工作日内公示。",
    ),
    Action(
        name="hold",
        title="登记暂缓原因",
        door=service.hold,
        form=schemas.HoldForm,
        done="暂缓原因已登记；期限照常计算，逾期仍在督办清单中列明。",
        guidance="决定书尚未送达等情形不能按期公示的，写明原因。",
    ),
    Action(
        name="not-publish",
        title="批准不予公示",
        door=service.not_publish,
        form=schemas.NotPublishForm,
        reaches=Milestone.NOT_PUBLISHED,
        initial=_ground,
        done="已批准依法不予公示，公示栏只计件数。",
        guidance="不予公示须有法定理由并由机关负责人批准（《政府信息公开条例》第十四条至第十六条）。",
    ),
    Action(
        name="order-withdrawal",
        title="登记应当撤回",
        door=service.order_withdrawal,
        form=schemas.OrderWithdrawalForm,
        reaches=Milestone.WITHDRAWAL_ORDERED,
        done="已登记，三个工作日的撤回期限开始计算。",
        guidance="公开的处罚决定被依法变更、撤销、确认违法或者确认无效的，应当在三日内撤回（《行政处罚法》第四十八条）。",
    ),
    Action(
        name="withdraw",
        title="撤回公示",
        door=service.withdraw,
        form=schemas.WithdrawForm,
        reaches=Milestone.WITHDRAWN,
        done="公示已撤回：内容已从列表、查询和详情中消失，只留撤下日期和理由。",
        guidance="撤回须公开说明理由（《行政处罚法》第四十八条）；撤回后不能恢复，只能重新公示。",
    ),
)
