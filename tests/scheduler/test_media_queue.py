"""The queue hands out; the row is the truth. What a killed worker held comes back when its lease has run out."""

from uuid import UUID

import pytest

from enforcement.evidence import queries as evidence
from enforcement.evidence.worker import run_media_job
from scheduler.worker import MediaQueue, PlainMessages
from tests.scheduler.conftest import uploaded


@pytest.fixture
def queue(runtime):
    opened = MediaQueue(runtime)
    yield opened
    opened.close()


def work_off(queue: MediaQueue) -> int:
    """What a worker thread does, until the queue is empty."""
    count = 0
    while task := queue.huey.dequeue():
        queue.huey.execute(task)
        count += 1
    return count


def test_received_evidence_is_sealed_by_a_queued_task(bureau, queue):
    case = bureau.filed()
    uploaded(bureau, case)
    assert queue.sweep() == 1
    assert queue.sweep() == 0  # it is waiting already
    assert work_off(queue) == 1
    (item,) = bureau.read(evidence.items, case)
    assert item.kind_name


def test_what_a_killed_worker_took_from_the_queue_is_handed_out_again(bureau, queue):
    case = bureau.filed()
    uploaded(bureau, case)
    queue.sweep()
    assert queue.huey.dequeue()  # taken, and its worker dies before it opens the row
    assert queue.sweep() == 1
    assert work_off(queue) == 1
    assert len(bureau.read(evidence.items, case)) == 1


def test_a_task_handed_out_twice_has_one_effect(bureau, runtime, queue):
    case = bureau.filed()
    uploaded(bureau, case)
    queue.sweep()
    (waiting,) = queue.huey.pending()
    queue.huey.enqueue(waiting)
    assert work_off(queue) == 2
    assert len(bureau.read(evidence.items, case)) == 1


def test_a_task_whose_job_is_done_already_does_nothing(bureau, runtime, queue):
    case = bureau.filed()
    uploaded(bureau, case)
    queue.sweep()
    (task,) = queue.huey.pending()
    assert run_media_job(runtime, UUID(task.args[0]))
    assert work_off(queue) == 1
    assert len(bureau.read(evidence.items, case)) == 1


def test_messages_are_plain_text(bureau, queue):
    uploaded(bureau, bureau.filed())
    queue.sweep()
    (raw,) = queue.huey.storage.enqueued_items()
    text = bytes(raw).decode()
    assert text.startswith("[")
    assert isinstance(PlainMessages()._deserialize(raw).args, tuple)
