"""PEN-1: is a proposed fine inside the statutory range of its cause? All money in whole fen."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class FineRange:
    """`kind` MULTIPLE: `low`/`high` in hundredths of the base sum. AMOUNT: in fen. NONE: this cause carries no fine."""

    kind: str
    low: int
    high: int
    base_name: str

    def bounds(self, base_fen: int) -> tuple[int, int]:
        if self.kind == "MULTIPLE":
            return -(-base_fen * self.low // 100), base_fen * self.high // 100
        return (self.low, self.high) if self.kind == "AMOUNT" else (0, 0)

    def contains(self, fine_fen: int, *, base_fen: int) -> bool:
        low, high = self.bounds(base_fen)
        return low <= fine_fen <= high
