"""What may come in, what must be said about it, and what its times tell. Pure: verdicts from values."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from enforcement.evidence.names import (
    PLACE_SOURCE_NAMES,
    EvidenceKind,
    Medium,
    PlaceSource,
    Purpose,
    UploadState,
)
from enforcement.kernel.errors import Gone, InvalidInput, RuleBroken

KEPT = "行政执法全过程记录：音像记录须真实、完整、可回溯（国办发〔2018〕118号）"
PROOF = "《行政处罚法》第四十六条"

UPLOAD_LIFE = timedelta(days=7)  # of silence; every part received starts it anew
VIEWING_LIFE = timedelta(minutes=30)
MARKED_COPY_LIFE = timedelta(hours=24)
SHORTEST_CLIP = 200  # milliseconds
UPLOAD_WITHIN = timedelta(hours=24)  # AV_UPLOAD, the strictest of the local rules
CLOCK_TOLERANCE = timedelta(minutes=5)
RETENTION_YEARS = 10
MOST_ATTEMPTS = 3
CHECKED_WITHIN = timedelta(days=30)
CHECK_AGAIN = timedelta(days=20)  # leaves ten nights of delay before the thirty days are over
CHECK_UNSOUND_AGAIN = timedelta(hours=20)
LEASE = timedelta(minutes=10)
LARGEST_NAME = 200
COORDINATES = re.compile(r"(-?\d{1,2}(?:\.\d{1,7})?),(-?\d{1,3}(?:\.\d{1,7})?)")
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(seconds=20), timedelta(minutes=10)

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


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the sending device said it was: latitude and longitude in degrees, with the error it claims for itself."""

    source: PlaceSource
    coordinates: str = ""
    accuracy_m: int | None = None

    @property
    def sentence(self) -> str:
        shown = PLACE_SOURCE_NAMES[self.source]
        if self.coordinates:
            shown += f"：{self.coordinates}"
        return f"{shown}（误差约 {self.accuracy_m} 米）" if self.accuracy_m is not None else shown


def place_told(source: PlaceSource | None, *, coordinates: str, accuracy_m: int | None) -> Place | None:
    """A refusal is recorded as such; coordinates without their source are not accepted (全过程记录)."""
    located = source is PlaceSource.BROWSER
    if located != bool(coordinates) or (accuracy_m is not None and not located):
        raise InvalidInput({"place": ["定位坐标与定位来源不一致。"]})
    if coordinates and not _on_earth(coordinates):
        raise InvalidInput({"place": ["定位坐标须为“纬度,经度”，以度为单位。"]})
    return Place(source=source, coordinates=coordinates, accuracy_m=accuracy_m) if source else None


def _on_earth(coordinates: str) -> bool:
    found = COORDINATES.fullmatch(coordinates)
    return found is not None and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180  # noqa: PLR2004 -- degrees


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


def within_quota(size: int, *, officer: tuple[int, int], case: tuple[int, int]) -> None:
    """Asked before byte one as well. Each pair is what there is already and the limit, in bytes; 0 sets no limit."""
    have, most = case
    if most and have + size > most:
        sentence = f"本案录音录像合计将超过 {most} 字节的上限（已有 {have} 字节），请联系系统管理员调整后再上传。"
        raise RuleBroken("CASE_QUOTA", sentence, basis=KEPT)
    have, most = officer
    if most and have + size > most:
        sentence = f"您未完成的上传合计将超过 {most} 字节的上限（已有 {have} 字节），请先完成或者取消已开始的上传。"
        raise RuleBroken("OFFICER_QUOTA", sentence, basis=KEPT)


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


def pause_of_store(waited: timedelta) -> timedelta:
    """Half as long again as the work has waited already: soon after a hiccup, every ten minutes in a long outage."""
    return min(max(waited / 2, SHORTEST_PAUSE), LONGEST_PAUSE)


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


def drift(device_at: datetime | None, received_at: datetime) -> str:
    """How far the device's clock stood from ours when the file came in. It is shown, and nothing is corrected."""
    if device_at is None:
        return ""
    apart = _span(abs(device_at - received_at)) or "不足一分钟"
    return f"文件自带时间{'早' if device_at <= received_at else '晚'}于收齐时间 {apart}"


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
            cure="cases.assign_officer",
        )


def of_the_team(officer: UUID, handled_by: Collection[UUID]) -> None:
    if officer not in handled_by:
        raise InvalidInput({"captured_by": ["采集人须是本案承办人，请从列表中选择。"]})


def purpose_stated(purpose: Purpose, detail: str) -> None:
    if purpose is Purpose.OTHER and not detail:
        raise InvalidInput({"detail": ["选择“其他”时须写明调阅目的。"]})


def within_recording(at_ms: int | None, until_ms: int | None, *, duration_ms: int | None) -> None:
    """A mark or a cut lies inside the recording, and ends after it begins."""
    if at_ms is not None and duration_ms is None:
        raise InvalidInput({"at": ["这件证据没有时间轴，位置请留空。"]})
    if until_ms is not None and (at_ms is None or until_ms <= at_ms):
        raise InvalidInput({"until": ["结束位置必须在起始位置之后。"]})
    if max(at_ms or 0, until_ms or 0) > (duration_ms or 0):
        raise InvalidInput({"at": ["位置超出了录制时长，请核对。"]})


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


def not_disposed(certificate_no: str | None) -> None:
    """AV-7: the row stays, the content is gone, and the answer says under which paper."""
    if certificate_no:
        raise Gone(
            f"该音像记录保管期满，已按《音像记录销毁证书》（{certificate_no}）销毁，只保留登记信息和保管记录。",
            basis=KEPT,
        )
