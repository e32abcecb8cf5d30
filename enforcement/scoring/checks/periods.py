"""What had to be done first, and by which day."""

from collections.abc import Iterator

from enforcement.kernel.clock import chinese_day
from enforcement.procedures.grammar import Milestone
from enforcement.scoring.casefile import CaseFile, Term
from enforcement.scoring.rules import Answer, Check, by_hand, judged, not_asked, not_yet, passed


def filed_before_measures(check: Check, file: CaseFile) -> Answer:
    taken = file.measures_of(check.steps)
    if not taken:
        return not_asked("本案没有采取先行登记保存、封存等措施。")
    before = [one.name for one in taken if file.filed_on is None or one.day < file.filed_on]
    early = (
        [f"{'、'.join(before)}在批准立案之前；查封、扣押因情况紧急当场实施的，请附二十四小时内补办批准的材料。"]
        if before
        else ()
    )
    return judged(early, fine="措施均在批准立案之后采取。")


def kept_within_term(check: Check, file: CaseFile) -> Answer:
    """Where no procedure opened the period, the day it ended is written nowhere a program could read it."""
    terms, taken = file.terms_of(check.periods), file.measures_of(check.steps)
    if not terms and not taken:
        return not_asked("本案没有采取该项措施。")
    if not terms:
        return by_hand(f"卷内有{'、'.join(one.name for one in taken)}，系统没有登记其期限，请人工核对处理日期。")
    return judged([*_late(terms, file), *_unapproved(terms)], fine=_said(terms))


def sealed_lawfully(check: Check, file: CaseFile) -> Answer:
    """As any kept measure; and what the record of the scene, or the approval made up, shows was left undone."""
    answer = kept_within_term(check, file)
    if not file.measure_faults:
        return answer
    terms = file.terms_of(check.periods)
    return judged([*_late(terms, file), *_unapproved(terms), *(f"{one}。" for one in file.measure_faults)], fine="")


def decided_in_time(check: Check, file: CaseFile) -> Answer:
    terms = file.terms_of(check.periods)
    if not terms:
        return not_yet("办案期限尚未起算。")
    faults = [*_late(terms, file), *_unapproved(terms)]
    if not faults and file.decided is None:
        return not_yet(f"办案期限至{chinese_day(terms[-1].due_on)}。")
    return judged(faults, fine=_said(terms))


def served_lawfully(check: Check, file: CaseFile) -> Answer:
    unlawful = [f"{one.name}的送达有欠缺：{one.fault}" for one in file.deliveries if one.fault]
    faults = [*unlawful, *_late(file.terms_of(check.periods), file)]
    if not faults and file.last(Milestone.DECISION_SERVED) is None:
        return not_yet("决定书尚未送达。")
    return judged(faults, fine="送达方式合法，回证齐全，未超过期限。")


def published_in_time(check: Check, file: CaseFile) -> Answer:
    withheld = file.last(Milestone.NOT_PUBLISHED)
    faults = list(_late(file.terms_of(check.periods), file))
    if withheld is not None and not withheld.note.strip("（）"):
        faults.append("不予公示没有写明理由。")
    if faults:
        return judged(faults, fine="")
    if withheld is not None:
        return passed(f"依法不予公示：{withheld.note}")
    if file.last(Milestone.PUBLISHED) is None:
        return not_yet("尚未公示。")
    return passed("在期限内公示。")


def _late(terms: tuple[Term, ...], file: CaseFile) -> Iterator[str]:
    for term in terms:
        if term.late(file.today):
            done = f"{chinese_day(term.closed_on)}才办结" if term.closed_on else "至今没有办结"
            yield f"{term.title}至{chinese_day(term.due_on)}，{done}。"


def _unapproved(terms: tuple[Term, ...]) -> Iterator[str]:
    for term in terms:
        if term.extended and not term.approvals:
            yield f"{term.title}延长了{term.extended}日，卷内没有批准。"


def _said(terms: tuple[Term, ...]) -> str:
    return "；".join(f"{term.title}至{chinese_day(term.due_on)}，未超过" for term in terms) + "。"
