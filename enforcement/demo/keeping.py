"""Acts of custody: a recording looked at with marks on its time line, and a file that may not be destroyed."""

from enforcement.demo.tale import Tale
from enforcement.evidence import queries as evidence
from enforcement.evidence import service as looking
from enforcement.evidence.names import Purpose
from enforcement.evidence.rows import ItemRow
from enforcement.retention import service as retention
from enforcement.retention.names import HoldKind

MARKS = ((500, "执法人员出示证件，说明来意"), (1500, "药房台账与收费清单不一致，当场询问"))


def look(tale: Tale) -> None:
    film = _film(tale)
    tale.cast.act("officer_a", looking.open_viewing, tale.case_id, item_id=film.id, purpose=Purpose.HANDLING)
    for at_ms, remark in MARKS:
        tale.cast.act("officer_a", looking.add_mark, tale.case_id, item_id=film.id, at_ms=at_ms, remark=remark)


def _film(tale: Tale) -> ItemRow:
    with tale.cast.runtime.work(tale.cast.actor("officer_a"), reading=True) as work:
        return next(item for item in evidence.items(work.session, tale.case_id) if item.duration_ms)


def hold(tale: Tale) -> None:
    tale.cast.act(
        "officer_a",
        retention.place_hold,
        tale.case_id,
        kind=HoldKind.LAWSUIT,
        document_no="（2026）皖0299行初12号",
        reason="当事人不服处罚决定提起行政诉讼，人民法院已受理。",
    )
