"""From received bytes to evidence: real ffmpeg, both databases, every way it is refused or interrupted."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import queries as cases
from enforcement.evidence import putting, queries, service, worker
from enforcement.evidence.names import DerivativeKind, EvidenceKind, JobState, Medium, UploadState
from enforcement.kernel.errors import RuleBroken, Stale
from enforcement.kernel.identity import SYSTEM
from enforcement.procedures.grammar import Milestone
from storage.errors import ObjectLocked, StoreUnavailable
from tests.bureau import Bureau
from tests.service.evidence.sending import evidence, film, job_states, opened, run_due, send, whole_labels
from tests.storage import clips


def test_a_film_becomes_a_sealed_labelled_item_with_copies_to_look_at(bureau: Bureau, tmp_path: Path) -> None:
    case, path = bureau.filed(), film(tmp_path)
    item = evidence(bureau, case, path, labels=whole_labels(bureau))
    assert item.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (item.kind, item.medium, item.counts, item.damaged) == (EvidenceKind.AUDIOVISUAL, Medium.VIDEO, True, "")
    assert (item.width, item.height, item.duration_ms, item.codecs) == (320, 180, 3000, "h264/aac")
    assert item.device_at == datetime.fromisoformat(clips.MOMENT)
    seen = {DerivativeKind.POSTER, DerivativeKind.PROXY, DerivativeKind.STRIP, DerivativeKind.STRIP_INDEX}
    assert set(item.derivatives) == seen | {DerivativeKind.WAVE}
    assert Milestone.EVIDENCE_SEALED in bureau.read(cases.stands, case)
    assert not list((tmp_path / "staging").glob("*.part"))
    assert not list((tmp_path / "staging" / "jobs").iterdir())


def test_the_original_is_locked_for_ten_years(bureau: Bureau, tmp_path: Path) -> None:
    item = evidence(bureau, bureau.filed(), film(tmp_path))
    objects = bureau.runtime.objects
    until = objects.lock_state(item.object_key or "").locked_until
    assert item.locked_until == until
    assert until is not None
    assert until - bureau.clock.at > timedelta(days=3650)
    with pytest.raises(ObjectLocked):
        objects.remove(item.object_key or "")


def test_custody_tells_who_what_how_and_with_what_result(bureau: Bureau, tmp_path: Path) -> None:
    item = evidence(bureau, bureau.filed(), film(tmp_path), labels=whole_labels(bureau))
    lines = bureau.read(queries.custody_of, item.id)
    assert [line.event_name for line in lines] == ["接收", "封存入卷", "标注", "生成副本"]
    assert lines[0].by == bureau.id("officer_a")
    assert item.sha256 in lines[0].result
    assert "回读校验一致" in lines[1].result


def test_the_same_bytes_lie_once_and_are_referenced_twice(bureau: Bureau, tmp_path: Path) -> None:
    case, path = bureau.filed(), clips.tone(tmp_path / "录音.mp3")
    first, second = evidence(bureau, case, path), evidence(bureau, case, path)
    assert (first.id == second.id, first.object_key == second.object_key) == (False, True)
    assert (first.seq, second.seq) == (1, 2)
    assert len(list(bureau.runtime.objects.keys("originals/"))) == 1
    assert (first.object_key, first.sha256) in bureau.read(lambda session: list(queries.digests(session)))


def test_photographs_show_the_cameras_own_word_and_thumbnails(bureau: Bureau, tmp_path: Path) -> None:
    item = evidence(bureau, bureau.filed(), clips.photograph(tmp_path / "柜台.jpg"))
    assert (item.medium, item.device, item.device_time) == (Medium.PICTURE, "HUAWEI P60", "2026-03-01T10:20:30+08:00")
    assert item.device_place == "23.125,113.25"
    assert set(item.derivatives) == {DerivativeKind.SMALL, DerivativeKind.LARGE}


def test_a_truncated_film_is_kept_and_marked(bureau: Bureau, tmp_path: Path) -> None:
    whole = clips.film(tmp_path / "whole.mp4").read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: len(whole) // 2])
    case = bureau.filed()
    item = evidence(bureau, case, cut, labels=whole_labels(bureau))
    assert "文件不完整" in item.damaged
    assert (item.counts, item.derivatives, job_states(bureau, case)) == (True, (), [])


def test_a_wrong_name_is_refused_after_the_first_part(bureau: Bureau, tmp_path: Path) -> None:
    case, program = bureau.filed(), b"MZ\x90\x00" + bytes(9000)
    upload = opened(bureau, case, size=len(program))
    with pytest.raises(RuleBroken) as refused:
        send(bureau, upload.id, program[:5000])
    assert refused.value.code == "CONTENT_REFUSED"
    assert "不是可以识别" in refused.value.sentence
    assert bureau.read(queries.upload, upload.id).state is UploadState.REFUSED
    assert not list((tmp_path / "staging").glob("*.part"))


def test_a_store_that_does_not_answer_is_tried_again_later(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, content = bureau.filed(), clips.tone(tmp_path / "a.mp3").read_bytes()
    upload = opened(bureau, case, size=len(content), name="a.mp3")
    send(bureau, upload.id, content)
    real = bureau.runtime.objects.put

    def refuse(*_args: object, **_named: object) -> None:
        raise StoreUnavailable("down")

    monkeypatch.setattr(bureau.runtime.objects, "put", refuse)
    assert run_due(bureau) == [False]
    (job,) = bureau.read(queries.running_jobs, case)
    assert (job.state, job.error_code, job.attempt) == (JobState.QUEUED, "StoreUnavailable", 0)
    monkeypatch.setattr(bureau.runtime.objects, "put", real)
    bureau.later(minutes=1)
    assert run_due(bureau) == [True, True]
    assert len(bureau.read(queries.items, case)) == 1


def test_after_three_failures_a_person_may_ask_again(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, content = bureau.filed(), clips.tone(tmp_path / "a.mp3").read_bytes()
    upload = opened(bureau, case, size=len(content), name="a.mp3")
    send(bureau, upload.id, content)

    def refuse(*_args: object, **_named: object) -> None:
        raise OSError("disk")

    with monkeypatch.context() as broken:
        broken.setattr(putting, "look", refuse)
        for _try in range(3):
            run_due(bureau)
            bureau.later(minutes=5)
    (job,) = bureau.read(queries.running_jobs, case)
    assert (job.state, job.error_code) == (JobState.FAILED, "DISK")
    bureau.act("officer_a", service.repeat_job, case, job_id=job.id)
    assert run_due(bureau) == [True, True]


def test_a_killed_worker_is_replaced_when_its_lease_is_over(bureau: Bureau, tmp_path: Path) -> None:
    case, content = bureau.filed(), clips.tone(tmp_path / "a.mp3").read_bytes()
    upload = opened(bureau, case, size=len(content), name="a.mp3")
    send(bureau, upload.id, content)
    (job_id,) = bureau.act("system", service.due_jobs)
    dead = bureau.act("system", service.take_job, job_id=job_id)
    assert bureau.act("system", service.due_jobs) == []
    assert worker.run_media_job(bureau.runtime, job_id) is False
    bureau.later(minutes=11)
    assert run_due(bureau) == [True, True]
    with pytest.raises(Stale):  # the dead one wakes up: its number no longer holds
        bureau.act("system", service.fail_job, job_id=job_id, attempt=dead.attempt, code="X", sentence="x")
    assert len(bureau.read(queries.items, case)) == 1


def test_a_job_that_kills_every_worker_is_given_up(bureau: Bureau, tmp_path: Path) -> None:
    case, content = bureau.filed(), clips.tone(tmp_path / "a.mp3").read_bytes()
    upload = opened(bureau, case, size=len(content), name="a.mp3")
    send(bureau, upload.id, content)
    (job_id,) = bureau.act("system", service.due_jobs)
    for _try in range(3):
        bureau.act("system", service.take_job, job_id=job_id)
        bureau.later(minutes=11)
    assert run_due(bureau) == [False]
    assert bureau.read(queries.job, job_id).state is JobState.FAILED
    assert (tmp_path / "staging" / f"{upload.id}.part").exists()  # the bytes are still there


def test_killed_between_store_and_record_the_next_try_completes(bureau: Bureau, tmp_path: Path) -> None:
    """The torn pair: the object lies in the store, no row names it yet."""
    case, content = bureau.filed(), clips.tone(tmp_path / "a.mp3").read_bytes()
    upload = opened(bureau, case, size=len(content), name="a.mp3")
    send(bureau, upload.id, content)
    (job_id,) = bureau.act("system", service.due_jobs)
    bureau.act("system", service.take_job, job_id=job_id)
    key = f"originals/{hashlib.sha256(content).hexdigest()[:2]}/{hashlib.sha256(content).hexdigest()[2:4]}/"
    with (tmp_path / "staging" / f"{upload.id}.part").open("rb") as file:
        bureau.runtime.objects.put(
            key + hashlib.sha256(content).hexdigest(), file, size=len(content), content_type="audio/mpeg"
        )
    (tmp_path / "staging" / f"{upload.id}.part").unlink()
    bureau.later(minutes=11)
    assert run_due(bureau) == [True, True]
    assert bureau.read(queries.items, case)[0].sha256 == hashlib.sha256(content).hexdigest()


def test_bytes_changed_on_the_staging_disk_never_become_evidence(bureau: Bureau, tmp_path: Path) -> None:
    case, content = bureau.filed(), clips.tone(tmp_path / "a.mp3").read_bytes()
    upload = opened(bureau, case, size=len(content), name="a.mp3")
    send(bureau, upload.id, content)
    staged = tmp_path / "staging" / f"{upload.id}.part"
    staged.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    run_due(bureau)
    row = bureau.read(queries.upload, upload.id)
    assert (row.state, bureau.read(queries.items, case)) == (UploadState.REFUSED, [])
    assert "重新上传" in row.refused_reason
    assert not list(bureau.runtime.objects.keys("originals/"))


def test_a_case_closed_meanwhile_takes_nothing_more(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, content = bureau.filed(), clips.tone(tmp_path / "a.mp3").read_bytes()
    upload = opened(bureau, case, size=len(content), name="a.mp3")
    send(bureau, upload.id, content)
    standing = bureau.read(cases.stands, case) | {Milestone.CLOSED}
    monkeypatch.setattr(cases, "stands", lambda _session, _case: standing)
    run_due(bureau)
    row = bureau.read(queries.upload, upload.id)
    assert (row.state, "结案" in row.refused_reason) == (UploadState.REFUSED, True)
    assert not list(bureau.runtime.objects.keys("originals/"))


def test_AV_5_a_late_upload_is_marked_and_the_head_of_the_unit_told(bureau: Bureau, tmp_path: Path) -> None:
    early = bureau.clock.at - timedelta(hours=25)
    item = evidence(
        bureau, bureau.filed(), clips.tone(tmp_path / "a.mp3"), labels=whole_labels(bureau, captured_at=early)
    )
    assert item.late
    rows = bureau.sql("SELECT subject FROM message WHERE natural_key LIKE 'late:%'")
    assert ["二十四小时" in row.subject for row in rows] == [True]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE item SET sha256 = '" + "0" * 64 + "'",
        "UPDATE item SET object_key = 'originals/other'",
        "DELETE FROM item",
        "UPDATE custody SET result = 'x'",
        "DELETE FROM custody",
        "DELETE FROM label",
        "UPDATE label SET captured_place = 'x'",
        "DELETE FROM derivative",
        "DELETE FROM upload_session",
        "UPDATE upload_session SET state = 'OPEN'",
        "UPDATE upload_session SET sha256 = '" + "0" * 64 + "'",
        "DELETE FROM media_job",
        "INSERT INTO custody (id, item_id, seq, event, by, at, how, why, result) "
        "SELECT upload_id, id, 9, 'VIEWED', upload_id, sealed_at, '', '', '' FROM item",
    ],
)
def test_the_database_keeps_what_was_sealed(bureau: Bureau, tmp_path: Path, statement: str) -> None:
    evidence(bureau, bureau.filed(), clips.tone(tmp_path / "a.mp3"), labels=whole_labels(bureau))
    with pytest.raises(DatabaseError):
        bureau.sql(statement)


def test_a_dead_process_leaves_nothing_behind(bureau: Bureau, tmp_path: Path) -> None:
    upload = opened(bureau, bureau.filed(), size=100_000)
    send(bureau, upload.id, b"\x00\x00\x00\x18ftypmp42" + bytes(5000))
    left = tmp_path / "staging" / "jobs"
    left.mkdir(parents=True)
    bureau.later(days=6)
    assert worker.reap_abandoned(bureau.runtime) == 0
    assert (tmp_path / "staging" / f"{upload.id}.part").exists()
    bureau.later(days=2)
    assert worker.reap_abandoned(bureau.runtime) == 1
    assert not list((tmp_path / "staging").glob("*.part"))
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        assert queries.upload(work.session, upload.id).state is UploadState.EXPIRED
