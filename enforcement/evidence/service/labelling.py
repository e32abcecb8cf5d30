"""The five labels (案件编号、采集时间、采集地点、采集人、证明对象): versions side by side, none overwritten."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.evidence import queries, rules
from enforcement.evidence.models import Item, Label
from enforcement.evidence.names import CustodyEvent
from enforcement.evidence.rules import Labels
from enforcement.evidence.service.custody import remember
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import may_reach


def still_open(work: UnitOfWork, case: case_queries.CaseRow) -> None:
    """Asked before anything is sent, so that a closed case refuses at once and not after an hour."""
    may_reach(procedure(case.procedure), case_queries.stands(work.session, case.id), Milestone.EVIDENCE_SEALED)


def check(case: case_queries.CaseRow, labels: Labels, *, now: datetime) -> None:
    """What has been said so far must be possible; what is still missing may follow."""
    if labels.captured_at is not None:
        rules.captured_in_the_past(labels.captured_at, now)
    if labels.captured_by is not None:
        rules.of_the_team(labels.captured_by, {officer.account_id for officer in case.officers})
    if labels.step and labels.step not in procedure(case.procedure).recorded_steps:
        raise InvalidInput({"step": ["请从列表中选择执法环节。"]})


@use_case(Permission.ADD_EVIDENCE, verb="evidence.labelled")
def label_item(work: UnitOfWork, case_id: CaseId, *, item_id: UUID, labels: Labels, reason: str = "") -> UUID:
    """Label an item, or correct its labels: the version before stays readable, with the reason of the change."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    item = queries.item_in_case(work.session, case_id, item_id)
    missing = [name for name in rules.LABEL_NAMES if not getattr(labels, name)]
    if missing:
        raise InvalidInput({name: ["这一项必须填写。"] for name in missing})
    check(case, labels, now=work.now)
    if item.counts and not reason:
        raise InvalidInput({"reason": ["更正标注须写明原因，原标注保留备查。"]})
    attach(work, case, work.session.get_one(Item, item_id), labels=labels, reason=reason)
    return item_id


def attach(
    work: UnitOfWork,
    case: case_queries.CaseRow,
    item: Item,
    *,
    labels: Labels,
    reason: str = "",
    by: UUID | None = None,
) -> None:
    """Hatch: the next version. With the first one the item counts, and the case is told once."""
    version = (work.session.scalar(select(func.max(Label.version)).where(Label.item_id == item.id)) or 0) + 1
    held = {officer.account_id: officer.certificate_no for officer in case.officers}
    row = Label(
        id=uuid4(),
        item_id=item.id,
        version=version,
        captured_at=labels.captured_at,
        captured_place=labels.captured_place,
        captured_by=labels.captured_by,
        certificate_no=held.get(labels.captured_by, "") if labels.captured_by else "",
        fact_to_prove=labels.fact_to_prove,
        step=labels.step,
        device_no=labels.device_no,
        reason=reason,
        labelled_by=by or work.actor.id,
        labelled_at=work.now,
    )
    work.session.add(row)
    remember(work, item.id, CustodyEvent.LABELLED, how="网页填写", why=reason, result=f"标注第 {version} 版", by=by)
    work.about(CaseId(case.id), item=item.id, version=version)
    work.seal(row)
    if version == 1:
        _now_counts(work, case, item, label=row)


def _now_counts(work: UnitOfWork, case: case_queries.CaseRow, item: Item, *, label: Label) -> None:
    because = cases.Because(row=item.id, note=f"证据 {item.seq}")
    cases.reach(work, case.id, Milestone.EVIDENCE_SEALED, because=because)
    if rules.is_late(label.captured_at, item.received_at):
        heads = [p.id for p in accounts.people(work.session, role=Role.UNIT_HEAD) if p.unit_id == case.unit_id]
        messages.tell(
            work,
            heads,
            key=f"late:{item.id}",
            subject=f"{case.shown_number} 有音像记录超过二十四小时才上传",
            text=f"证据 {item.seq} 的采集时间距上传已超过二十四小时，已接收并标记，请督促及时上传。",
            case_id=case.id,
        )
