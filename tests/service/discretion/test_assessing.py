"""Baselines in editions; a suggestion kept beside the choice; leaving it only with a reason the reviewer agrees to."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import queries as cases
from enforcement.decisions import queries as decisions
from enforcement.decisions.queries.papers import papers
from enforcement.decisions.queries.similar import similar
from enforcement.discretion import queries, service
from enforcement.discretion.rules import Ground, Tier
from enforcement.documents import queries as documents
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId
from tests.bureau import Bureau
from tests.service.decisions.course import TEXT, agree, decide, fined, notify, reported, save, submit

TIERS = (
    Tier(name="较轻", circumstances="主动退回全部基金", low=100, high=130),
    Tier(name="一般", circumstances="没有其他情节", low=130, high=170),
    Tier(name="较重", circumstances="拒不改正", low=170, high=200),
)
LAST_YEAR, THIS_SPRING = date(2025, 6, 1), date(2026, 3, 1)
BASE = 10_000_000


def listed(bureau: Bureau, *, on: date = LAST_YEAR, tiers: tuple[Tier, ...] = TIERS, by: str = "system_admin") -> UUID:
    made: UUID = bureau.act(
        by, service.list_baseline, cause="38-4", source="某省医保局裁量基准", in_force_from=on, tiers=tiers
    )
    return made


def assess(bureau: Bureau, case: CaseId, *, tier: int = 2, by: str = "officer_a", base: int = BASE) -> UUID:
    made: UUID = bureau.act(
        by, service.assess, case, tier=tier, base_fen=base, reason="退款凭证为证。", grounds=[Ground.REMEDIED]
    )
    return made


def refused(bureau: Bureau, case: CaseId, *, yuan: int = 150_000, leaving: str = "") -> str:
    with pytest.raises(RuleBroken) as caught:
        save(bureau, case, fined(yuan, leaving=leaving))
    assert caught.value.basis
    return caught.value.code


def test_a_new_edition_leaves_the_older_one_to_older_acts(bureau: Bureau) -> None:
    listed(bureau)
    listed(bureau, on=THIS_SPRING, tiers=(replace(TIERS[0], high=200),))
    case = bureau.read(cases.get, bureau.filed())
    assert bureau.read(queries.applicable, case, today=date(2026, 3, 9)).edition == 1
    newer = replace(case, act_date=THIS_SPRING)
    assert bureau.read(queries.applicable, newer, today=date(2026, 3, 9)).edition == 2
    with pytest.raises(InvalidInput) as wrong:
        listed(bureau, on=THIS_SPRING)
    assert "in_force_from" in wrong.value.fields


def test_where_none_was_in_force_then_the_one_of_today_is_shown(bureau: Bureau) -> None:
    listed(bureau, on=THIS_SPRING)
    case = bureau.read(cases.get, bureau.filed())
    assert bureau.read(queries.applicable, case, today=THIS_SPRING).edition == 1
    assert bureau.read(queries.applicable, case, today=date(2026, 2, 28)) is None


def test_baselines_are_listed_by_those_who_keep_the_matter_list(bureau: Bureau) -> None:
    with pytest.raises(NotAllowed):
        listed(bureau, by="officer_a")


def test_the_suggestion_is_kept_with_its_reckoning(bureau: Bureau) -> None:
    listed(bureau)
    case = reported(bureau)
    assess(bureau, case)
    found = bureau.read(queries.current_assessment, case)
    assert (found.tier_name, found.suggested_fen, found.grounds) == ("一般", 14_000_000, (Ground.REMEDIED,))
    assert found.arithmetic[-1].endswith("建议罚款140,000.00元")
    with pytest.raises(NotFound):
        assess(bureau, case, by="officer_c")
    with pytest.raises(InvalidInput):
        assess(bureau, case, tier=4)


def test_a_cause_without_baseline_is_drafted_as_before(bureau: Bureau) -> None:
    case = reported(bureau)
    with pytest.raises(RuleBroken) as caught:
        assess(bureau, case)
    assert caught.value.code == "NO_BASELINE"
    save(bureau, case, TEXT)
    assert bureau.read(decisions.current_draft, case).digest == TEXT.digest
    with pytest.raises(InvalidInput):
        save(bureau, case, replace(TEXT, leaving="没有基准可以偏离。"))


def test_a_published_baseline_must_be_asked_first(bureau: Bureau) -> None:
    listed(bureau)
    assert refused(bureau, reported(bureau)) == "NOT_ASSESSED"


def test_leaving_the_tier_needs_a_reason_and_another_sum_another_assessment(bureau: Bureau) -> None:
    listed(bureau)
    case = reported(bureau)
    assess(bureau, case)
    assert refused(bureau, case, yuan=180_000) == "BASELINE_LEFT"
    with pytest.raises(RuleBroken) as caught:
        save(bureau, case, fined(110_000, base_fen=11_000_000))
    assert caught.value.code == "ASSESSMENT_OF_ANOTHER_SUM"
    save(bureau, case, fined(180_000, leaving="曾因同类行为被约谈仍未整改。"))
    draft = bureau.read(decisions.current_draft, case)
    assert draft is not None
    assert draft.leaving == "曾因同类行为被约谈仍未整改。"
    assert draft.digest != replace(draft, leaving="").digest, "the reviewer agrees to the reason too"


def test_choice_and_suggestion_stand_in_the_decided_file(bureau: Bureau) -> None:
    listed(bureau)
    case = reported(bureau)
    key = assess(bureau, case)
    save(bureau, case, fined(180_000, leaving="曾因同类行为被约谈仍未整改。"))
    notify(bureau, case)
    submit(bureau, case)
    agree(bureau, case)
    decide(bureau, case)
    made = bureau.read(decisions.decision, case)
    assert bureau.read(decisions.draft, made.draft_id).assessment == str(key)
    said = bureau.read(documents.get, made.document_id).data["discretion_reason"]
    assert "曾因同类行为被约谈仍未整改。" in said


def test_similar_cases_say_why_and_show_the_spread(bureau: Bureau) -> None:
    listed(bureau)
    former = reported(bureau)
    assess(bureau, former)
    save(bureau, former, fined(150_000))
    notify(bureau, former)
    submit(bureau, former)
    agree(bureau, former)
    decide(bureau, former)
    case = bureau.filed()
    found = bureau.read(similar, bureau.read(cases.get, case), base_fen=12_000_000)
    (one,) = found.cases
    assert one.reasons[0] == "案由相同"
    assert one.reasons[2] == "计罚基数相近（100,000.00元）"
    assert len(one.reasons) == 3
    assert (one.fine_fen, one.times, one.tier) == (15_000_000, "1.50", "一般")
    assert (found.spread.count, found.spread.middle_times) == (1, "1.50")
    assert bureau.read(similar, bureau.read(cases.get, former), base_fen=BASE).spread is None


def test_notice_and_decision_stand_side_by_side(bureau: Bureau) -> None:
    case = reported(bureau)
    assert bureau.read(papers, case) is None
    save(bureau, case, TEXT)
    notify(bureau, case)
    assert bureau.read(papers, case).same
    save(bureau, case, fined(160_000))
    found = bureau.read(papers, case)
    changed = [one.label for one in found.differences if not one.same]
    assert (found.told_version, found.version, found.renotify, found.decided) == (1, 2, True, None)
    assert changed == ["处罚内容", "罚款合计"]


REWRITTEN = (
    "UPDATE baseline SET source = 'x'",
    "DELETE FROM baseline_tier",
    "UPDATE assessment SET suggested_fen = high_fen",
    "DELETE FROM draft_choice",
    "INSERT INTO baseline_tier SELECT baseline_id, 9, 'x', 'x', 0, 1 FROM baseline_tier WHERE position = 1",
    "INSERT INTO assessment SELECT case_id, case_id, 7, baseline_id, tier, base_fen, grounds, reason, low_fen, "
    "high_fen, suggested_fen, arithmetic, assessed_by, assessed_at FROM assessment",
)


def test_what_was_suggested_and_chosen_stays(bureau: Bureau) -> None:
    listed(bureau)
    case = reported(bureau)
    assess(bureau, case)
    save(bureau, case, fined(150_000))
    for statement in REWRITTEN:
        with pytest.raises(DatabaseError):
            bureau.sql(statement)
