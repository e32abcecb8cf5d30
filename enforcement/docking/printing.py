"""A receipt as text: the same for the printer, the page and the digest that stands on it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from enforcement.accounts import queries as accounts
from enforcement.docking import queries
from enforcement.docking.names import CAME_NAMES, RESULT_NAMES
from enforcement.docking.rows import LineRow
from enforcement.kernel.clock import SHANGHAI


def receipt_text(session: Session, receipt_id: UUID, *, closed_at: datetime | None = None) -> str:
    """As it is printed. Its digest stands on the receipt, so a changed print can be told from a true one."""
    receipt = queries.receipt(session, receipt_id)
    lines = queries.lines_of(session, receipt_id)
    ended = closed_at or receipt.closed_at
    head = (
        "音像记录交存收据",
        f"收据编号：{receipt.id}",
        f"设备编号：{receipt.device_no}",
        f"交存人：{accounts.names(session)[receipt.officer_id]}",
        f"方式：{CAME_NAMES[receipt.came]}",
        f"开始：{_moment(receipt.opened_at)}",
        f"结束：{_moment(ended) if ended else '未结束'}",
        f"文件：{len(lines)} 个，{sum(line.size for line in lines)} 字节",
    )
    return "\n".join((*head, *(_printed(line.path, line) for line in lines))) + "\n"


def _printed(path: str, line: LineRow) -> str:
    said = f"  {line.sentence}" if line.sentence else ""
    return f"{line.seq}. {RESULT_NAMES[line.result]}  {path}  {line.size} 字节  SHA-256 {line.sha256}{said}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S} +08:00"
