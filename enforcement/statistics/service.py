"""Freezing the quarter and the workbook taken from it; drafts of the annual report and where it was made public."""

from datetime import date
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.kernel.clock import SHANGHAI, chinese_day
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.statistics import queries, rules
from enforcement.statistics.annual_paper import paper
from enforcement.statistics.export import Imprint, workbook
from enforcement.statistics.models import AnnualRelease, ReportRun
from enforcement.statistics.queries import annual as annual_queries
from enforcement.statistics.reports import annual, quarterly
from enforcement.statistics.rules import Quarter


@use_case(Permission.FILE_STATISTICS, verb="statistics.quarter_frozen")
def freeze_quarter(work: UnitOfWork, *, period: str, reason: str = "") -> int:
    """ST-9: answers the version. What was frozen before stays as it is."""
    quarter = Quarter.parse(period)
    rules.quarter_has_ended(quarter, work.today)
    report = queries.quarter(work.session, quarter)
    before = next(iter(queries.runs(work.session, quarter)), None)
    rules.something_changed(before.figures if before else None, report.frozen_text)
    version = before.version + 1 if before else 1
    rules.restatement_is_explained(version, reason)
    row = ReportRun(
        id=uuid4(),
        report=quarterly.KEY,
        period=quarter.key,
        version=version,
        figures=report.frozen_text,
        digest=report.digest,
        reason=reason,
        frozen_by=work.actor.id,
        frozen_at=work.now,
    )
    work.session.add(row)
    work.about(period=quarter.key, version=version, digest=row.digest, reason=reason)
    work.seal(row)
    return version


@use_case(Permission.READ_STATISTICS, verb="statistics.workbook_taken")
def quarterly_workbook(work: UnitOfWork, *, period: str) -> bytes:
    """XLSX of the newest frozen version; of the figures as they stand, and saying so, where none is frozen."""
    quarter = Quarter.parse(period)
    run = next(iter(queries.runs(work.session, quarter)), None)
    report = queries.frozen(work.session, run) if run else queries.quarter(work.session, quarter)
    work.about(period=quarter.key, version=run.version if run else 0, digest=report.digest)
    imprint = Imprint(agency=accounts.body(work.session).name, status=_status(run), made_at=work.now)
    return workbook(report, imprint)


def _status(run: queries.RunRow | None) -> str:
    if run is None:
        return "本表为实时数据，尚未冻结，不作为上报依据。"
    at = run.frozen_at.astimezone(SHANGHAI)
    why = f"重新冻结的原因：{run.reason}。" if run.reason else ""
    return f"本表为第{run.version}版，{at:%Y-%m-%d %H:%M}冻结。{why}数据校验值（SHA-256）：{run.digest}"


@use_case(Permission.FILE_STATISTICS, verb="statistics.annual_drafted")
def save_annual_draft(work: UnitOfWork, *, year: int, remarks: str = "") -> int:
    """PUB-E1. Answers the version; an earlier draft stays as it is, and the same draft is not kept twice."""
    rules.year_has_begun(year, work.today)
    report = annual_queries.report(work.session, year, today=work.today, remarks=remarks)
    before = next(iter(annual_queries.drafts(work.session, year)), None)
    rules.something_changed(before.figures if before else None, report.frozen_text)
    version = before.version + 1 if before else 1
    row = ReportRun(
        id=uuid4(),
        report=annual.KEY,
        period=str(year),
        version=version,
        figures=report.frozen_text,
        digest=report.digest,
        reason="" if version == 1 else f"重新起草，数据截至{chinese_day(report.until)}",
        frozen_by=work.actor.id,
        frozen_at=work.now,
    )
    work.session.add(row)
    work.about(year=year, version=version, digest=row.digest)
    work.seal(row)
    return version


@use_case(Permission.READ_STATISTICS, verb="statistics.annual_taken")
def annual_paper(work: UnitOfWork, *, year: int, version: int = 0) -> bytes:
    """DOCX of that draft, else of the newest one; of the figures as they stand, and saying so, where none is kept."""
    rules.year_has_begun(year, work.today)
    kept = annual_queries.drafts(work.session, year)
    run = next((one for one in kept if version in {0, one.version}), None)
    if version and run is None:
        raise NotFound
    report = annual.thawed(run.figures) if run else annual_queries.report(work.session, year, today=work.today)
    work.about(year=year, version=run.version if run else 0, digest=report.digest)
    status = f"第{run.version}版，数据校验值（SHA-256）：{run.digest}" if run else "实时数据，尚未保存"
    return paper(report, agency=accounts.body(work.session).name, status=status, made_at=work.now)


@use_case(Permission.FILE_STATISTICS, verb="statistics.annual_published")
def record_annual_release(work: UnitOfWork, *, year: int, published_on: date, place: str) -> UUID:
    """Where the final report can be read; it is made public outside this system, by 31 January (PUB-E1)."""
    rules.release_makes_sense(year, published_on=published_on, today=work.today)
    run = next(iter(annual_queries.drafts(work.session, year)), None)
    rules.draft_stands(run.version if run else 0)
    row = AnnualRelease(
        id=uuid4(),
        year=year,
        version=run.version if run else 0,
        published_on=published_on,
        place=place,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.about(year=year, version=row.version, published_on=published_on, place=place)
    work.seal(row)
    return row.id
