"""对外公示: confirmed, served, looked at once more; else held or withheld, with reason."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import queries as cases
from enforcement.decisions.rules import PenaltyItem, PenaltyKind
from enforcement.kernel.errors import NotAllowed, RuleBroken
from enforcement.kernel.identity import SYSTEM, CaseId
from enforcement.procedures.grammar import Milestone
from enforcement.publication import queries, service
from enforcement.publication.rules import State, Withholding
from tests.bureau import Bureau
from tests.service.decisions import course
from tests.service.publication.notices import TEXT, confirm, decided, key, prepared, published, serve, withdraw

WITHHOLD = {
    "ground": Withholding.PRIVACY,
    "reason": "公开将泄露参保人就医隐私。",
    "basis": "《政府信息公开条例》第十五条",
}


def due(bureau: Bureau) -> list[CaseId]:
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        return list(service.due_for_publication(work))


def refused(bureau: Bureau, case: CaseId, *, by: str = "clerk") -> str:
    with pytest.raises(RuleBroken) as caught:
        bureau.act(by, service.publish, case)
    assert caught.value.basis
    assert bureau.read(queries.in_state, case, State.PUBLISHED) is None
    return caught.value.code


def test_a_confirmed_and_served_decision_is_published(bureau: Bureau) -> None:
    case, notice = published(bureau)
    shown = bureau.read(queries.in_state, case, State.PUBLISHED)
    assert shown is not None
    assert (shown.id, shown.published_on) == (notice, bureau.clock.at.date())
    assert shown.due_on is not None
    assert not [one for key in queries.PUBLISH if (one := bureau.read(cases.open_deadline, case, key))]
    reached = bureau.read(cases.timeline, case)[-1]
    assert (reached.kind, reached.because, reached.note) == (Milestone.PUBLISHED, notice, shown.content_sha256)


def test_the_gate_of_publication_opens_step_by_step(bureau: Bureau) -> None:
    case = course.agreed(bureau, text=TEXT)
    assert refused(bureau, case) == "NOT_CONFIRMED"
    course.decide(bureau, case)
    prepared(bureau, case=case)
    assert refused(bureau, case) == "NOT_CONFIRMED"
    confirm(bureau, case)
    assert refused(bureau, case) == "HOLD_NOT_SERVED"
    serve(bureau, case)
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.publish, case)
    bureau.clock.at += timedelta(days=400)
    assert refused(bureau, case) == "PERIOD_OVER"


def test_an_unconfirmed_text_is_not_published_by_hand_either(bureau: Bureau) -> None:
    case = prepared(bureau)
    by_hand = "UPDATE notice SET state = 'PUBLISHED', published_at = drafted_at, published_on = decided_on"
    with pytest.raises(DatabaseError, match="no such way"):
        bureau.sql(by_hand)
    confirm(bureau, case)
    with pytest.raises(DatabaseError, match="dated"):
        bureau.sql("UPDATE notice SET state = 'PUBLISHED'")
    with pytest.raises(DatabaseError, match="confirmed once"):
        bureau.sql("UPDATE notice SET confirmed_by = NULL, confirmed_at = NULL, confirmed_sha256 = NULL")


def test_a_held_notice_keeps_its_reason_and_its_deadline(bureau: Bureau) -> None:
    case = prepared(bureau)
    confirm(bureau, case)
    bureau.act("clerk", service.hold, case, reason="当事人下落不明，正在公告送达。")
    waiting = bureau.read(queries.waiting, bureau.actor("clerk"), today=bureau.clock.at.date())
    (line,) = waiting.to_publish
    assert (line.case_id, line.remark) == (case, "决定书未送达；暂缓：当事人下落不明，正在公告送达。")
    assert line.due_on is not None
    assert bureau.read(queries.waiting, bureau.actor("officer_c"), today=bureau.clock.at.date()).to_publish == []


def test_the_last_day_publishes_by_itself_what_is_confirmed_and_served(bureau: Bureau) -> None:
    case = prepared(bureau)
    confirm(bureau, case)
    last = bureau.read(queries.due_on, case)
    assert last is not None
    assert due(bureau) == []
    bureau.on(last)
    assert due(bureau) == []  # not served: held, not published
    serve(bureau, case)
    assert due(bureau) == [case]
    bureau.act("system", service.publish, case)
    assert due(bureau) == []


def test_a_correction_replaces_and_names_what_it_corrects(bureau: Bureau) -> None:
    case, first = published(bureau)
    shown = bureau.read(queries.in_state, case, State.PUBLISHED)
    assert shown is not None
    facts = shown.text.facts.replace("孙某某", "孙某")
    bureau.act("officer_a", service.correct, case, note="统一姓名隐去方式。", facts=facts)
    confirm(bureau, case)
    second = bureau.act("clerk", service.publish, case)
    new, old = bureau.read(queries.of_case, case)
    assert (new.id, new.state, new.replaces) == (second, State.PUBLISHED, first)
    assert (old.id, old.state, old.superseded_by) == (first, State.SUPERSEDED, second)


def test_a_correction_of_nothing_shown_is_refused(bureau: Bureau) -> None:
    with pytest.raises(RuleBroken) as caught:
        bureau.act("officer_a", service.correct, decided(bureau), note="更正")
    assert caught.value.code == "NOT_SHOWN"


def test_a_warning_alone_is_withheld_by_the_head(bureau: Bureau) -> None:
    warning = PenaltyItem(kind=PenaltyKind.WARNING, amount_fen=0, text="")
    text = replace(course.TEXT, penalties=(warning,), mitigation="首次违法且危害后果轻微。")
    case = decided(bureau, text=text)
    with pytest.raises(RuleBroken) as caught:
        prepared(bureau, case=case)
    assert caught.value.code == "NOT_TO_BE_PUBLISHED"
    with pytest.raises(NotAllowed):
        bureau.act("clerk", service.not_publish, case, **WITHHOLD)
    bureau.act("agency_head", service.not_publish, case, **WITHHOLD)
    assert not [one for key in queries.PUBLISH if (one := bureau.read(cases.open_deadline, case, key))]
    found = bureau.read(queries.withheld, case)
    assert found is not None
    assert (found.approved_by, found.ground) == (bureau.id("agency_head"), Withholding.PRIVACY)
    with pytest.raises(DatabaseError, match="final"):
        bureau.sql("UPDATE withheld_decision SET reason = '改'")


def test_a_withheld_decision_gets_no_notice(bureau: Bureau) -> None:
    case = decided(bureau)
    bureau.act("agency_head", service.not_publish, case, **WITHHOLD)
    with pytest.raises(RuleBroken) as caught:
        prepared(bureau, case=case)
    assert caught.value.code == "WITHHELD"


def test_what_was_published_is_not_withheld_afterwards(bureau: Bureau) -> None:
    case, _ = published(bureau)
    with pytest.raises(RuleBroken) as caught:
        bureau.act("agency_head", service.not_publish, case, **WITHHOLD)
    assert caught.value.code == "ALREADY_PAST"
    withdraw(bureau, case)
    with pytest.raises(DatabaseError, match="withheld only after"):
        bureau.sql(
            "INSERT INTO withheld_decision (case_id, ground, reason, basis, approved_by, approved_at, approved_on) "
            "SELECT case_id, 'OTHER', 'x', 'y', confirmed_by, published_at, published_on FROM notice "
            "WHERE case_id = :case",
            case=key(bureau, case),
        )
