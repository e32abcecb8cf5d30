"""The tab 处理决定: report, versions of the draft, decision; and the three forms that write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app, render_template, request

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.decisions import queries, service
from enforcement.decisions.queries.scopes import scope_in_force
from enforcement.decisions.schemas import DecideForm, DecisionsShown, DraftForm, NoPenaltyForm, ReportForm, SpotForm
from enforcement.discretion import queries as discretion
from enforcement.discretion.queries import AssessmentRow
from enforcement.documents.amounts import figures
from enforcement.evidence import queries as evidence
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.matters import queries as matters
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import may_reach, next_steps
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Room

room = Room(name="decisions", title="处理决定", tab="decisions.tab", of_allegations=True)


@dataclass(frozen=True, kw_only=True)
class DecisionsView:
    """What the tab and the forms show beside their fields."""

    reports: Sequence[queries.ReportRow]
    drafts: Sequence[queries.DraftRow]
    decision: queries.DecisionRow | None
    agreed: cases.MilestoneFact | None
    told: str
    low: int
    high: int
    base_name: str
    earlier_fines: Sequence[queries.EarlierFine]
    obstacle: RuleBroken | None
    overdue_since: date | None
    suggestion: AssessmentRow | None
    must_assess: bool
    discussion: str
    suggestions: Sequence[AssessmentRow]
    items: dict[UUID, ItemRow]
    names: dict[UUID, str]

    @property
    def draft(self) -> queries.DraftRow | None:
        return self.drafts[0] if self.drafts else None

    def assessed(self, draft: queries.DraftRow) -> AssessmentRow | None:
        """The suggestion this version was held against."""
        return next((one for one in self.suggestions if str(one.id) == draft.assessment), None)

    @property
    def review_outdated(self) -> bool:
        """An agreement exists, but for another text than the current one."""
        return bool(self.agreed and self.draft and self.agreed.note != self.draft.digest)

    @property
    def notice_outdated(self) -> bool:
        return bool(self.told and self.draft and self.draft.burdens and self.told != self.draft.substance_digest)


def _case(case_id: UUID) -> tuple[cases.CaseRow, frozenset[Milestone]]:
    work = door.work()
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    return case, next_steps(procedure(case.procedure), cases.stands(work.session, case.id))


def _view(case: cases.CaseRow) -> DecisionsView:
    session = door.work().session
    drafts = queries.drafts(session, case.id)
    allowed = matters.cause(session, case.cause_code, day=case.act_date).range
    low, high = allowed.bounds(drafts[0].base_fen if drafts else 0)
    suggestions = discretion.assessments(session, case.id)
    needed = discretion.applicable(session, case, today=door.work().today) is not None
    return DecisionsView(
        reports=queries.reports(session, case.id),
        drafts=drafts,
        decision=queries.decision(session, case.id),
        agreed=queries.agreement(session, case.id),
        told=queries.told_substance(session, case.id),
        low=low,
        high=high,
        base_name=allowed.base_name,
        earlier_fines=queries.earlier_fines(session, case),
        obstacle=_obstacle(case),
        overdue_since=_overdue_since(case),
        suggestion=suggestions[0] if suggestions else None,
        must_assess=needed and not suggestions,
        discussion=_discussion(case, drafts[0]) if drafts else "",
        suggestions=suggestions,
        items={item.id: item for item in evidence.items(session, case.id)},
        names=accounts.names(session),
    )


def _discussion(case: cases.CaseRow, draft: queries.DraftRow) -> str:
    """Whether the heads must discuss this text, and whether they did, in one sentence."""
    work = door.work()
    if queries.discussed_digest(work.session, case.id) == draft.digest:
        return "负责人集体讨论已同意这一稿。"
    scope = scope_in_force(work.session, work.today)
    if scope is None:
        return (
            "本机关尚未列入集体讨论范围，请自行判断是否属于情节复杂或者重大违法行为（《行政处罚法》第五十七条第二款）。"
        )
    needed = scope.reached_by(draft, case.party.category)
    return f"本案在集体讨论范围内（{scope.basis}），须经负责人集体讨论同意后作出决定。" if needed else ""


def _obstacle(case: cases.CaseRow) -> RuleBroken | None:
    """What the order of the procedure still asks for before a decision, in its own sentence."""
    try:
        may_reach(procedure(case.procedure), cases.stands(door.work().session, case.id), Milestone.DECIDED)
    except RuleBroken as missing:
        return missing
    return None


def _overdue_since(case: cases.CaseRow) -> date | None:
    running = cases.open_deadline(door.work().session, case.id, service.CASE_TIME)
    return running.due_on if running and running.due_on < door.work().today else None


@room.pages.app_template_global("penalty_rows")
def _penalty_rows(values: Mapping[str, Any]) -> int:
    """As many rows as were filled or typed, and one more; three at least."""
    typed = [int(parts[1]) + 1 for name in values if (parts := name.split("-"))[0] == "penalties" and len(parts) > 1]
    return max(3, len(values.get("penalties") or ()) + 1, max(typed, default=0) + 1)


@room.pages.context_processor
def _beside_the_form() -> dict[str, object]:
    case_id = (request.view_args or {}).get("case_id")
    if case_id is None:
        return {}
    case, possible = _case(case_id)
    law = procedure(case.procedure)
    return {
        "case": case,
        "law": law,
        "possible": possible,
        "view": _view(case),
        "endpoints": current_app.view_functions,
        "limit": law.spot_limit(door.work().today),
    }


@room.pages.get("/cases/<uuid:case_id>/decisions")
@guard(Permission.READ_CASES)
def tab(case_id: UUID) -> str:
    return render_template("decisions/tab.html", case_id=case_id)


@room.api.get("/cases/<uuid:case_id>/decisions")
@guard(Permission.READ_CASES)
@room.api.response(200, DecisionsShown)
@room.api.doc(summary="本案的调查终结报告、拟处理决定各版与处罚决定")
def list_decisions(case_id: UUID) -> DecisionsView:
    return _view(_case(case_id)[0])


def _report_before(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    last = queries.current_report(work.session, case.id)
    if last is None:
        return {"course": case.source_detail, "facts": case.summary}
    parts = {name: getattr(last, name) for name in ("course", "facts", "nature", "proposal", "discretion")}
    return parts | {"items": [str(item) for item in last.items]}


def _evidence_choices(work: UnitOfWork, case_id: UUID) -> dict[str, Sequence[tuple[str, str]]]:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    counted = (item for item in evidence.items(work.session, case.id) if item.counts)
    return {"items": [(str(item.id), f"{item.title}（{item.kind_name}）") for item in counted]}


def _draft_before(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    last = queries.current_draft(work.session, case.id)
    if last is None or last.ground:
        return _first_draft(work, case) | {"base_version": last.version if last else 0}
    plain = ("facts", "evidence_text", "violated", "applied", "discretion", "mitigation", "leaving", "correction")
    return {name: getattr(last, name) for name in plain} | {
        "base_version": last.version,
        "base": _typed(last.base_fen),
        "recovery": _typed(last.recovery_fen),
        "penalties": [
            {"kind": item.kind, "amount": _typed(item.amount_fen), "text": item.text} for item in last.penalties
        ],
    }


def _no_penalty_before(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    """The current text where it spares the party already; else what its report found."""
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    last = queries.current_draft(work.session, case.id)
    if last is None or not last.ground:
        first = _first_draft(work, case)
        told = {name: first.get(name, "") for name in ("violated", "facts", "evidence_text")}
        return told | {"base_version": last.version if last else 0}
    plain = ("ground", "facts", "evidence_text", "violated", "discretion", "education", "correction")
    return {name: getattr(last, name) for name in plain} | {
        "base_version": last.version,
        "recovery": _typed(last.recovery_fen),
    }


def _first_draft(work: UnitOfWork, case: cases.CaseRow) -> dict[str, Any]:
    """Facts and evidence as the report found them; the articles as the matter list has them for the day of the act."""
    report = queries.current_report(work.session, case.id)
    cause = matters.cause(work.session, case.cause_code, day=case.act_date)
    before: dict[str, Any] = {"base_version": 0, "violated": cause.violated, "applied": cause.applied}
    assessed = discretion.current_assessment(work.session, case.id)
    if assessed:
        before["base"] = _typed(assessed.base_fen)
    if report is None:
        return before
    titles = [item.title for item in evidence.items(work.session, case.id) if item.id in report.items]
    return before | {"facts": report.facts, "discretion": report.discretion, "evidence_text": "；".join(titles)}


def _typed(fen: int) -> str:
    return figures(fen) if fen else ""


room.offer_in_case(
    Action(
        name="submit-report",
        title="提交调查终结报告",
        door=service.submit_report,
        form=ReportForm,
        reaches=Milestone.REPORTED,
        done="调查终结报告已提交并生成文书。",
        guidance="报告分六部分，第一部分“当事人基本情况”由案卷自动写入（《医疗保障行政处罚程序暂行规定》第三十六条）。",
        initial=_report_before,
        choices=_evidence_choices,
    ),
    Action(
        name="save-draft",
        title="拟定处理决定",
        door=service.save_draft,
        form=DraftForm,
        reaches=Milestone.DRAFTED,
        done="已保存为新版本。审核意见只对所审的那一稿有效，修改后须重新送审。",
        guidance="处罚内容须是一个确定的数额，不能是幅度（《行政处罚法》第四十四条）。",
        template="decisions/draft.html",
        initial=_draft_before,
    ),
    Action(
        name="save-no-penalty-draft",
        title="拟定不予处罚",
        door=service.save_draft,
        form=NoPenaltyForm,
        reaches=Milestone.NO_PENALTY_PROPOSED,
        done="已保存为新版本，拟不予行政处罚。审核意见只对所审的那一稿有效，修改后须重新送审。",
        guidance="依法不予行政处罚或者违法事实不能成立的，同样经法制审核后由负责人作出决定（《行政处罚法》第五十七条、第五十八条）；"
        "没有责令退回基金的，当事人没有须先告知的不利决定，不制作事先告知书。",
        initial=_no_penalty_before,
    ),
    Action(
        name="decide",
        title="作出决定",
        door=service.decide,
        form=DecideForm,
        reaches=Milestone.DECIDED,
        done="已作出决定，决定书已编号并生成文书。",
        guidance="未经法制审核或者审核未通过的，不得作出决定（《行政处罚法》第五十八条）。",
        template="decisions/decide.html",
    ),
    Action(
        name="decide-on-the-spot",
        title="当场作出处罚决定",
        door=service.decide_on_the_spot,
        form=SpotForm,
        reaches=Milestone.RIGHTS_TOLD,
        done="已当场作出处罚决定，决定书已编号并生成文书；请当场交付当事人，并在七个工作日内报本机关备案。",
        guidance="当场处罚须出示执法证件，填写预定格式、编有号码的决定书，当场交付当事人（《行政处罚法》第五十二条）。",
        template="decisions/spot.html",
    ),
)
