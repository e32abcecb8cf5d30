"""The figures of a year with the cases behind them, and the drafts and releases kept of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from enforcement.cases.models import Case, Deadline, MilestoneRow
from enforcement.decisions.models import Decision
from enforcement.decisions.rules import Outcome
from enforcement.kernel.clock import shanghai_day
from enforcement.measures import queries as measures
from enforcement.procedures.grammar import Milestone
from enforcement.publication.queries import PUBLISH
from enforcement.review.models import Review
from enforcement.review.rules import ReviewResult
from enforcement.statistics import queries
from enforcement.statistics.models import AnnualRelease, ReportRun
from enforcement.statistics.queries import OTHER_ENDS, RunRow
from enforcement.statistics.queries.acts import ACCEPTED, APPLIED, GRANTED, INSPECTED, REFUSED, RULED
from enforcement.statistics.reports import annual, coercion, quarterly
from enforcement.statistics.reports.annual import Annual, Figure, Table, figure
from enforcement.statistics.rules import Quarter
from enforcement.steps.models import Ruling
from enforcement.transfers.models import ExitCourse, ExitRequest, ExitRuling, ExitSending
from enforcement.transfers.rules import Course, Exit

Days = tuple[date, date]


@dataclass(frozen=True, kw_only=True)
class ReleaseRow:
    year: int
    version: int
    published_on: date
    place: str
    recorded_by: UUID
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class CaseBehind:
    id: UUID
    number: str | None
    title: str


def report(session: Session, year: int, *, today: date, remarks: str = "") -> Annual:
    until = min(today, date(year, 12, 31))
    within = (date(year, 1, 1), until)
    tables = (_penalties(session, within), _coercion(session, within), _acts(session, within))
    return Annual(
        year=year,
        until=until,
        tables=(*tables, _ends(session, within), _systems(session, within, today=today)),
        remarks=remarks,
    )


def _penalties(session: Session, within: Days) -> Table:
    whole = quarterly.tabulate(queries.made(session, *within), Quarter(within[0].year, 4))
    row = whole.rows[-1]
    counts = [
        figure(one.key, one.title, (made.case_id for made in row.listed(one.key)), held=one.held)
        for one in quarterly.COLUMNS
    ]
    everyone = tuple(made.case_id for made in row.counted)
    total = figure("total", "合计", everyone, unit="宗")
    amount = Figure(key="amount", title="罚没金额", unit="万元", shown=row.amount_text, cases=everyone)
    return Table(key="penalties", title="行政处罚", figures=(*counts, total, amount), note="".join(whole.notes))


def _coercion(session: Session, within: Days) -> Table:
    taken = [one for one in measures.taken_between(session, *within) if one.kind.coercive]
    counts = (
        figure(
            column.key,
            column.title,
            (one.case_id for one in taken if coercion.COLUMN_OF[one.kind] == column.key),
            held=column.held,
        )
        for column in coercion.COLUMNS
    )
    return Table(key="coercion", title="行政强制", figures=tuple(counts), note="".join(coercion.NOTES))


def _acts(session: Session, within: Days) -> Table:
    referred = exists().where(MilestoneRow.case_id == Ruling.case_id, MilestoneRow.kind == Milestone.VIOLATION_REFERRED)
    inspected = session.scalars(_ruled("INSPECTION", within).where(~referred))
    licences = (
        ("applied", "许可申请", session.scalars(_licences(APPLIED, within))),
        ("accepted", "许可受理", session.scalars(_licences(ACCEPTED, within))),
        ("granted", "准予许可", session.scalars(_ruled("LICENCE", within).where(Ruling.outcome == GRANTED))),
        ("refused", "不予许可", session.scalars(_ruled("LICENCE", within).where(Ruling.outcome == REFUSED))),
    )
    figures = (
        figure("inspections", "行政检查", inspected, unit="次"),
        *(figure(key, title, found) for key, title, found in licences),
        figure("other_acts", "其他行政执法行为", session.scalars(_ruled("OTHER", within))),
    )
    note = f"行政检查：{INSPECTED}。其余{RULED}。"
    return Table(key="acts", title="行政检查、行政许可和其他", figures=figures, note=note)


def _ruled(action_type: str, within: Days) -> Select[UUID]:
    found = select(Ruling.case_id).where(Ruling.action_type == action_type, Ruling.decided_on.between(*within))
    return found.order_by(Ruling.decided_on, Ruling.case_id)


def _licences(step: Milestone, within: Days) -> Select[UUID]:
    found = select(MilestoneRow.case_id).join(Case, Case.id == MilestoneRow.case_id)
    return found.where(Case.procedure == "licence", MilestoneRow.kind == step, MilestoneRow.day.between(*within))


def _ends(session: Session, within: Days) -> Table:
    spared = select(Decision.case_id).where(
        Decision.decided_on.between(*within), Decision.outcome == Outcome.NO_PENALTY
    )
    sent = select(ExitRequest.kind, ExitRequest.case_id, ExitSending.sent_at).join(
        ExitSending, ExitSending.request_id == ExitRequest.id
    )
    rows = [(kind, case) for kind, case, at in session.execute(sent) if within[0] <= shanghai_day(at) <= within[1]]
    ruled = select(ExitRuling.case_id, ExitRuling.ruled_at).join(ExitRequest, ExitRequest.id == ExitRuling.request_id)
    ruled = ruled.where(ExitRequest.kind == Exit.CANCEL, ExitRuling.approved)
    found: dict[str, list[UUID]] = {
        "no_penalty": list(session.scalars(spared)),
        "sent_justice": [case for kind, case in rows if kind == Exit.JUSTICE],
        "sent_department": [case for kind, case in rows if kind == Exit.DEPARTMENT],
        "cancelled": [case for case, at in session.execute(ruled) if within[0] <= shanghai_day(at) <= within[1]],
        "crime_filed": _followed(session, Course.CRIME_FILED, within),
        "crime_not_filed": _followed(session, Course.CRIME_NOT_FILED, within),
    }
    figures = tuple(figure(key, title, found[key]) for key, title in OTHER_ENDS.items())
    return Table(key="ends", title="其他处理结果", figures=figures, note="按决定、移送或者答复的日期计入。")


def _followed(session: Session, course: Course, within: Days) -> list[UUID]:
    found = select(ExitCourse.case_id).where(ExitCourse.kind == course, ExitCourse.day.between(*within))
    return list(session.scalars(found))


def _systems(session: Session, within: Days, *, today: date) -> Table:
    """What publication and legal review came to. A period counts once its last day is over."""
    due = select(Deadline.case_id, Deadline.due_on, Deadline.closed_on).where(
        Deadline.key.in_(PUBLISH), Deadline.due_on.between(*within), Deadline.due_on < today
    )
    periods = session.execute(due.order_by(Deadline.due_on, Deadline.id)).all()
    done = select(Review.case_id, Review.round, Review.result, Review.decided_at).where(Review.result.is_not(None))
    rounds = [row for row in session.execute(done) if row.decided_at and _holds(within, row.decided_at)]
    corrected = {row.case_id for row in rounds if row.round == 1 and row.result != ReviewResult.APPROVE}
    kept = [row.case_id for row in periods if row.closed_on and row.closed_on <= row.due_on]
    figures = (
        figure("publication_due", "公示期限届满的决定", [row.case_id for row in periods]),
        figure("publication_kept", "其中按期公示", kept),
        figure("reviewed", "完成法制审核的案件", sorted({row.case_id for row in rounds}, key=str)),
        figure("corrected", "其中第一次审核没有通过", sorted(corrected, key=str)),
    )
    note = (
        "公示按期限届满的日期计入，按期指最后一日以前公示或者依法决定不予公示；"
        "法制审核按出具意见的日期计入，一案计一件。"
    )
    return Table(key="systems", title="行政执法三项制度", figures=figures, note=note)


def _holds(within: Days, at: datetime) -> bool:
    return within[0] <= shanghai_day(at) <= within[1]


def drafts(session: Session, year: int) -> Sequence[RunRow]:
    """Newest first."""
    found = select(ReportRun).where(ReportRun.report == annual.KEY, ReportRun.period == str(year))
    return [_run(row) for row in session.scalars(found.order_by(ReportRun.version.desc()))]


def newest_draft(session: Session) -> RunRow | None:
    found = select(ReportRun).where(ReportRun.report == annual.KEY).order_by(ReportRun.frozen_at.desc()).limit(1)
    row = session.scalars(found).first()
    return _run(row) if row else None


def _run(row: ReportRun) -> RunRow:
    return RunRow(**{name: getattr(row, name) for name in RunRow.__dataclass_fields__})


def release(session: Session, year: int) -> ReleaseRow | None:
    """The newest word on where it was made public."""
    found = select(AnnualRelease).where(AnnualRelease.year == year).order_by(AnnualRelease.recorded_at.desc()).limit(1)
    row = session.scalars(found).first()
    return ReleaseRow(**{name: getattr(row, name) for name in ReleaseRow.__dataclass_fields__}) if row else None


def in_hand(session: Session, *, today: date) -> int:
    """The year to be reported next: the last one, if this house worked in it and its report is not out yet."""
    last = today.year - 1
    worked = select(MilestoneRow.case_id).where(MilestoneRow.day <= date(last, 12, 31)).limit(1)
    return last if session.scalar(worked) is not None and release(session, last) is None else today.year


def behind(session: Session, case_ids: Collection[UUID]) -> Sequence[CaseBehind]:
    """Each time it is counted, in the order of the figure."""
    found = select(Case.id, Case.number, Case.title).where(Case.id.in_(set(case_ids)))
    known: Mapping[UUID, CaseBehind] = {
        row.id: CaseBehind(id=row.id, number=row.number, title=row.title) for row in session.execute(found)
    }
    return [known[key] for key in case_ids if key in known]
