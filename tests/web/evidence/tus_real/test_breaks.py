"""Every way an upload is known to break, against the server as it runs in earnest. Tests are named after the break."""

import base64
import contextlib
import hashlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import requests

from enforcement.evidence.names import UploadState
from tests.web.evidence.serving import PART, Sender
from tests.web.evidence.tus_real.conftest import Field
from tests.web.evidence.tus_real.process import Process, office_process
from tests.web.evidence.tus_real.sending import MEBIBYTE, Recording

RECORDING = Recording(3 * MEBIBYTE + 123)


@pytest.fixture
def sender(field: Field, served: Process) -> Sender:
    return field.sender(served)


def eventually(reached: Callable[[], bool], *, within: float = 60) -> None:
    until = time.monotonic() + within
    while not reached():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.05)


def begin_part(sender: Sender, url: str, offset: int, *, announced: int) -> socket.socket:
    """The head of a part; what follows is the caller's to send, or not to send."""
    host, port = sender.address.removeprefix("http://").split(":")
    head = {"Host": f"{host}:{port}", "Upload-Offset": str(offset), "Content-Length": str(announced)}
    lines = "\r\n".join(f"{name}: {value}" for name, value in (sender.headers | PART | head).items())
    line = socket.create_connection((host, int(port)))
    line.sendall(f"PATCH {url.removeprefix(sender.address)} HTTP/1.1\r\n{lines}\r\n\r\n".encode())
    return line


def let_go(sender: Sender, url: str) -> None:
    """Nobody holds the upload any more: a part for a place nobody is at is refused for its place, not for waiting."""
    eventually(lambda: sender.patch(url, sender.offset(url) + 1, b"x").status_code in {409, 413})


def finish(sender: Sender, url: str, recording: Recording = RECORDING) -> None:
    """As clients do: where the server stands elsewhere by now, or somebody still sends, they ask again and go on."""

    def gone_on() -> bool:
        at = sender.offset(url)
        answer = sender.patch(url, at, recording.piece(at, at + MEBIBYTE)).status_code
        assert answer in {204, 409, 423}, answer
        return sender.offset(url) == recording.size

    eventually(gone_on)


def is_whole(field: Field, url: str, recording: Recording = RECORDING) -> bool:
    row = field.upload(url)
    return (row.state, row.sha256) == (UploadState.RECEIVED, recording.sha256)


def test_mismatched_offset(field: Field, sender: Sender) -> None:
    url = sender.begun(RECORDING.size)
    sender.patch(url, 0, RECORDING.piece(0, MEBIBYTE))
    for wrong in (0, MEBIBYTE - 1, MEBIBYTE + 1, RECORDING.size):
        assert sender.patch(url, wrong, b"x").status_code == 409
    assert sender.offset(url) == MEBIBYTE
    finish(sender, url)
    assert is_whole(field, url)


def test_over_long(field: Field, sender: Sender) -> None:
    url = sender.begun(RECORDING.size)
    assert sender.patch(url, 0, RECORDING.piece(0, RECORDING.size) + b"x").status_code == 413
    assert sender.offset(url) == 0
    finish(sender, url)
    assert is_whole(field, url)


def test_over_long_without_announcing_it(field: Field, sender: Sender) -> None:
    """Sent in chunks of unknown number: everything up to the announced size is good, the rest is refused."""
    url = sender.begun(RECORDING.size)
    headers = sender.headers | PART | {"Upload-Offset": "0"}
    body = iter([RECORDING.piece(0, RECORDING.size), b"more"])
    answer = requests.patch(url, data=body, headers=headers, timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (413, "OVER_LONG")
    assert field.upload(url).received <= RECORDING.size


def test_body_read_error(field: Field, sender: Sender) -> None:
    """The body is no proper chunked one: what could be read is kept."""
    url = sender.begun(RECORDING.size)
    line = begin_part(sender, url, 0, announced=RECORDING.size)
    line.sendall(RECORDING.piece(0, MEBIBYTE))
    line.shutdown(socket.SHUT_WR)
    eventually(lambda: sender.offset(url) == MEBIBYTE)
    line.close()
    finish(sender, url)
    assert is_whole(field, url)


def test_interrupted_request(field: Field, sender: Sender) -> None:
    url = sender.begun(RECORDING.size)
    sender.cut_off(url, 0, RECORDING.piece(0, 2 * MEBIBYTE), announced=RECORDING.size)
    eventually(lambda: sender.offset(url) == 2 * MEBIBYTE)
    finish(sender, url)
    assert is_whole(field, url)


def test_network_reset(field: Field, sender: Sender) -> None:
    """RST instead of FIN: the server may lose what it had not yet read, never what it acknowledged."""
    url = sender.begun(RECORDING.size)
    sender.patch(url, 0, RECORDING.piece(0, MEBIBYTE))
    line = begin_part(sender, url, MEBIBYTE, announced=RECORDING.size - MEBIBYTE)
    line.sendall(RECORDING.piece(MEBIBYTE, 2 * MEBIBYTE))
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()
    let_go(sender, url)
    assert MEBIBYTE <= sender.offset(url) <= 2 * MEBIBYTE
    finish(sender, url)
    assert is_whole(field, url)


@contextlib.contextmanager
def dripping(line: socket.socket, content: bytes) -> Iterator[None]:
    """A line that is slow but not silent, however long the machine takes; the rest follows at the end."""
    over, sent = threading.Event(), 0

    def drip() -> None:
        nonlocal sent
        while not over.wait(0.3):
            line.sendall(content[sent : sent + 1])
            sent += 1

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        line.sendall(content[sent:])


def test_lock_taken_and_released(field: Field, sender: Sender) -> None:
    """While one sends, another is told to wait, and so is whoever would cancel; afterwards both are heard."""
    url = sender.begun(RECORDING.size)
    line = begin_part(sender, url, 0, announced=MEBIBYTE)
    line.sendall(RECORDING.piece(0, MEBIBYTE // 2))
    with dripping(line, RECORDING.piece(MEBIBYTE // 2, MEBIBYTE)):
        eventually(lambda: sender.patch(url, MEBIBYTE, b"x").status_code == 423)  # never the part it waits for
        assert sender.delete(url).status_code == 423
    assert line.recv(12).endswith(b"204")
    line.close()
    finish(sender, url)
    assert is_whole(field, url)


def heard(ask: Callable[[], requests.Response]) -> requests.Response:
    """The first answer that is not "wait": a silent connection is believed dead after three seconds, as clients try."""
    time.sleep(3.5)
    ends = time.monotonic() + 30
    while (answer := ask()).status_code == 423 and time.monotonic() < ends:
        time.sleep(0.5)
    return answer


def test_a_connection_left_behind_lets_go(field: Field, sender: Sender) -> None:
    """The telephone changed its network: the old connection is silent, the new one continues within seconds."""
    url = sender.begun(RECORDING.size)
    with contextlib.closing(begin_part(sender, url, 0, announced=RECORDING.size)) as left_behind:
        left_behind.sendall(RECORDING.piece(0, MEBIBYTE))
        answer = heard(lambda: sender.patch(url, RECORDING.size - 1, b"x"))
        assert (answer.status_code, "已收到 1048576 字节" in answer.json()["sentence"]) == (409, True)
        finish(sender, url)
    assert is_whole(field, url)


def test_a_connection_left_behind_does_not_prevent_cancelling(field: Field, sender: Sender) -> None:
    url = sender.begun(RECORDING.size)
    with contextlib.closing(begin_part(sender, url, 0, announced=RECORDING.size)) as left_behind:
        left_behind.sendall(RECORDING.piece(0, MEBIBYTE))
        assert heard(lambda: sender.delete(url)).status_code == 204
    assert not list((field.folder / "staging").glob("*.part"))


def test_concurrent_parts_never_mix(field: Field, sender: Sender) -> None:
    url = sender.begun(RECORDING.size)
    told: list[int] = []

    def push() -> None:
        own = Sender(address=sender.address, case=sender.case, headers=sender.headers)
        while (offset := own.offset(url)) < RECORDING.size:
            told.append(own.patch(url, offset, RECORDING.piece(offset, offset + 200_000)).status_code)

    threads = [threading.Thread(target=push) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(told) <= {204, 409, 410, 423}
    assert is_whole(field, url)


def test_shutdown_in_mid_part(field: Field) -> None:
    """kill -9 again and again, each time in the middle of a part: nothing acknowledged is lost."""
    url, acknowledged = "", 0
    for _time in range(3):
        with office_process(field.folder) as running:
            sender = field.sender(running)
            url = url or sender.begun(RECORDING.size).removeprefix(sender.address)
            address = sender.address + url
            assert sender.offset(address) >= acknowledged
            acknowledged = sender.offset(address) + 300_000
            piece = RECORDING.piece(acknowledged - 300_000, acknowledged)
            assert sender.patch(address, acknowledged - 300_000, piece).status_code == 204
            line = begin_part(sender, address, acknowledged, announced=RECORDING.size - acknowledged)
            line.sendall(RECORDING.piece(acknowledged, acknowledged + 400_000))
            running.kill()
            line.close()
    with office_process(field.folder) as running:
        sender = field.sender(running)
        assert sender.offset(sender.address + url) >= acknowledged
        finish(sender, sender.address + url)
    assert is_whole(field, url)


def test_incomplete_part_joined_again(field: Field, sender: Sender) -> None:
    """Cut at every awkward place: one byte, inside a block, at a block's edge, one byte before the end."""
    url, at = sender.begun(RECORDING.size), 0
    for end in (1, 27, 262_144, 262_145, MEBIBYTE, RECORDING.size - 1):
        sender.cut_off(url, at, RECORDING.piece(at, end), announced=RECORDING.size - at)
        eventually(lambda upto=end: sender.offset(url) == upto)  # type: ignore[misc]
        let_go(sender, url)
        at = end
    finish(sender, url)
    assert is_whole(field, url)


def test_a_damaged_part_is_sent_again(field: Field, sender: Sender) -> None:
    url = sender.begun(RECORDING.size)
    part = RECORDING.piece(0, MEBIBYTE)
    said = {"Upload-Checksum": "sha256 " + _base64(hashlib.sha256(part).digest())}
    assert sender.patch(url, 0, b"\x01" + part[1:], **said).status_code == 460
    assert sender.offset(url) == 0
    assert sender.patch(url, 0, part, **said).status_code == 204
    finish(sender, url)
    assert is_whole(field, url)


def test_a_second_request_on_the_same_connection_after_each_part(field: Field, sender: Sender) -> None:
    """Reading past the end of a part would swallow the head of the next request."""
    url = sender.begun(RECORDING.size)
    for offset in range(0, 10_000, 1000):
        assert sender.patch(url, offset, RECORDING.piece(offset, offset + 1000)).status_code == 204
        assert sender.offset(url) == offset + 1000
    assert sender.patch(url, 5, b"refused").status_code == 409
    assert sender.offset(url) == 10_000
    finish(sender, url)
    assert is_whole(field, url)


def test_temporary_files_are_cleaned(field: Field, sender: Sender) -> None:
    urls = [sender.begun(RECORDING.size) for _ in range(3)]
    for url in urls:
        sender.cut_off(url, 0, RECORDING.piece(0, 1000), announced=RECORDING.size)
        eventually(lambda at=url: sender.offset(at) == 1000)  # type: ignore[misc]
        let_go(sender, url)
        assert sender.delete(url).status_code == 204
        with contextlib.suppress(requests.RequestException):
            assert sender.patch(url, 1000, b"x").status_code == 410
    assert not list((field.folder / "staging").iterdir())


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
