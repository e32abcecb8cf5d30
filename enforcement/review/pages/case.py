"""One case under review: the page where an opinion is written, its rounds, signature and disputes."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import current_app, render_template, request

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.decisions import queries as decisions
from enforcement.decisions.queries.approving import endorsers_ever
from enforcement.documents import queries as documents
from enforcement.evidence import queries as evidence
from enforcement.evidence import rows as evidence_rows
from enforcement.evidence import service as evidence_service
from enforcement.evidence.marking import words
from enforcement.evidence.names import DerivativeKind
from enforcement.evidence.rows import ItemRow
from enforcement.evidence.schemas import ViewingForm
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import next_steps
from enforcement.review import queries, service
from enforcement.review.pages.room import room
from enforcement.review.pages.view import ReviewView
from enforcement.review.rules import FINDING_NAMES, SENDS_BACK
from enforcement.review.schemas import (
    AgreeForm,
    AssignForm,
    ClaimForm,
    CourseShown,
    DisputeForm,
    GiveBackForm,
    ReviewShown,
    SendBackForm,
    SettleForm,
    SignForm,
    SubmitForm,
)
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Choices

# Where a missing material is made; endpoints by name, as those rooms stand above or beside this one.
FIXES = {
    "final_report": "decisions.submit_report",
    "draft": "decisions.save_draft",
    "prior_notice": "hearings.tab",
    "evidence": "evidence.tab",
    "endorsement": "decisions.tab",
}


def _case(case_id: UUID) -> cases.CaseRow:
    work = door.work()
    return cases.get_for(work.session, work.actor, CaseId(case_id))


def _view(case: cases.CaseRow) -> ReviewView:
    session = door.work().session
    items = evidence.items(session, case.id)
    return ReviewView(
        scope=procedure(case.procedure).review,
        rounds=queries.rounds(session, case.id),
        draft=decisions.current_draft(session, case.id),
        materials=queries.materials(session, case.id, today=door.work().today),
        changes=queries.changed_since_last_round(session, case.id),
        report=decisions.current_report(session, case.id),
        items=items,
        papers=documents.of_case(session, case.id),
        marks={item.id: [row for row in evidence.marks_of(session, item.id) if not row.ended] for item in items},
        viewings=_viewings(items),
        proposals=queries.proposals(session, case.id),
        objections=queries.objections(session, case.id),
        heads=queries.heads(session),
        longer=queries.asked_longer(session, case.id),
        line=cases.timeline(session, case.id),
        standing=cases.stands(session, case.id),
        clock=cases.open_deadline(session, case.id, queries.CLOCK),
        names=accounts.names(session),
    )


def _viewings(items: Sequence[ItemRow]) -> Mapping[UUID, evidence_rows.ViewingRow]:
    """Recordings this person has asked to see and may still see; the others ask for a purpose first."""
    work = door.work()
    found = {
        item.id: evidence.standing_viewing(work.session, item.id, viewer_id=work.actor.id, now=work.now)
        for item in items
        if set(item.derivatives) & {DerivativeKind.PROXY, DerivativeKind.SOUND}
    }
    return {key: viewing for key, viewing in found.items() if viewing is not None}


def _reviewers(work: UnitOfWork, case_id: UUID) -> Choices:
    """Whoever may have this case, with what each carries already."""
    case = _case(case_id)
    handled = cases.handlers_ever(work.session, case.id) | endorsers_ever(work.session, case.id)
    loads = queries.loads(work.session)
    free = [one for one in queries.assignable(work.session) if one.id not in handled]
    return {"reviewer_id": [(str(one.id), f"{one.name}（{loads.get(one.id, 0)} 件）") for one in free]}


@room.pages.context_processor
def _beside_the_form() -> dict[str, object]:
    """The pages of a case get its frame and everything the reviewer looks at."""
    case_id = (request.view_args or {}).get("case_id")
    if case_id is None:
        return {}
    case = _case(case_id)
    view = _view(case)
    work = door.work()
    before, after = queries.neighbours(work.session, case.id, today=work.today)
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
        "stamp": words(work.session, case.id, viewer=work.actor.id, at=work.now),
    }


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


@room.api.get("/cases/<uuid:case_id>/review/course")
@guard(Permission.READ_REVIEWS)
@room.api.response(200, CourseShown)
@room.api.doc(summary="本案审核意见的签发经过和分歧协调")
def show_course(case_id: UUID) -> dict[str, object]:
    session, case = door.work().session, _case(case_id)
    return {"proposals": queries.proposals(session, case.id), "objections": queries.objections(session, case.id)}


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
        done="审核意见已出具。名册登记了法制机构负责人的，经其签发后生效。",
        guidance="逐项审核，每一项都须有结论；意见只对所审的这一稿有效（《行政处罚法》第五十八条）。",
        template="review/opinion.html",
        then="review.queue",
    ),
    Action(
        name="send-back",
        title="退回",
        door=service.send_back,
        form=SendBackForm,
        done="退回意见已出具，承办机构须处理后再次送审。名册登记了法制机构负责人的，经其签发后生效。",
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
    Action(
        name="assign",
        title="分派审核",
        door=service.assign,
        form=AssignForm,
        choices=_reviewers,
        reaches=Milestone.REVIEW_RETURNED,
        done="已分派。",
        guidance="承办过本案的人员不在名单上；名册登记了法制机构负责人的，由其分派。（《行政处罚法》第五十八条）",
    ),
    # Beside a recording on the page of the opinion: the purpose is known there, the reviewer need not name it.
    Action(
        name="watch",
        path="<uuid:item_id>",
        title="调阅音像记录",
        door=evidence_service.open_viewing,
        form=ViewingForm,
        done="可以调阅；本次调阅已记入保管记录。",
        then="review.agree",
    ),
    # Shown by the tab when there is something to sign, to dispute or to settle; no milestone speaks for these.
    Action(
        name="sign",
        title="签发审核意见",
        door=service.sign_opinion,
        form=SignForm,
        done="审核意见已签发，意见书已生成。",
        guidance="审核意见由法制机构负责人签发后生效，签发人不得是提出意见的审核人员。",
        template="review/sign.html",
    ),
    Action(
        name="give-back",
        title="不予签发",
        door=service.give_back_opinion,
        form=GiveBackForm,
        done="已退审核人员重新出具意见。",
        guidance="审核人员重新出具意见；本次提出的意见留存在卷。",
        template="review/sign.html",
    ),
    Action(
        name="dispute",
        title="提出异议",
        door=service.dispute,
        form=DisputeForm,
        done="异议已提出，待负责人协调。",
        guidance="承办机构不同意审核意见的，可以提出异议，由负责人协调；协调期间不能再次送审。"
        "没有法制审核同意意见，不得作出决定。（《行政处罚法》第五十八条）",
    ),
    Action(
        name="settle",
        title="记录协调结果",
        door=service.settle_dispute,
        form=SettleForm,
        done="协调结果已记录，承办机构据此再次送审。",
        guidance="协调不改变已出具的审核意见；协调之后须再次送审，审核同意的方可作出决定。（《行政处罚法》第五十八条）",
        template="review/settle.html",
    ),
)
