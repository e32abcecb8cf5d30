from datetime import date
from uuid import uuid4

from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.matters.models import Cause
from enforcement.matters.rules import FineRange


@use_case(Permission.MANAGE_MATTERS, verb="matters.cause_listed")
def list_cause(
    work: UnitOfWork,
    *,
    code: str,
    title: str,
    violated: str,
    applied: str,
    fine: FineRange,
    in_force_from: date,
) -> None:
    """Put a cause on the matter list (权责清单). A change of law is a new dated row; cases keep theirs."""
    if fine.low > fine.high:
        raise InvalidInput({"range_high": ["上限不能低于下限。"]})
    row = Cause(
        id=uuid4(),
        code=code,
        title=title,
        violated=violated,
        applied=applied,
        range_kind=fine.kind,
        range_low=fine.low,
        range_high=fine.high,
        base_name=fine.base_name,
        in_force_from=in_force_from,
    )
    work.session.add(row)
    work.about(code=code, title=title, in_force_from=in_force_from)
