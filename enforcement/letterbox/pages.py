from collections.abc import Sequence
from uuid import UUID

from flask import render_template, request

from enforcement.accounts import queries as accounts
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Permission
from enforcement.letterbox import queries, schemas, service
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Room
from enforcement.workdays import queries as workdays

room = Room(name="letterbox", title="公示纠错")

room.offer(
    Action(
        name="answer",
        title="答复纠错",
        door=service.answer,
        form=schemas.AnswerForm,
        path="<uuid:report_id>",
        template="letterbox/answer.html",
        then="letterbox.index",
        done="已答复，提出人凭查询码可以看到。",
        guidance="先核实：确有错误的，先办理更正或者撤回再答复（《政府信息公开条例》第四十一条）。答复后不能修改。",
    )
)


@room.pages.context_processor
def _beside_the_form() -> dict[str, object]:
    report_id: UUID | None = (request.view_args or {}).get("report_id")
    if report_id is None:
        return {}
    found = queries.report(door.work().session, report_id)
    if found is None:
        raise NotFound
    return {"report": found, "public_url": door.runtime().settings.public_url}


@room.pages.get("/letterbox/")
@guard(Permission.ANSWER_REPORTS)
def index() -> str:
    """待答复, least time left first, and what was answered lately."""
    work = door.work()
    calendar = workdays.calendar(work.session)
    return render_template(
        "letterbox/index.html",
        waiting=queries.waiting(work.session),
        answered=queries.answered(work.session),
        names=accounts.names(work.session),
        public_url=door.runtime().settings.public_url,
        left=lambda day: calendar.workdays_left(work.today, day),
    )


@room.api.get("/letterbox/")
@guard(Permission.ANSWER_REPORTS)
@room.api.response(200, schemas.ReportShown(many=True))
@room.api.doc(summary="待答复的公示纠错，剩余时间最少的在前")
def list_reports() -> Sequence[queries.ReportRow]:
    return queries.waiting(door.work().session)
