"""Clips and marked copies: who may ask, what they are, how long they live, and that the original stays as it was."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.audit.verification import verify
from enforcement.evidence import queries, rules, service, worker
from enforcement.evidence.looking import FurtherCopyRow
from enforcement.evidence.names import CopyKind, CustodyEvent, Purpose
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId
from storage.joined import whole
from storage.media.probe import probe
from tests.bureau import Bureau
from tests.service.evidence.sending import evidence, film, run_due
from tests.storage import clips


@pytest.fixture
def case(bureau: Bureau) -> CaseId:
    return bureau.filed()


@pytest.fixture
def item(bureau: Bureau, case: CaseId, tmp_path: Path) -> ItemRow:
    return evidence(bureau, case, film(tmp_path))


def look(bureau: Bureau, item: ItemRow, login: str = "officer_a", purpose: Purpose = Purpose.HANDLING) -> None:
    bureau.act(login, service.open_viewing, item.case_id, item_id=item.id, purpose=purpose)


def ask_clip(bureau: Bureau, item: ItemRow, login: str = "officer_a", *, span: tuple[int, int] = (500, 2000)) -> UUID:
    said = {"from_ms": span[0], "until_ms": span[1], "title": "出示证件", "purpose": "法制审核"}
    made: UUID = bureau.act(login, service.ask_clip, item.case_id, item_id=item.id, **said)
    return made


def made(bureau: Bureau, item: ItemRow, request: UUID) -> FurtherCopyRow:
    return next(row for row in bureau.read(queries.further_copies, item.id) if row.id == request)


def test_AV_6_a_clip_is_a_new_object_derived_from_its_original(bureau: Bureau, item: ItemRow, tmp_path: Path) -> None:
    look(bureau, item)
    clip = made(bureau, item, ask_clip(bureau, item))
    assert (clip.object_key, clip.place) == (None, "00:00:00.500 至 00:00:02")
    assert run_due(bureau) == [True]
    clip = made(bureau, item, clip.id)
    (tmp_path / "clip.mp4").write_bytes(whole(bureau.runtime.objects, clip.object_key or "", sha256=clip.sha256))
    facts = probe(tmp_path / "clip.mp4")
    assert facts.duration == pytest.approx(1.5, abs=0.15)
    assert (facts.video_codec, facts.audio_codec, facts.device) == ("h264", "aac", None)
    assert (clip.item_id, clip.expires_at, clip.sha256 != item.sha256) == (item.id, None, True)
    assert bureau.runtime.objects.digest(item.object_key or "") == item.sha256
    line = bureau.read(queries.custody_of, item.id)[-1]
    assert (line.event, line.why, line.by) == (CustodyEvent.DERIVED, "法制审核", bureau.id("officer_a"))
    assert clip.sha256 in line.result
    with bureau.runtime.reading() as session:
        assert verify(session, objects=bureau.runtime.objects).findings == ()


def test_a_clip_of_a_sound_recording(bureau: Bureau, case: CaseId, tmp_path: Path) -> None:
    sound = evidence(bureau, case, clips.tone(tmp_path / "来电.mp3"))
    look(bureau, sound)
    request = ask_clip(bureau, sound)
    run_due(bureau)
    assert made(bureau, sound, request).mime == "audio/mp4"


def test_only_handlers_cut_and_only_under_a_purpose(bureau: Bureau, item: ItemRow) -> None:
    with pytest.raises(NotAllowed):
        ask_clip(bureau, item)
    look(bureau, item, "reviewer", Purpose.REVIEW)
    with pytest.raises(NotAllowed):
        ask_clip(bureau, item, "reviewer")
    with pytest.raises(NotFound):
        ask_clip(bureau, item, "officer_c")


@pytest.mark.parametrize("span", [(2000, 1000), (0, 100), (1000, 60_000)])
def test_a_clip_lies_inside_the_recording(bureau: Bureau, item: ItemRow, span: tuple[int, int]) -> None:
    look(bureau, item)
    with pytest.raises(InvalidInput):
        ask_clip(bureau, item, span=span)


def test_a_photograph_is_not_cut(bureau: Bureau, case: CaseId, tmp_path: Path) -> None:
    photo = evidence(bureau, case, clips.photograph(tmp_path / "a.jpg"))
    look(bureau, photo)
    with pytest.raises(RuleBroken) as refused:
        ask_clip(bureau, photo)
    assert refused.value.code == "NO_RECORDING"
    with pytest.raises(RuleBroken) as not_marked:
        bureau.act("officer_a", service.ask_marked_copy, case, item_id=photo.id)
    assert not_marked.value.code == "NO_FILM"


def marked(bureau: Bureau, item: ItemRow, login: str = "reviewer") -> FurtherCopyRow:
    look(bureau, item, login, Purpose.REVIEW)
    request = bureau.act(login, service.ask_marked_copy, item.case_id, item_id=item.id)
    run_due(bureau)
    return made(bureau, item, request)


def test_a_marked_copy_shows_words_on_every_frame(bureau: Bureau, item: ItemRow, tmp_path: Path) -> None:
    copy = marked(bureau, item)
    assert (copy.kind, copy.purpose) == (CopyKind.MARK, "法制审核")
    (tmp_path / "m.mp4").write_bytes(whole(bureau.runtime.objects, copy.object_key or "", sha256=copy.sha256))
    assert differing_frames(tmp_path / "m.mp4", tmp_path / "现场检查.mp4") >= 25


def differing_frames(one: Path, other: Path) -> int:
    """Frames in which the two films are unlike each other by more than encoding does."""
    count = 0
    for ours, theirs in zip(raw_frames(one), raw_frames(other), strict=False):
        apart = [abs(a - b) for a, b in zip(ours, theirs, strict=True)]
        count += sum(value > 20 for value in apart) > 100
    return count


def raw_frames(path: Path) -> list[bytes]:
    frame_size = 320 * 180
    out = path.with_suffix(".gray")
    clips.ffmpeg("-i", path, "-an", "-f", "rawvideo", "-pix_fmt", "gray", out)
    raw = out.read_bytes()
    return [raw[start : start + frame_size] for start in range(0, len(raw), frame_size)]


def test_a_marked_copy_is_its_askers_alone(bureau: Bureau, item: ItemRow) -> None:
    copy = marked(bureau, item)
    look(bureau, item)
    place = {"item_id": item.id, "request_id": copy.id}
    with pytest.raises(NotFound):
        bureau.act("officer_a", service.take_further, item.case_id, **place)
    bureau.act("reviewer", service.take_further, item.case_id, **place)
    line = bureau.read(queries.custody_of, item.id)[-1]
    assert (line.event, line.how, line.why) == (CustodyEvent.COPIED, "下载带水印的调阅副本", "法制审核")


def test_taking_a_copy_needs_a_purpose_that_still_stands(bureau: Bureau, item: ItemRow) -> None:
    copy = marked(bureau, item)
    bureau.later(minutes=31)
    with pytest.raises(NotAllowed):
        bureau.act("reviewer", service.take_further, item.case_id, item_id=item.id, request_id=copy.id)


def test_one_marked_copy_at_a_time(bureau: Bureau, item: ItemRow) -> None:
    look(bureau, item)
    bureau.act("officer_a", service.ask_marked_copy, item.case_id, item_id=item.id)
    with pytest.raises(RuleBroken) as refused:
        bureau.act("officer_a", service.ask_marked_copy, item.case_id, item_id=item.id)
    assert refused.value.code == "ASKED_ALREADY"


def test_a_marked_copy_is_removed_after_a_day_and_a_clip_stays(bureau: Bureau, item: ItemRow) -> None:
    look(bureau, item)
    request = ask_clip(bureau, item)
    copy = marked(bureau, item)
    clip, objects = made(bureau, item, request), bureau.runtime.objects
    bureau.later(hours=25)
    worker.reap_abandoned(bureau.runtime)
    assert (objects.exists(copy.object_key or ""), objects.exists(clip.object_key or "")) == (False, True)
    assert made(bureau, item, copy.id).stands(bureau.clock.at) is False
    worker.reap_abandoned(bureau.runtime)  # nothing left to remove is no trouble
    look(bureau, item, "reviewer", Purpose.REVIEW)
    with pytest.raises(NotFound):
        bureau.act("reviewer", service.take_further, item.case_id, item_id=item.id, request_id=copy.id)
    with bureau.runtime.reading() as session:
        assert verify(session, objects=objects).findings == ()
    assert timedelta(hours=24) == rules.MARKED_COPY_LIFE


def test_a_changed_clip_is_found(bureau: Bureau, item: ItemRow) -> None:
    look(bureau, item)
    request = ask_clip(bureau, item)
    run_due(bureau)
    clip = made(bureau, item, request)
    assert (clip.object_key, clip.sha256) in bureau.read(lambda session: list(queries.digests(session)))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE copy_request SET purpose = 'x'",
        "DELETE FROM copy_request",
        "UPDATE further_copy SET sha256 = '" + "0" * 64 + "'",
        "DELETE FROM further_copy",
        "UPDATE media_job SET request_id = NULL WHERE kind = 'CLIP'",
    ],
)
def test_the_database_keeps_what_was_asked_and_made(bureau: Bureau, item: ItemRow, statement: str) -> None:
    look(bureau, item)
    ask_clip(bureau, item)
    run_due(bureau)
    with pytest.raises(DatabaseError):
        bureau.sql(statement)
