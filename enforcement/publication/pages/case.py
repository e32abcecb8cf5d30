"""The tab 公示 of a case, the clerk's list, and the forms; the preview is the very sheet the board shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request
from markupsafe import Markup

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.exchange import queries as exchange_queries
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import next_steps
from enforcement.publication import drafting, queries, schemas, sheet
from enforcement.publication.outlets.tracing import Trace, traces
from enforcement.publication.queries import NoticeRow
from enforcement.publication.rules import OverrideState, State, Verdict
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Room
from enforcement.workdays import queries as workdays

room = Room(name="publication", title="公示", tab="publication.tab")
SHOWN = (State.DRAFT, State.CONFIRMED, State.PUBLISHED)


@dataclass(frozen=True, kw_only=True)
class PublicationView:
    """What the tab and the forms show beside their fields."""

    notices: Sequence[NoticeRow]
    withheld: queries.WithheldRow | None
    sources: drafting.Sources | None
    verdict: Verdict | None
    deadline: cases.DeadlineRow | None
    left: int | None
    withdrawal: cases.DeadlineRow | None
    withdrawal_left: int | None
    names: dict[UUID, str]
    made: queries.RuleDraftRow | None
    overrides: Sequence[queries.OverrideRow]
    outlets: Sequence[Trace]

    @property
    def passed(self) -> Sequence[queries.OverrideRow]:
        """What the reviewer must know: the detectors no longer stop at these words."""
        return [row for row in self.overrides if row.state is OverrideState.APPROVED]

    @property
    def detected(self) -> bool:
        return bool(self.sources and not self.withheld and drafting.detected(self.sources))

    @property
    def current(self) -> NoticeRow | None:
        """The one being worked on, else the one shown, else the last there was."""
        ranked = [row for state in SHOWN for row in self.notices if row.state is state]
        return next(iter([*ranked, *self.notices]), None)

    @property
    def preview(self) -> Markup:
        return Markup(sheet.article(self.current.text)) if self.current else Markup()  # noqa: S704 -- autoescaped

    @property
    def shown(self) -> NoticeRow | None:
        return next((row for row in self.notices if row.state is State.PUBLISHED), None)


def _frame(case_id: UUID) -> tuple[cases.CaseRow, frozenset[Milestone]]:
    work = door.work()
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    return case, next_steps(procedure(case.procedure), cases.stands(work.session, case.id))


def _view(case: cases.CaseRow) -> PublicationView:
    work = door.work()
    sources = queries.sources(work.session, case)
    calendar = workdays.calendar(work.session)
    running = queries.publishing(work.session, case.id)
    withdrawal = cases.open_deadline(work.session, case.id, queries.WITHDRAW)
    notices = queries.of_case(work.session, case.id)
    return PublicationView(
        notices=notices,
        withheld=queries.withheld(work.session, case.id),
        sources=sources,
        verdict=sources.verdict if sources else None,
        deadline=running,
        left=calendar.workdays_left(work.today, running.due_on) if running else None,
        withdrawal=withdrawal,
        withdrawal_left=calendar.workdays_left(work.today, withdrawal.due_on) if withdrawal else None,
        names=accounts.names(work.session),
        made=queries.rule_draft(work.session, case.id),
        overrides=queries.overrides(work.session, case.id),
        outlets=_traces(work, notices),
    )


def _traces(work: UnitOfWork, notices: Sequence[NoticeRow]) -> Sequence[Trace]:
    told = exchange_queries.deliveries_of(work.session, [row.id for row in notices])
    return traces(told, on=exchange_queries.outlets_on(work.session))


@room.pages.context_processor
def _beside_the_form() -> dict[str, object]:
    case_id = (request.view_args or {}).get("case_id")
    if case_id is None:
        return {}
    case, possible = _frame(case_id)
    return {"case": case, "possible": possible, "view": _view(case), "served_text": _served(case)}


def _served(case: cases.CaseRow) -> dict[str, str]:
    sources = queries.sources(door.work().session, case)
    return sources.served if sources else {}


@room.pages.get("/cases/<uuid:case_id>/publication")
@guard(Permission.READ_PUBLICATION)
def tab(case_id: UUID) -> str:
    public_url = door.runtime().settings.public_url
    return render_template("publication/tab.html", case_id=case_id, public_url=public_url)


@room.api.get("/cases/<uuid:case_id>/publication")
@guard(Permission.READ_PUBLICATION)
@room.api.response(200, schemas.NoticeShown(many=True))
@room.api.doc(summary="本案的公示文本各版，最新的在前")
def list_notices(case_id: UUID) -> Sequence[NoticeRow]:
    return queries.of_case(door.work().session, _frame(case_id)[0].id)


@room.api.get("/cases/<uuid:case_id>/publication/outlets")
@guard(Permission.READ_PUBLICATION)
@room.api.response(200, schemas.TraceShown(many=True))
@room.api.doc(summary="本案公示在各报送渠道的状态：公示、撤下、回执、未接收的起始时间")
def list_traces(case_id: UUID) -> Sequence[Trace]:
    work, case = door.work(), _frame(case_id)[0]
    return _traces(work, queries.of_case(work.session, case.id))


@room.api.get("/cases/<uuid:case_id>/publication/overrides")
@guard(Permission.READ_PUBLICATION)
@room.api.response(200, schemas.OverrideShown(many=True))
@room.api.doc(summary="本案申请放行的检出内容及其答复")
def list_overrides(case_id: UUID) -> Sequence[queries.OverrideRow]:
    return queries.overrides(door.work().session, _frame(case_id)[0].id)


@room.pages.get("/publication/list", endpoint="list_notices")
@guard(Permission.READ_PUBLICATION)
def waiting_list() -> str:
    """待拟定、待复核、待公示、待撤下、将到期: what the clerk does today, least time left first."""
    work = door.work()
    calendar = workdays.calendar(work.session)
    return render_template(
        "publication/list.html",
        waiting=queries.waiting(work.session, work.actor, today=work.today),
        left=lambda day: calendar.workdays_left(work.today, day),
    )


@room.api.get("/publication/list")
@guard(Permission.READ_PUBLICATION)
@room.api.response(200, schemas.WaitingShown)
@room.api.doc(summary="公示待办清单，剩余时间最少者在前")
def list_waiting() -> queries.WaitingList:
    work = door.work()
    return queries.waiting(work.session, work.actor, today=work.today)
