"""The list in force: the law's matrix of a procedure, and above it the body's own dated rows."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.duties import rules
from enforcement.duties.models import ListedDuty
from enforcement.duties.rows import ListedRow
from enforcement.duties.rules import DutyInForce, Raised
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.demands import RecordingLevel


def every_version(session: Session, procedure_key: str) -> Sequence[ListedRow]:
    """Newest first: what was ever listed stays readable."""
    found = select(ListedDuty).where(ListedDuty.procedure == procedure_key)
    rows = session.scalars(found.order_by(ListedDuty.in_force_from.desc(), ListedDuty.step))
    plain = [name for name in ListedRow.__dataclass_fields__ if name != "level"]
    return [ListedRow(level=RecordingLevel(row.level), **{name: getattr(row, name) for name in plain}) for row in rows]


def raised(session: Session, procedure_key: str) -> Sequence[Raised]:
    fields = list(Raised.__dataclass_fields__)
    return [Raised(**{name: getattr(row, name) for name in fields}) for row in every_version(session, procedure_key)]


def duties_in_force(session: Session, procedure_key: str, day: date) -> tuple[DutyInForce, ...]:
    return rules.in_force(procedure(procedure_key).recording_in_force(day), raised(session, procedure_key), day)


def duty_in_force(session: Session, procedure_key: str, step: str, *, day: date) -> DutyInForce | None:
    return next((duty for duty in duties_in_force(session, procedure_key, day) if duty.step == step), None)
