"""tus 1.0.0 over a real socket: resumed, refused, raced for, cut off."""

import base64
import hashlib
import threading
import time
from pathlib import Path
from urllib.parse import urljoin
from uuid import UUID

import pytest
import requests

from enforcement.evidence import queries, staging
from enforcement.evidence.names import UploadState
from tests.service.evidence.sending import film, run_due
from tests.web.evidence.serving import PART, TUS, Sender, metadata
from tests.web.visitor import Office

HEAD = b"\x00\x00\x00\x18ftypmp42" + bytes(12)  # how an MP4 begins


def mp4(size: int) -> bytes:
    return (HEAD + hashlib.sha256(b"filler").digest() * (size // 32 + 1))[:size]


def upload_of(office: Office, url: str):
    return office.bureau.read(queries.upload, UUID(url.rsplit("/", 1)[1]))


def test_the_service_says_what_it_speaks(sender: Sender):
    answer = requests.options(sender.uploads, headers=sender.headers, timeout=30)
    assert (answer.status_code, answer.headers["Tus-Version"]) == (204, "1.0.0")
    assert answer.headers["Tus-Extension"].split(",") == [
        *("creation", "creation-with-upload", "termination", "expiration", "checksum")
    ]
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha256,sha1"
    assert int(answer.headers["Tus-Max-Size"]) > 10**9


def test_a_foreign_client_sends_a_film_in_parts_and_it_becomes_evidence(office: Office, sender: Sender, tmp_path: Path):
    path = film(tmp_path)
    sender.foreign(path, chunk=40_000, fact_to_prove="药房出库与结算不符").upload()
    run_due(office.bureau)
    (item,) = office.bureau.read(queries.items, sender.case)
    assert item.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert "采集时间" in item.missing_labels
    assert "证明对象" not in item.missing_labels


def test_stopped_half_way_and_resumed_by_another_officer_on_another_device(
    office: Office, sender: Sender, address: str, tmp_path: Path
):
    path = film(tmp_path)
    first = sender.foreign(path, chunk=20_000, fingerprint="camera-1")
    first.upload(stop_at=60_000)
    office.bureau.later(days=1)
    other = Sender(address=address, case=sender.case, headers=office.bearer("officer_b"))
    again = other.create(path.stat().st_size, name=path.name, fingerprint="camera-1")
    assert (again.status_code, again.headers["Upload-Offset"]) == (200, "60000")
    url = urljoin(other.uploads, again.headers["Location"])
    assert str(first.url) == url
    rest = other.foreign(path, chunk=20_000, url=url)
    assert rest.offset == 60_000
    rest.upload()
    run_due(office.bureau)
    (item,) = office.bureau.read(queries.items, sender.case)
    assert item.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_line_cut_in_the_middle_of_a_part_keeps_what_came(sender: Sender):
    content = mp4(900_000)
    url = sender.begun(len(content))
    sender.cut_off(url, 0, content[:500_000], announced=len(content))
    deadline = time.monotonic() + 20
    while sender.offset(url) == 0 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert sender.offset(url) == 500_000
    assert sender.patch(url, 500_000, content[500_000:]).status_code == 204
    assert sender.offset(url) == len(content)


def test_after_a_restart_the_digest_is_taken_up_from_the_disk(
    office: Office, sender: Sender, monkeypatch: pytest.MonkeyPatch
):
    content = mp4(300_000)
    url = sender.begun(len(content))
    sender.patch(url, 0, content[:100_000])
    fresh = staging.Prefixes()
    monkeypatch.setattr("enforcement.evidence.receiving.PREFIXES", fresh)
    monkeypatch.setattr(staging, "PREFIXES", fresh)
    sender.patch(url, 100_000, content[100_000:])
    row = upload_of(office, url)
    assert (row.state, row.sha256) == (UploadState.RECEIVED, hashlib.sha256(content).hexdigest())


def test_bytes_beyond_the_last_receipt_do_not_count(office: Office, sender: Sender, tmp_path: Path):
    """Killed after writing, before the receipt: the tail is cut off again."""
    content = mp4(50_000)
    url = sender.begun(len(content))
    sender.patch(url, 0, content[:20_000])
    staged = tmp_path / "staging" / f"{url.rsplit('/', 1)[1]}.part"
    with staged.open("ab") as file:
        file.write(b"never receipted")
    assert sender.offset(url) == 20_000
    sender.patch(url, 20_000, content[20_000:])
    assert upload_of(office, url).sha256 == hashlib.sha256(content).hexdigest()


def test_a_wrong_offset_is_told_where_to_continue(sender: Sender):
    url = sender.begun(10_000)
    sender.patch(url, 0, mp4(5000))
    answer = sender.patch(url, 4000, b"x" * 100)
    assert (answer.status_code, "已收到 5000 字节" in answer.json()["sentence"]) == (409, True)
    assert sender.offset(url) == 5000


def test_more_than_announced_is_refused(sender: Sender):
    url = sender.begun(5000)
    answer = sender.patch(url, 0, mp4(5001))
    assert (answer.status_code, answer.json()["code"]) == (413, "OVER_LONG")
    assert sender.offset(url) == 0


def test_two_clients_at_once_the_second_waits(office: Office, sender: Sender):
    content = mp4(400_000)
    url = sender.begun(len(content))
    held = staging.Staged(office.runtime.settings.staging_dir, UUID(url.rsplit("/", 1)[1]))
    with held.held():
        answer = sender.patch(url, 0, content)
        ended = sender.delete(url)
    assert (answer.status_code, ended.status_code) == (423, 423)
    assert sender.patch(url, 0, content).status_code == 204


def test_many_clients_on_one_upload_never_mix(office: Office, sender: Sender):
    content = mp4(2_000_000)
    url = sender.begun(len(content))

    def push() -> None:
        client = Sender(address=sender.address, case=sender.case, headers=sender.headers)
        while (offset := client.offset(url)) < len(content):
            client.patch(url, offset, content[offset : offset + 150_000])

    threads = [threading.Thread(target=push) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert upload_of(office, url).sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_part_damaged_on_the_way_is_not_written(sender: Sender, algorithm: str):
    content = mp4(9000)
    url = sender.begun(len(content))
    digest = base64.b64encode(hashlib.new(algorithm, content).digest()).decode()
    damaged = bytes([content[0] ^ 1]) + content[1:]
    answer = sender.patch(url, 0, damaged, **{"Upload-Checksum": f"{algorithm} {digest}"})
    assert (answer.status_code, sender.offset(url)) == (460, 0)
    assert sender.patch(url, 0, content, **{"Upload-Checksum": f"{algorithm} {digest}"}).status_code == 204


def test_creation_may_carry_the_first_part(sender: Sender):
    content = mp4(9000)
    answer = sender.create(len(content), body=content[:6000])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "6000")
    assert "Upload-Expires" in answer.headers


def test_termination_leaves_nothing(office: Office, sender: Sender, tmp_path: Path):
    url = sender.begun(50_000)
    sender.patch(url, 0, mp4(20_000))
    assert sender.delete(url).status_code == 204
    assert not list((tmp_path / "staging").glob("*.part"))
    assert upload_of(office, url).state is UploadState.CANCELLED
    assert sender.session.head(url, headers=sender.headers | TUS, timeout=30).status_code == 410
    assert sender.patch(url, 20_000, b"x").status_code == 410


@pytest.mark.parametrize(
    ("size", "name", "status", "words"),
    [
        (0, "空.mp4", 422, "0 字节"),
        (1 << 50, "大.mp4", 413, "上限"),
        (1000, "程序.exe", 415, "不接受这种扩展名"),
    ],
)
def test_refused_before_byte_one(sender: Sender, size: int, name: str, status: int, words: str):
    answer = sender.create(size, name=name)
    assert (answer.status_code, words in answer.json()["sentence"]) == (status, True)
    assert answer.json()["basis"]


def test_a_full_disk_is_said_before_byte_one(sender: Sender, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("enforcement.evidence.api.free_bytes", lambda _folder, *, reserve: 1_000_000)
    sender.begun(600_000)
    answer = sender.create(600_000)
    assert (answer.status_code, "空间不足" in answer.json()["sentence"]) == (507, True)


def test_a_program_named_as_a_film_is_refused(office: Office, sender: Sender):
    content = b"MZ\x90\x00" + bytes(20_000)
    url = sender.begun(len(content))
    answer = sender.patch(url, 0, content)
    assert (answer.status_code, "不是可以识别" in answer.json()["sentence"]) == (415, True)
    assert upload_of(office, url).state is UploadState.REFUSED


def test_a_picture_named_as_a_film_is_refused(sender: Sender):
    content = b"\x89PNG\r\n\x1a\n" + bytes(5000)
    answer = sender.patch(sender.begun(len(content)), 0, content)
    assert (answer.status_code, "扩展名不一致" in answer.json()["sentence"]) == (415, True)


def test_only_the_team_may_add(office: Office, sender: Sender, address: str):
    stranger = Sender(address=address, case=sender.case, headers=office.bearer("officer_c"))
    assert stranger.create(1000).status_code == 404  # not even that the case exists
    head = Sender(address=address, case=sender.case, headers=office.bearer("unit_head"))
    assert head.create(1000).status_code == 403
    url = sender.begun(1000)
    assert stranger.patch(url, 0, mp4(1000)).status_code == 404
    assert stranger.delete(url).status_code == 404


def test_a_case_not_yet_filed_takes_no_evidence(office: Office, sender: Sender):
    clue = Sender(address=sender.address, case=office.bureau.clue(), headers=sender.headers)
    answer = clue.create(1000)
    assert (answer.status_code, "立案" in answer.json()["sentence"]) == (409, True)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "10"}, 412),
        (TUS, 400),
        (TUS | {"Upload-Length": "-1"}, 400),
        (TUS | {"Upload-Length": "10", "Upload-Metadata": "filename ***"}, 400),
        (TUS | {"Upload-Length": "10", "Upload-Metadata": metadata(filename="a.mp4")}, 422),
        (TUS | {"Upload-Length": "10", "Upload-Metadata": metadata(filename="a.mp4", case_id="x")}, 422),
    ],
)
def test_what_is_no_tus_is_answered_with_a_sentence(sender: Sender, headers: dict[str, str], status: int):
    answer = requests.post(sender.uploads, headers=sender.headers | headers, timeout=30)
    assert (answer.status_code, bool(answer.json()["sentence"])) == (status, True)


def test_a_part_needs_its_type_and_a_known_checksum(sender: Sender):
    url = sender.begun(1000)
    wrong = sender.patch(url, 0, b"x", **{"Content-Type": "video/mp4"})
    unknown = sender.patch(url, 0, b"x", **{"Upload-Checksum": "md5 AAAA"})
    assert (wrong.status_code, unknown.status_code) == (415, 400)


def test_where_a_gateway_lets_only_post_through(sender: Sender):
    url, content = sender.begun(1000), mp4(1000)
    headers = sender.headers | PART | {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    assert requests.post(url, data=content, headers=headers, timeout=30).status_code == 204
    assert requests.post(url, headers=sender.headers | TUS, timeout=30).status_code == 405


def test_a_browser_needs_its_token_and_may_send_large_parts(office: Office, sender: Sender):
    browser = office.browser("officer_a")
    said = {"Upload-Length": str(6 << 20), "Upload-Metadata": metadata(filename="a.mp4", case_id=str(sender.case))}
    forged = browser.client.post("/api/v1/uploads", headers=TUS | said)
    assert forged.status_code == 400
    token = {"X-CSRFToken": browser.token()}
    url = browser.client.post("/api/v1/uploads", headers=TUS | said | token).headers["Location"]
    sent = browser.client.patch(url, data=mp4(6 << 20), headers=PART | {"Upload-Offset": "0"} | token)
    assert (sent.status_code, sent.headers["Upload-Offset"]) == (204, str(6 << 20))


def test_only_parts_may_be_large(office: Office, sender: Sender):
    browser = office.browser("officer_a")
    token = {"X-CSRFToken": browser.token(), "Content-Type": "multipart/form-data; boundary=x"}
    answer = browser.client.post("/api/v1/uploads", data=bytes(5 << 20), headers=TUS | token)
    assert answer.status_code == 413
