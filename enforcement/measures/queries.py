"""Measures of a case, and what of them the gates, scores and tables ask."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.cases.models import Case, Party
from enforcement.cases.queries import StopRow
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId
from enforcement.measures import rules
from enforcement.measures.models import (
    Measure,
    MeasureDisposal,
    MeasureDisposalLine,
    MeasureExtension,
    MeasureExtensionRuling,
    MeasureItem,
    MeasureRuling,
    MeasureScene,
    MeasureStart,
)
from enforcement.measures.names import MeasureKind, Signing, Way
from enforcement.measures.rows import (
    DisposalRow,
    ExtensionRow,
    ItemRow,
    MeasureRow,
    RulingRow,
    SceneRow,
    StartRow,
    TakenRow,
)
from enforcement.measures.rules import Scene


def of_case(session: Session, case_id: CaseId) -> Sequence[MeasureRow]:
    found = select(Measure).where(Measure.case_id == case_id).order_by(Measure.seq)
    return [_row(session, row) for row in session.scalars(found)]


def measure(session: Session, case_id: CaseId, measure_id: UUID) -> MeasureRow:
    row = session.get(Measure, measure_id)
    if row is None or row.case_id != case_id:
        raise NotFound
    return _row(session, row)


def faults(session: Session, case_id: CaseId) -> tuple[str, ...]:
    return tuple(fault for row in of_case(session, case_id) for fault in row.faults)


def taken_between(session: Session, first: date, last: date) -> Sequence[TakenRow]:
    """Every measure whose paper bears a day of this time."""
    found = (
        select(Measure, MeasureStart.started_on, Case.number, Party.name)
        .join(MeasureStart, MeasureStart.measure_id == Measure.id)
        .join(Case, Case.id == Measure.case_id)
        .join(Party, Party.case_id == Measure.case_id)
        .where(MeasureStart.started_on.between(first, last))
        .order_by(MeasureStart.started_on, Case.number, Measure.seq)
    )
    return [
        TakenRow(
            kind=MeasureKind(row.kind),
            seq=row.seq,
            case_id=CaseId(row.case_id),
            number=number,
            party=party,
            started_on=day,
        )
        for row, day, number, party in session.execute(found)
    ]


def _row(session: Session, row: Measure) -> MeasureRow:
    ruling, start = session.get(MeasureRuling, row.id), session.get(MeasureStart, row.id)
    scene = session.get(MeasureScene, row.id)
    period = rules.period_of(MeasureKind(row.kind))
    plain = ("id", "seq", "reason", "basis", "days", "taken_at", "proposed_by", "proposed_at")
    return MeasureRow(
        case_id=CaseId(row.case_id),
        kind=MeasureKind(row.kind),
        items=_items(session, row.id),
        ruling=_ruling(ruling) if ruling else None,
        start=_start(start) if start else None,
        scene=_scene(scene) if scene else None,
        extensions=_extensions(session, row.id),
        disposals=_disposals(session, row.id),
        deadline=cases.deadline_for(session, row.id, period),
        testing=_testing(session, row),
        **{name: getattr(row, name) for name in plain},
    )


def _testing(session: Session, row: Measure) -> tuple[StopRow, ...]:
    of_this_one = rules.testing_of(row.id).periods
    return tuple(stop for stop in cases.stops(session, CaseId(row.case_id)) if stop.periods in of_this_one)


def _ruling(row: MeasureRuling) -> RulingRow:
    return RulingRow(**{name: getattr(row, name) for name in RulingRow.__dataclass_fields__})


def _start(row: MeasureStart) -> StartRow:
    return StartRow(**{name: getattr(row, name) for name in StartRow.__dataclass_fields__})


def _items(session: Session, measure_id: UUID) -> tuple[ItemRow, ...]:
    things = select(MeasureItem).where(MeasureItem.measure_id == measure_id).order_by(MeasureItem.position)
    lines = select(MeasureDisposalLine).where(MeasureDisposalLine.measure_id == measure_id)
    left: Mapping[int, MeasureDisposalLine] = {line.position: line for line in session.scalars(lines)}
    return tuple(_item(thing, left.get(thing.position)) for thing in session.scalars(things))


def _item(thing: MeasureItem, line: MeasureDisposalLine | None) -> ItemRow:
    return ItemRow(
        position=thing.position,
        name=thing.name,
        quantity=thing.quantity,
        place=thing.place,
        manner=thing.manner,
        way=Way(line.way) if line else None,
        detail=line.detail if line else "",
    )


def _scene(row: MeasureScene) -> SceneRow:
    said = {name: getattr(row, name) for name in Scene.__dataclass_fields__} | {"signing": Signing(row.signing)}
    return SceneRow(scene=Scene(**said), record_id=row.record_id, act_id=row.act_id, recorded_by=row.recorded_by)


def _extensions(session: Session, measure_id: UUID) -> tuple[ExtensionRow, ...]:
    found = (
        select(MeasureExtension, MeasureExtensionRuling)
        .outerjoin(MeasureExtensionRuling, MeasureExtensionRuling.extension_id == MeasureExtension.id)
        .where(MeasureExtension.measure_id == measure_id)
        .order_by(MeasureExtension.asked_at, MeasureExtension.id)
    )
    return tuple(
        ExtensionRow(
            id=asked.id,
            days=asked.days,
            reason=asked.reason,
            asked_by=asked.asked_by,
            asked_at=asked.asked_at,
            granted=ruling.granted if ruling else None,
            opinion=ruling.opinion if ruling else "",
            document_id=ruling.document_id if ruling else None,
            ruled_by=ruling.ruled_by if ruling else None,
        )
        for asked, ruling in session.execute(found)
    )


def _disposals(session: Session, measure_id: UUID) -> tuple[DisposalRow, ...]:
    found = select(MeasureDisposal).where(MeasureDisposal.measure_id == measure_id)
    rows = session.scalars(found.order_by(MeasureDisposal.disposed_at, MeasureDisposal.id))
    return tuple(DisposalRow(**{name: getattr(row, name) for name in DisposalRow.__dataclass_fields__}) for row in rows)
