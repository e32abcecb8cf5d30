"""集体讨论范围 in its editions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.decisions.discussing import Scope
from enforcement.decisions.models import DiscussionScope
from enforcement.decisions.rules import PENALTY_NAMES, PenaltyKind


@dataclass(frozen=True, kw_only=True)
class ScopeRow(Scope):
    id: UUID
    in_force_from: date
    basis: str

    @property
    def kind_names(self) -> str:
        return "、".join(PENALTY_NAMES[kind] for kind in PenaltyKind if kind in self.kinds)


def scopes(session: Session) -> Sequence[ScopeRow]:
    """Newest first."""
    found = session.scalars(select(DiscussionScope).order_by(DiscussionScope.in_force_from.desc()))
    return [_scope(row) for row in found]


def scope_in_force(session: Session, day: date) -> ScopeRow | None:
    return next((row for row in scopes(session) if row.in_force_from <= day), None)


def _scope(row: DiscussionScope) -> ScopeRow:
    return ScopeRow(
        id=row.id,
        in_force_from=row.in_force_from,
        person_fen=row.person_fen,
        organisation_fen=row.organisation_fen,
        kinds=frozenset(PenaltyKind(kind) for kind in json.loads(row.kinds)),
        basis=row.basis,
    )
