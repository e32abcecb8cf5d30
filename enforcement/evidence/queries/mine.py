from uuid import UUID

from sqlalchemy import Select, select

from enforcement.cases.models import CaseOfficer
from enforcement.kernel.identity import Actor


def handled_by(actor: Actor) -> Select[UUID]:
    return select(CaseOfficer.case_id).where(CaseOfficer.account_id == actor.id, CaseOfficer.ended_at.is_(None))
