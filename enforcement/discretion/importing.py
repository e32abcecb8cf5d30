"""裁量基准 from a table (CSV): one line per tier, read whole before anything is written; every fault with its line."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from enforcement.discretion.rules import Tier
from enforcement.kernel.errors import InvalidInput

CAUSE, FROM, SOURCE, NAME, CIRCUMSTANCES = "案由", "施行日期", "制定机关和文号", "阶次", "适用情形"
LOW, HIGH = "下限", "上限"
COLUMNS = (CAUSE, FROM, SOURCE, NAME, CIRCUMSTANCES, LOW, HIGH)
PARTS = 100  # a multiple is kept in hundredths, an amount in fen
LONGEST_NAME, LONGEST_CELL, MOST_LINES = 20, 300, 5_000
MOST_PARTS = 10**12


@dataclass(frozen=True, kw_only=True)
class Line:
    number: int
    cause: str
    in_force_from: date
    source: str
    tier: Tier


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One edition of one cause, with the lines it was read from, in the order of its tiers."""

    cause: str
    in_force_from: date
    source: str
    lines: tuple[Line, ...]

    @property
    def tiers(self) -> tuple[Tier, ...]:
        return tuple(line.tier for line in self.lines)

    def where(self, field: str) -> int:
        """The line a fault of the tiers points at: `tiers-2-low` is the third."""
        part = field.split("-")
        return self.lines[int(part[1])].number if len(part) > 1 and part[1].isdecimal() else self.lines[0].number


class _Fault(Exception):
    """A sentence about one line."""


def decoded(content: bytes) -> str:
    """Spreadsheets save Chinese in UTF-8 with a mark, or in GB 18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput({"table": ["文字编码不能识别，请另存为 UTF-8 编码的 CSV。"]})


def editions(text: str) -> tuple[Edition, ...]:
    """All of them, or one refusal that names each faulty line."""
    faults: list[str] = []
    lines: list[Line] = []
    for number, cells in _rows(text):
        try:
            lines.append(_line(number, cells))
        except _Fault as wrong:
            faults.append(said(number, str(wrong)))
    found = _grouped(lines, faults)
    if not faults and not found:
        faults.append("表中没有内容。")
    refuse(faults)
    return found


def said(number: int, sentence: str) -> str:
    return f"第{number}行：{sentence}"


def refuse(faults: Sequence[str]) -> None:
    if faults:
        raise InvalidInput({"table": list(faults)}, "裁量基准没有导入，请更正下列各行后重新导入；没有写入任何内容。")


def _rows(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if sorted(header) != sorted(COLUMNS):
            refuse([said(1, f"表头应为：{'、'.join(COLUMNS)}。")])
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(header, (cell.strip() for cell in cells), strict=False))
            if reader.line_num > MOST_LINES:
                refuse([said(reader.line_num, f"一次最多导入 {MOST_LINES} 行，请分次导入。")])
    except csv.Error as wrong:
        raise InvalidInput({"table": [said(reader.line_num, "不是 CSV 格式，请核对引号。")]}) from wrong


def _line(number: int, cells: Mapping[str, str]) -> Line:
    absent = [column for column in COLUMNS if not cells.get(column)]
    if absent:
        raise _Fault(f"没有填写{'、'.join(absent)}。")
    long = [column for column in COLUMNS if len(cells[column]) > (LONGEST_NAME if column == NAME else LONGEST_CELL)]
    if long:
        raise _Fault(f"{'、'.join(long)}过长（阶次不超过 {LONGEST_NAME} 字，其他不超过 {LONGEST_CELL} 字）。")
    tier = Tier(
        name=cells[NAME],
        circumstances=cells[CIRCUMSTANCES],
        low=_parts(cells[LOW], column=LOW),
        high=_parts(cells[HIGH], column=HIGH),
    )
    return Line(number=number, cause=cells[CAUSE], in_force_from=_day(cells[FROM]), source=cells[SOURCE], tier=tier)


def _day(text: str) -> date:
    """As ISO writes it, or as spreadsheets show it."""
    try:
        return date(*(int(part) for part in text.replace("/", "-").split("-")))
    except (TypeError, ValueError) as wrong:
        raise _Fault(f"{FROM}“{text}”不是日期，应写为 2026-01-01。") from wrong


def _parts(text: str, *, column: str) -> int:
    """1.5 times, or 10,000.00 yuan: exact to the hundredth, never rounded."""
    try:
        found = Decimal(text.replace(",", "")) * PARTS
    except InvalidOperation as wrong:
        raise _Fault(f"{column}“{text}”不是数字；倍数写 1.5，金额以元为单位。") from wrong
    if not found.is_finite() or not 0 <= found <= MOST_PARTS or found != int(found):
        raise _Fault(f"{column}“{text}”须是不小于零、最多两位小数的数。")
    return int(found)


def _grouped(lines: Sequence[Line], faults: list[str]) -> tuple[Edition, ...]:
    groups: dict[tuple[str, date], list[Line]] = {}
    for line in lines:
        group = groups.setdefault((line.cause, line.in_force_from), [])
        if group and group[0].source != line.source:
            faults.append(
                said(line.number, f"{SOURCE}与第{group[0].number}行不同；同一案由同一施行日期只能有一个出处。")
            )
        group.append(line)
    in_order = sorted(groups.items(), key=lambda item: item[0])
    return tuple(
        Edition(cause=cause, in_force_from=day, source=group[0].source, lines=tuple(group))
        for (cause, day), group in in_order
    )
