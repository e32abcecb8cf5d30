"""From the inbox into a case: the item refers to the same object, and the recording leaves the inbox once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.docking import queries, rules
from enforcement.docking.models import Recording, RecordingLink
from enforcement.docking.names import LinkedBy
from enforcement.docking.rows import RecordingRow
from enforcement.evidence.rules import Labels
from enforcement.evidence.service import linking as evidence
from enforcement.evidence.service.sealing import Finding
from enforcement.kernel.errors import EnforcementError, InvalidInput, RuleBroken, Stale
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork

HOW = "采集设备交存"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of each recording chosen: the item it is now, or the sentence why not."""

    linked: tuple[UUID, ...]
    refused: tuple[tuple[str, str], ...]

    def as_plain(self) -> dict[str, object]:
        return {
            "linked": [str(item) for item in self.linked],
            "refused": [{"file_name": name, "sentence": sentence} for name, sentence in self.refused],
        }


@use_case(Permission.ADD_EVIDENCE, verb="docking.recordings_linked")
def link_recordings(work: UnitOfWork, *, case_id: UUID, recordings: Sequence[UUID], labels: Labels) -> Outcome:
    """One case, up to fifty recordings, labels in common; the time of each comes from its own file.

    One that cannot be linked does not keep the others back; when none can, nothing is done.
    """
    case = cases.lock(work, CaseId(case_id))
    cases.handler_only(work, case)
    rules.some_chosen(len(recordings))
    items, refused = [], []
    for recording_id in dict.fromkeys(recordings):
        row = queries.recording_for(work.session, work.actor, recording_id)
        try:
            said = _labels_of(row, labels)
            _may_link(work, case, row, labels=said)
        except EnforcementError as why:
            refused.append((row.file_name, _sentence(why)))
            continue
        items.append(attach(work, case, row, labels=said, how=LinkedBy.PERSON, by=work.actor.id))
    if not items:
        raise InvalidInput({"recordings": [f"{name}：{sentence}" for name, sentence in refused]})
    work.about(case.id, items=[str(item) for item in items], refused=len(refused))
    return Outcome(linked=tuple(items), refused=tuple(refused))


def _labels_of(row: RecordingRow, labels: Labels) -> Labels:
    """A time given by hand serves only files that have none of their own."""
    said = replace(
        labels,
        captured_at=row.device_at or labels.captured_at,
        captured_by=labels.captured_by or row.holder_id,
        device_no=row.device_no[:60],
    )
    if labels.fact_to_prove and said.captured_at is None:
        raise InvalidInput({}, "文件没有自带时间，请填写采集时间后再关联。")
    return said


def _may_link(work: UnitOfWork, case: case_queries.CaseRow, row: RecordingRow, *, labels: Labels) -> None:
    if row.holder_id != work.actor.id:
        raise RuleBroken("NOT_HOLDER", "只有交存人本人可以关联这个文件。", basis=rules.KEPT)
    if row.link is not None:
        raise RuleBroken("LINKED", "这个文件已经关联到案件，不能再次关联。", basis=rules.KEPT)
    evidence.may_admit(work, case, labels)


def _sentence(why: EnforcementError) -> str:
    fields = why.fields.values() if isinstance(why, InvalidInput) else ()
    return "".join(said for found in fields for said in found) or why.sentence


def attach(
    work: UnitOfWork, case: case_queries.CaseRow, row: RecordingRow, *, labels: Labels, how: LinkedBy, by: UUID
) -> UUID:
    """Hatch of this room: the caller holds the case row and has asked whether it may be."""
    work.session.get_one(Recording, row.id, with_for_update=True)
    if work.session.scalar(select(RecordingLink.recording_id).where(RecordingLink.recording_id == row.id)):
        raise Stale  # another hand, or the slate, was faster
    own = {name: getattr(row, name) for name in Finding.__dataclass_fields__}
    kept = evidence.Kept(
        file_name=row.file_name,
        size=row.size,
        sha256=row.sha256,
        received_at=row.received_at,
        provided_by=row.holder_id,
        found=Finding(**own),
        how=f"{HOW}（设备 {row.device_no}）",
    )
    item_id = evidence.admit(work, case, kept, labels=labels, by=by)
    link = RecordingLink(
        recording_id=row.id, item_id=item_id, case_id=case.id, how=how, linked_by=by, linked_at=work.now
    )
    work.session.add(link)
    work.seal(link)
    return item_id
