"""What is done at the doors to break the guards up to the decision, and to cure it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from enforcement.cases import service as cases
from enforcement.cases.models import Case
from enforcement.decisions import queries as drafts
from enforcement.decisions import service as decisions
from enforcement.decisions.rules import DraftText
from enforcement.hearings import service as hearings
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.measures import queries as measures
from enforcement.measures.names import MeasureKind
from enforcement.procedures.grammar import Milestone
from tests.bureau import Bureau
from tests.service.decisions import course
from tests.service.duties.course import exempted
from tests.service.hearings import hearing_course
from tests.service.measures import taking
from tests.service.procedures.guard_row import Act

OLD = date(2024, 1, 5)


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
