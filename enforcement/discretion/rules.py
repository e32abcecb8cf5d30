"""裁量基准 (《行政处罚法》第三十四条): its tiers, the sum it suggests with every step shown, and how it is left.

It suggests and never decides: nothing here refuses a fine within the law that says why it leaves the tier.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from enforcement.documents.amounts import LARGEST_FEN, figures
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.matters.rules import FineRange, RangeKind

BASIS = "《行政处罚法》第三十四条"
MULTIPLE_PART, YUAN = 100, 100  # hundredths of the base sum; fen in a yuan
WIDTH_PART = 4  # one net circumstance moves the sum by a quarter of the tier's width
DECIMALS = 2


class Ground(StrEnum):
    """Circumstances the law names, with the direction in which they move a penalty."""

    REMEDIED = "REMEDIED"
    COERCED = "COERCED"
    CONFESSED = "CONFESSED"
    MERIT = "MERIT"
    MINOR = "MINOR"
    IMPAIRED = "IMPAIRED"
    EMERGENCY = "EMERGENCY"


GROUND_NAMES = {
    Ground.REMEDIED: "从轻：主动消除或者减轻违法行为危害后果（第三十二条第一项）",
    Ground.COERCED: "从轻：受他人胁迫或者诱骗实施违法行为（第三十二条第二项）",
    Ground.CONFESSED: "从轻：主动供述行政机关尚未掌握的违法行为（第三十二条第三项）",
    Ground.MERIT: "从轻：配合行政机关查处违法行为有立功表现（第三十二条第四项）",
    Ground.MINOR: "从轻：已满十四周岁不满十八周岁（第三十条）",
    Ground.IMPAIRED: "从轻：尚未完全丧失辨认或者控制自己行为能力的精神病人、智力残疾人（第三十一条）",
    Ground.EMERGENCY: "从重：重大传染病疫情等突发事件中违反应对措施（第四十九条）",
}
HEAVIER = frozenset({Ground.EMERGENCY})


@dataclass(frozen=True, kw_only=True)
class Tier:
    """`low` and `high` as the cause has them: hundredths of the base sum, or fen."""

    name: str
    circumstances: str
    low: int
    high: int

    def bounds(self, kind: RangeKind, base_fen: int) -> tuple[int, int]:
        """Of a base of a few fen the upper end, rounded down, could fall below the lower one, rounded up."""
        low, high = FineRange(kind=kind, low=self.low, high=self.high, base_name="").bounds(base_fen)
        return low, max(low, high)


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    low_fen: int
    high_fen: int
    suggested_fen: int
    arithmetic: tuple[str, ...]


def tiers_are_sound(tiers: Sequence[Tier], allowed: FineRange) -> None:
    """Tiers climb without gap or overlap and stay inside the range of the law they divide."""
    if allowed.kind is RangeKind.NONE:
        raise RuleBroken("NO_FINE_TO_DIVIDE", "这一案由不设罚款，没有可以细化的幅度。", basis=BASIS)
    names = [tier.name for tier in tiers]
    for index, tier in enumerate(tiers):
        if tier.low > tier.high:
            raise InvalidInput({f"tiers-{index}-high": ["上限不能低于下限。"]})
        if names.count(tier.name) > 1:
            raise InvalidInput({f"tiers-{index}-name": ["阶次名称不能重复。"]})
        if index and tier.low != tiers[index - 1].high:
            raise InvalidInput({f"tiers-{index}-low": [f"须与上一阶次“{tiers[index - 1].name}”的上限相接。"]})
    if not divides(tiers, allowed):
        raise InvalidInput(
            {"tiers": [f"各阶次合起来须等于法定幅度 {said(allowed.kind, allowed.low, allowed.high)}（{BASIS}）。"]}
        )


def divides(tiers: Sequence[Tier], allowed: FineRange) -> bool:
    return bool(tiers) and (tiers[0].low, tiers[-1].high) == (allowed.low, allowed.high)


def said(kind: RangeKind, low: int, high: int) -> str:
    if kind is RangeKind.MULTIPLE:
        return f"{_times(low)}倍至{_times(high)}倍"
    return f"{figures(low)}元至{figures(high)}元"


def _times(hundredths: int) -> str:
    whole, rest = divmod(hundredths, MULTIPLE_PART)
    return f"{whole}.{rest:0{DECIMALS}}".rstrip("0").rstrip(".")


def suggest(allowed: FineRange, tier: Tier, *, base_fen: int, grounds: Collection[Ground]) -> Suggestion:
    """The middle of the tier, moved by a quarter of its width for each net circumstance, never out of the tier."""
    if allowed.kind is RangeKind.MULTIPLE and not base_fen:
        raise InvalidInput({"base": [f"本案由按“{allowed.base_name}”的倍数处罚，请填写该数额。"]})
    if allowed.bounds(base_fen)[1] > LARGEST_FEN:
        raise InvalidInput({"base": ["金额过大，请核对单位是元还是万元。"]})
    low, high = tier.bounds(allowed.kind, base_fen)
    heavier = len(HEAVIER & set(grounds))
    lighter = len(set(grounds)) - heavier
    middle, step = (low + high) // 2, (high - low) // WIDTH_PART
    moved = middle + (heavier - lighter) * step
    suggested = _within(_whole_yuan(_within(moved, low, high)), low, high)
    return Suggestion(
        low_fen=low,
        high_fen=high,
        suggested_fen=suggested,
        arithmetic=(
            _range_line("法定幅度", allowed, (allowed.low, allowed.high), base_fen=base_fen),
            _range_line(f"阶次“{tier.name}”", allowed, (tier.low, tier.high), base_fen=base_fen),
            f"阶次中间值：（{figures(low)} ＋ {figures(high)}）÷ 2 ＝ {figures(middle)}元",
            f"情节：从重{heavier}项、从轻{lighter}项，每项按阶次宽度的四分之一（{figures(step)}元）增减："
            f"{figures(middle)} ＋ {figures(heavier * step)} － {figures(lighter * step)} ＝ {_signed(moved)}元",
            f"取整到元，并不超出阶次：建议罚款{figures(suggested)}元",
        ),
    )


def _range_line(title: str, allowed: FineRange, ends: tuple[int, int], *, base_fen: int) -> str:
    low, high = FineRange(kind=allowed.kind, low=ends[0], high=ends[1], base_name="").bounds(base_fen)
    if allowed.kind is RangeKind.MULTIPLE:
        times = said(allowed.kind, *ends)
        return f"{title}：{allowed.base_name}{figures(base_fen)}元 × {times} ＝ {figures(low)}元至{figures(high)}元"
    return f"{title}：{figures(low)}元至{figures(high)}元"


def _signed(fen: int) -> str:
    return figures(fen) if fen >= 0 else f"－{figures(-fen)}"


def _whole_yuan(fen: int) -> int:
    return fen // YUAN * YUAN


def _within(fen: int, low: int, high: int) -> int:
    return max(low, min(high, fen))


def is_of_this_sum(assessed_fen: int, *, base_fen: int) -> None:
    if assessed_fen != base_fen:
        raise RuleBroken(
            "ASSESSMENT_OF_ANOTHER_SUM",
            f"裁量测算所用的基数是{figures(assessed_fen)}元，文稿的计罚基数是{figures(base_fen)}元，请重新测算。",
            basis=BASIS,
            cure="discretion.assess",
        )


def leaving_is_explained(fine_fen: int, *, bounds: tuple[int, int], tier: str, leaving: str) -> None:
    """I2: outside its tier, though inside the law, a fine says why, where the reviewer reads it."""
    low, high = bounds
    outside = not low <= fine_fen <= high
    if outside and not leaving:
        raise RuleBroken(
            "BASELINE_LEFT",
            f"罚款{figures(fine_fen)}元不在裁量阶次“{tier}”的{figures(low)}元至{figures(high)}元之内，"
            "须写明偏离裁量基准的理由，由法制审核一并审查。",
            basis=BASIS,
            cure="decisions.save_draft",
        )
    if leaving and not outside:
        raise InvalidInput({"leaving": [f"罚款在裁量阶次“{tier}”之内，没有偏离基准，请把这一项留空。"]})


def is_assessed(*, needed: bool) -> None:
    if needed:
        raise RuleBroken(
            "NOT_ASSESSED",
            "本案由已公布裁量基准，请先在“裁量基准”页进行裁量测算，再拟定处理决定。",
            basis=BASIS,
            cure="discretion.assess",
        )


def nothing_is_left(leaving: str) -> None:
    if leaving:
        raise InvalidInput({"leaving": ["本案由没有裁量基准，不存在偏离，请把这一项留空。"]})
