from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import render_template

from enforcement.accounts import queries as accounts
from enforcement.cases.pages import frame
from enforcement.evidence import queries, schemas
from enforcement.evidence.names import KIND_NAMES, JobState, UploadState
from enforcement.evidence.pages.acts import choices, room
from enforcement.evidence.rows import UploadRow
from enforcement.kernel.identity import CaseId, Permission
from enforcement.procedures.grammar import Milestone
from enforcement.web import door
from enforcement.web.auth import guard

STALLED_AFTER = timedelta(minutes=1)


REFUSALS_SHOWN = timedelta(days=1)


def _overview(case_id: UUID) -> dict[str, Any]:
    work = door.work()
    uploads = [row for row in queries.unfinished(work.session, CaseId(case_id)) if not _old_refusal(row)]
    jobs = queries.running_jobs(work.session, CaseId(case_id))
    moving = any(job.state is not JobState.FAILED for job in jobs)
    coming = any(row.state is UploadState.OPEN and not _stalled(row.touched_at) for row in uploads)
    return {
        "items": queries.items(work.session, CaseId(case_id)),
        "uploads": uploads,
        "jobs": jobs,
        "stalled": {row.id for row in uploads if _stalled(row.touched_at)},
        "active": moving or coming,
        "kinds": KIND_NAMES,
        "names": accounts.names(work.session),
        "places": queries.last_places(work.session, CaseId(case_id)),
    }


def _old_refusal(row: UploadRow) -> bool:
    """Told for a day; the record itself stays."""
    return row.state is UploadState.REFUSED and door.work().now - row.touched_at > REFUSALS_SHOWN


def _stalled(touched_at: Any) -> bool:
    return bool(door.work().now - touched_at > STALLED_AFTER)


def adds(framed: dict[str, Any]) -> bool:
    return door.actor().id in framed["case"].handlers and Milestone.EVIDENCE_SEALED in framed["possible"]


@room.pages.get("/cases/<uuid:case_id>/evidence")
@guard(Permission.READ_EVIDENCE)
def tab(case_id: UUID) -> str:
    framed = frame(case_id)
    settings = door.runtime().settings
    return render_template(
        "evidence/tab.html",
        **framed,
        **_overview(case_id),
        adds=adds(framed),
        choices=choices(door.work(), case_id),
        largest=settings.max_upload_bytes,
    )


@room.pages.get("/cases/<uuid:case_id>/evidence/list")
@guard(Permission.READ_EVIDENCE)
def listing(case_id: UUID) -> str:
    """The part of the page that changes while files come in; the whole page shows it too, without scripts."""
    framed = frame(case_id)
    return render_template("evidence/list.html", **framed, **_overview(case_id), adds=adds(framed))


@room.api.get("/cases/<uuid:case_id>/evidence")
@guard(Permission.READ_EVIDENCE)
@room.api.response(200, schemas.OverviewSchema)
@room.api.doc(summary="证据清单、上传进度和处理进度")
def list_evidence(case_id: UUID) -> dict[str, Any]:
    frame(case_id)
    return _overview(case_id)
