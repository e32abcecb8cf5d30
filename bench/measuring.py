"""Sides measured in turn, medians compared, one line a goal."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MEBIBYTE = 1024 * 1024
UNITS = {"KiB": 1024, "MiB": MEBIBYTE, "GiB": 1024 * MEBIBYTE}


@dataclass(frozen=True, kw_only=True)
class Goal:
    """`least` and `most` bound the figure; `note` says what the figure is made of."""

    name: str
    figure: float
    least: float | None = None
    most: float | None = None
    unit: str = "x"
    note: str = ""

    @property
    def reached(self) -> bool:
        return (self.least is None or self.figure >= self.least) and (self.most is None or self.figure <= self.most)

    def __str__(self) -> str:
        bound = f">= {self.least:g}" if self.least is not None else f"<= {self.most:g}"
        verdict = "ok" if self.reached else "short"
        return f"{self.name}: {self.figure:.2f} {self.unit} (goal {bound}; {self.note}) {verdict}"


def in_turn(sides: Mapping[str, Callable[[], float]], *, rounds: int) -> dict[str, float]:
    """Median of each side; the sides take turns, so a change of the machine's mood meets all of them."""
    found: dict[str, list[float]] = {name: [] for name in sides}
    for _round in range(rounds):
        for name, side in sides.items():
            found[name].append(side())
    return {name: statistics.median(values) for name, values in found.items()}


def timed(action: Callable[[], object]) -> Callable[[], float]:
    """Wall seconds of one run."""

    def run() -> float:
        begun = time.perf_counter()
        action()
        return time.perf_counter() - begun

    return run


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def bytes_of(text: str) -> int:
    """`256MiB`, `4GiB`, or a plain number."""
    for unit, factor in UNITS.items():
        if text.endswith(unit):
            return int(text.removesuffix(unit)) * factor
    return int(text)
