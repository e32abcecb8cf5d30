"""先行登记保存、封存、查封、扣押: who approves, how long, what stands in the record, and how each item leaves.

Nothing here takes a late lifting from the party: what came late is recorded with its reason, never refused.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.measures.names import OF_COERCION, OF_PRESERVATION, MeasureKind, Signing, Way
from enforcement.procedures.clocks import Stoppage
from enforcement.procedures.grammar import Milestone

PRESERVATION_BASIS = "《行政处罚法》第五十六条"
APPROVAL_BASIS = "《行政强制法》第十八条第一项"
URGENT_BASIS = "《行政强制法》第十九条"
TERM_BASIS = "《行政强制法》第二十五条"
RECORD_BASIS = "《行政强制法》第十八条"
LIFT_BASIS = "《行政强制法》第二十七条、第二十八条"
HERE = "measures.tab"
PRESERVED_WORKDAYS, LONGEST_TERM, LONGEST_EXTENSION = 7, 30, 30
MAKE_UP_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One line of the itemised list."""

    name: str
    quantity: str
    place: str
    manner: str


@dataclass(frozen=True, kw_only=True)
class Leaving:
    position: int
    way: Way
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """现场实施情况: the ten points of 《行政强制法》第十八条 that no other row already proves."""

    held_at: datetime
    place: str
    ids_shown: bool
    rights_told: bool
    party_present: bool
    defence: str
    signing: Signing
    signed_by: str
    witness: str = ""
    refusal: str = ""
    others: str = ""


def reaches(kind: MeasureKind) -> Milestone:
    return Milestone.SEALED_UP if kind.coercive else Milestone.PRESERVED


def ended_by(kind: MeasureKind) -> Milestone:
    return Milestone.UNSEALED if kind.coercive else Milestone.PRESERVATION_DISPOSED


def testing_of(measure_id: UUID) -> Stoppage:
    """检测、检验、检疫或者技术鉴定 of this one measure: its last day is told beforehand, in writing."""
    return Stoppage(
        key="measure_testing",
        title="检测、检验、检疫或者技术鉴定",
        periods=frozenset({f"{period_of(MeasureKind.SEAL_UP)}:{measure_id}"}),
        approver=None,
        grounds={},
        basis="《行政强制法》第二十五条第三款",
        in_force_from=date(2012, 1, 1),
        in_force_until=None,
    )


def period_of(kind: MeasureKind) -> str:
    """The key of its time limit in the procedure's periods."""
    return "SEAL" if kind.coercive else "PRESERVE_DISPOSE"


def basis_of(kind: MeasureKind) -> str:
    return TERM_BASIS if kind.coercive else PRESERVATION_BASIS


def has_things(things: Collection[Thing]) -> None:
    if not things:
        raise InvalidInput({"items": ["请逐件填写物品清单（通知书、决定书应当附清单）。"]})


def term_of(kind: MeasureKind, days: int | None) -> int:
    """Days the measure lasts: workdays by law for a preservation, calendar days as decided for the others."""
    if not kind.coercive:
        if days not in {None, PRESERVED_WORKDAYS}:
            said = f"先行登记保存须在七个工作日内处理，期限由法律规定，请留空（{PRESERVATION_BASIS}）。"
            raise InvalidInput({"days": [said]})
        return PRESERVED_WORKDAYS
    if days is None or not 1 <= days <= LONGEST_TERM:
        raise InvalidInput({"days": [f"查封、扣押、封存的期限不得超过{LONGEST_TERM}日（{TERM_BASIS}）。"]})
    return days


def may_be_urgent(kind: MeasureKind) -> None:
    if not kind.coercive:
        raise RuleBroken(
            "NO_URGENT_PRESERVATION",
            "先行登记保存须事先经行政机关负责人批准，不能先实施后补办批准。",
            basis=PRESERVATION_BASIS,
            cure="measures.propose",
        )


def taken_sensibly(taken_at: datetime, *, discovered_on: date, now: datetime) -> None:
    if taken_at > now:
        raise InvalidInput({"taken_at": ["实施时间不能晚于现在。"]})
    if shanghai_day(taken_at) < discovered_on:
        raise InvalidInput({"taken_at": ["实施时间不能早于违法行为的发现日期。"]})


def make_up_by(taken_at: datetime) -> datetime:
    return taken_at + MAKE_UP_WITHIN


def made_up_late(taken_at: datetime | None, *, ruled_at: datetime) -> bool:
    return taken_at is not None and ruled_at > make_up_by(taken_at)


def not_yet_ruled(*, ruled: bool) -> None:
    if ruled:
        raise RuleBroken("ALREADY_RULED", "该事项已经审批，不能重复审批。", basis=APPROVAL_BASIS, cure=HERE)


def is_approved(approved: bool | None, *, kind: MeasureKind) -> None:
    if not approved:
        raise RuleBroken(
            "NOT_APPROVED",
            "未经行政机关负责人批准，不得实施。",
            basis=APPROVAL_BASIS if kind.coercive else PRESERVATION_BASIS,
            cure=HERE,
        )


def not_yet_started(*, started: bool) -> None:
    if started:
        raise RuleBroken("ALREADY_STARTED", "该措施已经实施，文书已经制作。", basis=RECORD_BASIS, cure=HERE)


def runs(*, started: bool, ended: bool, kind: MeasureKind) -> None:
    if not started or ended:
        raise RuleBroken("NOT_RUNNING", "该措施没有在实施中。", basis=basis_of(kind), cure=HERE)


def is_coercive(kind: MeasureKind, *, doing: str) -> None:
    if not kind.coercive:
        raise RuleBroken(
            "NOT_COERCIVE",
            f"先行登记保存须在七个工作日内处理，不能{doing}。",
            basis=PRESERVATION_BASIS,
            cure=HERE,
        )


def scene_is_new(*, recorded: bool) -> None:
    if recorded:
        raise RuleBroken("SCENE_RECORDED", "现场实施情况已经登记，不能更改。", basis=RECORD_BASIS, cure=HERE)


def scene_is_whole(scene: Scene, *, kind: MeasureKind, has_record: bool, started_on: date, now: datetime) -> None:
    """What the paper itself must show; whether the officers acted rightly is told by `faults`."""
    if scene.held_at > now or shanghai_day(scene.held_at) < started_on:
        raise InvalidInput({"held_at": ["现场实施时间应当不早于决定之日、不晚于现在。"]})
    if kind.coercive and not has_record:
        raise InvalidInput({"record_id": [f"请选择卷内的现场笔录（{RECORD_BASIS}第七项）。"]})
    if scene.party_present == (scene.signing is Signing.ABSENT):
        raise InvalidInput({"signing": ["签名情况与当事人是否到场不一致，请核对。"]})
    if scene.signing is Signing.REFUSED and not scene.refusal:
        raise InvalidInput({"refusal": [f"当事人拒绝签名的，须注明情况（{RECORD_BASIS}第八项）。"]})
    if scene.signing is Signing.ABSENT and not scene.witness:
        raise InvalidInput({"witness": [f"当事人不到场的，须邀请见证人到场并签名（{RECORD_BASIS}第九项）。"]})
    if scene.signing is Signing.SIGNED and not scene.signed_by:
        raise InvalidInput({"signed_by": ["请填写签名的当事人或者其工作人员。"]})


def faults(scene: Scene | None, *, ended: bool, approval_late: bool) -> Iterator[str]:
    """What the record shows was not done as the law asks. It stays on file; nobody may write it away."""
    if approval_late:
        yield f"紧急实施后超过二十四小时才补办批准（{URGENT_BASIS}）"
    if scene is None:
        if ended:
            yield f"没有登记现场实施情况（{RECORD_BASIS}）"
        return
    if not scene.ids_shown:
        yield f"没有出示执法身份证件（{RECORD_BASIS}第三项）"
    if not scene.rights_told:
        yield f"没有当场告知理由、依据、权利和救济途径（{RECORD_BASIS}第五项）"
    if not scene.defence:
        yield f"没有记明当事人的陈述和申辩（{RECORD_BASIS}第六项）"


def extension_may_be_asked(answers: Iterable[bool | None], *, due_on: date, today: date) -> None:
    given = list(answers)
    if None in given:
        raise RuleBroken("ALREADY_ASKED", "延长已经报批，正在等待审批。", basis=TERM_BASIS, cure=HERE)
    if True in given:
        raise RuleBroken("EXTENDED_ONCE", "该措施已经延长过一次，不能再延长。", basis=TERM_BASIS, cure=HERE)
    still_within(due_on, today=today)


def extension_is_short(days: int) -> None:
    if not 1 <= days <= LONGEST_EXTENSION:
        raise InvalidInput({"days": [f"延长期限不得超过{LONGEST_EXTENSION}日（{TERM_BASIS}）。"]})


def still_within(due_on: date, *, today: date) -> None:
    if today > due_on:
        raise RuleBroken(
            "TERM_OVER", "查封、扣押、封存的期限已经届满，不能再延长，应当立即解除。", basis=LIFT_BASIS, cure=HERE
        )


def testing_days_make_sense(first: date, last: date, *, started_on: date, due_on: date) -> None:
    if first < started_on or first > due_on:
        raise InvalidInput({"first_day": ["检测、鉴定应当在措施实施期间开始。"]})
    if last < first:
        raise InvalidInput({"last_day": ["结束日期不能早于开始日期。"]})


def leave_lawfully(leaving: Collection[Leaving], *, kind: MeasureKind, open_items: Collection[int]) -> None:
    """Each item once, in a way this measure knows."""
    positions = [one.position for one in leaving]
    if not positions:
        raise InvalidInput({"items": ["请至少选择一件物品的处理方式。"]})
    if len(set(positions)) != len(positions) or not set(positions) <= set(open_items):
        raise InvalidInput({"items": ["清单中没有该序号，或者该物品已经处理，或者重复填写。"]})
    known = OF_COERCION if kind.coercive else OF_PRESERVATION
    if any(one.way not in known for one in leaving):
        raise InvalidInput({"items": [f"所选的处理方式不适用于这项措施（{basis_of(kind)}）。"]})
    explained = {Way.TESTED, Way.TRANSFERRED, Way.CONFISCATED}
    if any(one.way in explained and not one.detail for one in leaving):
        raise InvalidInput({"items": ["送检、移送、没收的，须写明机构、文书名称或者文号。"]})


def only_lifted_when_refused(leaving: Collection[Leaving], *, to_lift: bool) -> None:
    if to_lift and any(one.way is not Way.RETURNED for one in leaving):
        raise RuleBroken(
            "MUST_LIFT", "负责人不同意采取该措施，应当立即解除并退还，不能作其他处理。", basis=URGENT_BASIS, cure=HERE
        )


def sealed_by_decision(leaving: Collection[Leaving], *, coercive_running: bool) -> None:
    if any(one.way is Way.SEALED for one in leaving) and not coercive_running:
        raise RuleBroken(
            "NO_SEAL_DECISION",
            "转为封存、查封或者扣押的，须先经批准并作出相应决定。",
            basis=APPROVAL_BASIS,
            cure="measures.propose",
        )


def confiscated_by_decision(leaving: Collection[Leaving], *, decided: bool) -> None:
    if any(one.way is Way.CONFISCATED for one in leaving) and not decided:
        raise RuleBroken("NO_DECISION", "尚未作出处罚决定，不能没收。", basis="《行政强制法》第二十七条", cure=HERE)


def lateness_is_explained(reason: str, *, last_day: date, today: date) -> None:
    """Recorded, never refused for being late alone: the party gets its things back whatever the day."""
    late = today > last_day
    if late and not reason:
        raise InvalidInput({"late_reason": [f"处理期限为{last_day:%Y-%m-%d}，现已逾期，请写明逾期原因（留存备查）。"]})
    if not late and reason:
        raise InvalidInput({"late_reason": ["没有逾期，请留空。"]})
