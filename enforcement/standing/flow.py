"""程序流程图, drawn from the procedure's own data, so that no drawing can lag behind. SVG without style or script."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

from enforcement.procedures.grammar import Milestone, Period, Procedure

WIDTH, HEIGHT, GAP, SIDE, MARGIN = 168, 54, 34, 20, 12
INK, LINE, SOFT, SPINE = "#1f2a37", "#1d3f72", "#4a5666", "#eaf0f8"
Edge = tuple[Milestone, Milestone]
GIVEN_UP = frozenset({Milestone.FILING_CANCELLED})
# Beside the way too, though a job or a payment records them.
RECORDED_ELSEWHERE = frozenset(
    {
        Milestone.REMEDIES_LAPSED,
        Milestone.CASH_COLLECTED,
        Milestone.URGENT_MEASURE_TAKEN,
        Milestone.URGENT_MEASURE_RULED,
    }
)


@dataclass(frozen=True, kw_only=True)
class Box:
    milestone: Milestone
    row: int
    column: int
    under: str

    @property
    def left(self) -> int:
        return MARGIN + self.column * (WIDTH + SIDE)

    @property
    def top(self) -> int:
        return MARGIN + self.row * (HEIGHT + GAP)

    @property
    def middle(self) -> int:
        return self.left + WIDTH // 2


def drawn(whole: Procedure, *, today: date) -> str:
    law = _on_the_way(whole)
    edges = _edges(law)
    boxes = _placed(law, edges, today)
    width = max(box.left for box in boxes.values()) + WIDTH + MARGIN
    height = max(box.top for box in boxes.values()) + HEIGHT + MARGIN
    lines = "".join(_line(boxes[first], boxes[second]) for first, second in edges)
    drawn_boxes = "".join(_box(box, law.name_of(box.milestone)) for box in boxes.values())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="PingFang SC, Microsoft YaHei, Noto Sans SC, sans-serif"><title>{escape(law.title)}流程图</title>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{lines}{drawn_boxes}</svg>'
    )


def _on_the_way(law: Procedure) -> Procedure:
    """Without what may happen beside the way: a chart of everything shows nobody the way."""
    beside = RECORDED_ELSEWHERE | {step.milestone for step in law.recordable if step.aside}
    return replace(law, steps={one: step for one, step in law.steps.items() if one not in beside})


def periods_of(law: Procedure, step: Milestone, *, today: date) -> Sequence[Period]:
    """Periods this step keeps: begun by something before it. Ending one by starting over keeps nothing."""
    ways = all_before(law)[step]
    return [one for one in law.periods_in_force(today) if step in one.closed_by and one.opened_by in ways]


def all_before(law: Procedure) -> Mapping[Milestone, frozenset[Milestone]]:
    direct = _directly_before(law)
    return {step: frozenset(_way_to(step, direct)) for step in law.steps}


def _directly_before(law: Procedure) -> Mapping[Milestone, set[Milestone]]:
    return {step: {one for need in law.steps[step].needs for one in need.any_of} & set(law.steps) for step in law.steps}


def _way_to(step: Milestone, direct: Mapping[Milestone, set[Milestone]]) -> set[Milestone]:
    reached: set[Milestone] = set()
    waiting = list(direct[step])
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting.extend(direct[one])
    return reached


def _edges(law: Procedure) -> Sequence[Edge]:
    """What must stand right before each step; what is implied by a longer way is not drawn again."""
    ways = all_before(law)
    return [
        (first, second)
        for second, firsts in _directly_before(law).items()
        for first in law.steps
        if first in firsts and not any(first in ways[other] for other in firsts - {first})
    ]


def _placed(law: Procedure, edges: Sequence[Edge], today: date) -> Mapping[Milestone, Box]:
    """In the first column what a case passes through to its end; others below what they follow, if there is room."""
    rows = _rows(law, edges)
    spine = _spine([edge for edge in edges if _always(law, *edge)], rows)
    columns = dict.fromkeys(spine, 0)
    taken = {(rows[step], 0) for step in spine}
    aside = [step for step in law.steps if step not in spine]
    for step in sorted(aside, key=lambda one: (rows[one], not _follows_aside(one, edges, spine))):
        wanted = [columns[first] for first, second in edges if second is step and columns.get(first)]
        column = next(place for place in (*wanted, *range(1, len(law.steps) + 2)) if (rows[step], place) not in taken)
        columns[step] = column
        taken.add((rows[step], column))
    return {
        step: Box(milestone=step, row=rows[step], column=columns[step], under=_period(law, step, today))
        for step in law.steps
    }


def _always(law: Procedure, first: Milestone, second: Milestone) -> bool:
    """Not only where something else happened: no case needs to have had a hearing, or something sealed."""
    return any(first in need.any_of and not need.once for need in law.steps[second].needs)


def _follows_aside(step: Milestone, edges: Sequence[Edge], spine: Collection[Milestone]) -> bool:
    return any(second is step and first not in spine for first, second in edges)


def _rows(law: Procedure, edges: Sequence[Edge]) -> Mapping[Milestone, int]:
    """A row deeper than everything before it."""
    rows = dict.fromkeys(law.steps, 0)
    for _ in law.steps:  # as many rounds as the longest way could have steps
        for first, second in edges:
            rows[second] = max(rows[second], rows[first] + 1)
    return rows


def _spine(edges: Sequence[Edge], rows: Mapping[Milestone, int]) -> Collection[Milestone]:
    """Backwards from the last step of the procedure, always by the step drawn closest above."""
    step = list(rows)[-1]
    found = [step]
    while above := [first for first, second in edges if second is step]:
        step = max(above, key=lambda one: rows[one])
        found.append(step)
    return found


def _period(law: Procedure, step: Milestone, today: date) -> str:
    """Where it limits something: not where a case is given up, nor further down where an earlier step kept it."""
    before = all_before(law)[step]
    kept = () if step in GIVEN_UP else periods_of(law, step, today=today)
    limiting = [one for one in kept if not one.closed_by & before]
    return "、".join(f"{one.term}内" for one in limiting[:1])


def _line(first: Box, second: Box) -> str:
    """Down, across in the gap above the next box, and down into it."""
    turn = second.top - GAP // 2 + 5 * (first.column % 4) - 7  # lines from different columns do not run into one
    path = f"M{first.middle} {first.top + HEIGHT}V{turn}H{second.middle}V{second.top - 6}"
    head = f"M{second.middle - 5} {second.top - 8}L{second.middle} {second.top}L{second.middle + 5} {second.top - 8}z"
    return f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="1.5"/><path d="{head}" fill="{LINE}"/>'


def _box(box: Box, called: str) -> str:
    name = escape(called)
    fill = SPINE if box.column == 0 else "#fff"
    title = box.top + (24 if box.under else 32)
    under = (
        f'<text x="{box.middle}" y="{box.top + 43}" font-size="12" fill="{SOFT}" text-anchor="middle">'
        f"{escape(box.under)}</text>"
        if box.under
        else ""
    )
    return (
        f'<rect x="{box.left}" y="{box.top}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{fill}" stroke="{LINE}"/>'
        f'<text x="{box.middle}" y="{title}" font-size="15" fill="{INK}" text-anchor="middle">{name}</text>{under}'
    )
