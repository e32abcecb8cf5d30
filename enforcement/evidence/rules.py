"""What may come in, what must be said about it, and what its times tell. Pure: verdicts from values."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from enforcement.evidence.names import EvidenceKind, Medium, Purpose, UploadState
from enforcement.kernel.errors import InvalidInput, RuleBroken

KEPT = "行政执法全过程记录：音像记录须真实、完整、可回溯（国办发〔2018〕118号）"
PROOF = "《行政处罚法》第四十六条"

UPLOAD_LIFE = timedelta(days=7)  # of silence; every part received starts it anew
VIEWING_LIFE = timedelta(minutes=30)
UPLOAD_WITHIN = timedelta(hours=24)  # AV_UPLOAD, the strictest of the local rules
CLOCK_TOLERANCE = timedelta(minutes=5)
RETENTION_YEARS = 10
MOST_ATTEMPTS = 3
LEASE = timedelta(minutes=10)
LARGEST_NAME = 200

LABEL_NAMES = {
    "captured_at": "采集时间",
    "captured_place": "采集地点",
    "captured_by": "采集人",
    "fact_to_prove": "证明对象",
    "step": "执法环节",
}


@dataclass(frozen=True, kw_only=True)
class Labels:
    """What has been said about a recording so far. The fifth label, 案件编号, is the case's own."""

    captured_at: datetime | None = None
    captured_place: str = ""
    captured_by: UUID | None = None
    fact_to_prove: str = ""
    step: str = ""
    device_no: str = ""
    time_of_file: bool = False  # a person asked for the file's own time, file by file

    def missing(self) -> tuple[str, ...]:
        return tuple(name for field, name in LABEL_NAMES.items() if not getattr(self, field))

    def as_text(self) -> str:
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        plain["captured_at"] = self.captured_at.astimezone(UTC).isoformat() if self.captured_at else None
        plain["captured_by"] = str(self.captured_by) if self.captured_by else None
        return json.dumps(plain, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> "Labels":
        plain = json.loads(text)
        at, by = plain.pop("captured_at"), plain.pop("captured_by")
        return cls(
            captured_at=datetime.fromisoformat(at) if at else None, captured_by=UUID(by) if by else None, **plain
        )


def enough_room(size: int, *, largest: int, free: int, promised: int) -> None:
    """Asked before byte one: nobody should send for an hour to learn that the disk is full."""
    if size <= 0:
        raise RuleBroken("EMPTY", "文件是空的（0 字节），请确认录制是否成功后重新选择文件。", basis=KEPT)
    if size > largest:
        sentence = f"文件大小为 {size} 字节，超过单个文件 {largest} 字节的上限，请联系系统管理员。"
        raise RuleBroken("TOO_LARGE", sentence, basis=KEPT)
    if size > free - promised:
        sentence = "服务器存储空间不足，不能接收这个文件；请联系系统管理员扩容，原始文件请先妥善保存。"
        raise RuleBroken("NO_SPACE", sentence, basis=KEPT)


def may_continue(state: UploadState) -> None:
    if state is not UploadState.OPEN:
        sentence = "这次上传已经结束（收齐、取消、未予接收或者逾期），不能再写入；需要时请重新选择文件上传。"
        raise RuleBroken("UPLOAD_ENDED", sentence, basis=KEPT)


def fits(offset: int, *, received: int, coming: int, size: int) -> None:
    """A part begins exactly where the last one ended, and never goes past the announced end."""
    if offset != received:
        sentence = f"续传位置不符：服务器已收到 {received} 字节，请从该处继续。"
        raise RuleBroken("WRONG_OFFSET", sentence, basis=KEPT)
    if offset + coming > size:
        raise RuleBroken("OVER_LONG", "发来的内容超过申报的文件大小，没有写入。", basis=KEPT)


def usual_kind(medium: Medium) -> EvidenceKind:
    """Proposed only; the officer says what it proves."""
    return EvidenceKind.DOCUMENTARY if medium is Medium.DOCUMENT else EvidenceKind.AUDIOVISUAL


def is_late(captured_at: datetime, received_at: datetime) -> bool:
    """AV-5: accepted, but marked."""
    return received_at - captured_at > UPLOAD_WITHIN


def clock_remarks(*, device_at: datetime | None, stated: datetime | None, received_at: datetime) -> tuple[str, ...]:
    """Differences are shown beside each other and never corrected in silence (全过程记录)."""
    remarks = []
    if device_at is not None and device_at - received_at > CLOCK_TOLERANCE:
        remarks.append("文件自带时间晚于服务器接收时间，录制设备的时钟可能不准。")
    if device_at is not None and stated is not None and abs(device_at - stated) > CLOCK_TOLERANCE:
        remarks.append(f"标注的采集时间与文件自带时间相差 {_span(abs(device_at - stated))}，请核对并在备注中说明。")
    return tuple(remarks)


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    days, hours = minutes // 1440, minutes % 1440 // 60
    parts = ((days, "天"), (hours, "小时"), (minutes % 60, "分钟"))
    return "".join(f"{count}{unit}" for count, unit in parts if count)


def captured_in_the_past(captured_at: datetime, now: datetime) -> None:
    if captured_at - now > CLOCK_TOLERANCE:
        raise InvalidInput({"captured_at": ["采集时间不能晚于现在。"]})


def recorded_in_order(*, begun_at: datetime, ended_at: datetime, now: datetime) -> None:
    if ended_at < begun_at:
        raise InvalidInput({"ended_at": ["结束时间不能早于开始时间。"]})
    if ended_at - now > CLOCK_TOLERANCE:
        raise InvalidInput({"ended_at": ["结束时间不能晚于现在；笔录应当在制作完成后入卷。"]})


def two_of_the_team(officers: Collection[UUID], handlers: Collection[UUID]) -> None:
    """《行政处罚法》第四十二条: no fewer than two, and both on the case."""
    if len(set(officers)) < 2 or not set(officers) <= set(handlers):  # noqa: PLR2004 -- the law's number
        raise RuleBroken(
            "TWO_OFFICERS",
            "询问、检查应当由本案两名以上执法人员进行，请选择在场的承办人。",
            basis="《行政处罚法》第四十二条、第五十五条",
        )


def of_the_team(officer: UUID, handled_by: Collection[UUID]) -> None:
    if officer not in handled_by:
        raise InvalidInput({"captured_by": ["采集人须是本案承办人，请从列表中选择。"]})


def purpose_stated(purpose: Purpose, detail: str) -> None:
    if purpose is Purpose.OTHER and not detail:
        raise InvalidInput({"detail": ["选择“其他”时须写明调阅目的。"]})


def kept_until(now: datetime) -> datetime:
    """Ten years, the usual class of an ordinary case; the archive may only lengthen it."""
    try:
        return now.replace(year=now.year + RETENTION_YEARS)
    except ValueError:  # 29 February
        return now.replace(year=now.year + RETENTION_YEARS, month=3, day=1)


def record_bytes(record: Mapping[str, object]) -> bytes:
    """The one spelling of a text record that its digest is taken of."""
    plain = {name: _stable(value) for name, value in record.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()


def record_digest(record: Mapping[str, object]) -> str:
    return hashlib.sha256(record_bytes(record)).hexdigest()


def _stable(value: object) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else str(value)
