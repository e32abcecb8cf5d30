"""What is done at the doors to break each guard of a case, and to cure it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from enforcement.accounts import service as people
from enforcement.accounts.rules import Role
from enforcement.archive import service as archive
from enforcement.archive.rules import Retention
from enforcement.cases import service as cases
from enforcement.cases.models import Case
from enforcement.cases.rules import PartyCategory
from enforcement.decisions import queries as drafts
from enforcement.decisions import service as decisions
from enforcement.decisions.rules import DraftText
from enforcement.execution import service as execution
from enforcement.hearings import service as hearings
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.measures import queries as measures
from enforcement.measures.names import MeasureKind
from enforcement.procedures.grammar import Milestone
from enforcement.publication import service as publication
from enforcement.review import service as review
from tests.bureau import Bureau, resident_id_with_check_digit
from tests.service.decisions import course
from tests.service.duties.course import declare, exempted
from tests.service.execution import course as after
from tests.service.hearings import hearing_course
from tests.service.measures import taking
from tests.service.publication import notices

Act = Callable[[Bureau, CaseId], Any]
OLD = date(2024, 1, 5)
CHILD = {"category": PartyCategory.NATURAL_PERSON, "uscc": "", "legal_rep": ""}
CHILD |= {"id_no": resident_id_with_check_digit("34020220100101123")}


def nothing(_bureau: Bureau, _case: CaseId) -> None:
    """Where the lawful twin is another act, nothing has to be cured."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """`code`: of the refusal, or the wrong field. `cured`: what makes `right` lawful, else `wrong` itself."""

    name: str
    opened: Callable[[Bureau], CaseId]
    wrong: Act
    code: str
    says: str
    article: str
    cure: str = ""
    cured: Act = nothing
    right: Act | None = None


def clue(bureau: Bureau, **facts: Any) -> CaseId:
    return bureau.clue(**facts)


def filed(bureau: Bureau) -> CaseId:
    return bureau.filed()


def propose(bureau: Bureau, case: CaseId) -> None:
    bureau.act("officer_a", cases.propose_filing, case, opinion="建议立案。")


def approve(bureau: Bureau, case: CaseId) -> None:
    bureau.act("unit_head", cases.approve_filing, case, opinion="同意立案。")


def with_evidence(bureau: Bureau) -> CaseId:
    case = bureau.filed()
    course.add_evidence(bureau, case)
    return case


def report(bureau: Bureau, case: CaseId, **changes: str) -> None:
    items = [course.add_evidence(bureau, case)]
    bureau.act("officer_a", decisions.submit_report, case, items=items, **(course.PARTS | changes))


def preserved(bureau: Bureau) -> CaseId:
    case = with_evidence(bureau)
    taking.taken(bureau, case)
    return case


def urgently_sealed(bureau: Bureau) -> CaseId:
    case = with_evidence(bureau)
    taking.urgent(bureau, case)
    return case


def measure_of(bureau: Bureau, case: CaseId) -> UUID:
    return bureau.read(measures.of_case, case)[0].id


def let_go(bureau: Bureau, case: CaseId) -> None:
    taking.recorded_lightly(bureau, case, measure_of(bureau, case))
    taking.dispose(bureau, case, measure_of(bureau, case))


def ruled_and_let_go(bureau: Bureau, case: CaseId) -> None:
    taking.rule(bureau, case, measure_of(bureau, case))
    taking.recorded_fully(bureau, case, measure_of(bureau, case))
    taking.dispose(bureau, case, measure_of(bureau, case))


def seized(bureau: Bureau) -> CaseId:
    case = with_evidence(bureau)
    taking.taken(bureau, case, MeasureKind.SEIZURE)
    return case


def record_scene(bureau: Bureau, case: CaseId) -> None:
    record = taking.scene_record(bureau, case)
    taking.record(bureau, case, measure_of(bureau, case), record_id=record)


def excused(bureau: Bureau, case: CaseId) -> None:
    exempted(bureau, case, "sealing", started_at=bureau.clock.now())


def drafted(text: Any = course.TEXT) -> Callable[[Bureau], CaseId]:
    def opened(bureau: Bureau) -> CaseId:
        case = course.reported(bureau)
        course.save(bureau, case, text)
        return case

    return opened


def tell(bureau: Bureau, case: CaseId, *, contact: str = "基金监管科") -> None:
    bureau.act("officer_a", hearings.issue_prior_notice, case, contact=contact, hearing=True)


def tell_of(text: DraftText) -> Act:
    def written_and_told(bureau: Bureau, case: CaseId) -> None:
        course.save(bureau, case, text)
        tell(bureau, case)

    return written_and_told


def decide(bureau: Bureau, case: CaseId, **more: Any) -> None:
    course.decide(bureau, case, **more)


def told_not_heard(bureau: Bureau) -> CaseId:
    case = drafted()(bureau)
    course.notify(bureau, case, heard=None)
    return case


def told(bureau: Bureau) -> CaseId:
    case = drafted()(bureau)
    course.notify(bureau, case)
    return case


def waive(bureau: Bureau, case: CaseId) -> None:
    def waived(work: UnitOfWork) -> None:
        cases.lock(work, case)
        cases.reach(work, case, Milestone.DEFENCE_WAIVED)

    bureau.act("officer_a", waived)


def heard_and_agreed(bureau: Bureau, case: CaseId) -> None:
    waive(bureau, case)
    agreed_at_last(bureau, case)


def hearing_asked(bureau: Bureau) -> CaseId:
    case = hearing_course.requested(bureau)
    waive(bureau, case)
    return case


def told_and_agreed(bureau: Bureau, case: CaseId) -> None:
    course.notify(bureau, case)
    agreed_at_last(bureau, case)


def agreed_at_last(bureau: Bureau, case: CaseId) -> None:
    course.submit(bureau, case)
    course.agree(bureau, case)


def agreed_then_edited(bureau: Bureau) -> CaseId:
    case = course.agreed(bureau)
    course.save(bureau, case, replace(course.TEXT, discretion="补充裁量基准条款。"))
    return case


def agreed_on_more(bureau: Bureau) -> CaseId:
    """A later, heavier text was agreed to; the party was told of the lighter one (CASE-21)."""
    case = course.agreed(bureau)
    course.save(bureau, case, course.fined(160_000))

    def past_the_gate(work: UnitOfWork) -> None:
        draft = drafts.current_draft(work.session, case)
        assert draft is not None
        because = cases.Because(row=draft.id, note=draft.digest)
        cases.lock(work, case)
        cases.reach(work, case, Milestone.REVIEW_SUBMITTED, because=because)
        cases.reach(work, case, Milestone.REVIEW_AGREED, because=because)

    bureau.act("reviewer", past_the_gate)
    return case


def agreed_long_ago(bureau: Bureau) -> CaseId:
    case = course.agreed(bureau)
    bureau.later(days=100)
    return case


def found_too_late(bureau: Bureau) -> CaseId:
    case = course.agreed(bureau)
    found(bureau, case, date(2028, 1, 13))
    return case


def found(bureau: Bureau, case: CaseId, day: date) -> None:
    def discovered(work: UnitOfWork) -> None:
        work.session.get_one(Case, case).discovered_on = day

    bureau.act("system", discovered)


def in_time(bureau: Bureau, case: CaseId) -> None:
    found(bureau, case, date(2026, 2, 26))


def publish(bureau: Bureau, case: CaseId) -> None:
    bureau.act("clerk", publication.publish, case)


def confirmed(bureau: Bureau) -> CaseId:
    case = notices.prepared(bureau)
    notices.confirm(bureau, case)
    return case


def drafted_by_the_clerk(bureau: Bureau) -> CaseId:
    case = notices.decided(bureau)
    bureau.act("clerk", publication.prepare, case, others=notices.PATIENT)
    return case


def confirm_and_serve(bureau: Bureau, case: CaseId) -> None:
    notices.confirm(bureau, case)
    notices.serve(bureau, case)


def published(bureau: Bureau) -> CaseId:
    return notices.published(bureau)[0]


def close(bureau: Bureau, case: CaseId) -> None:
    bureau.act("officer_a", execution.close_case, case, opinion="建议结案。")


def pay_all(bureau: Bureau, case: CaseId) -> None:
    after.pay(bureau, case, after.FINE_FEN, f"QH{case.hex[:8]}")


def executed_by_word(bureau: Bureau, case: CaseId) -> None:
    bureau.act("officer_a", execution.record_executed, case, note="已履行。")


def put_away(bureau: Bureau, case: CaseId) -> None:
    given = {"retention": Retention.THIRTY_YEARS, "endnote": "原件存档案室。"}
    bureau.act("archivist", archive.request_archiving, case, **given)


def closed_with_an_act_open(bureau: Bureau) -> CaseId:
    case = after.closed(bureau)
    declare(bureau, case, "disposal")
    return case


def closed_and_knocked_out(bureau: Bureau) -> CaseId:
    case = after.closed(bureau)
    bureau.sql("UPDATE account SET legal_qualification_no = NULL")
    return case


def qualified_again(bureau: Bureau, _case: CaseId) -> None:
    bureau.sql("UPDATE account SET legal_qualification_no = 'A20203402000001'")


def also_reviewer(bureau: Bureau, login: str) -> None:
    bureau.act("system", people.grant_role, account_id=bureau.id(login), role=Role.LEGAL_REVIEWER)
    bureau.forget(login)


def once_handled_by_b(bureau: Bureau) -> CaseId:
    case = course.submitted(bureau)
    change = {"account_id": bureau.id("officer_c"), "replaces": bureau.id("officer_b"), "reason": "轮岗"}
    bureau.act("unit_head", cases.assign_officer, case, **change)
    also_reviewer(bureau, "officer_b")
    return case


def before_an_unqualified(bureau: Bureau) -> CaseId:
    also_reviewer(bureau, "officer_c")
    return course.submitted(bureau)


def agree_by(login: str) -> Act:
    def agree(bureau: Bureau, case: CaseId) -> None:
        course.agree(bureau, case, by=login)

    return agree


def an_hour_later(bureau: Bureau, _case: CaseId) -> None:
    bureau.clock.at += timedelta(hours=1)


def submit(bureau: Bureau, case: CaseId) -> None:
    bureau.act("officer_a", review.submit, case, note="送审。")
