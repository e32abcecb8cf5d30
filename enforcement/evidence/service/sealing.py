"""From received bytes to evidence, in one transaction each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID, uuid4

from sqlalchemy import func, select

from enforcement.cases import queries as case_queries
from enforcement.evidence import queries, rules
from enforcement.evidence.models import Derivative, Item, TechnicalFacts, UploadSession
from enforcement.evidence.names import DERIVATIVE_NAMES, CustodyEvent, DerivativeKind, JobKind, Medium, UploadState
from enforcement.evidence.rows import UploadRow
from enforcement.evidence.service import jobs, labelling
from enforcement.evidence.service.custody import remember
from enforcement.kernel.errors import Stale
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork

NOTHING: Mapping[str, str] = MappingProxyType({})


def upload_to_seal(work: UnitOfWork, upload_id: UUID) -> UploadRow:
    """Hatch: asked before bytes move, so that a case closed meanwhile leaves nothing locked in the store."""
    upload = queries.upload(work.session, upload_id)
    if upload.state is not UploadState.RECEIVED:
        raise Stale
    labelling.still_open(work, case_queries.get(work.session, upload.case_id))
    return upload


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the worker saw of the file. Device values are the device's word, kept as found."""

    medium: Medium
    mime: str
    object_key: str
    locked_until: datetime
    duration_ms: int | None = None
    width: int | None = None
    height: int | None = None
    codecs: str = ""
    device: str = ""
    device_time: str = ""
    device_at: datetime | None = None
    device_place: str = ""
    damaged: str = ""


@dataclass(frozen=True, kw_only=True)
class Object:
    """What lies in the store."""

    object_key: str
    sha256: str
    size: int
    mime: str


@dataclass(frozen=True, kw_only=True)
class Copy(Object):
    kind: DerivativeKind


@use_case(Permission.RUN_JOBS, verb="evidence.sealed")
def seal_item(work: UnitOfWork, *, job_id: UUID, attempt: int, finding: Finding) -> UUID:
    """The object lies in the store, read back and locked. Now it becomes visible: item, custody, labels, milestone."""
    job = jobs.held(work, job_id, attempt=attempt)
    upload = queries.upload(work.session, job.upload_id)
    case = case_queries.get(work.session, upload.case_id)
    labelling.still_open(work, case)
    item = _item(work, upload, finding)
    _received(work, item, upload)
    work.session.get_one(UploadSession, upload.id).state = UploadState.SEALED
    _label_if_complete(work, case, item, upload=upload)
    if finding.medium is not Medium.DOCUMENT and not finding.damaged:
        jobs.queue(work, JobKind.DERIVE, case_id=case.id, upload_id=upload.id, item_id=item.id)
    jobs.done(work, job)
    work.about(case.id, item=item.id, upload=upload.id, sha256=item.sha256, size=item.size, damaged=bool(item.damaged))
    work.seal(item)
    return item.id


def _item(work: UnitOfWork, upload: UploadRow, finding: Finding) -> Item:
    seen = {name: getattr(finding, name) for name in Finding.__dataclass_fields__}
    item = Item(
        id=uuid4(),
        case_id=upload.case_id,
        seq=next_seq(work, upload.case_id),
        upload_id=upload.id,
        kind=upload.kind or rules.usual_kind(finding.medium),
        title=upload.file_name,
        size=upload.size,
        sha256=upload.sha256,
        received_at=upload.completed_at,
        sealed_at=work.now,
        provided_by=upload.completed_by,
        **seen,
    )
    work.session.add(item)
    work.session.flush()
    return item


def next_seq(work: UnitOfWork, case_id: CaseId) -> int:
    """Hatch: 证据编号 within the case; the caller holds the case row."""
    return (work.session.scalar(select(func.max(Item.seq)).where(Item.case_id == case_id)) or 0) + 1


def _received(work: UnitOfWork, item: Item, upload: UploadRow) -> None:
    places = [place.sentence for place in queries.places_of(work.session, upload.id)]
    remember(
        work,
        item.id,
        CustodyEvent.RECEIVED,
        how="断点续传（tus 1.0.0）",
        result="；".join([f"收到 {upload.size} 字节，SHA-256 {upload.sha256}", *places]),
        by=upload.completed_by,
    )
    result = f"回读校验一致，锁定至 {item.locked_until:%Y-%m-%d}" if item.locked_until else "回读校验一致"
    remember(work, item.id, CustodyEvent.SEALED, how="写入对象存储并回读", result=result)


def _label_if_complete(work: UnitOfWork, case: case_queries.CaseRow, item: Item, *, upload: UploadRow) -> None:
    """Only what a person said; the file's own time counts when that person asked for it."""
    labels = upload.labels
    if labels.time_of_file and labels.captured_at is None:
        labels = replace(labels, captured_at=item.device_at)
    future = labels.captured_at is not None and labels.captured_at - work.now > rules.CLOCK_TOLERANCE
    if not labels.missing() and not future:
        labelling.attach(work, case, item, labels=labels, by=upload.described_by)


@use_case(Permission.RUN_JOBS, verb="evidence.sealing_refused")
def refuse_sealing(work: UnitOfWork, *, job_id: UUID, attempt: int, reason: str) -> None:
    """The received bytes may not become evidence (content, or the case has ended). They are removed afterwards."""
    job = jobs.held(work, job_id, attempt=attempt)
    upload = work.session.get_one(UploadSession, job.upload_id)
    upload.state, upload.refused_reason = UploadState.REFUSED, reason
    jobs.done(work, job)
    work.about(CaseId(job.case_id), upload=upload.id, reason=reason)


@use_case(Permission.RUN_JOBS, verb="evidence.derived")
def finish_derivation(
    work: UnitOfWork, *, job_id: UUID, attempt: int, copies: Sequence[Copy], facts: Mapping[str, str] = NOTHING
) -> None:
    """Copies to look at, each an object of its own that points at the original (AV-6); and what the file says."""
    job = jobs.held(work, job_id, attempt=attempt)
    item_id = job.item_id
    if item_id is None:
        raise RuntimeError("a derivation without an item")
    for copy in copies:
        values = {name: getattr(copy, name) for name in Copy.__dataclass_fields__}
        work.session.add(Derivative(id=uuid4(), item_id=item_id, version=1, made_at=work.now, **values))
    _keep(work, item_id, facts)
    made = "、".join(DERIVATIVE_NAMES[copy.kind] for copy in copies)
    remember(work, item_id, CustodyEvent.DERIVED, how="由原件转制，原件未改动", result=f"生成预览：{made}")
    jobs.done(work, job)
    work.about(CaseId(job.case_id), item=item_id, copies=[copy.sha256 for copy in copies])


def _keep(work: UnitOfWork, item_id: UUID, facts: Mapping[str, str]) -> None:
    row = TechnicalFacts(item_id=item_id, facts=json.dumps(dict(facts), ensure_ascii=False), found_at=work.now)
    work.session.add(row)
    work.seal(row)
