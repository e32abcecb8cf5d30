"""Limits are worth what they stop: each is run into on purpose."""

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.errors import Exceeded, MediaLimit, MediaRefused, Refusal
from storage.media.harness import Harness, Programs
from storage.media.limits import MEBIBYTE, MediaLimits
from storage.media.runner import network_is_cut, run, workplace

QUICK = MediaLimits(cpu_seconds=1, wall_seconds=10, memory_bytes=256 * MEBIBYTE, output_bytes=MEBIBYTE)


SYSTEM, OWN = "programs of the system", "a program of our own"


@pytest.fixture(autouse=True, params=[SYSTEM, OWN])
def harness(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Harness:
    """Each limit is put on in two ways, and each way must hold."""
    programs = Programs.found() if request.param == SYSTEM else None
    if programs is None and request.param == SYSTEM:
        pytest.skip("this system brings no unshare, prlimit and nice")
    chosen = Harness(programs)
    monkeypatch.setattr("storage.media.runner.harness", lambda: chosen)
    return chosen


def child(code: str, *, bounds: MediaLimits = QUICK) -> bytes:
    with workplace() as place:
        return run([sys.executable, "-I", "-c", code], place=place, limits=bounds)


def exceeded_by(code: str, *, bounds: MediaLimits = QUICK) -> Exceeded:
    with pytest.raises(MediaLimit) as stopped:
        child(code, bounds=bounds)
    return stopped.value.exceeded


def test_what_is_printed_comes_back() -> None:
    assert child("print('done')") == b"done\n"


def test_a_busy_child_is_stopped() -> None:
    assert exceeded_by("while True: pass") is Exceeded.PROCESSOR_TIME


def test_a_child_that_ignores_the_warning_is_killed() -> None:
    code = "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"
    assert exceeded_by(code) is Exceeded.PROCESSOR_TIME


def test_a_sleeping_child_is_stopped_with_its_children() -> None:
    started = time.monotonic()
    code = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    assert exceeded_by(code, bounds=MediaLimits(wall_seconds=1)) is Exceeded.WALL_TIME
    assert time.monotonic() - started < 5


def test_a_greedy_child_gets_no_more_memory() -> None:
    assert exceeded_by("x = bytearray(400 * 1024 * 1024)") is Exceeded.MEMORY


def test_a_talkative_child_is_stopped() -> None:
    assert exceeded_by("import sys\nwhile True: sys.stdout.write('x' * 65536)") is Exceeded.OUTPUT


def test_a_child_cannot_fill_the_disk() -> None:
    code = "import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_DFL)\nopen('big', 'wb').write(b'x' * 2**22)"
    assert exceeded_by(code) is Exceeded.OUTPUT


def test_a_child_that_dies_is_a_refusal() -> None:
    with pytest.raises(MediaRefused) as refused:
        child("import os\nos.abort()")
    assert refused.value.reason is Refusal.UNREADABLE


def test_a_child_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "secret")
    seen = child("import os\nprint(sorted(os.environ))").decode()
    assert "DATABASE_PASSWORD" not in seen
    assert "PATH" not in seen


def test_a_child_starts_in_an_empty_folder_at_lowest_priority() -> None:
    listed, nice = child("import os\nprint(os.listdir())\nprint(os.nice(0))").decode().splitlines()
    assert listed == "['messages']"
    assert nice == "19"


def test_a_child_inherits_no_open_file(tmp_path: Path) -> None:
    with (tmp_path / "open").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        assert child("import os\nprint(len(os.listdir('/proc/self/fd')))").strip() == b"4"


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    visits: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        over = threading.Event()

        def accept() -> None:
            while not over.is_set():
                try:
                    visitor, address = server.accept()
                except TimeoutError:
                    continue
                visits.append(str(address))
                visitor.close()

        thread = threading.Thread(target=accept)
        thread.start()
        yield server.getsockname()[1], visits
        over.set()
        thread.join()


def test_both_ways_put_on_the_same_limits(harness: Harness) -> None:
    asked = "import resource as r\nprint([r.getrlimit(n) for n in (r.RLIMIT_CPU, r.RLIMIT_AS, r.RLIMIT_FSIZE, 7, 4)])"
    most, processor = 256 * MEBIBYTE, QUICK.cpu_seconds
    expected = [(processor, processor + 2), (most, most), (MEBIBYTE, MEBIBYTE), (64, 64), (0, 0)]
    assert child(asked).decode().strip() == str(expected)


def test_both_ways_can_cut_the_network_or_neither(harness: Harness) -> None:
    assert harness.cuts_the_network == Harness(None).cuts_the_network


def test_a_child_has_no_network_where_the_machine_allows(listener: tuple[int, list[str]]) -> None:
    if not network_is_cut():
        pytest.skip("this machine does not let a program give up its network")
    port, visits = listener
    with pytest.raises(MediaRefused):
        child(f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 2)")
    assert visits == []


def test_the_workplace_is_gone_afterwards() -> None:
    with workplace() as place:
        folder = place.folder
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()
