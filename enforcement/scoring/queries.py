"""Score sheets, worked out from the case as it stands. Only last night's knock-outs are stored, and say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.cases.models import Case
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.identity import CaseId
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.procedures.ordinary_penalty.exits import GONE
from enforcement.scoring import standard
from enforcement.scoring.gathering import file_of
from enforcement.scoring.models import KnockOut, ScoringNight
from enforcement.scoring.rules import Finding, Sheet, worst_first

PUT_AWAY = (Stage.NOT_FILED, Stage.DECLINED, Stage.CLOSED, Stage.ARCHIVED)
MOST = 30  # sheets are worked out one by one while the reader waits


@dataclass(frozen=True, kw_only=True)
class ScoredCase:
    case: cases.CaseRow
    sheet: Sheet


def sheet(session: Session, case: cases.CaseRow, *, today: date) -> Sheet:
    found = file_of(session, case, today=today)
    stands = cases.stands(session, case.id)
    if stands & GONE and Milestone.DECIDED not in stands:  # asked only for what such a case went through
        return standard.sheet(found, knows=frozenset(fact.kind for fact in found.line))
    return standard.sheet(found, knows=frozenset(procedure(case.procedure).steps))


def knock_outs(session: Session, case_id: CaseId) -> tuple[Finding, ...]:
    """What bars closing and archiving, judged on the day the case last moved: lateness alone bars nothing."""
    last = cases.timeline(session, case_id)[-1]
    return sheet(session, cases.get(session, case_id), today=shanghai_day(last.at)).knock_outs


def scored(
    session: Session, *, today: date, stage: Stage | None = None, until: date | None = None
) -> Sequence[ScoredCase]:
    """The cases filed last, no later than `until`, the worst file first: what a supervisor draws a sample from."""
    found = select(Case).where(Case.filed_on <= (until or today)).order_by(Case.filed_on.desc(), Case.id).limit(MOST)
    if stage is not None:
        found = found.where(Case.stage == stage)
    rows = [cases.row_of(session, row) for row in session.scalars(found)]
    sheets = [sheet(session, row, today=today) for row in rows]
    return [ScoredCase(case=rows[at], sheet=sheets[at]) for at in worst_first(sheets)]


@dataclass(frozen=True, kw_only=True)
class FoundKnockOut:
    """Of one open file. Number and title are empty while it is being worked out."""

    case_id: CaseId
    check_key: str
    title: str
    sentence: str
    basis: str
    number: str | None = None
    case_title: str = ""


@dataclass(frozen=True, kw_only=True)
class Examined:
    files: int
    found: Sequence[FoundKnockOut]


@dataclass(frozen=True, kw_only=True)
class Night:
    day: date
    looked_at: datetime
    files: int


def examine(session: Session, *, today: date) -> Examined:
    """Every filed and open case, one by one: an hour's work in a large body, so it belongs to the night."""
    wanted = select(Case.id).where(Case.filed_on.is_not(None), Case.stage.not_in(PUT_AWAY)).order_by(Case.id)
    keys = [CaseId(key) for key in session.scalars(wanted)]
    found: list[FoundKnockOut] = []
    for key in keys:
        found += [_found(key, one) for one in sheet(session, cases.get(session, key), today=today).knock_outs]
        session.expunge_all()  # or the night would hold every file it has read
    return Examined(files=len(keys), found=found)


def _found(case_id: CaseId, one: Finding) -> FoundKnockOut:
    check = one.check
    return FoundKnockOut(
        case_id=case_id, check_key=check.key, title=check.title, sentence=one.sentence, basis=check.basis
    )


def last_night(session: Session) -> Night | None:
    row = session.scalars(select(ScoringNight).order_by(ScoringNight.day.desc()).limit(1)).first()
    return Night(day=row.day, looked_at=row.looked_at, files=row.files) if row else None


def stored_knock_outs(session: Session, *, limit: int = 200) -> Sequence[FoundKnockOut]:
    """Of last night, of what is still open now, the case filed first on top."""
    found = (
        select(KnockOut, Case.number, Case.title.label("case_title"))
        .join(Case, Case.id == KnockOut.case_id)
        .where(Case.stage.not_in(PUT_AWAY))
        .order_by(Case.filed_on, Case.id, KnockOut.check_key)
        .limit(limit)
    )
    plain = ("check_key", "title", "sentence", "basis")
    return [
        FoundKnockOut(
            case_id=CaseId(row.case_id),
            number=number,
            case_title=case_title,
            **{name: getattr(row, name) for name in plain},
        )
        for row, number, case_title in session.execute(found)
    ]
