"""AV-7: appraisal list, two approvals by uninvolved people, seven days, then the bytes go and the record stays."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.audit.verification import verify
from enforcement.bootstrap import every_object
from enforcement.documents import queries as documents
from enforcement.evidence import queries as evidence
from enforcement.evidence import service as evidence_service
from enforcement.evidence.names import Purpose
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.errors import Gone, InvalidInput, NotAllowed, RuleBroken
from enforcement.kernel.identity import SYSTEM, CaseId
from enforcement.retention import service
from enforcement.retention.names import State
from enforcement.retention.shelf import dispose_due
from storage.errors import ObjectLocked
from tests.bureau import Bureau
from tests.service.evidence.sending import evidence as sent
from tests.service.evidence.sending import whole_labels
from tests.service.retention.course import approve, archived, hold, listed, state, years_later


@pytest.fixture
def other(bureau: Bureau) -> CaseId:
    """A case still open when the first one's period is over."""
    return bureau.filed()


@pytest.fixture
def due(bureau: Bureau, other: CaseId, tmp_path: Path) -> tuple[CaseId, ItemRow]:
    found = archived(bureau, tmp_path)
    years_later(bureau)
    return found


def present(bureau: Bureau, item: ItemRow) -> bool:
    return bureau.runtime.objects.exists(item.object_key or "")


def stored(bureau: Bureau, key: UUID) -> str:
    return key.hex if bureau.runtime.settings.database_url.startswith("sqlite") else str(key)


def test_before_its_time_nothing_is_listed(bureau: Bureau, tmp_path: Path) -> None:
    case, item = archived(bureau, tmp_path)
    with pytest.raises(RuleBroken, match="保管期限未满"):
        listed(bureau, case, item.id)


def test_a_locked_or_held_item_is_not_listed(bureau: Bureau, due: tuple[CaseId, ItemRow]) -> None:
    case, item = due
    hold(bureau, case)
    with pytest.raises(RuleBroken, match="停止销毁"):
        listed(bureau, case, item.id)


def test_the_whole_way(bureau: Bureau, due: tuple[CaseId, ItemRow]) -> None:
    case, item = due
    copies = bureau.read(evidence.objects_of, item.id)
    assert len(copies) > 1
    disposal = listed(bureau, case, item.id)
    approve(bureau, case, disposal)
    assert state(bureau, disposal).state is State.APPROVED
    bureau.later(days=6)
    dispose_due(bureau.runtime)
    assert present(bureau, item)
    bureau.later(days=2)
    assert "已销毁 1 份" in dispose_due(bureau.runtime)
    done = state(bureau, disposal)
    assert done.state is State.DONE
    assert [bureau.runtime.objects.exists(key) for key in copies] == [False] * len(copies)
    assert bureau.read(evidence.item, item.id).sha256 == item.sha256
    said = bureau.read(documents.get, done.document_id).data
    assert said["certificate_no"] == done.certificate_no
    assert said["items"][0]["sha256"].replace(" ", "") == item.sha256
    assert "已从存储中删除" in said["items"][0]["outcome"]
    assert len({said["first_approval"], said["second_approval"]}) == 2
    (line,) = bureau.read(evidence.time_line, item.id, events=["DISPOSED"])
    assert str(done.certificate_no) in line.result
    assert dispose_due(bureau.runtime) == "没有到期的鉴定清单。"


def test_disposed_content_answers_with_the_certificate(bureau: Bureau, due: tuple[CaseId, ItemRow]) -> None:
    case, item = due
    done = disposed(bureau, case, item)
    with pytest.raises(Gone, match=done.certificate_no):
        bureau.act("supervisor", evidence_service.open_viewing, case, item_id=item.id, purpose=Purpose.SUPERVISION)
    with pytest.raises(Gone):
        bureau.act("supervisor", evidence_service.take_copy, case, item_id=item.id)


def disposed(bureau: Bureau, case: CaseId, item: ItemRow):
    disposal = listed(bureau, case, item.id)
    approve(bureau, case, disposal)
    bureau.later(days=8)
    dispose_due(bureau.runtime)
    return state(bureau, disposal)


def test_verify_does_not_miss_what_was_lawfully_destroyed(bureau: Bureau, due: tuple[CaseId, ItemRow]) -> None:
    disposed(bureau, *due)
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        report = verify(work.session, objects=work.objects, digests=every_object(work.session))
    assert report.findings == ()
    assert report.objects > 0
    assert bureau.read(evidence.fixity_summary, bureau.clock.at).unsound == 0


def test_bytes_another_item_needs_stay(
    bureau: Bureau, other: CaseId, due: tuple[CaseId, ItemRow], tmp_path: Path
) -> None:
    """The same recording in a younger case: the list is refused while that case needs it."""
    case, item = due
    twin = sent(bureau, other, tmp_path / "现场录音.mp3", labels=whole_labels(bureau))
    assert twin.object_key == item.object_key
    with pytest.raises(RuleBroken, match="同一文件"):
        listed(bureau, case, item.id)


def test_a_reference_that_came_after_the_approval_keeps_the_bytes(
    bureau: Bureau, other: CaseId, due: tuple[CaseId, ItemRow], tmp_path: Path
) -> None:
    case, item = due
    disposal = listed(bureau, case, item.id)
    approve(bureau, case, disposal)
    sent(bureau, other, tmp_path / "现场录音.mp3", labels=whole_labels(bureau))
    bureau.later(days=8)
    assert "不能销毁" in dispose_due(bureau.runtime)
    assert present(bureau, item)
    assert state(bureau, disposal).state is State.APPROVED


def test_a_hold_after_the_approval_stops_it(bureau: Bureau, due: tuple[CaseId, ItemRow]) -> None:
    case, item = due
    disposal = listed(bureau, case, item.id)
    approve(bureau, case, disposal)
    hold(bureau, case)
    bureau.later(days=8)
    assert "停止销毁" in dispose_due(bureau.runtime)
    assert present(bureau, item)
    with pytest.raises(DatabaseError, match="hold"):
        bureau.sql(
            "INSERT INTO disposal_execution (disposal_id, certificate_no, begun_at) "
            "VALUES (:disposal, 'x', '2037-01-01 00:00:00+00:00')",
            disposal=stored(bureau, disposal),
        )


def test_it_can_be_taken_back_within_seven_days(bureau: Bureau, due: tuple[CaseId, ItemRow]) -> None:
    case, item = due
    disposal = listed(bureau, case, item.id)
    approve(bureau, case, disposal)
    with pytest.raises(NotAllowed):
        bureau.act("reviewer", service.withdraw_disposal, case, disposal_id=disposal, reason="另有用途。")
    bureau.act("supervisor", service.withdraw_disposal, case, disposal_id=disposal, reason="另有用途。")
    bureau.later(days=8)
    assert dispose_due(bureau.runtime) == "没有到期的鉴定清单。"
    assert present(bureau, item)
    assert state(bureau, disposal).state is State.WITHDRAWN
    assert listed(bureau, case, item.id) != disposal


def test_one_objection_ends_the_list(bureau: Bureau, due: tuple[CaseId, ItemRow]) -> None:
    case, item = due
    disposal = listed(bureau, case, item.id)
    approve(bureau, case, disposal, "agency_head")
    bureau.act("supervisor", service.refuse_disposal, case, disposal_id=disposal, opinion="尚有研究价值。")
    assert state(bureau, disposal).state is State.REFUSED
    with pytest.raises(RuleBroken, match="审批未同意"):
        approve(bureau, case, disposal, "unit_head")


def test_AV_7_approvers_are_two_uninvolved_people(bureau: Bureau, due: tuple[CaseId, ItemRow]) -> None:
    case, item = due
    disposal = listed(bureau, case, item.id)
    with pytest.raises(NotAllowed):
        approve(bureau, case, disposal, "archivist")
    with pytest.raises(NotAllowed):
        approve(bureau, case, disposal, "officer_a")
    approve(bureau, case, disposal, "agency_head")
    with pytest.raises(RuleBroken, match="两名不同"):
        approve(bureau, case, disposal, "agency_head")
    assert state(bureau, disposal).state is State.PREPARED


def test_the_database_keeps_hands_and_numbers_apart(bureau: Bureau, due: tuple[CaseId, ItemRow]) -> None:
    case, item = due
    disposal = listed(bureau, case, item.id)
    digest = state(bureau, disposal).digest
    insert = (
        "INSERT INTO disposal_approval (id, disposal_id, approver_id, agreed, opinion, digest, decided_at) "
        "VALUES (:id, :disposal, :by, true, '', :digest, '2037-01-01 00:00:00+00:00')"
    )
    values = {"id": stored(bureau, disposal), "disposal": stored(bureau, disposal)}
    for login in ("archivist", "officer_a"):
        with pytest.raises(DatabaseError, match="does not approve"):
            bureau.sql(insert, by=stored(bureau, bureau.id(login)), digest=digest, **values)
    with pytest.raises(DatabaseError, match="as it stands"):
        bureau.sql(insert, by=stored(bureau, bureau.id("supervisor")), digest="0" * 64, **values)
    approve(bureau, case, disposal, "agency_head")
    with pytest.raises(DatabaseError, match="two approvals"):
        bureau.sql(
            "INSERT INTO disposal_execution (disposal_id, certificate_no, begun_at) "
            "VALUES (:disposal, 'x', '2037-01-01 00:00:00+00:00')",
            disposal=stored(bureau, disposal),
        )
    with pytest.raises(DatabaseError, match="approved disposal only"):
        bureau.sql(
            "INSERT INTO disposed_item (item_id, certificate_no, disposed_at, disposed_by) "
            "VALUES (:item, 'x', '2037-01-01 00:00:00+00:00', :item)",
            item=stored(bureau, item.id),
        )


def test_a_store_that_keeps_its_lock_stops_the_certificate(
    bureau: Bureau, due: tuple[CaseId, ItemRow], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the service's own key meets it in production: the content is ended, the bytes wait for the stronger key."""
    case, item = due
    disposal = listed(bureau, case, item.id)
    approve(bureau, case, disposal)
    bureau.later(days=8)
    objects = bureau.runtime.objects

    def refuse(key: str) -> None:
        raise ObjectLocked(key)

    with monkeypatch.context() as patched:
        patched.setattr(objects, "remove", refuse)
        assert "enforcement dispose" in dispose_due(bureau.runtime)
    assert state(bureau, disposal).state is State.RUNNING
    assert present(bureau, item)
    assert "已销毁 1 份" in dispose_due(bureau.runtime)
    assert not present(bureau, item)


def test_strangers_and_disposed_items_are_not_listed(
    bureau: Bureau, other: CaseId, due: tuple[CaseId, ItemRow]
) -> None:
    case, item = due
    with pytest.raises(InvalidInput):
        listed(bureau, other, item.id)
    disposed(bureau, case, item)
    with pytest.raises(InvalidInput, match="请更正"):
        listed(bureau, case, item.id)
