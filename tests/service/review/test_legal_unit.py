"""The legal unit at work: assigning, signing, disputes, the register, samples."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import DBAPIError

from enforcement.cases import queries as cases
from enforcement.documents import queries as documents
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.procedures.grammar import Stage
from enforcement.review import queries, service
from enforcement.review.disputes import Settlement
from enforcement.review.listing import Duty
from enforcement.review.queries import Whose
from enforcement.review.rules import ReviewResult
from tests.bureau import Bureau
from tests.service.decisions.course import ALL_OK, OPINION, TEXT, agree, counted, save, send_back, submit, submitted
from tests.service.review.test_review import make_reviewer

MONDAY = date(2026, 3, 9)


def enlist(bureau: Bureau, login: str, duty: Duty = Duty.REVIEWER, **changes: Any) -> UUID:
    given: dict[str, Any] = {"account_id": bureau.id(login), "duty": duty, "started_on": date(2024, 1, 1)}
    made: UUID = bureau.act("agency_head", service.list_reviewer, **(given | changes))
    return made


def code_of(bureau: Bureau, login: str, door: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(RuleBroken) as refused:
        bureau.act(login, door, *args, **given)
    return refused.value.code


def test_an_opinion_takes_effect_with_the_signature_of_the_head(bureau: Bureau) -> None:
    enlist(bureau, "reviewer_two", Duty.HEAD)
    case = submitted(bureau)
    assert agree(bureau, case) == "待法制机构负责人签发"
    assert bureau.read(cases.get, case).stage is Stage.UNDER_LEGAL_REVIEW
    (line,) = bureau.read(queries.queue, today=MONDAY, whose=Whose.TO_SIGN).rows
    assert line.to_sign
    assert code_of(bureau, "reviewer", service.agree, case, points=ALL_OK, opinion=OPINION) == "OPINION_PENDING"
    assert code_of(bureau, "reviewer", service.sign_opinion, case) == "NOT_LEGAL_HEAD"
    bureau.act("reviewer_two", service.sign_opinion, case, words="同意审核意见。")
    (row,) = bureau.read(queries.rounds, case)
    assert (row.result, row.reviewer_id) == (ReviewResult.APPROVE, bureau.id("reviewer"))
    data = bureau.read(documents.get, row.document_id).data
    assert data["legal_head_opinion"] == "同意审核意见。"
    assert data["legal_head_opinion_signed_by"].startswith("范慎")
    assert data["reviewer_opinion_signed_by"].startswith("法明")
    assert bureau.read(cases.get, case).stage is Stage.REVIEWED


def test_an_opinion_given_back_is_written_again(bureau: Bureau) -> None:
    enlist(bureau, "reviewer_two", Duty.HEAD)
    case = submitted(bureau)
    send_back(bureau, case)
    bureau.act("reviewer_two", service.give_back_opinion, case, reason="裁量说明已在报告中，请重新审核。")
    assert code_of(bureau, "reviewer_two", service.sign_opinion, case) == "NO_OPINION_PENDING"
    agree(bureau, case)
    first, second = reversed(bureau.read(queries.proposals, case))
    assert (first.signed, first.result, second.version) == (False, ReviewResult.CORRECT, 2)
    bureau.act("reviewer_two", service.sign_opinion, case)
    (row,) = bureau.read(queries.rounds, case)
    assert row.result is ReviewResult.APPROVE


def test_the_head_may_review_alone_but_not_sign_own_words(bureau: Bureau) -> None:
    enlist(bureau, "reviewer_two", Duty.HEAD)
    case = submitted(bureau)
    agree(bureau, case, by="reviewer_two")
    (row,) = bureau.read(queries.rounds, case)
    assert row.result is ReviewResult.APPROVE


def test_a_proposal_is_answered_once_and_never_by_its_writer(bureau: Bureau) -> None:
    enlist(bureau, "reviewer_two", Duty.HEAD)
    case = submitted(bureau)
    agree(bureau, case)
    with pytest.raises(DBAPIError, match="wrote the opinion"):
        bureau.sql(
            "UPDATE proposed_opinion SET signed = true, answer = '', answered_by = proposed_by, "
            "answered_at = proposed_at"
        )
    bureau.act("reviewer_two", service.sign_opinion, case)
    with pytest.raises(DBAPIError, match="completed once"):
        bureau.sql("UPDATE proposed_opinion SET opinion = '改'")
    with pytest.raises(DBAPIError, match="kept"):
        bureau.sql("DELETE FROM proposed_opinion")


def test_assigning_is_the_heads_where_there_is_one(bureau: Bureau) -> None:
    case = submitted(bureau)
    bureau.act("reviewer", service.assign, case, reviewer_id=bureau.id("reviewer_two"))
    assert code_of(bureau, "reviewer", service.assign, case, reviewer_id=bureau.id("reviewer")) == "REVIEW_CLAIMED"
    bureau.act("reviewer", service.assign, case, reviewer_id=bureau.id("reviewer"), reason="回避")
    enlist(bureau, "reviewer_two", Duty.HEAD)
    given = {"reviewer_id": bureau.id("reviewer_two"), "reason": "分派"}
    assert code_of(bureau, "reviewer", service.assign, case, **given) == "NOT_LEGAL_HEAD"
    bureau.act("reviewer_two", service.assign, case, **given)
    (row,) = bureau.read(queries.rounds, case)
    assert row.reviewer_id == bureau.id("reviewer_two")


def test_nobody_unfit_is_assigned(bureau: Bureau) -> None:
    case = submitted(bureau)
    assert code_of(bureau, "reviewer", service.assign, case, reviewer_id=bureau.id("officer_a")) == "HANDS_APART"
    make_reviewer(bureau, "officer_c")
    unqualified = code_of(bureau, "reviewer", service.assign, case, reviewer_id=bureau.id("officer_c"))
    assert unqualified == "REVIEWER_UNQUALIFIED"
    assert [one.login for one in bureau.read(queries.assignable)] == ["reviewer", "reviewer_two"]


def test_balancing_counts_what_everybody_carries(bureau: Bureau) -> None:
    first = submitted(bureau)
    bureau.act("reviewer", service.claim, first)
    second, third = submitted(bureau), submitted(bureau)
    plan = {one.case_id: one.reviewer_id for one in bureau.read(queries.balance)}
    assert first not in plan
    assert sorted(plan) == sorted([second, third])
    assert bureau.id("reviewer_two") in plan.values()
    (only,) = bureau.read(queries.balance, only=[third])
    assert (only.case_id, only.reviewer_id) == (third, bureau.id("reviewer_two"))
    mine = bureau.read(queries.queue, today=MONDAY, whose=Whose.MINE, reader=bureau.id("reviewer")).rows
    assert [row.case_id for row in mine] == [first]
    found = bureau.read(queries.counts, today=MONDAY, reader=bureau.id("reviewer"))
    assert (found[Whose.ALL], found[Whose.UNCLAIMED], found[Whose.OVERDUE]) == (3, 2, 0)


def test_a_dispute_holds_the_next_round_until_it_is_settled(bureau: Bureau) -> None:
    case = submitted(bureau)
    assert code_of(bureau, "officer_a", service.dispute, case, reason="不同意") == "NOTHING_TO_DISPUTE"
    send_back(bureau, case)
    bureau.act("officer_a", service.dispute, case, reason="裁量基准已在报告第六部分说明。")
    assert code_of(bureau, "officer_a", service.dispute, case, reason="再说一次") == "ALREADY_DISPUTED"
    with pytest.raises(RuleBroken) as refused:
        submit(bureau, case)
    assert refused.value.code == "DISPUTE_OPEN"
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.settle_dispute, case, outcome=Settlement.UNIT_FOLLOWED, summary="协调")
    with pytest.raises(InvalidInput):
        bureau.act("agency_head", service.settle_dispute, case, outcome=Settlement.DISCUSSED, summary="集体讨论决定。")
    bureau.act("agency_head", service.settle_dispute, case, outcome=Settlement.OPINION_STANDS, summary="维持。")
    with pytest.raises(RuleBroken) as refused:
        submit(bureau, case)
    assert refused.value.code == "TEXT_NOT_MENDED"
    save(bureau, case, replace(TEXT, discretion=TEXT.discretion + "依据裁量基准第三条。"))
    submit(bureau, case)
    agree(bureau, case)
    second, first = bureau.read(queries.rounds, case)
    assert (first.result, second.result) == (ReviewResult.CORRECT, ReviewResult.APPROVE)
    again = {"outcome": Settlement.UNIT_FOLLOWED, "summary": "再议"}
    assert code_of(bureau, "agency_head", service.settle_dispute, case, **again) == "NO_DISPUTE"
    with pytest.raises(DBAPIError, match="completed once"):
        bureau.sql("UPDATE review_objection SET summary = '改'")


def test_the_register_is_kept_by_the_head_of_the_agency(bureau: Bureau) -> None:
    entry = enlist(bureau, "reviewer", filing_no="法备〔2026〕1号")
    with pytest.raises(InvalidInput, match="更正"):
        enlist(bureau, "reviewer")
    assert code_of(bureau, "agency_head", service.list_reviewer, account_id=bureau.id("officer_a"),
                   duty=Duty.COUNSEL, started_on=date(2024, 1, 1)) == "NOT_A_REVIEWER"  # fmt: skip
    with pytest.raises(NotAllowed):
        bureau.act("reviewer", service.remove_reviewer, entry_id=entry, ended_on=MONDAY, reason="调离")
    share = bureau.read(queries.share, today=MONDAY)
    assert (share.reviewers, share.staff, share.percent, share.enough) == (1, 4, "25.0%", True)
    bureau.act("agency_head", service.remove_reviewer, entry_id=entry, ended_on=MONDAY, reason="调离")
    with pytest.raises(NotFound):
        bureau.act("agency_head", service.remove_reviewer, entry_id=entry, ended_on=MONDAY, reason="调离")
    assert bureau.read(queries.share, today=MONDAY).reviewers == 0
    (past,) = bureau.read(queries.listed, standing=False)
    assert (past.qualification_no, past.end_reason) == ("A20183402010001", "调离")
    with pytest.raises(DBAPIError, match="completed once"):
        bureau.sql("UPDATE listed_reviewer SET duty = 'HEAD'")


def test_counsel_assist_and_are_not_counted(bureau: Bureau) -> None:
    enlist(bureau, "reviewer_two", Duty.COUNSEL)
    case = submitted(bureau)
    assert code_of(bureau, "reviewer_two", service.claim, case) == "COUNSEL_ONLY_ASSIST"
    assert bureau.read(queries.share, today=MONDAY).reviewers == 0


def test_passed_rounds_are_drawn_and_looked_at_again(bureau: Bureau) -> None:
    with pytest.raises(RuleBroken, match="无从抽取"):
        bureau.act("supervisor", service.draw_sample, first_day=MONDAY, last_day=MONDAY, percent=10)
    case = submitted(bureau)
    agree(bureau, case)
    sample = bureau.act("supervisor", service.draw_sample, first_day=MONDAY, last_day=MONDAY, percent=10)
    (line,) = bureau.read(queries.sampled, sample)
    assert line.case_id == case
    with pytest.raises(NotAllowed):
        bureau.act("reviewer", service.check_sampled, sample_id=sample, line_id=line.id, sound=True)
    with pytest.raises(InvalidInput):
        bureau.act("supervisor", service.check_sampled, sample_id=sample, line_id=line.id)
    with pytest.raises(NotFound):
        bureau.act("supervisor", service.check_sampled, sample_id=uuid4(), line_id=line.id, sound=True)
    bureau.act("supervisor", service.check_sampled, sample_id=sample, line_id=line.id, remark="第七项文书缺页码。")
    again = {"sample_id": sample, "line_id": line.id, "sound": True}
    assert code_of(bureau, "supervisor", service.check_sampled, **again) == "ALREADY_CHECKED"
    (drawn,) = bureau.read(queries.samples)
    assert (drawn.passed, drawn.drawn, drawn.checked, drawn.defective) == (1, 1, 1, 1)
    with pytest.raises(DBAPIError, match="completed once"):
        bureau.sql("UPDATE sampled_review SET remark = ''")


def test_a_point_names_the_page_or_the_time(bureau: Bureau) -> None:
    case = submitted(bureau)
    (item,) = counted(bureau, case)
    points = (*ALL_OK[:2], replace(ALL_OK[2], item=item, place="00:01:23"), *ALL_OK[3:])
    bureau.act("reviewer", service.agree, case, points=points, opinion=OPINION)
    (row,) = bureau.read(queries.rounds, case)
    assert (row.points[2].item, row.points[2].place) == (item, "00:01:23")
    assert bureau.read(documents.get, row.document_id).data["points"][2]["note"] == "见证据1，00:01:23"
