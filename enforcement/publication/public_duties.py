"""音像记录事项清单 as the public reads it: the law's matrix, and the body's stricter rows from a view of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, Date, MetaData, RowMapping, String, Table, select
from sqlalchemy.orm import Session

from enforcement.duties import rules
from enforcement.duties.rules import DutyInForce, Raised
from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.demands import RecordingLevel

VIEWS = MetaData()
LISTED = Table(
    "public_listed_duty",
    VIEWS,
    *(Column(name, String) for name in ("procedure", "step", "level", "keep", "basis")),
    *(Column(name, Date) for name in ("in_force_from", "in_force_until")),
)


@dataclass(frozen=True, kw_only=True)
class DutyList:
    """One matter of enforcement (执法事项) with its steps as they are in force today."""

    title: str
    duties: tuple[DutyInForce, ...]


def duty_lists(session: Session, *, today: date) -> Sequence[DutyList]:
    rows = session.execute(select(*LISTED.c)).mappings().all()
    return [
        DutyList(
            title=procedure.title,
            duties=rules.in_force(
                procedure.recording_in_force(today),
                [_raised(row) for row in rows if row["procedure"] == key],
                today,
            ),
        )
        for key, procedure in catalogue().items()
    ]


def _raised(row: RowMapping) -> Raised:
    given = {name: row[name] for name in ("step", "keep", "basis", "in_force_from", "in_force_until")}
    return Raised(level=RecordingLevel(row["level"]), gap_seconds=None, **given)
