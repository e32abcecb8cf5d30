from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import render_template

from enforcement.accounts import queries as accounts
from enforcement.docking import queries, schemas
from enforcement.docking.pages.place import room
from enforcement.docking.printing import receipt_text
from enforcement.docking.rows import ReceiptRow
from enforcement.kernel.identity import Permission
from enforcement.web import door
from enforcement.web.auth import guard


@room.pages.get("/docking/receipts")
@guard(Permission.READ_INBOX)
def receipts() -> str:
    work = door.work()
    found = queries.receipts(work.session, work.actor)
    return render_template("docking/receipts.html", receipts=found, names=accounts.names(work.session))


@room.pages.get("/docking/receipts/<uuid:receipt_id>")
@guard(Permission.READ_INBOX)
def receipt(receipt_id: UUID) -> str:
    work = door.work()
    row = queries.receipt_for(work.session, work.actor, receipt_id)
    return render_template(
        "docking/receipt.html",
        receipt=row,
        lines=queries.lines_of(work.session, receipt_id),
        names=accounts.names(work.session),
        text=receipt_text(work.session, receipt_id),
    )


@room.api.get("/docking/receipts")
@guard(Permission.READ_INBOX)
@room.api.response(200, schemas.ReceiptSchema(many=True))
@room.api.doc(summary="交存收据，最近的在前")
def list_receipts() -> list[ReceiptRow]:
    work = door.work()
    return list(queries.receipts(work.session, work.actor))


@room.api.get("/docking/receipts/<uuid:receipt_id>")
@guard(Permission.READ_INBOX)
@room.api.response(200, schemas.ReceiptDetailSchema)
@room.api.doc(summary="一张收据：逐个文件的结果和可打印的文本")
def show_receipt(receipt_id: UUID) -> dict[str, Any]:
    work = door.work()
    row = queries.receipt_for(work.session, work.actor, receipt_id)
    lines, text = queries.lines_of(work.session, receipt_id), receipt_text(work.session, receipt_id)
    return asdict(row) | {"lines": lines, "text": text}
