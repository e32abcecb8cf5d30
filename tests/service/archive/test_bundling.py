"""电子卷宗包: asked for on record, made of bytes read back, the same at every download, checked by whoever gets it."""

import hashlib
import io
import json
import subprocess
from datetime import timedelta
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from lxml import etree
from sqlalchemy.exc import DatabaseError

from enforcement.archive import making, papers, queries, rules, service
from enforcement.archive.offline import verifier
from enforcement.archive.rules import BundlePurpose
from enforcement.audit import queries as audit
from enforcement.audit import service as journal
from enforcement.audit.verification import verify
from enforcement.documents import queries as documents
from enforcement.evidence import queries as evidence
from enforcement.evidence import service as keeping
from enforcement.evidence.names import CustodyEvent
from enforcement.kernel.asking import REQUEST_LEASE, RequestState
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, Stale
from enforcement.kernel.identity import SYSTEM
from tests.bureau import Bureau
from tests.service.archive.bundles import REQUEST, ended, filmed, made, requested, unpacked, written
from tests.service.audit.tampering import disarm


def test_a_bundle_of_a_whole_case_verifies(bureau: Bureau, tmp_path: Path) -> None:
    case = ended(bureau)
    row = made(bureau, case)
    path = written(bureau, row, tmp_path / "bundle.zip")
    assert path.stat().st_size == row.size
    result = verifier.verify(path)
    assert result.faults == []
    assert any(row.manifest_sha256 in note for note in result.notes)
    assert any("本包所附的留痕签名成立" in note for note in result.notes)
    assert verifier.verify(unpacked(path, tmp_path / "out")).faults == []
    issued = bureau.read(documents.of_case, case)
    assert len([name for name in ZipFile(path).namelist() if "/data/文书/" in name]) == 2 * len(issued)


def test_it_holds_the_originals_and_the_words_as_they_were_sealed(bureau: Bureau, tmp_path: Path) -> None:
    case = filmed(bureau, tmp_path)
    (item,) = bureau.read(evidence.items, case)
    path = written(bureau, made(bureau, case), tmp_path / "bundle.zip")
    with ZipFile(path) as opened:
        (name,) = (one for one in opened.namelist() if "/data/证据/" in one)
        assert name.endswith("/data/证据/001-现场录音.mp3")
        assert hashlib.sha256(opened.read(name)).hexdigest() == item.sha256
        assert {info.compress_type for info in opened.infolist()} == {ZIP_STORED}
        assert opened.testzip() is None


def test_text_records_are_there_twice(bureau: Bureau, tmp_path: Path) -> None:
    case = ended(bureau)
    (item,) = bureau.read(evidence.items, case)
    folder = unpacked(written(bureau, made(bureau, case), tmp_path / "b.zip"), tmp_path / "out")
    frozen = next((folder / "data/证据").glob("*.json"))
    assert hashlib.sha256(frozen.read_bytes()).hexdigest() == item.sha256
    assert "询问笔录" in next((folder / "data/证据").glob("*.txt")).read_text("utf-8")


def test_other_archives_can_read_it(bureau: Bureau, tmp_path: Path) -> None:
    """BagIt's own papers, and PREMIS events for every line of custody."""
    case = filmed(bureau, tmp_path)
    folder = unpacked(written(bureau, made(bureau, case), tmp_path / "b.zip"), tmp_path / "out")
    info = (folder / "bag-info.txt").read_text("utf-8")
    assert "External-Identifier: 医保案〔2026〕1号\n" in info
    assert f"行政诉讼举证，交{REQUEST['recipient']}" in info
    premis = etree.parse(folder / "data/记录/premis.xml")
    names = {"p": "http://www.loc.gov/premis/v3"}
    (item,) = bureau.read(evidence.items, case)
    before = [line for line in bureau.read(evidence.custody_of, item.id) if line.event is not CustodyEvent.BUNDLED]
    assert len(premis.findall("p:event", names)) == len(before)
    assert premis.findtext(".//p:messageDigest", namespaces=names) == item.sha256
    assert "现场录音.mp3" in (folder / "data/卷内目录.html").read_text("utf-8")


def test_the_common_unzip_finds_it_whole(bureau: Bureau, tmp_path: Path) -> None:
    path = written(bureau, made(bureau, filmed(bureau, tmp_path)), tmp_path / "bundle.zip")
    shown = subprocess.run(["unzip", "-tq", str(path)], capture_output=True, check=False)
    assert shown.returncode == 0, shown.stdout


def test_the_same_bundle_is_the_same_bytes(bureau: Bureau, tmp_path: Path) -> None:
    row = made(bureau, filmed(bureau, tmp_path))
    first = written(bureau, row, tmp_path / "first.zip").read_bytes()
    bureau.later(days=400)
    assert written(bureau, row, tmp_path / "second.zip").read_bytes() == first
    archive = row.archive(bureau.read(queries.parts_of, row.id))
    for start, length in ((0, 1), (29, 3), (1000, 70_000), (len(first) // 2, len(first)), (len(first) - 23, 23)):
        piece = b"".join(archive.read(bureau.runtime.objects, start, length))
        assert piece == first[start : start + length]


def test_every_item_remembers_that_it_was_bundled(bureau: Bureau, tmp_path: Path) -> None:
    case = filmed(bureau, tmp_path)
    row = made(bureau, case)
    (item,) = bureau.read(evidence.items, case)
    line = bureau.read(evidence.custody_of, item.id)[-1]
    assert (line.event, line.by) == (CustodyEvent.BUNDLED, bureau.id("archivist"))
    assert REQUEST["recipient"] in line.why
    assert row.folder in line.how


def test_asking_making_and_fetching_are_on_record(bureau: Bureau, tmp_path: Path) -> None:
    case = filmed(bureau, tmp_path)
    row = made(bureau, case)
    bureau.act("archivist", service.fetch_bundle, case, bundle_id=row.id)
    told = {entry.verb: entry for entry in bureau.read(audit.of_case, case)}
    assert told["archive.bundle_requested"].facts["recipient"] == REQUEST["recipient"]
    assert told["archive.bundle_packed"].facts["manifest"] == row.manifest_sha256
    assert told["archive.bundle_fetched"].actor_id == bureau.id("archivist")
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        assert verify(work.session, objects=work.objects, digests=queries.digests(work.session)).findings == ()


def test_only_archivist_and_reviewer_bundle(bureau: Bureau, tmp_path: Path) -> None:
    case = filmed(bureau, tmp_path)
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.request_bundle, case, **REQUEST)
    row = made(bureau, case)
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.fetch_bundle, case, bundle_id=row.id)
    assert bureau.act("reviewer", service.request_bundle, case, **REQUEST)


def test_another_purpose_must_be_said(bureau: Bureau) -> None:
    case = bureau.filed()
    with pytest.raises(InvalidInput):
        requested(bureau, case, purpose=BundlePurpose.OTHER, reason="")


def test_a_bundle_belongs_to_its_case(bureau: Bureau, tmp_path: Path) -> None:
    row = made(bureau, filmed(bureau, tmp_path))
    other = bureau.filed(party={"name": "芜湖同安医院"})
    with pytest.raises(NotFound):
        bureau.act("archivist", service.fetch_bundle, other, bundle_id=row.id)


def test_it_cannot_be_fetched_before_it_is_ready(bureau: Bureau) -> None:
    case = bureau.filed()
    bundle_id = requested(bureau, case)
    with pytest.raises(RuleBroken, match="尚未制成"):
        bureau.act("archivist", service.fetch_bundle, case, bundle_id=bundle_id)


def test_a_changed_recording_stops_the_bundle_and_is_named(bureau: Bureau, tmp_path: Path) -> None:
    case = filmed(bureau, tmp_path)
    (item,) = bureau.read(evidence.items, case)
    stored = tmp_path / "objects" / (item.object_key or "")
    stored.chmod(0o600)
    stored.write_bytes(stored.read_bytes()[:-1] + b"x")
    bundle_id = requested(bureau, case)
    assert not making.make(bureau.runtime, bundle_id)
    row = bureau.read(queries.bundle, bundle_id)
    assert row.state is RequestState.FAILED
    assert "证据1《现场录音.mp3》" in row.failure
    assert bureau.read(queries.parts_of, bundle_id) == []


def test_a_vanished_document_stops_the_bundle_and_is_named(bureau: Bureau) -> None:
    case = ended(bureau)
    gone = bureau.read(documents.of_case, case)[0]
    bureau.runtime.objects.remove(gone.docx_key)
    bundle_id = requested(bureau, case)
    assert not making.make(bureau.runtime, bundle_id)
    assert f"《{gone.title}》" in bureau.read(queries.bundle, bundle_id).failure


def test_a_rewritten_row_stops_the_bundle_and_is_named(bureau: Bureau, tmp_path: Path) -> None:
    case = filmed(bureau, tmp_path)
    disarm(bureau)
    bureau.sql("UPDATE item SET title = '另一个名称.mp3'")
    bundle_id = requested(bureau, case)
    assert not making.make(bureau.runtime, bundle_id)
    assert "item/" in bureau.read(queries.bundle, bundle_id).failure


def test_what_was_lawfully_destroyed_is_told_and_left_out(bureau: Bureau, tmp_path: Path) -> None:
    """An older bundle can no longer be whole; a new one names the item and the certificate, and verifies."""
    case = filmed(bureau, tmp_path)
    old = made(bureau, case)
    (item,) = bureau.read(evidence.items, case)
    disarm(bureau)  # the way to a disposal is long, and not the matter here
    with bureau.runtime.work(SYSTEM) as work:
        keeping.dispose(work, item.id, certificate_no="临销证〔2036〕1号", why="保管期满")
    keys = {part.object_key for part in bureau.read(queries.parts_of, old.id)}
    gone = bureau.read(queries.disposed_of, case, keys)
    assert gone == ["证据1《现场录音.mp3》"]
    with pytest.raises(RuleBroken, match="已依法销毁"):
        rules.bundle_is_whole(gone)
    path = written(bureau, made(bureau, case), tmp_path / "b.zip")
    assert verifier.verify(path).faults == []
    with ZipFile(path) as opened:
        assert not [name for name in opened.namelist() if name.endswith(".mp3")]
        listed = next(name for name in opened.namelist() if name.endswith(papers.CATALOGUE))
        assert "临销证〔2036〕1号" in opened.read(listed).decode()


def test_a_killed_worker_leaves_it_to_the_next(bureau: Bureau, tmp_path: Path) -> None:
    bundle_id = requested(bureau, filmed(bureau, tmp_path))
    with bureau.runtime.work(SYSTEM) as work:
        lost = service.take_bundle(work, bundle_id=bundle_id)
    assert not making.make(bureau.runtime, bundle_id)
    bureau.clock.at += REQUEST_LEASE + timedelta(minutes=1)
    assert making.make_due(bureau.runtime) == 1
    with bureau.runtime.work(SYSTEM) as work, pytest.raises(Stale):
        service.beat_bundle(work, bundle_id, attempt=lost.attempt, progress=50)
    assert making.make_due(bureau.runtime) == 0


def test_what_kills_three_workers_is_given_up(bureau: Bureau) -> None:
    bundle_id = requested(bureau, bureau.filed())
    for _ in range(4):
        with bureau.runtime.work(SYSTEM) as work:
            service.take_bundle(work, bundle_id=bundle_id)
        bureau.clock.at += REQUEST_LEASE + timedelta(minutes=1)
    row = bureau.read(queries.bundle, bundle_id)
    assert (row.state, row.attempt) == (RequestState.FAILED, 3)
    assert "多次中断" in row.failure


def test_earlier_heads_are_proved_to_be_a_beginning(bureau: Bureau, tmp_path: Path) -> None:
    """Nobody was shown another history: the heads given away before lead to the one in the bundle."""
    case = filmed(bureau, tmp_path)
    for _ in range(3):
        bureau.act("audit_admin", journal.sign_head, signer=bureau.runtime.signer)
        bureau.act("audit_admin", journal.sign_head, signer=bureau.runtime.signer)
        bureau.clue(party={"name": "芜湖同安医院"})
    path = written(bureau, made(bureau, case), tmp_path / "b.zip")
    with ZipFile(path) as opened:
        name = next(one for one in opened.namelist() if one.endswith(papers.PROOFS))
        assert len(json.loads(opened.read(name))["earlier"]) == 6
    result = verifier.verify(path)
    assert result.faults == []
    assert len([note for note in result.notes if note.startswith("先前")]) == 6


def test_the_database_keeps_a_bundle(bureau: Bureau, tmp_path: Path) -> None:
    requested(bureau, case := filmed(bureau, tmp_path))
    made(bureau, case)
    with pytest.raises(DatabaseError, match="the request of a bundle is final"):
        bureau.sql("UPDATE bundle SET recipient = '他人' WHERE state = 'REQUESTED'")
    with pytest.raises(DatabaseError, match="bundle has ended"):
        bureau.sql("UPDATE bundle SET size = 1 WHERE state = 'READY'")
    with pytest.raises(DatabaseError, match="bundle is kept"):
        bureau.sql("DELETE FROM bundle")
    with pytest.raises(DatabaseError, match="bundle_part is final"):
        bureau.sql("UPDATE bundle_part SET size = 1")
    with pytest.raises(DatabaseError, match="bundle_part is kept"):
        bureau.sql("DELETE FROM bundle_part")
    with pytest.raises(DatabaseError, match="parts belong to a bundle being made"):
        bureau.sql(
            "INSERT INTO bundle_part SELECT bundle_id, 999, 'data/x', object_key, size, sha256, crc32"
            " FROM bundle_part WHERE seq = 1"
        )


def test_text_in_the_store_by_its_content_lies_once(bureau: Bureau, tmp_path: Path) -> None:
    case = filmed(bureau, tmp_path)
    first, second = made(bureau, case), made(bureau, case)
    assert second.seq == first.seq + 1
    keys = [{part.object_key for part in bureau.read(queries.parts_of, row.id)} for row in (first, second)]
    assert len(keys[0] & keys[1]) >= 3, "the recording, the page and the program"
    assert io.BytesIO(b"".join(bureau.runtime.objects.read(next(iter(keys[0]))))).getvalue()
