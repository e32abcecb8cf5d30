"""A day's photographs of a scene, chosen at once and sent one by one; each becomes evidence, none is lost."""

import io
import random
import time
from collections.abc import Iterator

from PIL import Image

from bench.house import House, throw_away
from bench.measuring import Goal
from enforcement.evidence import queries, worker
from enforcement.evidence import service as evidence
from enforcement.kernel.identity import SYSTEM
from tests.web.evidence.serving import Sender
from tests.web.evidence.tus_real.process import office_process


def measure(*, count: int) -> Iterator[Goal]:
    with throw_away() as house:
        begun = time.perf_counter()
        with office_process(house.folder) as running:
            _send(house.sender(running), count)
        sent = time.perf_counter() - begun
        _seal(house)
        with house.live.work(SYSTEM, reading=True) as work:
            kept = queries.items(work.session, house.case)
    lost = count - len({item.sha256 for item in kept})
    note = f"{count} photographs, {sent / count * 1000:.0f} ms each to send"
    yield Goal(name="photographs lost", figure=lost, most=0, unit="", note=note)


def _send(sender: Sender, count: int) -> None:
    for number in range(count):
        photo = _photograph(number)
        answer = sender.create(len(photo), name=f"照片{number:04d}.jpg", body=photo, fingerprint=f"photo-{number}")
        assert answer.status_code == 201, answer.text
        assert int(answer.headers["Upload-Offset"]) == len(photo)


def _photograph(number: int) -> bytes:
    made = io.BytesIO()
    noise = random.Random(number).randbytes(120 * 90 * 3)
    Image.frombytes("RGB", (120, 90), noise).resize((480, 360)).save(made, format="JPEG", quality=80)
    return made.getvalue()


def _seal(house: House) -> None:
    """The worker's first job of each; previews are measured elsewhere."""
    while True:
        with house.live.work(SYSTEM, reading=True) as work:
            due = [queries.job(work.session, job) for job in evidence.due_jobs(work, limit=500)]
        waiting = [job for job in due if job.kind == "SEAL"]
        for job in waiting:
            assert worker.run_media_job(house.live, job.id)
        if not waiting:
            return
