"""What the first minute of a recording shows, and what follows from it. Said once for each recording."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.docking import queries, rules
from enforcement.docking.models import DeviceClock, RecordingPoster, SlateFinding
from enforcement.docking.names import LinkedBy, Verdict
from enforcement.docking.queries import Showing
from enforcement.docking.rows import RecordingRow, SlateRow
from enforcement.docking.rules import Reading, Seen, SlateText
from enforcement.docking.service.linking import attach
from enforcement.evidence import queries as items
from enforcement.evidence.rows import ItemRow
from enforcement.evidence.rules import Labels
from enforcement.evidence.service import linking as evidence
from enforcement.kernel.errors import EnforcementError, Stale
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork

LOOK_BACK = timedelta(days=7)  # what was in the house long before this was built is not searched
AT_ONCE = 20


@dataclass(frozen=True, kw_only=True)
class _Subject:
    """What both kinds of recording have in common."""

    device_at: datetime | None
    received_at: datetime
    device_no: str
    recording: RecordingRow | None = None
    item: ItemRow | None = None


def waiting_for_search(work: UnitOfWork) -> Sequence[Showing]:
    """The inbox first; uploads of the last days after it."""
    return queries.not_yet_searched(work.session, since=work.now - LOOK_BACK, limit=AT_ONCE)


@use_case(Permission.RUN_JOBS, verb="docking.poster_made")
def add_poster(work: UnitOfWork, *, recording_id: UUID, object_key: str, sha256: str, size: int) -> None:
    if work.session.get(RecordingPoster, recording_id) is not None:
        raise Stale
    row = RecordingPoster(recording_id=recording_id, object_key=object_key, sha256=sha256, size=size, made_at=work.now)
    work.session.add(row)
    work.about(recording=recording_id, sha256=sha256)


@use_case(Permission.RUN_JOBS, verb="docking.slate_searched")
def conclude_search(work: UnitOfWork, showing: Showing, *, sightings: Sequence[Seen] | None, key: bytes) -> Verdict:
    """`sightings` is None when the picture could not be read. Links only where everything agrees; else says why not."""
    body = rules.body_mark(accounts.body(work.session).uscc)
    unread = Reading(verdict=Verdict.UNREAD)
    reading = unread if sightings is None else rules.read(sightings, key=key, body=body)
    subject = _subject(work, showing)
    if queries.finding_of(work.session, recording_id=showing.recording_id, item_id=showing.item_id) is not None:
        raise Stale
    slate = queries.slate_by_nonce(work.session, reading.slate.nonce) if reading.slate else None
    verdict = _verdict(work, reading, slate=slate, subject=subject)
    if verdict is Verdict.BELIEVED and slate is not None and reading.slate is not None:
        _follow(work, subject, slate, filmed=reading)
    _write(work, showing, reading, slate=slate, verdict=verdict, subject=subject)
    return verdict


def _subject(work: UnitOfWork, showing: Showing) -> _Subject:
    if showing.recording_id is not None:
        row = queries.recording(work.session, showing.recording_id)
        return _Subject(device_at=row.device_at, received_at=row.received_at, device_no=row.device_no, recording=row)
    item = items.item(work.session, showing.item_id or UUID(int=0))
    said = item.label.device_no if item.label else item.proposed.device_no
    return _Subject(device_at=item.device_at, received_at=item.received_at, device_no=said, item=item)


def _verdict(work: UnitOfWork, reading: Reading, *, slate: SlateRow | None, subject: _Subject) -> Verdict:
    if reading.verdict is not Verdict.BELIEVED or reading.slate is None:
        return reading.verdict
    if slate is None or (slate.case_id, slate.step) != (reading.slate.case_id, reading.slate.step):
        return Verdict.UNKNOWN
    shown = {"shown_at": slate.shown_at, "expires_at": slate.expires_at}
    filmed_at = _filmed_at(subject, reading)
    timely = rules.in_time(reading.slate, **shown, received_at=subject.received_at, filmed_at=filmed_at)
    if timely is not Verdict.BELIEVED:
        return timely
    if subject.item is not None:
        return Verdict.BELIEVED if subject.item.case_id == slate.case_id else Verdict.OTHER_CASE
    return _may_follow(work, slate, subject)


def _may_follow(work: UnitOfWork, slate: SlateRow, subject: _Subject) -> Verdict:
    """Linked already by hand: then the slate must agree with the hand."""
    recording = subject.recording
    if recording is None or recording.link is not None:
        same = recording is not None and recording.link is not None and recording.link.case_id == slate.case_id
        return Verdict.BELIEVED if same else Verdict.OTHER_CASE
    case = cases.lock(work, slate.case_id)
    if recording.holder_id not in case.handlers or slate.shown_by not in case.handlers:
        return Verdict.NOT_ON_CASE
    try:
        evidence.may_admit(work, case, Labels())
    except EnforcementError:
        return Verdict.CASE_ENDED
    return Verdict.BELIEVED


def _filmed_at(subject: _Subject, reading: Reading) -> datetime | None:
    """The device's word for the moment at which the slate was in the picture."""
    return subject.device_at + timedelta(milliseconds=reading.offset_ms) if subject.device_at else None


def _follow(work: UnitOfWork, subject: _Subject, slate: SlateRow, *, filmed: Reading) -> None:
    if filmed.slate is None:
        return
    labels = _said_by(slate, filmed.slate, offset_ms=filmed.offset_ms, subject=subject)
    if subject.item is not None:
        evidence.propose(work, subject.item.id, labels)
    elif subject.recording is not None and subject.recording.link is None:
        case = case_queries.get(work.session, slate.case_id)
        attach(work, case, subject.recording, labels=labels, how=LinkedBy.SLATE, by=slate.shown_by)


def _said_by(slate: SlateRow, seen: SlateText, *, offset_ms: int, subject: _Subject) -> Labels:
    """The server's time, counted back to the beginning of the film; the device's own value stays beside it."""
    recording = subject.recording
    return Labels(
        captured_at=seen.moment - timedelta(milliseconds=offset_ms),
        captured_place=slate.place,
        captured_by=recording.holder_id if recording else slate.shown_by,
        fact_to_prove=slate.fact_to_prove,
        step=slate.step,
        device_no=subject.device_no[:60],
    )


def _write(
    work: UnitOfWork, showing: Showing, reading: Reading, *, slate: SlateRow | None, verdict: Verdict, subject: _Subject
) -> None:
    measured = verdict is Verdict.BELIEVED and reading.slate is not None
    filmed_at = _filmed_at(subject, reading) if measured else None
    drift = rules.drift_seconds(reading.slate, filmed_at) if reading.slate and filmed_at else None
    row = SlateFinding(
        id=uuid4(),
        recording_id=showing.recording_id,
        item_id=showing.item_id,
        verdict=verdict,
        slate_id=slate.id if slate else None,
        slate_at=reading.slate.moment if reading.slate else None,
        offset_ms=reading.offset_ms if reading.slate else None,
        drift_seconds=drift,
        found_at=work.now,
    )
    work.session.add(row)
    work.about(slate.case_id if slate and measured else None, verdict=verdict, finding=row.id, drift=drift)
    work.seal(row)
    if drift is not None and filmed_at and reading.slate and subject.device_no:
        _measure(work, row, device_no=subject.device_no, slate_at=reading.slate.moment, device_at=filmed_at)


def _measure(work: UnitOfWork, row: SlateFinding, *, device_no: str, slate_at: datetime, device_at: datetime) -> None:
    """设备时钟偏差: written down beside the device, never applied."""
    clock = DeviceClock(
        id=uuid4(),
        device_no=device_no,
        finding_id=row.id,
        slate_at=slate_at,
        device_at=device_at,
        drift_seconds=row.drift_seconds,
        measured_at=work.now,
    )
    work.session.add(clock)
    work.seal(clock)
