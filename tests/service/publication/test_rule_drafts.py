"""A draft on the day of the decision, without anybody pressing anything; and why there is none where there is none."""

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import queries as cases
from enforcement.decisions.rules import DraftText, PenaltyItem, PenaltyKind
from enforcement.kernel.errors import Stale
from enforcement.kernel.identity import CaseId
from enforcement.messages import queries as messages
from enforcement.publication import queries, service
from enforcement.publication.automatic import proposal
from enforcement.publication.rules import DraftOutcome, Policy, State
from scheduler.jobs import TIMETABLE
from scheduler.runner import Runner, Tally
from tests.bureau import Bureau
from tests.service.decisions import course
from tests.service.publication.notices import CITIZEN, PATIENT, TEXT, confirm, decided, key, prepared, serve

JOB = next(row for row in TIMETABLE if row.id == "publication_drafts")
WARNED = replace(
    course.TEXT,
    penalties=(PenaltyItem(kind=PenaltyKind.WARNING, amount_fen=0, text=""),),
    mitigation="初次违法且危害后果轻微并及时改正，不予罚款。",
)
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def run(bureau: Bureau) -> Tally:
    return Runner(bureau.runtime).run(JOB)


def made(bureau: Bureau, case: CaseId) -> queries.RuleDraftRow:
    found = bureau.read(queries.rule_draft, case)
    assert found is not None
    return found


def waiting(bureau: Bureau, login: str = "clerk") -> queries.WaitingList:
    found: queries.WaitingList = bureau.read(queries.waiting, bureau.actor(login), today=bureau.clock.at.date())
    return found


def subjects(bureau: Bureau, login: str) -> list[str]:
    return [letter.subject for letter in bureau.read(messages.inbox, bureau.id(login))]


def test_a_decision_is_drafted_the_same_day_in_the_name_of_who_handled_it(bureau: Bureau) -> None:
    case = decided(bureau, text=course.TEXT)
    assert (run(bureau).done, run(bureau).done) == (1, 0)
    (draft,) = bureau.read(queries.of_case, case)
    assert (draft.state, draft.policy, draft.drafted_by) == (State.DRAFT, Policy.FULL_TEXT, bureau.id("officer_a"))
    assert draft.drafted_at.date() == draft.text.decision_date == bureau.clock.at.date()
    row = made(bureau, case)
    assert (row.outcome, row.notice_id, row.answerable) == (DraftOutcome.DRAFTED, draft.id, bureau.id("officer_a"))
    assert [line.case_id for line in waiting(bureau).to_confirm] == [case]
    assert "公示文本已按规则拟定，请复核" in subjects(bureau, "clerk")


@ONE_DATABASE
def test_a_drafted_text_is_reviewed_by_another_and_published_like_any(bureau: Bureau) -> None:
    case = decided(bureau, text=course.TEXT)
    run(bureau)
    confirm(bureau, case)
    serve(bureau, case)
    bureau.act("clerk", service.publish, case)
    assert bureau.read(queries.in_state, case, State.PUBLISHED) is not None
    assert run(bureau).done == 0


@ONE_DATABASE
def test_who_answers_for_the_text_does_not_review_it(bureau: Bureau) -> None:
    case = decided(bureau, text=course.TEXT)
    run(bureau)
    (draft,) = bureau.read(queries.of_case, case)
    with pytest.raises(DatabaseError, match="did not handle"):
        bureau.sql(
            "UPDATE notice SET state = 'CONFIRMED', confirmed_by = drafted_by, confirmed_at = drafted_at, "
            "confirmed_sha256 = content_sha256 WHERE id = :id",
            id=key(bureau, draft.id),
        )


@ONE_DATABASE
def test_a_text_drafted_by_the_system_may_be_redrafted_by_hand(bureau: Bureau) -> None:
    case = decided(bureau, text=course.TEXT)
    run(bureau)
    prepared(bureau, case=case, others="")
    assert [row.state for row in bureau.read(queries.of_case, case)] == [State.DRAFT, State.SUPERSEDED]
    assert run(bureau).done == 0


@ONE_DATABASE
@pytest.mark.parametrize(
    ("text", "facts", "said"),
    [
        (TEXT, {}, "疑似有不应公开的姓名"),
        (course.fined(150_000), {"party": CITIZEN}, "《个人信息保护法》第五十五条"),
    ],
)
def test_what_a_person_must_judge_is_left_to_the_list_with_the_reason(
    bureau: Bureau, text: DraftText, facts: dict[str, Any], said: str
) -> None:
    case = decided(bureau, text=text, **facts)
    assert (run(bureau).failed, run(bureau).failed) == (0, 0)
    assert made(bureau, case).outcome is DraftOutcome.OBSTRUCTED
    assert bureau.read(queries.of_case, case) == []
    (line,) = waiting(bureau).to_draft
    assert line.remark.startswith("系统未能自动拟稿：")
    assert said in line.remark
    assert PATIENT not in line.remark
    assert subjects(bureau, "officer_a").count("公示文本须由人拟定") == 1


@ONE_DATABASE
def test_a_missing_field_is_named(bureau: Bureau) -> None:
    case = bureau.read(cases.get, decided(bureau, text=course.TEXT))
    sources = bureau.read(queries.sources, case)
    assert sources is not None
    assert proposal(sources).outcome is DraftOutcome.DRAFTED
    blank = replace(sources, decision=replace(sources.decision, violated=""), body=replace(sources.body, uscc=""))
    assert "缺少处罚机关统一社会信用代码、处罚依据" in proposal(blank).reason


def test_a_light_penalty_is_proposed_not_to_be_published(bureau: Bureau) -> None:
    case = decided(bureau, text=WARNED)
    run(bureau)
    row = made(bureau, case)
    assert (row.outcome, row.notice_id) == (DraftOutcome.WITHHOLDING_PROPOSED, None)
    assert row.basis
    (line,) = waiting(bureau, "agency_head").to_withhold
    assert (line.case_id, waiting(bureau).to_draft) == (case, [])
    assert "原则上不予公示" in line.remark
    assert "拟不予公示，请批准" in subjects(bureau, "agency_head")
    assert bureau.read(queries.withheld, case) is None


@ONE_DATABASE
def test_what_somebody_drafted_first_is_left_alone(bureau: Bureau) -> None:
    case = prepared(bureau)
    assert run(bureau).done == 0
    with pytest.raises(Stale):
        bureau.act("system", service.draft_by_rule, case)
    assert bureau.read(queries.rule_draft, case) is None


@ONE_DATABASE
def test_an_undecided_case_is_not_drafted(bureau: Bureau) -> None:
    case = course.agreed(bureau, text=course.TEXT)
    assert run(bureau).done == 0
    with pytest.raises(Stale):
        bureau.act("system", service.draft_by_rule, case)


def test_two_schedulers_draft_once(bureau: Bureau) -> None:
    both = [decided(bureau, text=course.TEXT) for _ in range(2)]
    barrier, tallies = Barrier(2), list[Tally]()

    def sweep() -> None:
        barrier.wait()
        tallies.append(run(bureau))

    racing = [Thread(target=sweep) for _ in range(2)]
    for thread in racing:
        thread.start()
    for thread in racing:
        thread.join()
    assert [tally.failed for tally in tallies] == [0, 0]
    assert sum(tally.done for tally in tallies) == len(both)
    assert [len(bureau.read(queries.of_case, case)) for case in both] == [1, 1]
    assert bureau.sql("SELECT count(*) FROM rule_draft") == [(2,)]


def test_what_the_system_made_of_a_decision_is_final(bureau: Bureau) -> None:
    decided(bureau, text=course.TEXT)
    run(bureau)
    for statement in ("UPDATE rule_draft SET reason = 'x'", "DELETE FROM rule_draft"):
        with pytest.raises(DatabaseError, match="rule_draft is"):
            bureau.sql(statement)


@ONE_DATABASE
def test_a_late_run_catches_up(bureau: Bureau) -> None:
    case = decided(bureau, text=course.TEXT)
    bureau.on(date(2026, 3, 16))
    assert run(bureau).done == 1
    assert made(bureau, case).made_at.date() == date(2026, 3, 16)
