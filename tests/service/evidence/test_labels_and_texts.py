"""The five labels, text records, and looking at them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import queries as cases
from enforcement.evidence import queries, service
from enforcement.evidence.names import EvidenceKind, Medium, Purpose, TextKind
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone
from tests.bureau import Bureau
from tests.service.evidence.sending import evidence, whole_labels
from tests.storage import clips


def interview(bureau: Bureau, **changes: Any) -> service.TextFacts:
    facts: dict[str, Any] = {
        "text_kind": TextKind.PARTY_INTERVIEW,
        "title": "对药剂科主任的询问笔录",
        "begun_at": datetime(2026, 3, 9, 8, 30, tzinfo=SHANGHAI),
        "ended_at": datetime(2026, 3, 9, 9, 10, tzinfo=SHANGHAI),
        "place": "芜湖安康医院会议室",
        "persons": "王某，药剂科主任",
        "officers": (bureau.id("officer_a"), bureau.id("officer_b")),
        "body": "问：该药品如何结算？\n答：按目录内药品结算。",
        "fact_to_prove": "串换结算的经过",
        "step": "interview",
    }
    return service.TextFacts(**(facts | changes))


def recorded(bureau: Bureau, case: CaseId, **changes: Any) -> UUID:
    item: UUID = bureau.act("officer_a", service.record_text, case, record=interview(bureau, **changes))
    return item


def times_reached(bureau: Bureau, case: CaseId) -> int:
    return sum(fact.kind is Milestone.EVIDENCE_SEALED for fact in bureau.read(cases.timeline, case))


def test_a_text_record_is_frozen_labelled_and_counts_at_once(bureau: Bureau) -> None:
    case = bureau.filed()
    item = bureau.read(queries.item, recorded(bureau, case))
    assert (item.kind, item.medium, item.counts, item.late) == (EvidenceKind.STATEMENT, Medium.TEXT, True, False)
    ((item_id, frozen, now),) = bureau.read(lambda session: list(queries.text_digests(session)))
    assert (item_id, frozen) == (item.id, now)
    text = bureau.read(queries.text_of, item.id)
    assert text is not None
    for officer in bureau.read(cases.officers, case):
        assert f"（执法证号 {officer.certificate_no}）" in text.officers
    assert times_reached(bureau, case) == 1


@pytest.mark.parametrize(
    ("kind", "evidence_kind"),
    [
        (TextKind.WITNESS_INTERVIEW, EvidenceKind.TESTIMONY),
        (TextKind.SCENE, EvidenceKind.SCENE),
        (TextKind.PHYSICAL, EvidenceKind.PHYSICAL),
        (TextKind.OTHER, EvidenceKind.DOCUMENTARY),
    ],
)
def test_CASE_9_each_record_is_evidence_of_its_kind(
    bureau: Bureau, kind: TextKind, evidence_kind: EvidenceKind
) -> None:
    item = recorded(bureau, bureau.filed(), text_kind=kind)
    assert bureau.read(queries.item, item).kind is evidence_kind


def test_APL_42_questioning_takes_two_officers_of_the_case(bureau: Bureau) -> None:
    case, one, stranger = bureau.filed(), bureau.id("officer_a"), bureau.id("officer_c")
    for officers in ((one,), (one, one), (one, stranger)):
        with pytest.raises(RuleBroken) as refused:
            recorded(bureau, case, officers=officers)
        assert refused.value.code == "TWO_OFFICERS"


def test_a_record_ends_after_it_began_and_before_now(bureau: Bureau) -> None:
    case, begun = bureau.filed(), interview(bureau).begun_at
    for ended in (begun - timedelta(minutes=1), bureau.clock.at + timedelta(hours=1)):
        with pytest.raises(InvalidInput) as refused:
            recorded(bureau, case, ended_at=ended)
        assert set(refused.value.fields) == {"ended_at"}


@pytest.mark.parametrize("statement", ["UPDATE text_record SET body = 'x'", "DELETE FROM text_record"])
def test_the_database_keeps_the_words(bureau: Bureau, statement: str) -> None:
    recorded(bureau, bureau.filed())
    with pytest.raises(DatabaseError):
        bureau.sql(statement)


def test_an_item_counts_once_however_often_it_is_labelled(bureau: Bureau, tmp_path) -> None:
    case = bureau.filed()
    item = evidence(bureau, case, clips.tone(tmp_path / "a.mp3"))
    assert (item.counts, times_reached(bureau, case)) == (False, 0)
    for place, reason in (("甲处", ""), ("乙处", "门牌写错")):
        labels = whole_labels(bureau, captured_place=place)
        bureau.act("officer_b", service.label_item, case, item_id=item.id, labels=labels, reason=reason)
    versions = bureau.read(queries.labels_of, item.id)
    assert [(row.version, row.captured_place, row.reason) for row in versions] == [
        (2, "乙处", "门牌写错"),
        (1, "甲处", ""),
    ]
    held = {row.account_id: row.certificate_no for row in bureau.read(cases.officers, case)}
    assert (versions[0].certificate_no, times_reached(bureau, case)) == (held[bureau.id("officer_a")], 1)


def test_every_label_is_required_and_a_correction_explains_itself(bureau: Bureau, tmp_path) -> None:
    case = bureau.filed()
    item = evidence(bureau, case, clips.tone(tmp_path / "a.mp3"))
    empty = {"captured_at": None, "captured_place": "", "captured_by": None, "fact_to_prove": "", "step": ""}
    for name, nothing in empty.items():
        labels = whole_labels(bureau, **{name: nothing})
        with pytest.raises(InvalidInput) as refused:
            bureau.act("officer_a", service.label_item, case, item_id=item.id, labels=labels)
        assert set(refused.value.fields) == {name}
    bureau.act("officer_a", service.label_item, case, item_id=item.id, labels=whole_labels(bureau))
    with pytest.raises(InvalidInput) as refused:
        bureau.act("officer_a", service.label_item, case, item_id=item.id, labels=whole_labels(bureau))
    assert set(refused.value.fields) == {"reason"}


def test_an_item_is_labelled_in_its_own_case_only(bureau: Bureau, tmp_path) -> None:
    item = evidence(bureau, bureau.filed(), clips.tone(tmp_path / "a.mp3"))
    with pytest.raises(NotFound):
        bureau.act("officer_a", service.label_item, bureau.filed(), item_id=item.id, labels=whole_labels(bureau))


def test_clock_drift_is_flagged_beside_and_not_corrected(bureau: Bureau, tmp_path) -> None:
    device, stated = datetime(2026, 3, 1, 10, 20, 30, tzinfo=SHANGHAI), datetime(2026, 3, 9, 9, 30, tzinfo=SHANGHAI)
    labels = whole_labels(bureau, captured_at=stated)
    bureau.on(stated.date(), hour=12)
    item = evidence(bureau, bureau.filed(), clips.photograph(tmp_path / "a.jpg"), labels=labels)
    assert item.label is not None
    assert (item.label.captured_at, item.device_at) == (stated, device)
    assert "相差 7天23小时9分钟" in item.clock_remarks[0]


def test_a_purpose_opens_the_content_for_one_person_for_thirty_minutes(bureau: Bureau, tmp_path) -> None:
    case = bureau.filed()
    item = evidence(bureau, case, clips.tone(tmp_path / "a.mp3"))
    with pytest.raises(NotAllowed, match="调阅目的"):
        bureau.act("reviewer", service.take_copy, case, item_id=item.id)
    bureau.act("reviewer", service.open_viewing, case, item_id=item.id, purpose=Purpose.REVIEW)
    bureau.act("reviewer", service.take_copy, case, item_id=item.id)
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.take_copy, case, item_id=item.id)
    bureau.later(minutes=31)
    with pytest.raises(NotAllowed):
        bureau.act("reviewer", service.take_copy, case, item_id=item.id)
    lines = bureau.read(queries.custody_of, item.id)[-2:]
    assert [(line.event_name, line.why, line.by) for line in lines] == [
        ("调阅", "法制审核", bureau.id("reviewer")),
        ("下载副本", "法制审核", bureau.id("reviewer")),
    ]


def test_another_purpose_needs_its_words(bureau: Bureau) -> None:
    case = bureau.filed()
    item = recorded(bureau, case)
    with pytest.raises(InvalidInput) as refused:
        bureau.act("officer_a", service.open_viewing, case, item_id=item, purpose=Purpose.OTHER)
    assert set(refused.value.fields) == {"detail"}


def test_who_may_not_know_the_case_may_not_view(bureau: Bureau) -> None:
    case = bureau.filed()
    item = recorded(bureau, case)
    with pytest.raises(NotFound):
        bureau.act("officer_c", service.open_viewing, case, item_id=item, purpose=Purpose.HANDLING)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE viewing SET purpose = 'x'", "DELETE FROM viewing", "UPDATE viewing SET expires_at = opened_at"],
)
def test_the_database_keeps_who_looked(bureau: Bureau, statement: str) -> None:
    case = bureau.filed()
    item = recorded(bureau, case)
    bureau.act("officer_a", service.open_viewing, case, item_id=item, purpose=Purpose.HANDLING)
    with pytest.raises(DatabaseError):
        bureau.sql(statement)
