"""The decision in words, from typed fields only: every element of 《行政处罚法》第五十九条 has its place."""

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.decisions.queries import DraftRow, discussed_digest, hearing_record
from enforcement.documents.amounts import capitals, figures
from enforcement.documents.facts import remedies
from enforcement.kernel.clock import chinese_day
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone

PAYMENT_DEADLINE = "自收到本决定书之日起十五日内"  # 第六十七条: fifteen days from receipt
NOTHING_TOLD = "不给予行政处罚，也不责令退回基金，没有须事先告知的内容。"
DEFENCE_COURSES = {
    Milestone.DEFENCE_WAIVED: "当事人明确放弃陈述、申辩权利",
    Milestone.DEFENCE_EXPIRED: "当事人在规定期限内未提出陈述、申辩",
    Milestone.DEFENCE_ANSWERED: "当事人提出陈述、申辩，本机关已进行复核，未因申辩给予更重的处罚",
}


def decision_data(work: UnitOfWork, case: case_queries.CaseRow, draft: DraftRow) -> dict[str, object]:
    body, record = accounts.body(work.session), hearing_record(work.session, case.id)
    data: dict[str, object] = {
        "facts": draft.facts,
        "evidence": draft.evidence_text,
        "violated_basis": draft.violated,
        "notice_course": notice_course(case_queries.timeline(work.session, case.id), on_record=record is not None),
        "review_course": _review_course(discussed=bool(discussed_digest(work.session, case.id))),
        "discretion_reason": "".join(filter(None, (draft.discretion, draft.leaving, draft.mitigation))),
        "penalty_basis": draft.applied,
        "penalty_content": draft.penalty_text,
        "performance": performance(draft),
    }
    return data | remedies(body) | (payment(draft, body) if draft.fine_fen else {})


def no_penalty_data(work: UnitOfWork, draft: DraftRow) -> dict[str, object]:
    """What is asked of the party beside it (CASE-30) stands with the teaching, as neither is a penalty."""
    asked = [draft.education.rstrip("。"), *_beside(draft)]
    data: dict[str, object] = {
        "facts": draft.facts,
        "evidence": draft.evidence_text,
        "reason": f"{draft.discretion.rstrip('。')}。",
        "reason_basis": draft.applied,
        "education": "".join(f"{part}。" for part in asked if part),
    }
    return data | remedies(accounts.body(work.session))


def _review_course(*, discussed: bool) -> str:
    return "本案已经法制审核，审核意见为同意。" + ("本机关负责人已就本案集体讨论。" if discussed else "")


def payment(draft: DraftRow, body: accounts.BodyRow) -> dict[str, object]:
    return {
        "amount_figures": figures(draft.fine_fen),
        "amount_capitals": capitals(draft.fine_fen),
        "payment_deadline": PAYMENT_DEADLINE,
        "bank_name": body.bank,
        "bank_account_name": body.name,
        "bank_account": body.bank_account,
    }


def performance(draft: DraftRow) -> str:
    """CASE-30: correction and recovery stand beside the penalty; recovered money goes to the fiscal account."""
    own = [] if draft.ground else [f"上述行政处罚，当事人应当{PAYMENT_DEADLINE}履行"]
    return "；".join([*_beside(draft), *own])


def _beside(draft: DraftRow) -> list[str]:
    parts = []
    if draft.correction:
        parts.append(f"责令改正：{draft.correction.rstrip('。')}")
    if draft.recovery_fen:
        amount = f"人民币{figures(draft.recovery_fen)}元（大写：{capitals(draft.recovery_fen)}）"
        parts.append(f"责令退回医疗保障基金{amount}，退至医疗保障基金财政专户（不属于罚款）")
    return parts


def notice_course(line: tuple[case_queries.MilestoneFact, ...], *, on_record: bool = False) -> str:
    served = next((chinese_day(fact.day) for fact in reversed(line) if fact.kind is Milestone.PRIOR_NOTICE_SERVED), "")
    if not served:
        return NOTHING_TOLD
    heard = next((DEFENCE_COURSES[fact.kind] for fact in reversed(line) if fact.kind in DEFENCE_COURSES), "")
    told = f"本机关于{served}向当事人送达行政处罚事先告知书，告知拟作出的行政处罚和依法享有的权利。{heard}。"
    return told + _hearing_course(line, on_record=on_record)


def _hearing_course(line: tuple[case_queries.MilestoneFact, ...], *, on_record: bool) -> str:
    """As it came after the last notice; what an earlier notice led to was answered by that one. CASE-24."""
    since: dict[Milestone, case_queries.MilestoneFact] = {}
    for fact in line:
        since = {} if fact.kind is Milestone.PRIOR_NOTICE_ISSUED else since | {fact.kind: fact}
    if Milestone.HEARING_ENDED in since:
        ended = since[Milestone.HEARING_ENDED].note
        return f"当事人要求听证，{ended}。{'本决定根据听证笔录作出。' if on_record else ''}"
    return "当事人未要求听证。" if Milestone.HEARING_FORGONE in since else ""
