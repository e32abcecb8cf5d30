"""较大数额: from when and from which amounts this body offers a hearing (《行政处罚法》第六十三条)."""

from datetime import date
from uuid import UUID, uuid4

from enforcement.cases.rules import PartyCategory
from enforcement.hearings import entitlement
from enforcement.hearings.models import HearingThreshold
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork

FEN = 100


@use_case(Permission.SET_HEARING_AMOUNTS, verb="hearings.amounts_fixed")
def set_amounts(
    work: UnitOfWork,
    *,
    category: PartyCategory,
    fine_yuan: int,
    confiscation_yuan: int,
    basis: str,
    in_force_from: date,
) -> UUID:
    """A new row takes the place of the earlier one from its day on; what was told before stays as it was told."""
    entitlement.begins_today_or_later(in_force_from, today=work.today)
    row = HearingThreshold(
        id=uuid4(),
        category=category,
        fine_fen=fine_yuan * FEN,
        confiscation_fen=confiscation_yuan * FEN,
        basis=basis,
        in_force_from=in_force_from,
        set_by=work.actor.id,
        set_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    work.about(category=category, fine_yuan=fine_yuan, confiscation_yuan=confiscation_yuan, from_=in_force_from)
    return row.id
