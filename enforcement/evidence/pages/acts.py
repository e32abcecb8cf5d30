from typing import Any
from uuid import UUID

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.evidence import queries, schemas, service
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.web.rooms import Action, Choices, Room

room = Room(name="evidence", title="证据", tab="evidence.tab")


ITEM = "/cases/<uuid:case_id>/evidence/items/<uuid:item_id>"


def _team(work: UnitOfWork, case: cases.CaseRow) -> list[tuple[str, str]]:
    names = accounts.names(work.session)
    return [(str(o.account_id), f"{names[o.account_id]}（执法证号 {o.certificate_no}）") for o in case.officers]


def choices(work: UnitOfWork, case_id: UUID, **_place: UUID) -> Choices:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    team = _team(work, case)
    steps = list(procedure(case.procedure).recorded_steps.items())
    return {"captured_by": team, "officers": team, "step": steps}


def _label_so_far(work: UnitOfWork, *, case_id: UUID, item_id: UUID) -> dict[str, Any]:
    """What is in force, or what was said at upload and what the file says of itself."""
    cases.get_for(work.session, work.actor, CaseId(case_id))
    item = queries.item_in_case(work.session, CaseId(case_id), item_id)
    said = item.label or item.proposed
    found = {name: getattr(said, name) for name in schemas.LABEL_FIELDS}
    return found | {"captured_at": _wall_clock(said.captured_at or item.device_at)}


def _upload_so_far(work: UnitOfWork, *, case_id: UUID, upload_id: UUID) -> dict[str, Any]:
    upload = queries.upload_for(work.session, work.actor, upload_id)
    if upload.case_id != case_id:
        raise NotFound
    found = {name: getattr(upload.labels, name) for name in (*schemas.LABEL_FIELDS, "time_of_file")}
    return found | {"kind": upload.kind, "captured_at": _wall_clock(upload.labels.captured_at)}


def _wall_clock(moment: Any) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%dT%H:%M:%S}" if moment else ""


room.offer_in_case(
    Action(
        name="record-text",
        title="制作笔录",
        door=service.record_text,
        form=schemas.TextForm,
        reaches=Milestone.EVIDENCE_SEALED,
        choices=choices,
        done="笔录已固定入卷。",
        guidance="询问或者检查应当制作笔录，由两名以上执法人员进行。（《行政处罚法》第五十五条）",
    ),
    Action(
        name="label",
        title="标注证据",
        door=service.label_item,
        form=schemas.LabelForm,
        path="<uuid:item_id>",
        initial=_label_so_far,
        choices=choices,
        done="标注已保存，原有版本保留备查。",
        guidance="案件编号、采集时间、采集地点、采集人、证明对象五项齐全，证据才能用于定案。",
    ),
    Action(
        name="describe",
        title="补填上传中文件的标注",
        door=service.describe_upload,
        form=schemas.DescribeForm,
        path="<uuid:upload_id>",
        initial=_upload_so_far,
        choices=choices,
        done="已保存，文件入卷时自动标注。",
    ),
    Action(
        name="repeat",
        title="重新处理",
        door=service.repeat_job,
        form=schemas.RepeatForm,
        path="<uuid:job_id>",
        done="已重新排队处理。",
        guidance="请先确认失败原因已经消除。原始文件不受影响。",
    ),
)
