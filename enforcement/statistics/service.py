"""Freezing the quarter, and the workbook taken from it."""

from uuid import uuid4

from enforcement.accounts import queries as accounts
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.statistics import queries, rules
from enforcement.statistics.export import Imprint, workbook
from enforcement.statistics.models import ReportRun
from enforcement.statistics.reports import quarterly
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
