"""Beside a published text: why it was due on that day, and the code that leads from paper back to this page."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, Response, abort
from sqlalchemy.orm import Session

from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.grammar import Period
from enforcement.publication import calculator, public_events
from enforcement.publication import public_queries as queries
from enforcement.publication.public_queries import Entry
from enforcement.web import board_kit as kit
from enforcement.workdays.rules import DayNote, Unit
from storage.media import slate

blueprint = Blueprint("board_notice", "enforcement.publication")

PUBLISH = ("PUBLISH_PENALTY_LICENCE", "PUBLISH_OTHER")
ITS_OWN = "本机关规定了更短的期限。"


@dataclass(frozen=True, kw_only=True)
class DueDay:
    """The last day as the case had it. `notes` only where the law's own length leads to that very day."""

    day: date
    basis: str
    notes: tuple[DayNote, ...]


def due(session: Session, shown: Entry) -> DueDay | None:
    day = public_events.due_on(session, shown.id)
    if day is None or shown.text is None:
        return None
    decided = shown.text.decision_date
    period, counting = _period(decided, shown.text.action_type), calculator.calendar(session)
    if period is None:
        return DueDay(day=day, basis="", notes=())
    unit = Unit(period.unit)
    lawful = counting.due(decided, period.length, unit).day
    if lawful != day:
        return DueDay(day=day, basis=ITS_OWN if day < lawful else "", notes=())
    basis = f"依据{period.basis}：自作出决定之日起{period.length}{calculator.NAMES[unit]}。"
    return DueDay(day=day, basis=basis, notes=counting.explain(decided, period.length, unit))


def _period(day: date, action_type: str) -> Period | None:
    laws = (procedure for procedure in catalogue().values() if procedure.action_type == action_type)
    found = (period for procedure in laws for period in procedure.periods_in_force(day))
    return next((period for period in found if period.key in PUBLISH), None)


@blueprint.get("/notices/<uuid:notice_id>/code.svg")
def code(notice_id: UUID) -> Response:
    """Printed at the foot of the sheet. What is not shown has no code either, and answers like any unknown id."""
    found = queries.entry(kit.reading(), notice_id, today=kit.today())
    if found is None or found.text is None:
        abort(404)
    return Response(slate.drawn(kit.own_address(f"/notices/{found.id}")), mimetype="image/svg+xml")
