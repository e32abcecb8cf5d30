"""Clips, marked copies, and the note that goes with an original."""

from uuid import UUID

from flask import Response, render_template

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.evidence import looking_schemas, queries, service
from enforcement.evidence.marking import stamped, words
from enforcement.evidence.names import CustodyEvent, DerivativeKind, Medium
from enforcement.evidence.pages.acts import ITEM, room
from enforcement.evidence.pages.marking import looked_at
from enforcement.evidence.pages.overview import adds
from enforcement.evidence.service.viewing import WHOLE
from enforcement.evidence.streaming import continues, in_one, streamed
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId, Permission
from enforcement.web import door
from enforcement.web.auth import guard, leaves_a_trace
from enforcement.web.rooms import Action

room.offer_in_case(
    Action(
        name="clip",
        title="剪取片段",
        door=service.ask_clip,
        form=looking_schemas.ClipForm,
        path="<uuid:item_id>",
        then="evidence.item",
        done="已排队剪取，完成后列在“片段和调阅副本”中。",
        guidance="片段是重新编码的派生件，注明来自哪件原件、起止位置和剪取人；原件不改动，作证据的仍是原件。",
    ),
    Action(
        name="marked-copy",
        title="制作带水印的调阅副本",
        door=service.ask_marked_copy,
        form=looking_schemas.MarkedCopyForm,
        path="<uuid:item_id>",
        then="evidence.item",
        done="已排队制作，完成后可以下载，二十四小时后自动删除。",
        guidance="副本的每一帧都印有案件编号、您的姓名和执法证号、申请时间，只能由您本人下载；制作和下载记入保管记录。",
    ),
)


@room.pages.get(f"{ITEM}/jobs")
@guard(Permission.READ_EVIDENCE)
def item_jobs(case_id: UUID, item_id: UUID) -> str:
    """The part of the item page that changes while copies are made."""
    framed = frame(case_id)
    row = queries.item_in_case(door.work().session, CaseId(case_id), item_id)
    names = accounts.names(door.work().session)
    viewing = queries.standing_viewing(door.work().session, item_id, viewer_id=door.actor().id, now=door.work().now)
    return render_template(
        "evidence/further.html", **framed, **looked_at(row), item=row, names=names, viewing=viewing, adds=adds(framed)
    )


@room.pages.get(f"{ITEM}/copies/<uuid:request_id>")
@guard(Permission.READ_EVIDENCE)
def further_copy(case_id: UUID, item_id: UUID, request_id: UUID) -> Response:
    """To look at a clip in the page, under the purpose stated for its original."""
    work = door.work()
    cases.get_for(work.session, work.actor, CaseId(case_id))
    found = service.standing_copy(work, CaseId(case_id), item_id=item_id, request_id=request_id)
    key, name = found.object_key or "", f"clip-{request_id}"
    return streamed(work.objects, key, size=found.size, sha256=found.sha256, mime=found.mime, name=name, copy=False)


@room.pages.get(f"{ITEM}/copies/<uuid:request_id>/download")
@guard(Permission.READ_EVIDENCE)
@leaves_a_trace
def download_further(case_id: UUID, item_id: UUID, request_id: UUID) -> Response:
    with door.runtime().work(door.actor(), reading=True) as reading:  # a refusal is recorded: no write lock held yet
        cases.get_for(reading.session, reading.actor, CaseId(case_id))
        found = service.standing_copy(reading, CaseId(case_id), item_id=item_id, request_id=request_id)
        item = queries.item_in_case(reading.session, CaseId(case_id), item_id)
    if not continues():
        service.take_further(door.work(), CaseId(case_id), item_id=item_id, request_id=request_id)
    ending = "m4a" if item.medium is Medium.AUDIO else "mp4"
    name = f"证据{item.seq}-{found.title or found.kind_name}.{ending}"
    objects, key = door.work().objects, found.object_key or ""
    return streamed(objects, key, size=found.size, sha256=found.sha256, mime=found.mime, name=name, copy=True)


@room.pages.get(f"{ITEM}/picture")
@guard(Permission.READ_EVIDENCE)
@leaves_a_trace
def download_picture(case_id: UUID, item_id: UUID) -> Response:
    """A photograph to take away for reading, marked; the unmarked original has its own address."""
    with door.runtime().work(door.actor(), reading=True) as reading:
        cases.get_for(reading.session, reading.actor, CaseId(case_id))
        item = service.viewable(reading, CaseId(case_id), item_id)
        copies = queries.derivatives(reading.session, item_id)
    large = next((one for one in copies if one.kind is DerivativeKind.LARGE), None)
    if large is None:
        raise NotFound
    work = door.work()
    service.take_marked_picture(work, CaseId(case_id), item_id=item_id)
    lines = words(work.session, item.case_id, viewer=work.actor.id, at=work.now)
    body = stamped(work.objects, large.object_key, lines, sha256=large.sha256)
    return in_one(body, mime=large.mime, name=f"证据{item.seq}-带水印调阅副本.jpg", copy=True)


@room.pages.get(f"{ITEM}/original/note")
@guard(Permission.READ_EVIDENCE)
def original_note(case_id: UUID, item_id: UUID) -> str:
    """Goes with an original to a court: that it is the unmarked original, byte for byte, and how to check."""
    framed, work = frame(case_id), door.work()
    item = queries.item_in_case(work.session, CaseId(case_id), item_id)
    taken = [
        row
        for row in queries.custody_of(work.session, item_id)
        if row.event is CustodyEvent.COPIED and row.how == WHOLE and row.by == work.actor.id
    ]
    if not taken:
        raise NotFound
    names, body = accounts.names(work.session), accounts.body(work.session)
    labels = queries.labels_of(work.session, item_id)
    return render_template(
        "evidence/original_note.html", **framed, item=item, taken=taken[-1], names=names, body=body, labels=labels
    )
