"""Marks on the time line, and what the viewer shows beside the recording."""

from typing import Any
from uuid import UUID

from enforcement.cases import queries as cases
from enforcement.evidence import looking_schemas, queries, rules, service, technical
from enforcement.evidence.marking import words
from enforcement.evidence.names import CopyKind, CustodyEvent
from enforcement.evidence.pages.acts import room
from enforcement.evidence.rows import ItemRow
from enforcement.evidence.service.viewing import WHOLE
from enforcement.evidence.timing import clock
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.web import door
from enforcement.web.rooms import Action

USUAL_RATE = 25.0  # frames a second, where the file does not say


def _standing(work: UnitOfWork, *, case_id: UUID, item_id: UUID, mark_id: UUID) -> dict[str, Any]:
    cases.get_for(work.session, work.actor, CaseId(case_id))
    queries.item_in_case(work.session, CaseId(case_id), item_id)
    found = queries.mark(work.session, item_id, mark_id)
    return {"at": _typed(found.at_ms), "until": _typed(found.until_ms), "remark": found.remark}


def _typed(place: int | None) -> str:
    return clock(place) if place is not None else ""


room.offer_in_case(
    Action(
        name="mark",
        title="添加标记",
        door=service.add_mark,
        form=looking_schemas.MarkForm,
        path="<uuid:item_id>",
        then="evidence.item",
        done="标记已添加。",
        guidance="标记只说明录音录像中的位置和内容，不改动原件；更改、停用都保留原来的文字。",
    ),
    Action(
        name="amend-mark",
        title="更改标记",
        door=service.amend_mark,
        form=looking_schemas.MarkForm,
        path="<uuid:item_id>/<uuid:mark_id>",
        then="evidence.item",
        initial=_standing,
        done="标记已更改，原来的文字保留备查。",
    ),
    Action(
        name="end-mark",
        title="停用标记",
        door=service.end_mark,
        form=looking_schemas.EndMarkForm,
        path="<uuid:item_id>/<uuid:mark_id>",
        then="evidence.item",
        done="标记已停用。",
    ),
)


def looked_at(item: ItemRow) -> dict[str, Any]:
    """For the item page: marks, copies, running work, the file's own facts, and the words over the picture."""
    work = door.work()
    facts = queries.technical_facts(work.session, item.id)
    rate = float(facts.get("frame_rate", USUAL_RATE))
    mine = (row for row in queries.custody_of(work.session, item.id) if row.by == work.actor.id)
    return {
        "marks": queries.marks_of(work.session, item.id),
        "further": [row for row in queries.further_copies(work.session, item.id) if _may_see(row.kind, row.asked_by)],
        "now": work.now,
        "jobs": queries.jobs_of_item(work.session, item.id),
        "facts": technical.shown(facts),
        "frame_rate": rate,
        "mark_form": looking_schemas.MarkForm(),
        "drift": rules.drift(item.device_at, item.received_at),
        "stamp": words(work.session, item.case_id, viewer=work.actor.id, at=work.now),
        "taken": any(row.event is CustodyEvent.COPIED and row.how == WHOLE for row in mine),
    }


def _may_see(kind: CopyKind, asked_by: UUID) -> bool:
    """A marked copy carries its asker's name, and is nobody else's business; clips are the case's."""
    return kind is CopyKind.CLIP or asked_by == door.actor().id
