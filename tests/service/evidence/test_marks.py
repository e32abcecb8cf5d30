"""Marks on the time line: who may set them, and that nothing written is lost, in code and in the database."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.audit import queries as journal
from enforcement.audit.verification import verify
from enforcement.evidence import queries, service
from enforcement.evidence.names import Purpose
from enforcement.evidence.rows import ItemRow
from enforcement.evidence.timing import clock, milliseconds, stretch
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId
from tests.bureau import Bureau
from tests.service.evidence.sending import evidence
from tests.storage import clips


@pytest.fixture
def case(bureau: Bureau) -> CaseId:
    return bureau.filed()


@pytest.fixture
def item(bureau: Bureau, case: CaseId, tmp_path: Path) -> ItemRow:
    return evidence(bureau, case, clips.tone(tmp_path / "来电录音.mp3"))


def look(bureau: Bureau, item: ItemRow, login: str = "officer_a", purpose: Purpose = Purpose.HANDLING) -> None:
    bureau.act(login, service.open_viewing, item.case_id, item_id=item.id, purpose=purpose)


def mark(bureau: Bureau, item: ItemRow, login: str = "officer_a", **more: Any) -> Any:
    said = {"remark": "出示执法证件", "at_ms": 1500} | more
    return bureau.act(login, service.add_mark, item.case_id, item_id=item.id, **said)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("75", 75_000),
        ("3:15", 195_000),
        ("1:02:03.5", 3_723_500),
        ("00:00:00.040", 40),
        (" 0：05 ", 5_000),
        ("", None),
        ("1:2:3:4", None),
        ("-5", None),
        ("abc", None),
    ],
)
def test_a_place_is_read_as_people_write_it(typed: str, meant: int | None) -> None:
    assert milliseconds(typed) == meant


def test_a_place_is_shown_as_it_is_typed_back() -> None:
    assert [clock(at) for at in (0, 1500, 3_723_040)] == ["00:00:00", "00:00:01.500", "01:02:03.040"]
    assert [milliseconds(clock(at)) for at in (0, 1500, 3_723_040)] == [0, 1500, 3_723_040]
    assert [stretch(None, None), stretch(1000, None), stretch(1000, 2000)] == [
        "整件",
        "00:00:01",
        "00:00:01 至 00:00:02",
    ]


def test_a_mark_needs_a_stated_purpose_of_viewing(bureau: Bureau, item: ItemRow) -> None:
    with pytest.raises(NotAllowed):
        mark(bureau, item)
    look(bureau, item)
    mark(bureau, item)
    (row,) = bureau.read(queries.marks_of, item.id)
    assert (row.at_ms, row.place, row.version, row.ended) == (1500, "00:00:01.500", 1, False)
    assert bureau.read(queries.custody_of, item.id)[-1].event_name == "调阅"  # a remark is no contact with the bytes


def test_a_reviewer_may_mark_too_and_everybody_on_the_case_reads_it(bureau: Bureau, item: ItemRow) -> None:
    look(bureau, item, "reviewer", Purpose.REVIEW)
    mark(bureau, item, "reviewer", remark="此处未告知权利", until_ms=2500)
    assert [row.remark for row in bureau.read(queries.marks_of, item.id)] == ["此处未告知权利"]


def test_nobody_outside_the_case_may_mark(bureau: Bureau, item: ItemRow) -> None:
    with pytest.raises(NotFound):
        mark(bureau, item, "officer_c")


def test_amending_keeps_what_stood_before_and_ending_keeps_all(bureau: Bureau, item: ItemRow) -> None:
    look(bureau, item)
    made = mark(bureau, item)
    place = {"item_id": item.id, "mark_id": made}
    bureau.act("officer_a", service.amend_mark, item.case_id, **place, remark="出示两本执法证件", at_ms=1600)
    bureau.act("officer_a", service.end_mark, item.case_id, **place, reason="与另一条重复。")
    (row,) = bureau.read(queries.marks_of, item.id)
    assert (row.version, row.ended, row.remark, row.at_ms) == (3, True, "与另一条重复。", 1600)
    assert [old.remark for old in row.earlier] == ["出示执法证件", "出示两本执法证件"]
    with pytest.raises(RuleBroken) as refused:
        bureau.act("officer_a", service.amend_mark, item.case_id, **place, remark="再改", at_ms=1)
    assert refused.value.code == "MARK_ENDED"


def test_only_its_author_amends_or_ends_a_mark(bureau: Bureau, item: ItemRow) -> None:
    look(bureau, item)
    look(bureau, item, "officer_b")
    place = {"item_id": item.id, "mark_id": mark(bureau, item)}
    with pytest.raises(RuleBroken) as amended:
        bureau.act("officer_b", service.amend_mark, item.case_id, **place, remark="改", at_ms=1)
    with pytest.raises(RuleBroken) as ended:
        bureau.act("officer_b", service.end_mark, item.case_id, **place, reason="不要")
    assert (amended.value.code, ended.value.code) == ("NOT_OWN_MARK", "NOT_OWN_MARK")


@pytest.mark.parametrize("place", [{"at_ms": 9_000}, {"at_ms": 2000, "until_ms": 1000}, {"at_ms": None, "until_ms": 5}])
def test_a_mark_lies_inside_the_recording(bureau: Bureau, item: ItemRow, place: dict[str, int | None]) -> None:
    look(bureau, item)
    with pytest.raises(InvalidInput):
        mark(bureau, item, **place)


def test_a_photograph_takes_remarks_without_a_place(bureau: Bureau, case: CaseId, tmp_path: Path) -> None:
    photo = evidence(bureau, case, clips.photograph(tmp_path / "柜台.jpg"))
    look(bureau, photo)
    mark(bureau, photo, at_ms=None, remark="左侧为结算终端")
    with pytest.raises(InvalidInput):
        mark(bureau, photo, at_ms=0)
    assert [row.place for row in bureau.read(queries.marks_of, photo.id)] == ["整件"]


def test_a_mark_of_another_item_is_not_found(bureau: Bureau, case: CaseId, item: ItemRow, tmp_path: Path) -> None:
    other = evidence(bureau, case, clips.photograph(tmp_path / "柜台.jpg"))
    look(bureau, item)
    look(bureau, other)
    made = mark(bureau, item)
    with pytest.raises(NotFound):
        bureau.act("officer_a", service.end_mark, case, item_id=other.id, mark_id=made, reason="x")


def test_each_act_is_in_the_journal_and_the_rows_hold(bureau: Bureau, item: ItemRow) -> None:
    look(bureau, item)
    made = mark(bureau, item)
    bureau.act("officer_a", service.end_mark, item.case_id, item_id=item.id, mark_id=made, reason="重复")
    verbs = [entry.verb for entry in bureau.read(journal.of_case, item.case_id)]
    assert verbs[-2:] == ["evidence.mark_added", "evidence.mark_ended"]
    with bureau.runtime.reading() as session:
        assert verify(session, objects=bureau.runtime.objects).findings == ()


FORGED = (
    "INSERT INTO time_mark (id, item_id, mark_id, version, at_ms, until_ms, remark, ended, marked_by, marked_at) "
    "SELECT {id}, item_id, mark_id, {version}, at_ms, until_ms, 'x', {ended}, {by}, marked_at FROM time_mark"
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE time_mark SET remark = 'x'",
        "DELETE FROM time_mark",
        FORGED.format(id="item_id", version=3, ended="ended", by="marked_by"),
        FORGED.format(
            id="item_id", version=2, ended="ended", by="(SELECT viewer_id FROM viewing WHERE viewer_id <> marked_by)"
        ),
        FORGED.format(id="item_id", version=1, ended="ended", by="marked_by"),
        "DELETE FROM technical_facts",
        "UPDATE technical_facts SET facts = '{}'",
    ],
)
def test_the_database_keeps_marks_as_they_were_written(bureau: Bureau, item: ItemRow, statement: str) -> None:
    look(bureau, item)
    look(bureau, item, "officer_b")
    mark(bureau, item)
    with pytest.raises(DatabaseError):
        bureau.sql(statement)
    assert len(bureau.read(queries.marks_of, item.id)) == 1
