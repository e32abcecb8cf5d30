"""A case brought past its decision through the doors themselves: told, heard, decided, served, published."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from enforcement.decisions import queries as decisions
from enforcement.decisions.rules import DraftText, PenaltyItem, PenaltyKind
from enforcement.execution import service
from enforcement.hearings import service as hearings
from enforcement.hearings.rules import WaiverForm
from enforcement.kernel.identity import CaseId
from enforcement.publication import queries as notices
from enforcement.publication import service as publication
from enforcement.publication.rules import State
from enforcement.serving import service as serving
from enforcement.serving.rules import ServiceMethod
from tests.bureau import Bureau
from tests.service.decisions.course import TEXT, agree, decide, reported, save, submit

FINE_FEN, RECOVERY_FEN = 15_000_000, 10_000_000
WARNING = replace(
    TEXT,
    penalties=(PenaltyItem(kind=PenaltyKind.WARNING, amount_fen=0, text=""),),
    mitigation="初次违法且危害后果轻微并及时改正。",
    recovery_fen=0,
)


def with_penalties(*items: tuple[PenaltyKind, int, str], **changes: Any) -> DraftText:
    penalties = tuple(PenaltyItem(kind=kind, amount_fen=amount, text=text) for kind, amount, text in items)
    return replace(TEXT, penalties=penalties, **changes)


def serve(bureau: Bureau, case: CaseId, document_id: UUID) -> None:
    bureau.act(
        "officer_a",
        serving.record_service,
        case,
        document_id=document_id,
        method=ServiceMethod.DIRECT,
        served_on=bureau.clock.now().date(),
        receiver="韩立民（法定代表人）",
        told_of_publication=True,
    )


def decided(bureau: Bureau, *, text: DraftText = TEXT, **facts: Any) -> CaseId:
    case = reported(bureau, **facts)
    save(bureau, case, text)
    contact = "基金监管科 0553-3836600"
    notice = bureau.act("officer_a", hearings.issue_prior_notice, case, contact=contact, hearing=True)
    serve(bureau, case, notice)
    today = bureau.clock.now().date()
    bureau.act(
        "officer_a",
        hearings.waive_defence,
        case,
        waived_on=today,
        form=WaiverForm.STATEMENT,
        proof="当事人签署的放弃陈述申辩声明",
        covers_hearing=True,
    )
    submit(bureau, case)
    agree(bureau, case)
    decide(bureau, case)
    return case


def served(bureau: Bureau, *, text: DraftText = TEXT, **facts: Any) -> CaseId:
    case = decided(bureau, text=text, **facts)
    made = bureau.read(decisions.decision, case)
    assert made is not None
    serve(bureau, case, made.document_id)
    return case


def publish(bureau: Bureau, case: CaseId) -> None:
    bureau.act("clerk", publication.prepare, case)
    draft = bureau.read(notices.in_state, case, State.DRAFT)
    assert draft is not None
    bureau.act("clerk_two", publication.confirm, case, digest=draft.content_sha256)
    bureau.act("clerk", publication.publish, case)


def pay(bureau: Bureau, case: CaseId, fen: int, receipt: str = "QH0001", *, on: date | None = None) -> UUID:
    day = on or bureau.clock.now().date()
    return bureau.act("officer_a", service.record_payment, case, amount_fen=fen, paid_on=day, receipt_no=receipt)


def recover(bureau: Bureau, case: CaseId, fen: int, receipt: str = "CZ0001", *, on: date | None = None) -> UUID:
    day = on or bureau.clock.now().date()
    return bureau.act(
        "officer_a", service.record_fund_recovery, case, amount_fen=fen, recovered_on=day, receipt_no=receipt
    )


def executed(bureau: Bureau, **facts: Any) -> CaseId:
    case = served(bureau, **facts)
    pay(bureau, case, FINE_FEN, f"QH{case.hex[:8]}")
    recover(bureau, case, RECOVERY_FEN, f"CZ{case.hex[:8]}")
    return case


def closable(bureau: Bureau, **facts: Any) -> CaseId:
    case = executed(bureau, **facts)
    publish(bureau, case)
    return case


def closed(bureau: Bureau, **facts: Any) -> CaseId:
    case = closable(bureau, **facts)
    bureau.act("officer_a", service.close_case, case, opinion="罚款缴清，基金退回，建议结案。")
    return case
