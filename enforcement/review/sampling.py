"""案卷抽查: which passed rounds are looked at again. Whoever has the seed and the list draws the same ones."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from enforcement.kernel.errors import InvalidInput, RuleBroken

BASIS = "重大执法决定法制审核制度；行政执法案卷评查制度"


def size(passed: int, *, percent: int) -> int:
    """Rounded up, so that a quiet quarter is sampled too."""
    return -(-passed * percent // 100)


def drawn(passed: Sequence[UUID], *, seed: str, percent: int) -> tuple[UUID, ...]:
    """The first of the list ordered by SHA-256 of seed and id."""
    order = sorted(passed, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).hexdigest())
    return tuple(order[: size(len(passed), percent=percent)])


def there_is_something_to_draw(passed: Sequence[UUID]) -> None:
    if not passed:
        raise RuleBroken("NOTHING_TO_SAMPLE", "该期间没有审核通过的案件，无从抽取。", basis=BASIS)


def percent_is_one(percent: int) -> None:
    if not 1 <= percent <= 100:  # noqa: PLR2004 -- a percentage
        raise InvalidInput({"percent": ["抽查比例应为 1 至 100。"]})


def not_checked_yet(*, checked: bool) -> None:
    if checked:
        raise RuleBroken("ALREADY_CHECKED", "该件已经抽查，抽查结论不能更改。", basis=BASIS)


def defect_is_described(*, sound: bool, remark: str) -> None:
    if not sound and not remark:
        raise InvalidInput({"remark": ["存在问题的，请写明问题。"]})
