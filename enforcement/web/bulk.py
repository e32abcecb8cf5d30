"""Many cases at once: each goes through its own door, in a unit of work of its own, so one refusal costs no other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from marshmallow import Schema, fields

from enforcement.kernel.errors import EnforcementError
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.web import door


@dataclass(frozen=True)
class Bulked:
    done: list[UUID] = field(default_factory=list)
    refused: dict[UUID, str] = field(default_factory=dict)

    def attempt(self, case_id: UUID, act: Callable[[UnitOfWork, CaseId], object]) -> None:
        try:
            with door.runtime().work(door.actor()) as work:
                act(work, CaseId(case_id))
            self.done.append(case_id)
        except EnforcementError as refused:
            self.refused[case_id] = refused.sentence + (f"（{refused.basis}）" if refused.basis else "")


def one_by_one(wanted: Iterable[UUID], act: Callable[[UnitOfWork, CaseId], object]) -> Bulked:
    """Named twice, done once."""
    outcome = Bulked()
    for case_id in dict.fromkeys(wanted):
        outcome.attempt(case_id, act)
    return outcome


class BulkOutcome(Schema):
    done = fields.List(fields.UUID(), metadata={"description": "已办理的案件"})
    refused = fields.Dict(keys=fields.UUID(), values=fields.String(), metadata={"description": "未办理的案件和原因"})
