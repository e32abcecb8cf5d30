"""What the papers of a measure say, composed from its row, its case and its body."""

from collections.abc import Iterable, Sequence
from datetime import date

from enforcement.accounts import queries as accounts
from enforcement.cases import rules as case_rules
from enforcement.cases.queries import CaseRow
from enforcement.documents import facts
from enforcement.documents import queries as documents
from enforcement.kernel.clock import SHANGHAI, chinese_day
from enforcement.kernel.work import UnitOfWork
from enforcement.measures.rows import ItemRow, MeasureRow


def officers_on(work: UnitOfWork, case: CaseRow, day: date) -> str:
    """G1, 《行政强制法》第十八条第二项: two officers certified on the day; their names and numbers."""
    people = accounts.people(work.session, ids=case.handlers)
    held = [(person.name, person.certificate_on(day)) for person in people]
    case_rules.two_certified_officers(certificate.number if certificate else None for _name, certificate in held)
    return facts.signed_by((name, certificate.number) for name, certificate in held if certificate)


def contact(work: UnitOfWork) -> dict[str, str]:
    body = accounts.body(work.session)
    return {"contact": f"{body.name}，{body.phone}，{body.address}"}


def remedies(work: UnitOfWork) -> dict[str, str]:
    return facts.remedies(accounts.body(work.session))


def listed(things: Iterable[ItemRow]) -> list[dict[str, str]]:
    return [
        {"number": str(one.position), "name": one.name, "quantity": one.quantity}
        | {"place": one.place, "manner": one.manner}
        for one in things
    ]


def approval(work: UnitOfWork, case: CaseRow, row: MeasureRow, *, opinion: str) -> dict[str, object]:
    """The approval form, filled in when the head has ruled; the proposal stands in it word for word."""
    names = accounts.names(work.session)
    day = row.proposed_at.astimezone(SHANGHAI).date()
    said: dict[str, object] = {
        "reason": row.reason,
        "measure_basis": row.basis,
        "term": row.term,
        "handlers_opinion": f"建议对清单所列物品予以{row.kind_name}。",
        "handlers_opinion_signed_by": "、".join(names[handler] for handler in case.handlers),
        "handlers_opinion_signed_on": day,
        "head_opinion": opinion,
        "head_opinion_signed_by": names[work.actor.id],
        "head_opinion_signed_on": work.today,
        "items": listed(row.items),
    }
    return said | {"measure_name": row.kind_name, "taken": _taken(row)} if row.kind.coercive else said


def _taken(row: MeasureRow) -> str:
    if row.taken_at is None:
        return ""
    at = row.taken_at.astimezone(SHANGHAI)
    return f"{chinese_day(at.date())}{at.hour}时{at.minute:02}分当场实施，报请补办批准手续"


def notice(work: UnitOfWork, row: MeasureRow, *, officers: str, day: date, due_on: date) -> dict[str, object]:
    """The notice of a preservation, or the decision of a coercive measure (《行政强制法》第二十四条)."""
    said: dict[str, object] = {
        "reason": _sentence(row.reason),
        "measure_basis": row.basis,
        "started_on": day,
        "due_on": due_on,
        "officers": officers,
        "items": listed(row.items),
        **remedies(work),
        **contact(work),
    }
    return said | {"measure_name": row.kind_name, "term": row.term} if row.kind.coercive else said


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "；", "！")) else f"{text}。"


def extension(
    work: UnitOfWork, row: MeasureRow, *, reason: str, days: int, due: tuple[date, date]
) -> dict[str, object]:
    """`due`: the last day as it was, and as it is now."""
    return {
        "measure_no": number_of(work, row),
        "measure_name": row.kind_name,
        "started_on": row.start.started_on if row.start else "",
        "former_due_on": due[0],
        "reason": reason.rstrip("。；"),
        "days": days,
        "due_on": due[1],
        **remedies(work),
        **contact(work),
    }


def disposal(
    work: UnitOfWork, row: MeasureRow, leaving: Sequence[ItemRow], *, officers: str, late_reason: str
) -> dict[str, object]:
    said: dict[str, object] = {
        "measure_no": number_of(work, row),
        "started_on": row.start.started_on if row.start else "",
        "officers": officers,
        "late_reason": late_reason,
        "items": [
            {"number": str(one.position), "name": one.name, "quantity": one.quantity, "disposal": one.said}
            for one in leaving
        ],
        **contact(work),
    }
    own = (
        {"measure_name": row.kind_name}
        if row.kind.coercive
        else {"due_on": row.deadline.due_on if row.deadline else ""}
    )
    return said | own


def number_of(work: UnitOfWork, row: MeasureRow) -> str:
    return (documents.get(work.session, row.start.document_id).number or "") if row.start else ""
