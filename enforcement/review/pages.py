"""The queue of legal review, the page where an opinion is written, and the rounds of one case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import current_app, render_template, request
from marshmallow import fields as plain_fields

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.decisions import queries as decisions
from enforcement.evidence import queries as evidence
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.paging import Page
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone, ReviewScope
from enforcement.procedures.rules import next_steps
from enforcement.review import queries, service
from enforcement.review.rules import FINDING_NAMES, SENDS_BACK, FieldChange, Material
from enforcement.review.schemas import AgreeForm, ClaimForm, QueuePage, ReviewShown, SendBackForm, SubmitForm
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.fields import Form
from enforcement.web.rooms import Action, Room

room = Room(name="review", title="法制审核", tab="review.tab")

# Where a missing material is made; endpoints by name, as those rooms stand above or beside this one.
FIXES = {
    "final_report": "decisions.submit_report",
    "draft": "decisions.save_draft",
    "prior_notice": "hearings.tab",
    "evidence": "evidence.tab",
}


class QueueQuery(Form):
    after = plain_fields.String(load_default=None, metadata={"description": "上一页给出的位置"})


@dataclass(frozen=True, kw_only=True)
class ReviewView:
    """What the pages of one case's review show."""

    scope: ReviewScope
    rounds: Sequence[queries.ReviewRow]
    draft: decisions.DraftRow | None
    materials: Sequence[Material]
    changes: tuple[FieldChange, ...]
    report: decisions.ReportRow | None
    items: Sequence[ItemRow]
    line: Sequence[cases.MilestoneFact]
    standing: frozenset[Milestone]
    clock: cases.DeadlineRow | None
    names: Mapping[UUID, str]

    @property
    def current(self) -> queries.ReviewRow | None:
        return self.rounds[0] if self.rounds else None

    @property
    def outdated(self) -> bool:
        """The last opinion or submission was about another text than the current draft (LR-1)."""
        return bool(self.current and self.draft and self.current.draft_digest != self.draft.digest)

    @property
    def under_review(self) -> bool:
        return Milestone.REVIEW_SUBMITTED in self.standing


def _case(case_id: UUID) -> cases.CaseRow:
    work = door.work()
    return cases.get_for(work.session, work.actor, CaseId(case_id))


def _view(case: cases.CaseRow) -> ReviewView:
    session = door.work().session
    return ReviewView(
        scope=procedure(case.procedure).review,
        rounds=queries.rounds(session, case.id),
        draft=decisions.current_draft(session, case.id),
        materials=queries.materials(session, case.id),
        changes=queries.changed_since_last_round(session, case.id),
        report=decisions.current_report(session, case.id),
        items=evidence.items(session, case.id),
        line=cases.timeline(session, case.id),
        standing=cases.stands(session, case.id),
        clock=cases.open_deadline(session, case.id, queries.CLOCK),
        names=accounts.names(session),
    )


@room.pages.context_processor
def _beside_the_form() -> dict[str, object]:
    """The pages of a case get its frame and everything the reviewer looks at."""
    case_id = (request.view_args or {}).get("case_id")
    if case_id is None:
        return {}
    case = _case(case_id)
    view = _view(case)
    before, after = queries.neighbours(door.work().session, case.id, today=door.work().today)
    return {
        "case": case,
        "possible": next_steps(procedure(case.procedure), view.standing),
        "view": view,
        "before": before,
        "after": after,
        "finding_names": FINDING_NAMES,
        "sends_back": SENDS_BACK,
        "fixes": FIXES,
        "endpoints": current_app.view_functions,
    }


@room.pages.get("/review/queue")
@guard(Permission.REVIEW)
def queue() -> str:
    return render_template("review/queue.html", page=_queue(request.args.get("after")), names=_names())


@room.api.get("/review/queue")
@guard(Permission.REVIEW)
@room.api.arguments(QueueQuery, location="query")
@room.api.response(200, QueuePage)
@room.api.doc(summary="待法制审核的案件，先到期的在前")
def list_queue(given: dict[str, str | None]) -> Page[queries.QueueRow]:
    return _queue(given["after"])


def _queue(after: str | None) -> Page[queries.QueueRow]:
    return queries.queue(door.work().session, today=door.work().today, after=after)


def _names() -> Mapping[UUID, str]:
    return accounts.names(door.work().session)


@room.pages.get("/cases/<uuid:case_id>/review")
@guard(Permission.READ_REVIEWS)
def tab(case_id: UUID) -> str:
    return render_template("review/tab.html", case_id=case_id)


@room.api.get("/cases/<uuid:case_id>/review")
@guard(Permission.READ_REVIEWS)
@room.api.response(200, ReviewShown(many=True))
@room.api.doc(summary="本案法制审核的各轮意见，最近一轮在前")
def list_rounds(case_id: UUID) -> Sequence[queries.ReviewRow]:
    return queries.rounds(door.work().session, _case(case_id).id)


room.offer_in_case(
    Action(
        name="submit",
        title="提交法制审核",
        door=service.submit,
        form=SubmitForm,
        reaches=Milestone.REVIEW_SUBMITTED,
        done="已送审，审核期限自今日起算。审核期间修改文稿，本轮审核即失效。",
        guidance="在行政机关负责人作出决定之前，应当由从事法制审核的人员进行审核；未经审核或者审核未通过的，不得作出决定（《行政处罚法》第五十八条）。",
        template="review/submit.html",
    ),
    Action(
        name="agree",
        title="出具审核意见",
        door=service.agree,
        form=AgreeForm,
        reaches=Milestone.REVIEW_AGREED,
        done="已出具同意意见，意见书已生成。",
        guidance="逐项审核，每一项都须有结论；意见只对所审的这一稿有效（《行政处罚法》第五十八条）。",
        template="review/opinion.html",
        then="review.queue",
    ),
    Action(
        name="send-back",
        title="退回",
        door=service.send_back,
        form=SendBackForm,
        done="已退回承办机构，须处理后再次送审。",
        guidance="退回须至少指出一项存在的问题并写明理由，承办机构处理后再次送审（《行政处罚法》第五十八条）。",
        template="review/opinion.html",
        then="review.queue",
    ),
    Action(
        name="claim",
        title="领办审核",
        door=service.claim,
        form=ClaimForm,
        reaches=Milestone.REVIEW_RETURNED,
        done="已领办。",
        guidance="承办过本案的人员不得审核本案；审核人员须取得法律职业资格（《行政处罚法》第五十八条）。",
    ),
)
