"""集体讨论范围: which decisions the heads must discuss together before one of them decides."""

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from enforcement.decisions.models import DiscussionScope
from enforcement.decisions.queries.scopes import scopes
from enforcement.decisions.rules import PenaltyKind
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork


@use_case(Permission.MANAGE_MATTERS, verb="decisions.scope_listed")
def list_scope(
    work: UnitOfWork,
    *,
    in_force_from: date,
    person_fen: int | None,
    organisation_fen: int | None,
    kinds: Sequence[PenaltyKind],
    basis: str,
) -> UUID:
    """What the law calls 情节复杂或者重大 is put into sums and kinds by the body itself."""
    if person_fen is None and organisation_fen is None and not kinds:
        raise InvalidInput({"kinds": ["请至少写明一个数额或者选择一种处罚（《行政处罚法》第五十七条第二款）。"]})
    newest = next(iter(scopes(work.session)), None)
    if newest and in_force_from <= newest.in_force_from:
        raise InvalidInput({"in_force_from": ["须晚于现有一版的施行日期。"]})
    row = DiscussionScope(
        id=uuid4(),
        in_force_from=in_force_from,
        person_fen=person_fen,
        organisation_fen=organisation_fen,
        kinds=json.dumps(sorted(kinds)),
        basis=basis,
        listed_by=work.actor.id,
        listed_at=work.now,
    )
    work.session.add(row)
    work.about(scope=row.id, in_force_from=in_force_from, kinds=list(kinds))
    work.seal(row)
    return row.id
