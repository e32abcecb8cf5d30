"""Copies to look at: which there are, what they show, that work is done once however many workers there are."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from enforcement.audit.verification import verify
from enforcement.evidence import queries, service, technical
from enforcement.evidence.models import MediaJob
from enforcement.evidence.names import DerivativeKind, JobState
from storage.joined import whole
from storage.media.probe import probe
from tests.bureau import Bureau
from tests.cli.conftest import whole_environment
from tests.service.evidence.sending import evidence, film, opened, send, whole_labels
from tests.storage import clips

PATIENCE = 90.0
# The worker as the scheduler runs it, with a lease short enough to see a dead one replaced in a test.
WORKER = """
import sys, time
from datetime import timedelta
from enforcement.bootstrap import start
from enforcement.evidence import pulse, rules, service, worker
from enforcement.kernel.identity import SYSTEM
from enforcement.settings import read_settings
rules.LEASE, pulse.BEAT_SECONDS = timedelta(seconds=4), 1.0
runtime = start(read_settings())
while True:
    with runtime.work(SYSTEM, reading=True) as work:
        due = service.due_jobs(work)
    for job in due:
        worker.run_media_job(runtime, job)
    time.sleep(0.1)
"""


def copy_of(bureau: Bureau, item_id: object, kind: DerivativeKind) -> bytes:
    rows = bureau.read(queries.derivatives, item_id)
    row = next(one for one in rows if one.kind is kind)
    return whole(bureau.runtime.objects, row.object_key, sha256=row.sha256)


def test_a_film_gets_a_strip_with_its_index(bureau: Bureau, tmp_path: Path) -> None:
    item = evidence(bureau, bureau.filed(), film(tmp_path))
    index = copy_of(bureau, item.id, DerivativeKind.STRIP_INDEX).decode()
    assert index.startswith("WEBVTT")
    assert index.count("strip#xywh=") in {3, 4}  # one a second
    assert copy_of(bureau, item.id, DerivativeKind.STRIP).startswith(b"\xff\xd8\xff")


def test_every_copy_points_at_its_original_and_the_original_is_untouched(bureau: Bureau, tmp_path: Path) -> None:
    item = evidence(bureau, bureau.filed(), film(tmp_path))
    keys = [row.object_key for row in bureau.read(queries.derivatives, item.id)]
    assert all(item.sha256 in key for key in keys)
    assert bureau.runtime.objects.digest(item.object_key or "") == item.sha256
    with bureau.runtime.reading() as session:
        assert verify(session, objects=bureau.runtime.objects).findings == ()


def test_the_facts_a_recorder_wrote_are_kept_as_found(bureau: Bureau, tmp_path: Path) -> None:
    path = clips.film(tmp_path / "现场.mp4", extra=("-movflags", "use_metadata_tags"))
    item = evidence(bureau, bureau.filed(), path)
    facts = bureau.read(queries.technical_facts, item.id)
    assert (facts["frame_rate"], facts["device"], facts["video_codec"]) == ("10", "Recorder DSJ-9", "h264")
    shown = dict(technical.shown(facts))
    assert (shown["帧率"], shown["时长"]) == ("每秒 10 帧", "3.000 秒")


def test_the_facts_a_camera_wrote_are_kept_as_found(bureau: Bureau, tmp_path: Path) -> None:
    taken = {"exposure": (1, 60), "aperture": 1.8, "sensitivity": 200, "accuracy": 4.5, "software": "Camera 11"}
    item = evidence(bureau, bureau.filed(), clips.photograph(tmp_path / "柜台.jpg", taken=taken))
    shown = dict(technical.shown(bureau.read(queries.technical_facts, item.id)))
    assert (shown["曝光时间"], shown["光圈"], shown["感光度"]) == ("1/60 秒", "f/1.8", "ISO 200")
    assert (shown["卫星定位"], shown["定位误差"], shown["软件"]) == ("23.125, 113.25", "约 4.5 米", "Camera 11")


def test_a_device_clock_ahead_of_ours_is_flagged_not_refused(bureau: Bureau, tmp_path: Path) -> None:
    ahead = bureau.clock.at.replace(minute=bureau.clock.at.minute + 10)
    path = clips.film(tmp_path / "快.mp4", extra=("-metadata", f"creation_time={ahead.isoformat()}"))
    item = evidence(bureau, bureau.filed(), path, labels=whole_labels(bureau))
    assert any("时钟可能不准" in remark for remark in item.clock_remarks)


def test_what_plays_already_is_repacked_not_encoded_again(bureau: Bureau, tmp_path: Path) -> None:
    item = evidence(bureau, bureau.filed(), clips.film(tmp_path / "原样.mp4"))
    (tmp_path / "proxy.mp4").write_bytes(copy_of(bureau, item.id, DerivativeKind.PROXY))
    ours, theirs = probe(tmp_path / "proxy.mp4"), probe(tmp_path / "原样.mp4")
    assert (ours.bit_rate or 0) == pytest.approx(theirs.bit_rate or 0, rel=0.1)  # the same packets
    raw = (tmp_path / "proxy.mp4").read_bytes()
    assert raw.index(b"moov") < raw.index(b"mdat")


@pytest.fixture
def workers(bureau: Bureau, database_url: str, tmp_path: Path) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Three processes on one PostgreSQL. SQLite has one writer, and there a second worker only waits."""
    if not database_url.startswith("postgresql"):
        pytest.skip("several workers are a matter of PostgreSQL")
    environment = whole_environment(database_url, tmp_path)
    command = [sys.executable, "-c", WORKER]
    running = [subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) for _ in range(3)]
    yield running
    for process in running:
        process.kill()
        process.wait()


def wait_until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.2)


@pytest.mark.timeout(240)
def test_three_workers_do_each_thing_once_though_one_is_killed(
    bureau: Bureau, tmp_path: Path, workers: list["subprocess.Popen[bytes]"]
) -> None:
    case, count = bureau.filed(), 5
    for number in range(count):
        content = clips.tone(tmp_path / f"{number}.wav", "-af", f"volume=0.{number + 1}").read_bytes()
        send(bureau, opened(bureau, case, size=len(content), name=f"{number}.wav").id, content)
    wait_until(lambda: any(job.state is JobState.RUNNING for job in bureau.read(queries.running_jobs, case)))
    os.kill(workers[0].pid, signal.SIGKILL)
    wait_until(lambda: not bureau.read(queries.running_jobs, case) and len(bureau.read(queries.items, case)) == count)
    items = bureau.read(queries.items, case)
    assert sorted(item.title for item in items) == [f"{number}.wav" for number in range(count)]
    for item in items:
        events = [line.event_name for line in bureau.read(queries.custody_of, item.id)]
        assert events == ["接收", "封存入卷", "生成副本"]
        assert sorted(item.derivatives) == [DerivativeKind.SOUND, DerivativeKind.WAVE]
    ended = bureau.sql("SELECT kind, count(*) FROM media_job WHERE state = 'DONE' GROUP BY kind ORDER BY kind")
    assert [tuple(row) for row in ended] == [("DERIVE", count), ("SEAL", count)]


def test_a_failure_waits_longer_each_time_and_says_why(bureau: Bureau, tmp_path: Path) -> None:
    case, content = bureau.filed(), clips.tone(tmp_path / "a.mp3").read_bytes()
    send(bureau, opened(bureau, case, size=len(content), name="a.mp3").id, content)
    waits = []
    for attempt in (1, 2):
        (job,) = bureau.act("system", service.due_jobs)
        bureau.act("system", service.take_job, job_id=job)
        said = {"code": "DISK", "sentence": "磁盘暂时无法读写。"}
        bureau.act("system", service.fail_job, job_id=job, attempt=attempt, **said)
        with bureau.runtime.reading() as session:
            waits.append(session.get_one(MediaJob, job).due_at - bureau.clock.at)
        bureau.later(minutes=5)
    assert waits[0] < waits[1] <= timedelta(minutes=1)
    assert bureau.read(queries.job, job).error_sentence == "磁盘暂时无法读写。"
