"""保管: a case's periods, holds and disposals; and the house's list of what is over, held or waiting for approval."""

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar
from uuid import UUID

from flask import render_template

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.retention import queries, rules, schemas, service
from enforcement.retention.names import ENDED, State
from enforcement.retention.rows import DisposalRow, MarkRow
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Choices, Room


class OfCase(Protocol):
    @property
    def case_id(self) -> CaseId: ...


Row = TypeVar("Row", bound=OfCase)

room = Room(name="retention", title="保管", tab="retention.tab")


def _items(work: UnitOfWork, *, case_id: UUID, **_place: UUID) -> Choices:
    cases.get_for(work.session, work.actor, CaseId(case_id))
    found = queries.items_of(work.session, CaseId(case_id), work.today)
    return {"item_id": [(str(item.id), item.name) for item in found if item.certificate_no is None]}


def _due(work: UnitOfWork, *, case_id: UUID, **_place: UUID) -> Choices:
    """Only what may go on a list now; the page says of everything else why not."""
    cases.get_for(work.session, work.actor, CaseId(case_id))
    over = [
        item
        for item in queries.items_of(work.session, CaseId(case_id), work.today)
        if item.certificate_no is None and rules.is_over(item.retention, work.today)
    ]
    free = (i for i in over if not rules.skipped_because(queries.obstacles(work.session, i, work.today), now=work.now))
    return {"items": [(str(item.id), f"{item.name}，{item.retention.sentence}") for item in free]}


def _classes(_work: UnitOfWork, **_place: UUID) -> Choices:
    return {"key": schemas.CLASS_TITLES}


room.offer_in_case(
    Action(
        name="hold",
        title="停止销毁",
        door=service.place_hold,
        form=schemas.HoldForm,
        choices=_items,
        done="已登记停止销毁，解除以前任何人不能销毁。",
        guidance="有行政复议、行政诉讼、审计或者执法监督等情形的，相关音像记录停止销毁，由登记人以外的人员解除。",
    ),
    Action(
        name="release",
        title="解除停止销毁",
        door=service.release_hold,
        form=schemas.ReleaseForm,
        path="<uuid:hold_id>",
        done="已解除停止销毁。",
        guidance="登记人本人不能解除。解除以后，仍须保管期满并经鉴定、两人审批才能销毁。",
    ),
    Action(
        name="prepare",
        title="制作鉴定清单",
        door=service.prepare_disposal,
        form=schemas.ListForm,
        choices=_due,
        done="鉴定清单已报审批。",
        guidance="保管期满的音像记录经鉴定确无保存价值的，列入清单，由两名不同的人员审批。（《档案法》第三十一条）",
    ),
    Action(
        name="approve",
        title="同意销毁",
        door=service.approve_disposal,
        form=schemas.OpinionForm,
        path="<uuid:disposal_id>",
        done="审批意见已记入。",
        guidance="清单制作人和本案承办人不能审批。两人都同意以后还有七日可以撤回，期满自动销毁。",
    ),
    Action(
        name="refuse",
        title="不同意销毁",
        door=service.refuse_disposal,
        form=schemas.OpinionForm,
        path="<uuid:disposal_id>",
        done="已登记不同意，清单终止。",
        guidance="一人不同意，该清单即终止；需要时可以另行鉴定。",
    ),
    Action(
        name="withdraw",
        title="撤回鉴定清单",
        door=service.withdraw_disposal,
        form=schemas.WithdrawForm,
        path="<uuid:disposal_id>",
        done="鉴定清单已撤回。",
        guidance="开始销毁以前，制作人或者审批人可以撤回。",
    ),
)
room.offer(
    Action(
        name="change-period",
        title="调整保管期限",
        door=service.change_period,
        form=schemas.PeriodForm,
        choices=_classes,
        then="retention.index",
        done="保管期限已登记，自起用日期起办结的案件适用。",
        guidance="几项期限同时适用的，按最长的保管；已经锁定的日期只能延后，不能提前。",
    )
)


def _of_case(case_id: UUID) -> dict[str, Any]:
    work = door.work()
    items = queries.items_of(work.session, CaseId(case_id), work.today)
    return {
        "items": items,
        "holds": queries.holds_of(work.session, CaseId(case_id)),
        "disposals": queries.disposals(work.session, case_id=CaseId(case_id)),
    }


@room.pages.get("/cases/<uuid:case_id>/retention")
@guard(Permission.READ_RETENTION)
def tab(case_id: UUID) -> str:
    work, framed, shown = door.work(), frame(case_id), _of_case(case_id)
    waits = {
        item.id: rules.skipped_because(queries.obstacles(work.session, item, work.today), now=work.now)
        for item in shown["items"]
        if item.certificate_no is None and rules.is_over(item.retention, work.today)
    }
    names = accounts.names(work.session)
    may = {row.id: _may(row, work) for row in shown["disposals"]}
    listable = any(not reason for reason in waits.values())
    return render_template(
        "retention/tab.html", **framed, **shown, waits=waits, names=names, may_do=may, listable=listable
    )


def _may(row: DisposalRow, work: UnitOfWork) -> set[str]:
    """Which buttons would not be refused."""
    person, approvers = work.actor.id, {approval.approver_id for approval in row.approvals}
    apart = person not in {row.prepared_by, *approvers, *cases.handlers_ever(work.session, row.case_id)}
    may = set()
    if row.state is State.PREPARED and apart and work.actor.may(Permission.APPROVE_DISPOSAL):
        may |= {"approve", "refuse"}
    if row.state in {State.PREPARED, State.APPROVED} and person in {row.prepared_by, *approvers}:
        may.add("withdraw")
    return may


@room.pages.get("/cases/<uuid:case_id>/retention/disposals/<uuid:disposal_id>")
@guard(Permission.READ_RETENTION)
def sheet(case_id: UUID, disposal_id: UUID) -> str:
    """The list as it is printed, read and signed."""
    framed, work = frame(case_id), door.work()
    row = queries.disposal(work.session, disposal_id)
    if row.case_id != case_id:
        raise NotFound
    body = accounts.body(work.session).name
    return render_template("retention/sheet.html", **framed, row=row, names=accounts.names(work.session), body=body)


@room.api.get("/cases/<uuid:case_id>/retention")
@guard(Permission.READ_RETENTION)
@room.api.response(200, schemas.CaseRetentionSchema)
@room.api.doc(summary="本案音像记录的保管期限、停止销毁事项和鉴定清单")
def show_retention(case_id: UUID) -> dict[str, Any]:
    frame(case_id)
    return _of_case(case_id)


@room.pages.get("/retention/")
@guard(Permission.READ_RETENTION)
def index() -> str:
    work = door.work()
    return render_template(
        "retention/index.html",
        marks=_visible(queries.marks(work.session)),
        holds=_visible(queries.standing_holds(work.session)),
        disposals=_visible(row for row in queries.disposals(work.session) if row.state not in ENDED),
        done=_visible(queries.disposals(work.session, states=(State.DONE,)))[:20],
        classes=rules.shipped(),
        own=queries.settings(work.session, work.today),
        settings=queries.own_settings(work.session),
        titles=dict(schemas.CLASS_TITLES),
        length_name=rules.length_name,
        names=accounts.names(work.session),
        numbers=_number,
    )


def _number(case_id: CaseId) -> str:
    return cases.get(door.work().session, case_id).shown_number


def _visible(rows: Iterable[Row]) -> list[Row]:
    """Of cases this person may know of."""
    known: dict[CaseId, bool] = {}
    return [row for row in rows if known.setdefault(row.case_id, _may_see(row.case_id))]


def _may_see(case_id: CaseId) -> bool:
    try:
        cases.get_for(door.work().session, door.work().actor, case_id)
    except NotFound:
        return False
    return True


@room.api.get("/retention/")
@guard(Permission.READ_RETENTION)
@room.api.response(200, schemas.MarkSchema(many=True))
@room.api.doc(summary="保管期满的音像记录，以及暂不能鉴定的原因")
def list_marks() -> list[MarkRow]:
    return _visible(queries.marks(door.work().session))
