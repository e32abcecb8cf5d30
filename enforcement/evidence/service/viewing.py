"""调阅: a purpose first, then the content. Every viewing and every copy taken stands in the custody record."""

from uuid import UUID, uuid4

from enforcement.cases import service as cases
from enforcement.evidence import queries, rules
from enforcement.evidence.models import Viewing
from enforcement.evidence.names import PURPOSE_NAMES, CustodyEvent, Purpose
from enforcement.evidence.rows import ItemRow
from enforcement.evidence.service.custody import remember
from enforcement.kernel.errors import NotAllowed
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork

WHOLE = "下载原件，逐字节一致，不加水印"
REGISTERED = "音像记录调阅须登记调阅人、时间和用途（冀医保发〔2019〕10号）"


@use_case(Permission.READ_EVIDENCE, verb="evidence.viewed")
def open_viewing(work: UnitOfWork, case_id: CaseId, *, item_id: UUID, purpose: Purpose, detail: str = "") -> UUID:
    """Good for this person and this item for thirty minutes."""
    cases.lock(work, case_id)
    rules.purpose_stated(purpose, detail)
    item = queries.item_in_case(work.session, case_id, item_id)
    rules.not_disposed(queries.disposed(work.session, item_id))
    said = "：".join(part for part in (PURPOSE_NAMES[purpose], detail) if part)
    row = Viewing(
        id=uuid4(),
        item_id=item.id,
        viewer_id=work.actor.id,
        purpose=said,
        opened_at=work.now,
        expires_at=work.now + rules.VIEWING_LIFE,
    )
    work.session.add(row)
    remember(work, item.id, CustodyEvent.VIEWED, how="在线调阅", why=said, result="三十分钟内有效")
    work.about(case_id, item=item.id, purpose=PURPOSE_NAMES[purpose])
    work.seal(row)
    return row.id


def viewable(work: UnitOfWork, case_id: CaseId, item_id: UUID) -> ItemRow:
    """Hatch: the item, for somebody whose stated purpose still stands."""
    item = queries.item_in_case(work.session, case_id, item_id)
    rules.not_disposed(queries.disposed(work.session, item_id))
    if queries.standing_viewing(work.session, item_id, viewer_id=work.actor.id, now=work.now) is None:
        raise NotAllowed("请先填写调阅目的；已填写的，三十分钟后须重新填写。", basis=REGISTERED)
    return item


@use_case(Permission.READ_EVIDENCE, verb="evidence.original_copied")
def take_copy(work: UnitOfWork, case_id: CaseId, *, item_id: UUID) -> ItemRow:
    """A copy of the original leaves the house: under the same purpose, and with a line of its own."""
    cases.lock(work, case_id)
    item = viewable(work, case_id, item_id)
    why = purpose_of(work, item_id)
    remember(work, item.id, CustodyEvent.COPIED, how=WHOLE, why=why, result=f"SHA-256 {item.sha256}")
    work.about(case_id, item=item.id, sha256=item.sha256, purpose=why)
    return item


@use_case(Permission.READ_EVIDENCE, verb="evidence.marked_picture_taken")
def take_marked_picture(work: UnitOfWork, case_id: CaseId, *, item_id: UUID) -> None:
    """A photograph marked with the taker's name leaves the house."""
    cases.lock(work, case_id)
    item = viewable(work, case_id, item_id)
    why = purpose_of(work, item_id)
    remember(work, item.id, CustodyEvent.COPIED, how="下载带水印的调阅副本", why=why, result="大图，非原件")
    work.about(case_id, item=item.id, purpose=why)


def purpose_of(work: UnitOfWork, item_id: UUID) -> str:
    """Hatch: the purpose under which this person has the item before them."""
    standing = queries.standing_viewing(work.session, item_id, viewer_id=work.actor.id, now=work.now)
    return standing.purpose if standing else ""
