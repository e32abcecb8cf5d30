from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response, render_template, request
from sqlalchemy.orm import Session

from enforcement.accounts import queries as accounts
from enforcement.archive import queries, rules, schemas, service
from enforcement.archive.packing import Readable
from enforcement.archive.pages.filed import room
from enforcement.archive.queries import BundleRow
from enforcement.audit import queries as audit
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.evidence.streaming import continues, streamed
from enforcement.kernel.identity import CaseId, Permission
from enforcement.web import door
from enforcement.web.auth import guard, leaves_a_trace

BUNDLES = "/cases/<uuid:case_id>/archive/bundles"
BUNDLE = f"{BUNDLES}/<uuid:bundle_id>"
FETCHED = "archive.bundle_fetched"


def _fetched(session: Session, case_id: UUID, bundle_id: UUID) -> list[audit.EntryRow]:
    entries = audit.of_case(session, CaseId(case_id))
    return [one for one in entries if one.verb == FETCHED and one.facts.get("bundle") == str(bundle_id)]


def _shown(case_id: UUID, bundle_id: UUID) -> dict[str, Any]:
    session = door.work().session
    return {
        "bundle": queries.bundle_in_case(session, CaseId(case_id), bundle_id),
        "names": accounts.names(session),
        "fetched": _fetched(session, case_id, bundle_id),
        "bundling": door.actor().may(Permission.BUNDLE_CASE),
    }


@room.pages.get(BUNDLE)
@guard(Permission.READ_CASES)
def bundle_page(case_id: UUID, bundle_id: UUID) -> str:
    """What was asked for, how far it is, and once ready the paper that goes with it."""
    return render_template("archive/bundle.html", **frame(case_id), **_shown(case_id, bundle_id))


@room.pages.get(f"{BUNDLE}/state")
@guard(Permission.READ_CASES)
def bundle_state(case_id: UUID, bundle_id: UUID) -> str:
    """The part of the page that changes while the bundle is made."""
    return render_template("archive/bundle_state.html", **frame(case_id), **_shown(case_id, bundle_id))


@room.pages.get(f"{BUNDLE}/file")
@guard(Permission.BUNDLE_CASE)
@leaves_a_trace
def bundle_file(case_id: UUID, bundle_id: UUID) -> Response:
    return _file(case_id, bundle_id)


@room.api.get(BUNDLES)
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.BundleSchema(many=True))
@room.api.doc(summary="本案的电子卷宗包，新者在前")
def list_bundles(case_id: UUID) -> Sequence[BundleRow]:
    return queries.bundles_of(door.work().session, frame(case_id)["case"].id)


@room.api.get(f"{BUNDLE}/file")
@guard(Permission.BUNDLE_CASE)
@leaves_a_trace
@room.api.response(200, content_type="application/zip")
@room.api.doc(summary="下载电子卷宗包（ZIP，可断点续传）；下载留痕")
def download_bundle(case_id: UUID, bundle_id: UUID) -> Response:
    return _file(case_id, bundle_id)


def _file(case_id: UUID, bundle_id: UUID) -> Response:
    """Whoever begins a download is on record; the later pieces of it are not further copies.

    A later piece counts as such only for somebody who is on record: asking from byte 1 on is a beginning too.
    """
    with door.runtime().work(door.actor(), reading=True) as reading:  # a refusal is recorded: no write lock held yet
        cases.get_for(reading.session, reading.actor, CaseId(case_id))
        row = queries.bundle_in_case(reading.session, CaseId(case_id), bundle_id)
        rules.bundle_is_ready(row.state)
        parts = queries.parts_of(reading.session, bundle_id)
        rules.bundle_is_whole(queries.disposed_of(reading.session, row.case_id, {part.object_key for part in parts}))
        begun = any(one.actor_id == reading.actor.id for one in _fetched(reading.session, case_id, bundle_id))
    archive, work = row.archive(parts), door.work()
    if request.method != "HEAD" and not (begun and continues()):
        service.fetch_bundle(work, CaseId(case_id), bundle_id=bundle_id)
    return streamed(
        Readable(archive, work.objects),
        "",
        size=archive.size,
        sha256=row.manifest_sha256,
        mime="application/zip",
        name=row.file_name,
        copy=True,
    )
