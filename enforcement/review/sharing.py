"""Who should get the next case: the one with the fewest open rounds among those who may have it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Share:
    """One case and the reviewer it goes to; nobody where everybody is kept out."""

    case_id: UUID
    reviewer_id: UUID | None


def shares(
    waiting: Sequence[UUID], *, load: Mapping[UUID, int], kept_out: Mapping[UUID, Collection[UUID]]
) -> tuple[Share, ...]:
    """`waiting` in the order of the queue; `load` has every reviewer there is, in the order that breaks ties."""
    carried = dict(load)
    given: list[Share] = []
    for case_id in waiting:
        free = [reviewer for reviewer in carried if reviewer not in kept_out.get(case_id, ())]
        chosen = min(free, key=carried.__getitem__, default=None)
        if chosen is not None:
            carried[chosen] += 1
        given.append(Share(case_id=case_id, reviewer_id=chosen))
    return tuple(given)
