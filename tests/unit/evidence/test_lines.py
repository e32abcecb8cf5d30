"""A connection left behind lets go when asked: from its own process and, by a call beside the upload, from another."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from uuid import uuid4

import pytest

from enforcement.evidence.lines import LETTING_GO, SILENT_AFTER, Line, Lines

UPLOAD = uuid4()


@contextmanager
def sending(lines: Lines, call: Path, *, silent: bool) -> Iterator[None]:
    """Somebody holds the upload and waits for bytes that never come."""
    ours, theirs = socket.socketpair()
    line = Line(ours)
    line.moved = monotonic() - (SILENT_AFTER + 1 if silent else 0)
    began = Event()

    def hold() -> None:
        with lines.taken(UPLOAD, line, call=call):
            began.set()
            line.reader(ours.recv)(1)

    thread = Thread(target=hold)
    thread.start()
    began.wait()
    try:
        yield
    finally:
        theirs.close()
        thread.join()
        ours.close()


@pytest.fixture
def call(tmp_path: Path) -> Path:
    return tmp_path / "upload.wanted"


def test_a_silent_line_of_this_process_lets_go_at_once(call: Path) -> None:
    lines = Lines()
    with sending(lines, call, silent=True):
        assert lines.let_go(UPLOAD, call=call)


def test_a_silent_line_of_another_process_hears_the_call(call: Path) -> None:
    with sending(Lines(), call, silent=True):
        assert Lines().let_go(UPLOAD, call=call)
    assert not call.exists()


@pytest.mark.parametrize("same", [True, False], ids=["this process", "another"])
def test_a_line_that_moved_just_now_is_never_interrupted(
    call: Path, monkeypatch: pytest.MonkeyPatch, same: bool
) -> None:
    monkeypatch.setattr("enforcement.evidence.lines.LETTING_GO", LETTING_GO / 10)
    holder = Lines()
    with sending(holder, call, silent=False):
        assert not (holder if same else Lines()).let_go(UPLOAD, call=call)
    assert not call.exists()
