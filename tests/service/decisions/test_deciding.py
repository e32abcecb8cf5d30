"""The gate of the procedure: every way past it is refused, with the rule's own sentence."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases import service as case_service
from enforcement.cases.models import Case
from enforcement.decisions import queries, service
from enforcement.decisions.rules import Outcome
from enforcement.documents import queries as documents
from enforcement.kernel.errors import NotAllowed, RuleBroken, Stale
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone, Stage
from tests.bureau import Bureau
from tests.service.decisions.course import (
    TEXT,
    agree,
    agreed,
    decide,
    fined,
    notify,
    reported,
    save,
    send_back,
    submit,
    submitted,
)


def refused(bureau: Bureau, case: CaseId, *, by: str = "agency_head", late_reason: str = "") -> str:
    with pytest.raises(RuleBroken) as caught:
        decide(bureau, case, by=by, late_reason=late_reason)
    assert bureau.read(queries.decision, case) is None
    assert caught.value.basis
    return caught.value.code


def number(bureau: Bureau, seq: int) -> str:
    return f"{bureau.read(accounts.body).place}罚〔2026〕{seq}号"


def as_head(bureau: Bureau, login: str) -> None:
    """This person is now also an agency head."""
    bureau.sql(
        "INSERT INTO role_grant (id, account_id, role, granted_by, granted_at) "
        "SELECT :id, account_id, 'agency_head', granted_by, granted_at FROM role_grant WHERE account_id = :account",
        id=_key(bureau, UUID(int=77)),
        account=_key(bureau, bureau.id(login)),
    )
    bureau.forget(login)


def _key(bureau: Bureau, key: UUID) -> str:
    return key.hex if bureau.runtime.settings.database_url.startswith("sqlite") else str(key)


def test_a_decision_takes_the_reviewed_text_and_a_number(bureau: Bureau) -> None:
    case = agreed(bureau)
    assert decide(bureau, case) == number(bureau, 1)
    made = bureau.read(queries.decision, case)
    assert (made.outcome, made.fine_fen, made.recovery_fen) == (Outcome.PENALTY, 15_000_000, 10_000_000)
    assert (made.digest, made.facts, made.late) == (TEXT.digest, TEXT.facts, False)
    assert bureau.read(cases.get, case).stage is Stage.DECIDED


def test_the_document_says_what_article_59_asks(bureau: Bureau) -> None:
    case = agreed(bureau)
    decide(bureau, case)
    said = bureau.read(documents.get, bureau.read(queries.decision, case).document_id).data
    assert said["amount_figures"] == "150,000.00"
    assert said["amount_capitals"] == "壹拾伍万元整"
    assert said["bank_name"] == bureau.read(accounts.body).bank
    assert "财政专户" in said["performance"]
    assert "当事人明确放弃" in said["notice_course"]
    assert said["issued_on"] == "2026年3月9日"
    for part in ("party_name", "facts", "evidence", "violated_basis", "penalty_basis", "reconsideration_body", "court"):
        assert said[part]


def test_numbers_of_decisions_have_no_gap_after_a_refusal(bureau: Bureau) -> None:
    first, second = agreed(bureau), agreed(bureau)
    as_head(bureau, "officer_b")
    assert refused(bureau, first, by="officer_b") == "HANDS_APART"
    assert [decide(bureau, first), decide(bureau, second)] == [number(bureau, 1), number(bureau, 2)]


def test_no_decision_without_a_review(bureau: Bureau) -> None:
    case = reported(bureau)
    save(bureau, case, TEXT)
    notify(bureau, case)
    assert refused(bureau, case) == "OUT_OF_ORDER"


def test_no_decision_while_the_review_is_open(bureau: Bureau) -> None:
    assert refused(bureau, submitted(bureau)) == "OUT_OF_ORDER"


def test_no_decision_after_the_review_was_sent_back(bureau: Bureau) -> None:
    case = submitted(bureau)
    send_back(bureau, case)
    assert refused(bureau, case) == "OUT_OF_ORDER"


def test_no_decision_on_a_draft_edited_after_review(bureau: Bureau) -> None:
    case = agreed(bureau)
    save(bureau, case, replace(TEXT, discretion="改动后的裁量理由。"))
    assert refused(bureau, case) == "OUT_OF_ORDER"


def test_an_edited_draft_reviewed_again_may_be_decided(bureau: Bureau) -> None:
    case = agreed(bureau)
    save(bureau, case, replace(TEXT, discretion="改动后的裁量理由。"))
    submit(bureau, case)
    agree(bureau, case)
    assert decide(bureau, case)


def test_no_decision_before_the_prior_notice(bureau: Bureau) -> None:
    case = reported(bureau)
    save(bureau, case, TEXT)
    with pytest.raises(RuleBroken, match="事先告知书尚未送达"):
        decide(bureau, case)


def test_no_decision_while_the_defence_period_runs(bureau: Bureau) -> None:
    case = reported(bureau)
    save(bureau, case, TEXT)
    notify(bureau, case, heard=None)
    with pytest.raises(RuleBroken, match="陈述申辩期尚未届满"):
        decide(bureau, case)


def test_facts_changed_after_the_notice_ask_for_a_new_notice(bureau: Bureau) -> None:
    """The order allows it (a later draft was reviewed), the party was told something else (CASE-21)."""
    case = agreed(bureau)
    save(bureau, case, fined(160_000))

    def past_the_gate(work: UnitOfWork) -> None:
        draft = queries.current_draft(work.session, case)
        assert draft is not None
        because = case_service.Because(row=draft.id, note=draft.digest)
        case_service.lock(work, case)
        case_service.reach(work, case, Milestone.REVIEW_SUBMITTED, because=because)
        case_service.reach(work, case, Milestone.REVIEW_AGREED, because=because)

    bureau.act("reviewer", past_the_gate)
    assert refused(bureau, case) == "RENOTIFY"


def test_an_agreement_on_another_digest_does_not_count(bureau: Bureau) -> None:
    case = submitted(bureau)

    def on_another_text(work: UnitOfWork) -> None:
        case_service.lock(work, case)
        because = case_service.Because(row=UUID(int=5), note="0" * 64)
        case_service.reach(work, case, Milestone.REVIEW_AGREED, because=because)

    bureau.act("reviewer", on_another_text)
    assert refused(bureau, case) == "REVIEW_OF_ANOTHER_TEXT"


def test_the_decider_never_handled_the_case(bureau: Bureau) -> None:
    case = agreed(bureau)
    as_head(bureau, "officer_a")
    assert refused(bureau, case, by="officer_a") == "HANDS_APART"


def test_a_past_handler_may_not_decide_either(bureau: Bureau) -> None:
    case = agreed(bureau)
    bureau.act(
        "unit_head",
        case_service.assign_officer,
        case,
        account_id=bureau.id("officer_c"),
        replaces=bureau.id("officer_b"),
        reason="轮岗",
    )
    as_head(bureau, "officer_b")
    assert refused(bureau, case, by="officer_b") == "HANDS_APART"


def test_the_decider_never_reviewed_the_case(bureau: Bureau) -> None:
    case = submitted(bureau)
    send_back(bureau, case, by="reviewer")
    save(bureau, case, replace(TEXT, discretion="补充裁量基准条款。"))
    submit(bureau, case)
    agree(bureau, case, by="reviewer_two")
    as_head(bureau, "reviewer")
    assert refused(bureau, case, by="reviewer") == "DECIDER_REVIEWED"
    assert decide(bureau, case)


def test_only_an_agency_head_decides(bureau: Bureau) -> None:
    case = agreed(bureau)
    for login in ("unit_head", "reviewer", "officer_a", "clerk"):
        with pytest.raises(NotAllowed):
            decide(bureau, case, by=login)


def test_both_officers_are_certified_on_the_day_of_the_decision(bureau: Bureau) -> None:
    case = agreed(bureau)
    bureau.sql(
        "UPDATE certificate SET valid_to = '2026-03-08' WHERE account_id = :officer",
        officer=_key(bureau, bureau.id("officer_b")),
    )
    assert refused(bureau, case) == "TWO_OFFICERS"


def test_no_decision_outside_the_limitation_period(bureau: Bureau) -> None:
    case = agreed(bureau)

    def discovered_late(work: UnitOfWork) -> None:
        work.session.get_one(Case, case).discovered_on = date(2028, 1, 13)

    bureau.act("system", discovered_late)
    assert refused(bureau, case) == "LIMITATION"


def test_a_late_decision_gives_its_reason_and_is_stamped(bureau: Bureau) -> None:
    case = agreed(bureau)
    bureau.later(days=100)
    assert refused(bureau, case) == "LATE_DECISION"
    decide(bureau, case, late_reason="鉴定意见迟延作出。")
    made = bureau.read(queries.decision, case)
    assert (made.late, made.late_reason) == (True, "鉴定意见迟延作出。")


def test_a_timely_decision_carries_no_stamp(bureau: Bureau) -> None:
    case = agreed(bureau)
    decide(bureau, case, late_reason="多余的说明")
    assert bureau.read(queries.decision, case).late is False


def test_a_case_is_decided_once(bureau: Bureau) -> None:
    case = agreed(bureau)
    decide(bureau, case)
    with pytest.raises(RuleBroken) as caught:
        decide(bureau, case)
    assert caught.value.code == "ALREADY_PAST"


def test_an_earlier_fine_for_the_same_cause_is_shown(bureau: Bureau) -> None:
    case = agreed(bureau)
    decide(bureau, case)
    other = bureau.filed()
    found = bureau.read(lambda session: queries.earlier_fines(session, cases.get(session, other)))
    assert [(fine.case_id, fine.fine_fen) for fine in found] == [(case, 15_000_000)]


def test_a_text_nobody_read_is_not_decided(bureau: Bureau) -> None:
    case = agreed(bureau)
    with pytest.raises(Stale, match="新版本"):
        bureau.act("agency_head", service.decide, case, opinion="同意。", read_digest=fined(120_000).digest)
    bureau.act("agency_head", service.decide, case, opinion="同意。", read_digest=TEXT.digest)
    assert bureau.read(queries.decision, case).digest == TEXT.digest
