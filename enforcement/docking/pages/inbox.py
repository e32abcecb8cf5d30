from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.docking import queries, schemas, service
from enforcement.docking.pages.place import room
from enforcement.docking.queries import Wanted
from enforcement.docking.rows import RecordingRow
from enforcement.evidence.names import MEDIUM_NAMES, Medium
from enforcement.evidence.streaming import streamed
from enforcement.kernel.errors import EnforcementError, InvalidInput, NotFound, RuleBroken, Stale
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.paging import Page
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Stage
from enforcement.web import door, forms
from enforcement.web.auth import guard

FINISHED = frozenset({Stage.CLOSED, Stage.ARCHIVED, Stage.NOT_FILED, Stage.DECLINED})
FILTERS = ("text", "device_no", "medium", "day", "linked", "after")
MEDIA = {medium: MEDIUM_NAMES[medium] for medium in (Medium.VIDEO, Medium.AUDIO, Medium.PICTURE)}
NOTHING: Mapping[str, Sequence[str]] = {}


def _asked() -> dict[str, str]:
    return {name: request.args.get(name, "").strip()[:200] for name in FILTERS}


def _page(asked: Mapping[str, str]) -> Page[RecordingRow]:
    work = door.work()
    try:
        wanted = Wanted(
            text=asked["text"],
            device_no=asked["device_no"],
            medium=Medium(asked["medium"]) if asked["medium"] else None,
            day=date.fromisoformat(asked["day"]) if asked["day"] else None,
            linked=bool(asked["linked"]),
        )
        return queries.inbox(work.session, work.actor, wanted=wanted, after=asked["after"] or None)
    except ValueError as wrong:
        raise InvalidInput({"after": ["查询条件不正确。"]}, "查询条件不正确。") from wrong


def _cases() -> list[tuple[str, str]]:
    """What this person handles and what may still take evidence."""
    work = door.work()
    lines = cases.listing(work.session, work.actor, size=1000).rows
    mine = (line for line in lines if line.stage not in FINISHED)
    handled = (line for line in mine if work.actor.id in cases.get(work.session, line.id).handlers)
    return [(str(line.id), f"{line.number or '（未立案）'} {line.title}") for line in handled]


def _choices(chosen: Sequence[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    work = door.work()
    procedures = {cases.get(work.session, CaseId(UUID(key))).procedure for key, _title in chosen}
    steps = {duty.step: duty.title for name in sorted(procedures) for duty in procedure(name).recording}
    team = {one for key, _title in chosen for one in cases.get(work.session, CaseId(UUID(key))).handlers}
    names = accounts.names(work.session)
    return {
        "case_id": list(chosen),
        "step": list(steps.items()),
        "captured_by": sorted((str(person), names[person]) for person in team),
    }


def _show(
    *,
    typed: Mapping[str, Any] = NOTHING,
    chosen: Sequence[str] = (),
    refused: EnforcementError | None = None,
) -> str:
    asked = _asked()
    work, page, mine = door.work(), _page(asked), _cases()
    return render_template(
        "docking/inbox.html",
        page=page,
        asked=asked,
        media=MEDIA,
        names=accounts.names(work.session),
        devices=sorted({row.device_no for row in page.rows} | {asked["device_no"]} - {""}),
        linkable=[row.id for row in page.rows if row.link is None and row.holder_id == work.actor.id],
        form=schemas.LinkForm(),
        choices=_choices(mine),
        values=typed,
        chosen=chosen,
        refused=refused,
        wrong=refused.fields if isinstance(refused, InvalidInput) else {},
    )


@room.pages.get("/docking/")
@guard(Permission.READ_INBOX)
def index() -> str:
    return _show()


@room.pages.post("/docking/link")
@guard(Permission.ADD_EVIDENCE)
def link() -> AnyResponse | tuple[str, int]:
    """Many at once; what could not be linked is named with its reason and stays in the inbox."""
    try:
        given = forms.load(schemas.LinkForm(), request.form)
        outcome = service.link_recordings(door.work(), **given)
    except (InvalidInput, RuleBroken, Stale, NotFound) as refused:
        chosen = request.form.getlist("recordings")
        return _show(typed=request.form.to_dict(), chosen=chosen, refused=refused), 409 if chosen else 422
    flash(f"已关联 {len(outcome.linked)} 个文件。", "done")
    for name, sentence in outcome.refused:
        flash(f"{name} 没有关联：{sentence}", "refused")
    return redirect(url_for("docking.index"))


@room.pages.get("/docking/recordings/<uuid:recording_id>/poster")
@guard(Permission.READ_INBOX)
def poster(recording_id: UUID) -> Response:
    """For whoever made the recording, until it is evidence; from then on looking needs a purpose."""
    work = door.work()
    row = queries.recording_for(work.session, work.actor, recording_id)
    if row.holder_id != work.actor.id or row.link is not None:
        raise NotFound
    key, sha256, size = queries.poster(work.session, recording_id)
    return streamed(
        work.objects, key, size=size, sha256=sha256, mime="image/jpeg", name=f"poster-{recording_id}", copy=False
    )


@room.api.get("/docking/recordings")
@guard(Permission.READ_INBOX)
@room.api.arguments(schemas.InboxQuery, location="query")
@room.api.response(200, schemas.InboxSchema)
@room.api.doc(summary="采集箱：尚未关联案件的录音录像和照片")
def list_recordings(_query: dict[str, Any]) -> Page[RecordingRow]:
    return _page(_asked())


@room.api.post("/docking/link")
@guard(Permission.ADD_EVIDENCE)
@room.api.arguments(schemas.LinkForm)
@room.api.response(200, schemas.LinkedSchema)
@room.api.doc(summary="把采集箱中的若干文件关联到一件案件并标注")
def link_many(given: dict[str, Any], /) -> dict[str, object]:
    return service.link_recordings(door.work(), **given).as_plain()
