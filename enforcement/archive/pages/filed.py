from typing import Any
from uuid import UUID

from flask import Response, make_response, render_template

from enforcement.accounts import queries as accounts
from enforcement.archive import queries, rules, schemas, service
from enforcement.archive.words import FACT_NAMES, VERB_NAMES
from enforcement.audit import queries as audit
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.kernel.identity import CaseId, Permission
from enforcement.procedures.grammar import Milestone
from enforcement.web import door
from enforcement.web.auth import guard, leaves_a_trace
from enforcement.web.rooms import Action, Room

room = Room(name="archive", title="卷宗", tab="archive.tab")


room.offer_in_case(
    Action(
        name="archive",
        title="归档",
        door=service.request_archiving,
        form=schemas.ArchiveForm,
        reaches=Milestone.ARCHIVED,
        done="已申请归档，正在逐件读回核对；全部相符即自动归档，可以离开本页。",
        guidance="系统逐件读回证据和文书并核对校验值，全部相符后自动归档；归档后案卷只供查阅。一案一卷。"
        "（《医疗保障行政处罚程序暂行规定》第五十七条）",
    ),
    Action(
        name="bundle",
        title="导出电子卷宗包",
        door=service.request_bundle,
        form=schemas.BundleForm,
        done="已登记，正在逐件核对和制作；制成后在本页下载。",
        guidance="用于复议、诉讼举证和依法调卷。卷宗包含全部证据原件、文书、笔录、标注、保管记录和本案留痕，"
        "接收方不连接本系统即可自行核验。申请、制作和下载均留痕，每件证据的保管记录记载一次。"
        "（《行政诉讼法》第六十七条；《行政复议法》第四十八条）",
    ),
)


def _filed(case_id: UUID) -> dict[str, Any]:
    session = door.work().session
    entries, archived = queries.catalogue(session, CaseId(case_id)), queries.archived(session, CaseId(case_id))
    digest = rules.catalogue_digest(entries)
    unchanged = archived.digest == digest if archived else None
    parts = [part for part in rules.FilePart if queries.papers(session, CaseId(case_id), part)]
    return {"entries": entries, "parts": parts, "archived": archived, "digest": digest, "unchanged": unchanged}


@room.pages.get("/cases/<uuid:case_id>/archive")
@guard(Permission.READ_CASES)
def tab(case_id: UUID) -> str:
    framed = frame(case_id)
    names = accounts.names(door.work().session)
    bundles = queries.bundles_of(door.work().session, CaseId(case_id))
    bundling = door.actor().may(Permission.BUNDLE_CASE)
    shown = {
        "part_names": rules.PART_NAMES,
        "names": names,
        "bundles": bundles,
        "bundling": bundling,
        "asked": _asked(case_id),
    }
    return render_template("archive/tab.html", **framed, **_filed(case_id), **shown)


def _asked(case_id: UUID) -> queries.ArchivingRow | None:
    """Of interest until it is carried out."""
    last = queries.last_archiving(door.work().session, CaseId(case_id))
    return None if last is None or last.done else last


@room.pages.get("/cases/<uuid:case_id>/archive/state")
@guard(Permission.READ_CASES)
def state(case_id: UUID) -> Response:
    """The part of the page that changes while the file is read back; once it is put away, the whole page is new."""
    shown = make_response(render_template("archive/state.html", **frame(case_id), asked=_asked(case_id)))
    if queries.archived(door.work().session, CaseId(case_id)):
        shown.headers["HX-Refresh"] = "true"
    return shown


@room.pages.get("/cases/<uuid:case_id>/archive/print/<any(main, sub):part>")
@guard(Permission.READ_CASES)
@leaves_a_trace
def print_file(case_id: UUID, part: str) -> Response:
    return _printed(case_id, part, shown="inline")


@room.api.get("/cases/<uuid:case_id>/archive/print/<any(main, sub):part>")
@guard(Permission.READ_CASES)
@leaves_a_trace
@room.api.response(200, content_type="application/pdf")
@room.api.doc(summary="按案卷顺序打印正卷或者副卷：目录、页码和全部文书合成一个PDF文件；调阅留痕")
def download_file(case_id: UUID, part: str) -> Response:
    return _printed(case_id, part, shown="attachment")


def _printed(case_id: UUID, part: str, *, shown: str) -> Response:
    content = service.print_file(door.work(), CaseId(case_id), part=rules.FilePart(part))
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'{shown}; filename="file-{part}.pdf"'
    return response


@room.pages.get("/cases/<uuid:case_id>/archive/journal")
@guard(Permission.READ_CASES)
def journal(case_id: UUID) -> str:
    """办案留痕: who did what in this case and when, as the journal keeps it."""
    framed = frame(case_id)
    entries = audit.of_case(door.work().session, CaseId(case_id))
    return render_template("archive/journal.html", **framed, entries=entries, verbs=VERB_NAMES, facts=FACT_NAMES)


@room.api.get("/cases/<uuid:case_id>/archive")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.CatalogueSchema)
@room.api.doc(summary="卷内目录及每件的校验值")
def show_catalogue(case_id: UUID) -> dict[str, Any]:
    _may_see(case_id)
    filed = _filed(case_id)
    archived = filed["archived"]
    return {
        "number": archived.number if archived else None,
        "archived_at": archived.archived_at if archived else None,
        "archiving": queries.last_archiving(door.work().session, CaseId(case_id)),
        "digest": filed["digest"],
        "unchanged_since_archiving": filed["unchanged"],
        "entries": filed["entries"],
    }


@room.api.get("/cases/<uuid:case_id>/archive/journal")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.JournalLineSchema(many=True))
@room.api.doc(summary="本案的留痕记录，按先后排列")
def show_journal(case_id: UUID) -> list[audit.EntryRow]:
    _may_see(case_id)
    return list(audit.of_case(door.work().session, CaseId(case_id)))


def _may_see(case_id: UUID) -> None:
    cases.get_for(door.work().session, door.work().actor, CaseId(case_id))
