"""The object store is killed and comes back. What was acknowledged waits on the server's disk and becomes evidence."""

import hashlib
import secrets
from datetime import timedelta
from pathlib import Path
from shutil import copy

import pytest

from enforcement import bootstrap
from enforcement.app import build_office
from enforcement.evidence import queries, service, worker
from enforcement.evidence.names import JobState
from enforcement.kernel.clock import FixedClock
from enforcement.kernel.identity import SYSTEM
from enforcement.settings import Settings
from tests.bureau import Bureau
from tests.conftest import MORNING, settings_for
from tests.service.evidence.sending import opened, run_due, send
from tests.storage import clips
from tests.storage.s3_server import S3Server, free_ports, s3_process
from tests.web.visitor import Office


@pytest.mark.s3
@pytest.mark.timeout(300)
def test_a_store_outage_pauses_and_loses_nothing(migrated_sqlite: Path, tmp_path: Path) -> None:
    ports = free_ports()
    server = S3Server(f"127.0.0.1:{ports['s3.port']}", secrets.token_hex(10), secrets.token_hex(20))
    stored = tmp_path / "server"
    stored.mkdir()
    content = clips.film(tmp_path / "现场.mp4").read_bytes()
    copy(migrated_sqlite, tmp_path / "enforcement.sqlite3")
    clock = FixedClock(MORNING)
    runtime = bootstrap.start(_settings(tmp_path, server), clock=clock)
    bureau = Bureau(runtime=runtime, clock=clock)
    case = bureau.filed()
    with s3_process(stored, server, ports):
        runtime.objects.prepare()
    upload = opened(bureau, case, size=len(content), name="现场.mp4")
    assert send(bureau, upload.id, content) == len(content)
    for _again in range(5):
        _tries_in_vain(bureau, upload.id)
    browser = Office(bureau=bureau, app=build_office(runtime)).browser("officer_a")
    page = browser.get(f"/office/cases/{case}/evidence").text
    assert "存储中断，已暂停" in page
    assert "自动重试" in page
    assert "没有丢失" in page
    with s3_process(stored, server, ports):
        clock.at += timedelta(minutes=11)
        assert all(run_due(bureau))
        (item,) = bureau.read(queries.items, case)
        assert item.sha256 == hashlib.sha256(content).hexdigest()
        assert runtime.objects.digest(item.object_key or "") == item.sha256
    runtime.close()


def _tries_in_vain(bureau: Bureau, upload_id: object) -> None:
    """Each try ends at once and the next is later; none is counted against the recording."""
    bureau.clock.at += timedelta(minutes=11)
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        (job_id,) = service.due_jobs(work)
    assert worker.run_media_job(bureau.runtime, job_id) is False
    job = bureau.read(queries.job, job_id)
    assert (job.upload_id, job.state, job.attempt) == (upload_id, JobState.QUEUED, 0)


def _settings(folder: Path, server: S3Server) -> Settings:
    return settings_for(
        f"sqlite:///{folder / 'enforcement.sqlite3'}",
        folder,
        STORE="s3",
        S3_ENDPOINT=server.endpoint,
        S3_ACCESS_KEY=server.access_key,
        S3_SECRET_KEY=server.secret_key,
        S3_BUCKET="outage",
        S3_SECURE="false",
    )
