"""How a document lawfully reaches the party, and which day counts (《民事诉讼法》第八十七条至第九十五条)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.procedures.grammar import Milestone
from enforcement.workdays.rules import Calendar, Due, Unit

ANNOUNCEMENT_DAYS = 30
STOPPAGE = "announcement"  # 公告的时间不计入办案期限 (clock.toml)


class ServiceMethod(StrEnum):
    """The lawful ways and no other: a telephone call serves nothing (SRV-1)."""

    DIRECT = "DIRECT"
    LEFT = "LEFT"
    ELECTRONIC = "ELECTRONIC"
    ENTRUSTED = "ENTRUSTED"
    POST = "POST"
    VIA_UNIT = "VIA_UNIT"
    ANNOUNCEMENT = "ANNOUNCEMENT"


METHOD_NAMES = {
    ServiceMethod.DIRECT: "直接送达",
    ServiceMethod.LEFT: "留置送达",
    ServiceMethod.ELECTRONIC: "电子送达",
    ServiceMethod.ENTRUSTED: "委托送达",
    ServiceMethod.POST: "邮寄送达",
    ServiceMethod.VIA_UNIT: "转交送达",
    ServiceMethod.ANNOUNCEMENT: "公告送达",
}

METHOD_BASES = {
    ServiceMethod.DIRECT: "《民事诉讼法》第八十七条、第八十八条",
    ServiceMethod.LEFT: "《民事诉讼法》第八十九条",
    ServiceMethod.ELECTRONIC: "《民事诉讼法》第九十条；《行政处罚法》第六十一条",
    ServiceMethod.ENTRUSTED: "《民事诉讼法》第九十一条",
    ServiceMethod.POST: "《民事诉讼法》第九十一条",
    ServiceMethod.VIA_UNIT: "《民事诉讼法》第九十二条至第九十四条",
    ServiceMethod.ANNOUNCEMENT: "《民事诉讼法》第九十五条",
}

# Which step of the recording matrix an act of service is (送达: 留置送达 must be recorded, the others as needed).
METHOD_STEPS = {
    ServiceMethod.DIRECT: "direct_service",
    ServiceMethod.LEFT: "left_service",
    ServiceMethod.ELECTRONIC: "electronic_service",
    ServiceMethod.ANNOUNCEMENT: "announcement_service",
}

PROOF_NAMES = {
    ServiceMethod.ENTRUSTED: "受委托的机关",
    ServiceMethod.POST: "邮件号码和回执",
    ServiceMethod.VIA_UNIT: "转交的单位",
    ServiceMethod.ANNOUNCEMENT: "公告的媒介和原因",
}


class AttemptOutcome(StrEnum):
    ABSENT = "ABSENT"
    REFUSED = "REFUSED"
    MOVED = "MOVED"
    RETURNED = "RETURNED"
    UNTRACEABLE = "UNTRACEABLE"


OUTCOME_NAMES = {
    AttemptOutcome.ABSENT: "无人在场",
    AttemptOutcome.REFUSED: "拒绝签收",
    AttemptOutcome.MOVED: "已迁离登记地址",
    AttemptOutcome.RETURNED: "邮件被退回",
    AttemptOutcome.UNTRACEABLE: "查找后仍下落不明",
}


@dataclass(frozen=True, kw_only=True)
class Served:
    """Which milestone a kind of document brings about, and where what it told stands on the line.

    `may_ask_nothing`: where nothing is imposed, corrected or given back, it is carried out on being served.
    `until`: once this stands, or what was issued was taken back, the document need not reach anybody any more.
    `each`: papers of this kind stand side by side (one for each measure); serving one brings about no milestone.
    """

    reaches: Milestone | None = None
    issued_by: Milestone | None = None
    ends_in_publication: bool = False
    on_the_spot: bool = False
    may_ask_nothing: bool = False
    until: Milestone | None = None
    each: bool = False

    def is_moot(self, stands: frozenset[Milestone]) -> bool:
        return self.until is not None and (self.until in stands or self.issued_by not in stands)


SERVED_KINDS = {
    "prior_notice": Served(
        reaches=Milestone.PRIOR_NOTICE_SERVED,
        issued_by=Milestone.PRIOR_NOTICE_ISSUED,
        ends_in_publication=False,
        until=Milestone.NOTICE_NOT_DUE,
    ),
    "hearing_notice": Served(
        reaches=Milestone.HEARING_NOTIFIED,
        issued_by=Milestone.HEARING_CALLED,
        ends_in_publication=False,
        until=Milestone.HEARING_ENDED,
    ),
    "preserve_notice": Served(each=True),
    "preserve_disposal": Served(each=True),
    "seal_decision": Served(each=True),
    "seal_extend": Served(each=True),
    "seal_lift": Served(each=True),
    "penalty_decision": Served(
        reaches=Milestone.DECISION_SERVED, issued_by=Milestone.DECIDED, ends_in_publication=True
    ),
    "no_penalty_decision": Served(
        reaches=Milestone.DECISION_SERVED, issued_by=Milestone.DECIDED, ends_in_publication=False, may_ask_nothing=True
    ),
    "spot_decision": Served(
        reaches=Milestone.DECISION_SERVED, issued_by=Milestone.DECIDED, ends_in_publication=False, on_the_spot=True
    ),
    "inspection_result": Served(
        reaches=Milestone.DECISION_SERVED, issued_by=Milestone.INSPECTION_CONCLUDED, ends_in_publication=True
    ),
    "licence_decision": Served(
        reaches=Milestone.DECISION_SERVED, issued_by=Milestone.LICENCE_DECIDED, ends_in_publication=True
    ),
    "other_decision": Served(
        reaches=Milestone.DECISION_SERVED, issued_by=Milestone.RESULT_DECIDED, ends_in_publication=True
    ),
    "measure_result": Served(
        reaches=Milestone.DECISION_SERVED, issued_by=Milestone.MEASURE_CONCLUDED, ends_in_publication=True
    ),
}


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One act of service as the officers report it. `served_on`: day of signing, of leaving, of the announcement."""

    method: ServiceMethod
    served_on: date
    receiver: str
    place: str
    relation: str = ""
    witness: str = ""
    refusal: str = ""
    recording_id: UUID | None = None
    confirmation: str = ""
    proof: str = ""
    told_of_publication: bool = False
    remarks: str = ""


def served_in_time(delivery: Delivery, *, issued_on: date, today: date) -> None:
    acted_in_time("served_on", delivery.served_on, issued_on=issued_on, today=today)


def acted_in_time(name: str, day: date, *, issued_on: date, today: date) -> None:
    if day > today:
        raise InvalidInput({name: ["日期不能晚于今天。"]})
    if day < issued_on:
        raise InvalidInput({name: [f"日期不能早于文书日期（{issued_on:%Y-%m-%d}）。"]})


def has_what_the_method_needs(delivery: Delivery) -> None:
    """Each way of service is lawful only with its own proof."""
    method = delivery.method
    if method is not ServiceMethod.ANNOUNCEMENT and not delivery.receiver:
        raise InvalidInput({"receiver": ["请填写签收人；留置送达的填写拒收人。"]})
    if method in PROOF_NAMES and not delivery.proof:
        raise InvalidInput(
            {"proof": [f"{METHOD_NAMES[method]}须填写{PROOF_NAMES[method]}（{METHOD_BASES[method]}）。"]}
        )
    if method is ServiceMethod.LEFT:
        _left_with_witness(delivery)
    if method is ServiceMethod.ELECTRONIC and not delivery.confirmation:
        raise RuleBroken(
            "NO_CONFIRMATION",
            "没有当事人签署的送达地址确认书，不能采用电子送达。",
            basis=METHOD_BASES[ServiceMethod.ELECTRONIC],
        )


def _left_with_witness(delivery: Delivery) -> None:
    if not delivery.refusal:
        raise InvalidInput({"refusal": ["留置送达须记明拒收事由（《民事诉讼法》第八十九条）。"]})
    if not delivery.witness and delivery.recording_id is None:
        raise RuleBroken(
            "LEFT_WITHOUT_WITNESS",
            "留置送达须有见证人签名，或者用拍照、录像记录送达过程；请填写见证人或者选择卷内的音像记录。",
            basis=METHOD_BASES[ServiceMethod.LEFT],
        )


def recording_shows(*, has_picture: bool, counts: bool) -> None:
    if not has_picture or not counts:
        raise InvalidInput({"recording_id": ["请选择已完成标注的照片或者录像。"]})


def announcement_is_last_resort(*, attempts: int) -> None:
    """SRV-2: only after another way failed, or the party could not be found."""
    if not attempts:
        raise RuleBroken(
            "NO_FAILED_ATTEMPT",
            "公告送达须在受送达人下落不明，或者其他方式无法送达之后采用；请先登记送达未成的经过。",
            basis=METHOD_BASES[ServiceMethod.ANNOUNCEMENT],
            cure="serving.record_failed_attempt",
        )


def not_yet_announced(*, already: bool) -> None:
    if already:
        raise RuleBroken(
            "ANNOUNCED_ALREADY",
            "该文书已经公告送达，公告期满后登记送达即可。",
            basis=METHOD_BASES[ServiceMethod.ANNOUNCEMENT],
            cure="serving.tab",
        )


def deemed(delivery: Delivery, calendar: Calendar) -> Due:
    """The day the law counts as the day of service."""
    if delivery.method is ServiceMethod.ANNOUNCEMENT:
        return calendar.due(delivery.served_on, ANNOUNCEMENT_DAYS, Unit.CALENDAR)
    return Due(delivery.served_on, False, delivery.served_on)


def announcement_is_over(due: Due, *, today: date) -> None:
    if today < due.day:
        raise RuleBroken(
            "ANNOUNCEMENT_RUNNING",
            f"公告期至{due.day:%Y-%m-%d}届满，期满之日视为送达，请届时再登记。",
            basis=METHOD_BASES[ServiceMethod.ANNOUNCEMENT],
        )
    if due.provisional:
        raise RuleBroken(
            "ANNOUNCEMENT_PROVISIONAL",
            "公告期跨入尚未公布放假安排的年份，送达日期是暂定的；请先导入该年度的放假安排。",
            basis="《民事诉讼法》第八十五条",
        )


def publication_is_told(delivery: Delivery, served: Served) -> None:
    """PUB-C8: at service the party is told in writing that the decision will be made public."""
    if served.ends_in_publication and not delivery.told_of_publication:
        raise RuleBroken(
            "PUBLICATION_NOT_TOLD",
            "送达处罚决定书时须书面告知当事人该决定将依法公开。",
            basis="《行政处罚法》第四十八条；《市场监督管理行政处罚信息公示规定》第八条（参照）",
        )


def is_handed_over_there(delivery: Delivery, served: Served, *, issued_on: date) -> None:
    """SIMP-2: handed to the party there and then; a refusal to sign is noted, and it counts all the same."""
    if served.on_the_spot and (delivery.method is not ServiceMethod.DIRECT or delivery.served_on != issued_on):
        raise RuleBroken(
            "NOT_HANDED_OVER",
            f"当场处罚决定书应当于作出当日（{issued_on:%Y-%m-%d}）当场直接交付当事人；拒绝签收的，登记直接送达并注明拒收事由。",
            basis="《行政处罚法》第五十二条第二款",
        )


def may_be_served(kind: str, *, newest: bool) -> Served:
    """Only what is addressed to the party, and of several versions only the one that stands."""
    served = SERVED_KINDS.get(kind)
    if served is None:
        raise RuleBroken("NOT_SERVED", "这种文书不需要送达当事人。", basis="《行政处罚法》第六十一条")
    if not newest and not served.each:
        raise RuleBroken("SUPERSEDED", "该文书已被新制作的文书代替，请送达新的一份。", basis="《行政处罚法》第四十四条")
    return served


def file_is_open(*, archived: bool) -> None:
    if archived:
        raise RuleBroken(
            "FILE_CLOSED", "案卷已经归档，不能再登记送达。", basis="《医疗保障行政处罚程序暂行规定》第五十七条"
        )


def not_yet_served(*, already: bool) -> None:
    if already:
        raise RuleBroken("ALREADY_SERVED", "该文书已经送达，送达记录不能更改。", basis="《行政处罚法》第六十一条")
