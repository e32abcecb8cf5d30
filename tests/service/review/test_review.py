from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from enforcement.accounts import service as people
from enforcement.accounts.rules import Role
from enforcement.cases import queries as cases
from enforcement.cases import service as case_service
from enforcement.decisions import queries as decisions
from enforcement.decisions import service as drafting
from enforcement.documents import queries as documents
from enforcement.kernel.errors import InvalidInput, NotAllowed, RuleBroken, Stale
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.review import queries, service
from enforcement.review.rules import Finding, ReviewResult
from tests.bureau import Bureau
from tests.service.decisions.course import (
    ALL_OK,
    OPINION,
    TEXT,
    agree,
    fined,
    notify,
    reported,
    save,
    send_back,
    submit,
    submitted,
    with_problem,
)


def test_a_submission_starts_the_clock_and_waits_in_the_queue(bureau: Bureau) -> None:
    case = submitted(bureau)
    (row,) = bureau.read(queries.queue, today=date(2026, 3, 11)).rows
    assert (row.case_id, row.round, row.fine_fen, row.waited) == (case, 1, 15_000_000, 2)
    assert (row.due_on, row.left) == (date(2026, 3, 23), 8)
    assert row.scope_reason.startswith("适用普通程序")
    assert bureau.read(cases.get, case).stage is Stage.UNDER_LEGAL_REVIEW


def test_the_queue_puts_what_came_back_first_then_what_is_due_first(bureau: Bureau) -> None:
    cases_of_days = []
    for day in (9, 10, 11):
        bureau.on(date(2026, 3, day))
        cases_of_days.append(submitted(bureau))
    bureau.on(date(2026, 3, 12))
    oldest, middle, youngest = cases_of_days
    send_back(bureau, oldest)
    submit(bureau, oldest)
    first = bureau.read(queries.queue, today=date(2026, 3, 12), size=2)
    rest = bureau.read(queries.queue, today=date(2026, 3, 12), size=2, after=first.next_after)
    assert [row.case_id for row in (*first.rows, *rest.rows)] == [oldest, middle, youngest]
    assert rest.next_after is None
    assert bureau.read(queries.neighbours, youngest, today=date(2026, 3, 12)) == (middle, None)


def test_incomplete_materials_are_not_taken_in(bureau: Bureau) -> None:
    case = reported(bureau)
    with pytest.raises(RuleBroken) as refused:
        submit(bureau, case)
    assert refused.value.code == "MATERIALS_INCOMPLETE"
    assert "拟处理决定文稿（尚未拟定）" in refused.value.sentence
    assert "尚未送达" in refused.value.sentence


def test_a_notice_of_another_text_is_missing_material(bureau: Bureau) -> None:
    case = reported(bureau)
    save(bureau, case, TEXT)
    notify(bureau, case)
    save(bureau, case, fined(160_000))
    with pytest.raises(RuleBroken, match="须重新告知"):
        submit(bureau, case)


def test_complete_materials_do_not_jump_the_defence(bureau: Bureau) -> None:
    case = reported(bureau)
    save(bureau, case, TEXT)
    notify(bureau, case, heard=None)
    with pytest.raises(RuleBroken) as refused:
        bureau.act("officer_a", drafting.ask_endorsement, case, opinion="建议处罚。")
    assert refused.value.code == "OUT_OF_ORDER"
    with pytest.raises(RuleBroken) as refused:
        submit(bureau, case)
    assert refused.value.code == "OUT_OF_ORDER"


def test_agreement_is_bound_to_the_digest_and_written_out(bureau: Bureau) -> None:
    case = submitted(bureau)
    agree(bureau, case)
    (row,) = bureau.read(queries.rounds, case)
    document = bureau.read(documents.get, row.document_id)
    assert (row.result, row.draft_digest) == (ReviewResult.APPROVE, TEXT.digest)
    assert len(row.points) == len(document.data["points"]) == 8
    assert "法律职业资格证号" in document.data["reviewer_opinion_signed_by"]
    last = bureau.read(cases.timeline, case)[-1]
    assert (last.kind, last.because, last.note) == (Milestone.REVIEW_AGREED, row.id, TEXT.digest)
    assert not bureau.read(queries.queue, today=date(2026, 3, 9)).rows


def test_a_return_asks_for_a_new_round_that_shows_what_changed(bureau: Bureau) -> None:
    case = submitted(bureau)
    send_back(bureau, case)
    assert bureau.read(cases.get, case).stage is Stage.RETURNED
    save(bureau, case, replace(TEXT, discretion=TEXT.discretion + "依据裁量基准第三条。"))
    submit(bureau, case)
    (change,) = bureau.read(queries.changed_since_last_round, case)
    assert (change.label, change.runs[-1]) == ("裁量理由", ("+", "依据裁量基准第三条。"))
    (row,) = bureau.read(queries.queue, today=date(2026, 3, 9)).rows
    assert row.round == 2
    agree(bureau, case)
    assert [row.result for row in bureau.read(queries.rounds, case)] == [ReviewResult.APPROVE, ReviewResult.CORRECT]


def test_an_edited_draft_voids_the_open_round(bureau: Bureau) -> None:
    case = submitted(bureau)
    save(bureau, case, replace(TEXT, discretion="改动。"))
    assert not bureau.read(queries.queue, today=date(2026, 3, 9)).rows
    with pytest.raises(RuleBroken) as refused:
        agree(bureau, case)
    assert refused.value.code == "DRAFT_CHANGED_IN_REVIEW"


def test_an_edited_draft_takes_the_agreement_back(bureau: Bureau) -> None:
    case = submitted(bureau)
    agree(bureau, case)
    save(bureau, case, replace(TEXT, discretion="改动。"))
    assert Milestone.REVIEW_AGREED not in bureau.read(cases.stands, case)


def test_a_handler_never_reviews_the_case(bureau: Bureau) -> None:
    """G11, over the whole history: officer_b left the team, and is a reviewer now."""
    case = submitted(bureau)
    bureau.act(
        "unit_head",
        case_service.assign_officer,
        case,
        account_id=bureau.id("officer_c"),
        replaces=bureau.id("officer_b"),
        reason="轮岗",
    )
    make_reviewer(bureau, "officer_b")
    for door, given in ((service.claim, {}), (service.agree, {"points": ALL_OK, "opinion": OPINION})):
        with pytest.raises(RuleBroken) as refused:
            bureau.act("officer_b", door, case, **given)
        assert refused.value.code == "HANDS_APART"


def test_an_unqualified_reviewer_is_refused(bureau: Bureau) -> None:
    case = submitted(bureau)
    make_reviewer(bureau, "officer_c")
    with pytest.raises(RuleBroken) as refused:
        agree(bureau, case, by="officer_c")
    assert refused.value.code == "REVIEWER_UNQUALIFIED"


def make_reviewer(bureau: Bureau, login: str) -> None:
    bureau.act("system", people.grant_role, account_id=bureau.id(login), role=Role.LEGAL_REVIEWER)
    bureau.forget(login)


def test_a_claimed_review_is_taken_over_with_a_reason_only(bureau: Bureau) -> None:
    case = submitted(bureau)
    bureau.act("reviewer", service.claim, case)
    with pytest.raises(RuleBroken) as refused:
        agree(bureau, case, by="reviewer_two")
    assert refused.value.code == "REVIEW_CLAIMED"
    bureau.act("reviewer_two", service.claim, case, reason="原审核人病假")
    agree(bureau, case, by="reviewer_two")
    (row,) = bureau.read(queries.rounds, case)
    assert row.reviewer_id == bureau.id("reviewer_two")


def test_an_opinion_answers_item_by_item(bureau: Bureau) -> None:
    case = submitted(bureau)
    with pytest.raises(InvalidInput, match="更正"):
        bureau.act("reviewer", service.agree, case, points=ALL_OK[:7], opinion=OPINION)


def test_a_point_is_tied_to_evidence_of_this_case(bureau: Bureau) -> None:
    case = submitted(bureau)
    points = (replace(ALL_OK[0], item=uuid4()), *ALL_OK[1:])
    with pytest.raises(InvalidInput) as refused:
        bureau.act("reviewer", service.agree, case, points=points, opinion=OPINION)
    assert list(refused.value.fields) == ["points-0-item"]


def test_a_problem_bars_agreement_and_its_absence_bars_return(bureau: Bureau) -> None:
    case = submitted(bureau)
    with pytest.raises(RuleBroken) as refused:
        bureau.act("reviewer", service.agree, case, points=with_problem(3, "证据不足"), opinion=OPINION)
    assert refused.value.code == "PROBLEM_NOT_RESOLVED"
    with pytest.raises(RuleBroken) as refused:
        bureau.act("reviewer", service.send_back, case, result=ReviewResult.REJECT, points=ALL_OK, opinion="不同意。")
    assert refused.value.code == "NO_REASON_TO_RETURN"
    assert all(point.finding is Finding.OK for point in ALL_OK)


def test_only_reviewers_opine_and_only_handlers_submit(bureau: Bureau) -> None:
    case = submitted(bureau)
    for login in ("officer_a", "agency_head", "unit_head"):
        with pytest.raises(NotAllowed):
            agree(bureau, case, by=login)
    with pytest.raises(NotAllowed):
        bureau.act("reviewer", service.submit, case, note="代送")


def test_there_is_one_opinion_for_a_round(bureau: Bureau) -> None:
    case = submitted(bureau)
    agree(bureau, case)
    with pytest.raises(RuleBroken) as refused:
        agree(bureau, case)
    assert refused.value.code == "OUT_OF_ORDER"


def test_the_reviewer_may_not_join_the_handlers(bureau: Bureau) -> None:
    """The door of the team stands below the room of review, but the spine tells it; the database is the last wall."""
    case = submitted(bureau)
    make_officer(bureau, "reviewer")
    agree(bureau, case)
    with pytest.raises(RuleBroken) as refused:
        bureau.act(
            "unit_head",
            case_service.assign_officer,
            case,
            account_id=bureau.id("reviewer"),
            replaces=None,
            reason="充实力量",
        )
    assert refused.value.code == "HANDS_APART"
    assert bureau.id("reviewer") not in bureau.read(cases.handlers_ever, case)


def make_officer(bureau: Bureau, login: str) -> None:
    given = {"valid_from": date(2025, 1, 1), "valid_to": date(2029, 12, 31)}
    bureau.act("system", people.add_certificate, account_id=bureau.id(login), number=f"340{login}", **given)


def test_handlers_and_reviewers_are_told(bureau: Bureau) -> None:
    case = submitted(bureau)
    send_back(bureau, case)
    told = bureau.sql("SELECT subject FROM message WHERE subject LIKE '%法制审核%'")
    subjects = sorted(subject for (subject,) in told)
    assert sum(subject.startswith("待法制审核") for subject in subjects) == 2
    assert sum(subject.startswith("法制审核意见：建议纠正") for subject in subjects) == 2
    assert bureau.read(decisions.current_draft, case).version == 1


def test_an_opinion_on_a_text_since_replaced_is_not_given(bureau: Bureau) -> None:
    """The page was opened in round one; the text was changed and sent again meanwhile."""
    case = submitted(bureau)
    save(bureau, case, replace(TEXT, discretion="改动。"))
    submit(bureau, case)
    given = {"points": ALL_OK, "opinion": OPINION, "read_digest": TEXT.digest}
    with pytest.raises(Stale):
        bureau.act("reviewer", service.agree, case, **given)
