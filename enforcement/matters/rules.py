"""PEN-1: is a proposed fine inside the statutory range of its cause? All money in whole fen."""

from dataclasses import dataclass
from enum import StrEnum


class RangeKind(StrEnum):
    MULTIPLE = "MULTIPLE"
    AMOUNT = "AMOUNT"
    NONE = "NONE"


RANGE_NAMES = {
    RangeKind.MULTIPLE: "按基数的倍数",
    RangeKind.AMOUNT: "按固定金额",
    RangeKind.NONE: "不设罚款",
}


@dataclass(frozen=True, kw_only=True)
class FineRange:
    """`kind` MULTIPLE: `low`/`high` in hundredths of the base sum. AMOUNT: in fen. NONE: this cause carries no fine."""

    kind: RangeKind
    low: int
    high: int
    base_name: str

    def bounds(self, base_fen: int) -> tuple[int, int]:
        if self.kind is RangeKind.MULTIPLE:
            return -(-base_fen * self.low // 100), base_fen * self.high // 100
        return (self.low, self.high) if self.kind is RangeKind.AMOUNT else (0, 0)

    def contains(self, fine_fen: int, *, base_fen: int) -> bool:
        low, high = self.bounds(base_fen)
        return low <= fine_fen <= high
