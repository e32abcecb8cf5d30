"""Text records (询问笔录、现场笔录 …): typed, then frozen with their digest in the same moment."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.evidence import rules
from enforcement.evidence.models import Item, TextRecord
from enforcement.evidence.names import TEXT_EVIDENCE, CustodyEvent, Medium, TextKind
from enforcement.evidence.rules import Labels
from enforcement.evidence.service import labelling
from enforcement.evidence.service.custody import remember
from enforcement.evidence.service.sealing import next_seq
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class TextFacts:
    text_kind: TextKind
    title: str
    begun_at: datetime
    ended_at: datetime
    place: str
    persons: str
    officers: tuple[UUID, ...]
    body: str
    fact_to_prove: str
    step: str


@use_case(Permission.ADD_EVIDENCE, verb="evidence.text_recorded")
def record_text(work: UnitOfWork, case_id: CaseId, *, record: TextFacts) -> UUID:
    """CASE-10: questioning and inspection need a record, made by two officers of the case."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    cases.certified_today(work, case)
    labelling.still_open(work, case)
    rules.two_of_the_team(record.officers, case.handlers)
    rules.recorded_in_order(begun_at=record.begun_at, ended_at=record.ended_at, now=work.now)
    words = _words(work, case, record)
    item = _item(work, case_id, record, words=rules.record_bytes(words))
    row = TextRecord(item_id=item.id, **words)
    work.session.add(row)
    work.about(case_id, item=item.id, sha256=item.sha256, officers=list(record.officers))
    work.seal(item)
    work.seal(row)
    remember(work, item.id, CustodyEvent.RECORDED, how="网页录入", result=f"文字固定，SHA-256 {item.sha256}")
    said = Labels(
        captured_at=record.begun_at,
        captured_place=record.place,
        captured_by=record.officers[0],
        fact_to_prove=record.fact_to_prove,
        step=record.step,
    )
    labelling.check(case, said, now=work.now)
    labelling.attach(work, case, item, labels=said)
    return item.id


def _words(work: UnitOfWork, case: case_queries.CaseRow, record: TextFacts) -> dict[str, object]:
    names = accounts.names(work.session)
    present = [officer for officer in case.officers if officer.account_id in record.officers]
    officers = "\n".join(f"{names[one.account_id]}（执法证号 {one.certificate_no}）" for one in present)
    own = ("text_kind", "begun_at", "ended_at", "place", "persons", "body")
    return {name: value for name, value in asdict(record).items() if name in own} | {"officers": officers}


def _item(work: UnitOfWork, case_id: CaseId, record: TextFacts, *, words: bytes) -> Item:
    item = Item(
        id=uuid4(),
        case_id=case_id,
        seq=next_seq(work, case_id),
        kind=TEXT_EVIDENCE[record.text_kind],
        medium=Medium.TEXT,
        title=record.title,
        mime="text/plain",
        size=len(words),
        sha256=hashlib.sha256(words).hexdigest(),
        codecs="",
        device="",
        device_time="",
        device_place="",
        damaged="",
        received_at=work.now,
        sealed_at=work.now,
        provided_by=work.actor.id,
    )
    work.session.add(item)
    work.session.flush()
    return item
