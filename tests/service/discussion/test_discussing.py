"""集体讨论: sealed opinions, the chief last, a count of all members, minutes, and the gate before the decision."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.decisions import queries as decisions
from enforcement.decisions import service as deciding
from enforcement.decisions.rules import PenaltyKind
from enforcement.discussion import queries
from enforcement.discussion.rules import Stance
from enforcement.documents import queries as documents
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId
from tests.bureau import Bureau
from tests.service.decisions.course import agree, agreed, decide, fined, notify, save, submit
from tests.service.discussion.meetings import (
    HEADS,
    call,
    called,
    conclude,
    discussed,
    reveal,
    speak,
    with_deputies,
)

AGREE, DISAGREE = Stance.AGREE, Stance.DISAGREE


def scope(bureau: Bureau, *, by: str = "system_admin", yuan: int = 100_000, **changes: object) -> None:
    given = {"person_fen": 1_000_000, "organisation_fen": yuan * 100, "kinds": [PenaltyKind.REVOKE_LICENCE]}
    bureau.act(by, deciding.list_scope, in_force_from=date(2026, 1, 1), basis="某局集体讨论规定", **(given | changes))


def code(bureau: Bureau, case: CaseId) -> str:
    with pytest.raises(RuleBroken) as caught:
        decide(bureau, case)
    assert bureau.read(decisions.decision, case) is None
    return caught.value.code


def test_case_26_what_the_scope_names_is_not_decided_alone(bureau: Bureau) -> None:
    scope(bureau)
    case = agreed(bureau)
    assert code(bureau, case) == "NOT_DISCUSSED"


def test_below_the_sum_of_the_scope_one_head_decides(bureau: Bureau) -> None:
    scope(bureau, yuan=150_001)
    assert decide(bureau, agreed(bureau))


def test_the_scope_is_listed_by_those_who_keep_the_matter_list(bureau: Bureau) -> None:
    with pytest.raises(NotAllowed):
        scope(bureau, by="agency_head")
    with pytest.raises(InvalidInput):
        scope(bureau, person_fen=None, organisation_fen=None, kinds=[])
    scope(bureau)
    with pytest.raises(InvalidInput):
        scope(bureau)


def test_a_discussion_once_called_is_waited_for(bureau: Bureau) -> None:
    assert code(bureau, called(bureau)) == "DISCUSSION_OPEN"


def test_agreed_and_then_decided_with_minutes_on_file(bureau: Bureau) -> None:
    scope(bureau)
    case = discussed(bureau, AGREE, DISAGREE)
    assert conclude(bureau, case) is True
    assert decide(bureau, case)
    row = bureau.read(queries.current, case)
    said = bureau.read(documents.get, row.conclusion.document_id).data
    assert said["dissent"] == "副平：deputy_two的理由。"
    assert [one["name"] for one in said["opinions"]] == ["副衡", "副平", "局定"], "the chief last"
    assert "应到3人，到会3人，同意2人，其他意见1人" in said["conclusion"]
    decided = bureau.read(documents.get, bureau.read(decisions.decision, case).document_id).data
    assert "集体讨论" in decided["review_course"]


def test_not_agreed_goes_back_and_a_new_text_starts_anew(bureau: Bureau) -> None:
    case = discussed(bureau, DISAGREE, DISAGREE)
    assert conclude(bureau, case) is False
    assert code(bureau, case) == "DISCUSSION_OPEN"
    save(bureau, case, fined(140_000))
    notify(bureau, case)
    submit(bureau, case)
    agree(bureau, case)
    assert decide(bureau, case), "the old round concerned another text"


def test_opinions_are_sealed_until_shown_together(bureau: Bureau) -> None:
    case = called(bureau)
    speak(bureau, case, "deputy_one", words="我的意见。")
    row = bureau.read(queries.current, case)
    assert bureau.read(queries.opinions_for, row, bureau.id("agency_head")) == []
    assert bureau.read(queries.opinions_for, row, bureau.id("officer_a")) == []
    (own,) = bureau.read(queries.opinions_for, row, bureau.id("deputy_one"))
    assert own.words == "我的意见。"
    reveal(bureau, case)
    shown = bureau.read(queries.opinions_for, bureau.read(queries.current, case), bureau.id("officer_a"))
    assert [one.words for one in shown] == ["我的意见。"]


REFUSALS: dict[str, Callable[[Bureau, CaseId], object]] = {
    "CHIEF_IS_LAST": lambda bureau, case: speak(bureau, case, "agency_head"),
    "STILL_SEALED": conclude,
    "NO_QUORUM": reveal,
    "CHIEF_ONLY": lambda bureau, case: reveal(bureau, case, by="deputy_one"),
    "DISCUSSION_RUNNING": call,
}


def test_the_order_of_a_meeting(bureau: Bureau) -> None:
    case = called(bureau)
    for rule, act in REFUSALS.items():
        with pytest.raises(RuleBroken) as caught:
            act(bureau, case)
        assert (caught.value.code, bool(caught.value.basis)) == (rule, True)


def test_an_opinion_is_given_once_and_not_after_the_showing(bureau: Bureau) -> None:
    case = called(bureau)
    speak(bureau, case, "deputy_one")
    with pytest.raises(RuleBroken) as again:
        speak(bureau, case, "deputy_one", DISAGREE)
    assert again.value.code == "SPOKEN_ALREADY"
    reveal(bureau, case)
    with pytest.raises(RuleBroken) as late:
        speak(bureau, case, "deputy_two")
    assert late.value.code == "REVEALED"


def test_only_members_speak_and_only_heads_are_members(bureau: Bureau) -> None:
    case = called(bureau, members=HEADS[:2])
    with pytest.raises(RuleBroken) as caught:
        speak(bureau, case, "deputy_two")
    assert caught.value.code == "NOT_A_MEMBER"
    with pytest.raises(NotAllowed):
        speak(bureau, case, "reviewer_two")


def test_only_a_reviewed_text_is_discussed(bureau: Bureau) -> None:
    with_deputies(bureau)
    case = agreed(bureau)
    save(bureau, case, fined(140_000))
    with pytest.raises(RuleBroken) as caught:
        call(bureau, case)
    assert caught.value.code == "OUT_OF_ORDER"
    with pytest.raises(NotFound):
        call(bureau, case, by="officer_c")


def test_a_text_changed_during_the_meeting_ends_it(bureau: Bureau) -> None:
    case = called(bureau)
    save(bureau, case, fined(140_000))
    with pytest.raises(RuleBroken) as caught:
        speak(bureau, case, "deputy_one")
    assert caught.value.code == "DISCUSSION_OF_ANOTHER_TEXT"


FORGED = (
    "UPDATE discussion_opinion SET stance = 'AGREE'",
    "DELETE FROM discussion_opinion",
    "UPDATE discussion SET reason = 'x'",
    "INSERT INTO discussion_reveal SELECT id, called_by, called_at FROM discussion",
    "INSERT INTO discussion_member SELECT id, called_by, 9 FROM discussion",
    "INSERT INTO discussion_opinion SELECT id, chief_id, 'AGREE', 'x', called_at FROM discussion",
    "INSERT INTO discussion_conclusion SELECT d.id, {true}, 'x', 'x', d.called_at, m.id, d.called_at "
    "FROM discussion d JOIN document m ON m.case_id = d.case_id LIMIT 1",
)


def test_a_meeting_cannot_be_rewritten_past_the_code(bureau: Bureau) -> None:
    case = called(bureau)
    speak(bureau, case, "deputy_one", DISAGREE)
    true = "1" if bureau.runtime.settings.database_url.startswith("sqlite") else "TRUE"
    for statement in FORGED:
        with pytest.raises(DatabaseError):
            bureau.sql(statement.format(true=true))
    reveal(bureau, case)
    with pytest.raises(DatabaseError):
        bureau.sql("DELETE FROM discussion_reveal")


def test_no_decision_row_without_the_heads_agreement(bureau: Bureau) -> None:
    """The gate also stands for whoever uses the database's own prompt."""
    other = agreed(bureau)
    decide(bureau, other)
    case = called(bureau)
    draft = bureau.read(decisions.current_draft, case)
    review = bureau.read(decisions.agreement, case).because
    raw = (lambda key: key.hex) if bureau.runtime.settings.database_url.startswith("sqlite") else str
    with pytest.raises(DatabaseError, match="the heads have not agreed"):
        bureau.sql(
            "INSERT INTO decision SELECT :new, :case, :draft, :review, :digest, 'x', document_id, outcome, fine_fen, "
            "confiscated_fen, recovery_fen, opinion, late_reason, decided_on, decided_by, decided_at FROM decision",
            new=raw(case),
            case=raw(case),
            draft=raw(draft.id),
            review=raw(review),
            digest=draft.digest,
        )
