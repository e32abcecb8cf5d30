"""Inspections, licences and other acts of a quarter, and how often each party was inspected in the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from enforcement.cases.models import Case, MilestoneRow, Party
from enforcement.procedures.grammar import Milestone
from enforcement.statistics.rules import Quarter
from enforcement.steps.models import Ruling

INSPECTED = "有明确对象、完整记录并作出检查结果的，每个对象计一次；发现违法转为查处的不计入"
RULED = "按作出决定的日期计入"
MEASURES = "行政强制措施办结件数"
CONCLUDED = "单独办理的，按作出处理决定的日期计入；处罚案件中采取的，见行政强制统计表"
GRANTED, REFUSED = "准予行政许可", "不予行政许可"


@dataclass(frozen=True, kw_only=True)
class Figure:
    key: str
    title: str
    count: int
    rule: str


@dataclass(frozen=True, kw_only=True)
class Frequency:
    """《国务院办公厅关于严格规范涉企行政检查的意见》: how often one party was inspected since the year began."""

    party: str
    code: str
    times: int


def figures(session: Session, period: Quarter) -> Sequence[Figure]:
    within = (period.first, period.last)
    granted, refused = (_ruled(session, within, "LICENCE", outcome=one) for one in (GRANTED, REFUSED))
    return [
        Figure(key="inspections", title="行政检查次数", count=_inspections(session, within), rule=INSPECTED),
        Figure(
            key="applied", title="许可申请数量", count=_licences(session, within, APPLIED), rule="按收到申请的日期计入"
        ),
        Figure(
            key="accepted", title="许可受理数量", count=_licences(session, within, ACCEPTED), rule="按受理的日期计入"
        ),
        Figure(key="granted", title="许可数量", count=granted, rule=RULED),
        Figure(key="refused", title="不予许可数量", count=refused, rule=RULED),
        Figure(key="measures_concluded", title=MEASURES, count=_ruled(session, within, "COERCION"), rule=CONCLUDED),
        Figure(key="other_acts", title="其他行政执法行为", count=_ruled(session, within, "OTHER"), rule=RULED),
    ]


Days = tuple[date, date]
APPLIED, ACCEPTED = Milestone.CLUE_REGISTERED, Milestone.LICENCE_ACCEPTED


def _ruled(session: Session, within: Days, action_type: str, *, outcome: str = "") -> int:
    found = select(func.count()).where(Ruling.action_type == action_type, Ruling.decided_on.between(*within))
    return int(session.execute(found.where(Ruling.outcome == outcome) if outcome else found).scalar_one())


def _inspections(session: Session, within: Days) -> int:
    """An inspection that ended in another act is counted there, and only there."""
    referred = exists().where(MilestoneRow.case_id == Ruling.case_id, MilestoneRow.kind == Milestone.VIOLATION_REFERRED)
    found = select(func.count()).where(Ruling.action_type == "INSPECTION", Ruling.decided_on.between(*within))
    return int(session.execute(found.where(~referred)).scalar_one())


def _licences(session: Session, within: Days, step: Milestone) -> int:
    found = (
        select(func.count())
        .select_from(MilestoneRow)
        .join(Case, Case.id == MilestoneRow.case_id)
        .where(Case.procedure == "licence", MilestoneRow.kind == step, MilestoneRow.day.between(*within))
    )
    return int(session.execute(found).scalar_one())


def frequencies(session: Session, period: Quarter) -> Sequence[Frequency]:
    """From the first day of the year to the last of the quarter, the most inspected first."""
    found = (
        select(func.max(Party.name), Party.uscc, func.count())
        .join(MilestoneRow, MilestoneRow.case_id == Party.case_id)
        .where(MilestoneRow.kind == Milestone.INSPECTED, MilestoneRow.day.between(period.year_start, period.last))
        .where(Party.uscc.is_not(None))
        .group_by(Party.uscc)
        .order_by(func.count().desc(), Party.uscc)
    )
    return [Frequency(party=name, code=uscc or "", times=times) for name, uscc, times in session.execute(found)]
