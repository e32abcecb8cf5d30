"""A list on its way to the board."""

from datetime import date
from uuid import UUID

from enforcement.standing import queries, service
from enforcement.standing.kinds import ListKind
from enforcement.standing.proposing import proposed
from enforcement.standing.queries import ListView, VersionRow
from tests.bureau import Bureau

GUIDE = {
    "title": "医疗服务价格咨询",
    "persons": "参保人员",
    "materials": "无",
    "way": "窗口或者电话咨询",
    "period": "当场",
    "contact": "一楼大厅三号窗口，0553-0000600",
}


def today(bureau: Bureau) -> date:
    return bureau.clock.at.date()


def view(bureau: Bureau, kind: ListKind) -> ListView:
    return bureau.read(queries.view, kind, today=today(bureau))


def draft(bureau: Bureau, kind: ListKind = ListKind.GUIDES, *, text: str = "", **changes: str) -> VersionRow:
    rows = [GUIDE | changes] if kind is ListKind.GUIDES else list(bureau.read(proposed, kind, today=today(bureau)))
    bureau.act("clerk", service.save_draft, kind=kind, rows=rows, text=text)
    found = bureau.read(queries.draft_of, kind)
    assert found is not None
    return found


def confirmed(
    bureau: Bureau, kind: ListKind = ListKind.GUIDES, *, day: date | None = None, by: str = "clerk_two", **changes: str
) -> int:
    found = draft(bureau, kind, **changes)
    return bureau.act(
        by, service.confirm_list, list_id=found.id, digest=found.content_sha256, in_force_from=day or today(bureau)
    )


def card(bureau: Bureau, number: str = "34020100001") -> UUID:
    return bureau.act("clerk", service.issue_card, certificate_no=number)
