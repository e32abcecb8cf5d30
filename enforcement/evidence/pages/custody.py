"""The custody time line of one item, and what the nightly reading back found over the whole house."""

from typing import Any
from uuid import UUID

from flask import render_template, request

from enforcement.accounts import queries as accounts
from enforcement.cases.pages import frame
from enforcement.evidence import custody_schemas as schemas
from enforcement.evidence import queries
from enforcement.evidence.pages.acts import ITEM, room
from enforcement.kernel.identity import CaseId, Permission
from enforcement.web import door
from enforcement.web.auth import guard


@room.pages.get(f"{ITEM}/custody")
@guard(Permission.READ_EVIDENCE)
def custody(case_id: UUID, item_id: UUID) -> str:
    """Printable: head box, then every line from the first byte announced to today."""
    framed, work = frame(case_id), door.work()
    chosen = [event for event in request.args.getlist("event") if event in queries.LINE_NAMES]
    return render_template(
        "evidence/custody_page.html",
        **framed,
        item=queries.item_in_case(work.session, CaseId(case_id), item_id),
        lines=queries.time_line(work.session, item_id, events=chosen),
        labels=queries.labels_of(work.session, item_id),
        chosen=chosen,
        events=queries.LINE_NAMES,
        certificate_no=queries.disposed(work.session, item_id),
        names=accounts.names(work.session),
        printed_at=work.now,
    )


@room.api.get(f"{ITEM}/custody")
@guard(Permission.READ_EVIDENCE)
@room.api.arguments(schemas.CustodyQuery, location="query")
@room.api.response(200, schemas.CustodyLineSchema(many=True))
@room.api.doc(summary="一件证据的保管记录：从开始上传到现在，包括定期核验和被拒绝的查阅")
def list_custody(query: dict[str, Any], /, case_id: UUID, item_id: UUID) -> list[queries.CustodyLine]:
    frame(case_id)
    session = door.work().session
    queries.item_in_case(session, CaseId(case_id), item_id)
    return list(queries.time_line(session, item_id, events=query["event"]))


@room.pages.get("/evidence/fixity")
@guard(Permission.READ_OPERATIONS)
def fixity() -> str:
    """Counts and object names only: whoever runs the store sees no case content here."""
    work, settings = door.work(), door.runtime().settings
    return render_template(
        "evidence/fixity.html",
        summary=queries.fixity_summary(work.session, work.now),
        findings=queries.fixity_findings(work.session),
        budget=settings.fixity_bytes_per_night,
        rate=settings.fixity_bytes_per_second,
    )


@room.api.get("/evidence/fixity")
@guard(Permission.READ_OPERATIONS)
@room.api.response(200, schemas.FixitySchema)
@room.api.doc(summary="定期核验的覆盖情况和发现的异常")
def show_fixity() -> dict[str, Any]:
    work = door.work()
    summary = queries.fixity_summary(work.session, work.now)
    own = {name: getattr(summary, name) for name in ("objects", "recent", "unsound", "percent", "sentence")}
    return own | {"findings": queries.fixity_findings(work.session)}
