"""G10: every byte is read back before the file is put away; afterwards it is for reading only."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.archive import queries, rules, service
from enforcement.archive.reading import archive_due, put_away, read_back
from enforcement.archive.rules import Retention
from enforcement.cases import queries as cases
from enforcement.cases import service as case_service
from enforcement.decisions import service as decisions
from enforcement.documents import queries as documents
from enforcement.evidence.fixity import check_fixity
from enforcement.execution import service as execution
from enforcement.kernel.errors import NotAllowed, RuleBroken, Stale
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Stage
from tests.bureau import Bureau
from tests.service.decisions.course import PARTS, TEXT, counted
from tests.service.evidence.sending import evidence as sent
from tests.service.evidence.sending import whole_labels
from tests.service.execution.course import closable, closed, pay
from tests.storage import clips


def archive(bureau: Bureau, case: CaseId) -> str:
    bureau.later(minutes=1)
    archivist = bureau.actor("archivist")
    return put_away(bureau.runtime, archivist, case, retention=Retention.THIRTY_YEARS, endnote="原件存档案室。")


def test_a_closed_case_is_put_away_with_its_catalogue(bureau: Bureau) -> None:
    case = closed(bureau)
    number = archive(bureau, case)
    row = bureau.read(queries.archived, case)
    assert row is not None
    assert (row.number, row.retention_name) == (number, "三十年")
    assert bureau.read(cases.get, case).stage is Stage.ARCHIVED
    said = bureau.read(documents.get, row.document_id).data
    entries = bureau.read(queries.catalogue, case)
    assert len(said["documents"]) == row.entries == len(entries)
    assert rules.catalogue_digest(entries) == row.digest
    assert row.digest in said["endnote"].replace(" ", "")


def test_the_catalogue_lists_documents_and_evidence_with_their_digests(bureau: Bureau) -> None:
    case = closed(bureau)
    entries = bureau.read(queries.catalogue, case)
    kinds = [entry.kind for entry in entries]
    assert kinds[0] == "penalty_decision"
    assert kinds[-1] == "closing"
    assert kinds.index("evidence") < kinds.index("final_report")
    assert kinds.index(rules.NOTICE_RECEIPT) == kinds.index("prior_notice") + 1
    assert entries[1].name == "送达回证（行政处罚决定书）"
    stored = {row.pdf_sha256 for row in bureau.read(documents.of_case, case)}
    assert {entry.sha256 for entry in entries if entry.kind != "evidence"} == stored


def test_an_open_case_cannot_be_archived(bureau: Bureau) -> None:
    with pytest.raises(RuleBroken, match="尚未结案"):
        archive(bureau, closable(bureau))


def test_only_the_archivist_archives(bureau: Bureau) -> None:
    case = closed(bureau)
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.request_archiving, case, retention=Retention.TEN_YEARS)


def test_G10_a_changed_document_is_named(bureau: Bureau) -> None:
    case = closed(bureau)
    row = next(one for one in bureau.read(documents.of_case, case) if one.kind == "final_report")
    _replace(bureau, row.pdf_key)
    with pytest.raises(RuleBroken, match="《案件调查终结报告》") as refused:
        archive(bureau, case)
    assert refused.value.code == "HASH_MISMATCH"
    assert bureau.read(queries.archived, case) is None


def test_G10_a_vanished_document_is_named(bureau: Bureau) -> None:
    case = closed(bureau)
    row = next(one for one in bureau.read(documents.of_case, case) if one.kind == "closing")
    bureau.runtime.objects.remove(row.pdf_key)
    with pytest.raises(RuleBroken, match="《结案审批表》"):
        archive(bureau, case)


def test_G10_a_changed_recording_is_named(bureau: Bureau, tmp_path: Path) -> None:
    """One bit turned on the disk, below the store and its locks."""
    case = closable(bureau)
    item = sent(bureau, case, clips.tone(tmp_path / "现场录音.mp3"), labels=whole_labels(bureau))
    bureau.act("officer_a", execution.close_case, case, opinion="建议结案。")
    stored = tmp_path / "objects" / (item.object_key or "")
    stored.chmod(0o600)
    stored.write_bytes(bytes([stored.read_bytes()[0] ^ 1]) + stored.read_bytes()[1:])
    with pytest.raises(RuleBroken, match="证据2《现场录音") as refused:
        archive(bureau, case)
    assert refused.value.code == "HASH_MISMATCH"


def test_G10_changed_words_of_a_record_are_named(bureau: Bureau) -> None:
    """Somebody with the database's own rights takes the trigger away and rewrites an interview."""
    case = closed(bureau)
    names = {"sqlite": "DROP TRIGGER text_record_no_update", "postgres": "ALTER TABLE text_record DISABLE TRIGGER USER"}
    bureau.sql(names["sqlite" if bureau.runtime.settings.database_url.startswith("sqlite") else "postgres"])
    bureau.sql("UPDATE text_record SET body = '问：是否属实？答：不属实。'")
    with pytest.raises(RuleBroken, match="证据1《询问笔录（药房主任）》"):
        archive(bureau, case)


def test_G10_a_changed_word_file_is_named_too(bureau: Bureau) -> None:
    case = closed(bureau)
    row = next(one for one in bureau.read(documents.of_case, case) if one.kind == "penalty_decision")
    _replace(bureau, row.docx_key)
    with pytest.raises(RuleBroken, match="行政处罚决定书"):
        archive(bureau, case)


def test_G10_what_was_not_read_cannot_be_put_away(bureau: Bureau) -> None:
    """A document made while the bytes were being read: nobody has looked at it."""
    case = closed(bureau)
    files = bureau.read(queries.stored_files, case)
    read = list(read_back(bureau.runtime.objects, files[1:]))
    asked = bureau.act("archivist", service.request_archiving, case, retention=Retention.TEN_YEARS)
    bureau.act("system", service.take_archiving, archiving_id=asked)
    with pytest.raises(RuleBroken, match="核对期间卷内材料有增加或者变化") as refused:
        bureau.act("system", service.archive_case, archiving_id=asked, attempt=1, read=read)
    assert refused.value.code == "FILE_CHANGED"
    assert bureau.read(queries.archived, case) is None


class WatchedStore:
    """The real store, which while it is read tries whether somebody else could write at that moment."""

    def __init__(self, bureau: Bureau) -> None:
        self._bureau, self._store = bureau, bureau.runtime.objects
        self.written = 0

    def read(self, key: str) -> object:
        if not self.written:
            self._bureau.clue(party={"name": "芜湖同安医院"})
            self.written += 1
        return self._store.read(key)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


def test_AV_3_evidence_found_damaged_stays_out(bureau: Bureau, tmp_path: Path) -> None:
    """The bytes read well now; the night's check did not, and nobody has checked again."""
    case = closable(bureau)
    item = sent(bureau, case, clips.tone(tmp_path / "现场录音.mp3"), labels=whole_labels(bureau))
    bureau.act("officer_a", execution.close_case, case, opinion="建议结案。")
    stored = tmp_path / "objects" / (item.object_key or "")
    stored.chmod(0o600)
    whole = stored.read_bytes()
    stored.write_bytes(whole[:-1])
    check_fixity(bureau.runtime)
    stored.write_bytes(whole)
    with pytest.raises(RuleBroken, match="最近一次固定性核验未通过") as refused:
        archive(bureau, case)
    assert refused.value.code == "EVIDENCE_UNSOUND"


def test_G10_others_work_while_the_bytes_are_read(bureau: Bureau) -> None:
    case = closed(bureau)
    watched: Any = WatchedStore(bureau)
    bureau.runtime.objects = watched
    assert archive(bureau, case)
    assert watched.written == 1


def test_an_archived_case_is_for_reading_only(bureau: Bureau) -> None:
    case = closed(bureau)
    items: list[UUID] = counted(bureau, case)
    archive(bureau, case)
    with pytest.raises(RuleBroken):
        archive(bureau, case)
    with pytest.raises(RuleBroken):
        bureau.act("officer_a", execution.close_case, case, opinion="再结一次")
    with pytest.raises(RuleBroken):
        pay(bureau, case, 1, "QH9999")
    with pytest.raises(RuleBroken):
        bureau.act("officer_a", decisions.submit_report, case, items=items, **PARTS)
    with pytest.raises(RuleBroken):
        bureau.act("officer_a", decisions.save_draft, case, text=TEXT, base_version=1)
    third = bureau.id("officer_c")
    with pytest.raises(RuleBroken):
        bureau.act("unit_head", case_service.assign_officer, case, account_id=third, replaces=None, reason="x")


def test_the_database_keeps_the_archived_file(bureau: Bureau) -> None:
    archive(bureau, closed(bureau))
    with pytest.raises(DatabaseError, match="archived_file is final"):
        bureau.sql("UPDATE archived_file SET entries = 1")
    with pytest.raises(DatabaseError, match="archived_file is kept"):
        bureau.sql("DELETE FROM archived_file")


def _replace(bureau: Bureau, key: str) -> None:
    store, forged = bureau.runtime.objects, b"%PDF-1.7 forged"
    store.remove(key)
    store.put(key, io.BytesIO(forged), size=len(forged), content_type="application/pdf")
    bureau.clock.at += timedelta(minutes=1)


def test_a_second_request_waits_for_the_first(bureau: Bureau) -> None:
    case = closed(bureau)
    bureau.act("archivist", service.request_archiving, case, retention=Retention.TEN_YEARS)
    with pytest.raises(RuleBroken, match="已经申请归档"):
        bureau.act("archivist", service.request_archiving, case, retention=Retention.PERMANENT)
    assert archive_due(bureau.runtime) == 1
    assert bureau.read(queries.archived, case).archived_by == bureau.id("archivist")
    assert archive_due(bureau.runtime) == 0


def test_a_refused_request_tells_why_and_can_be_made_again(bureau: Bureau) -> None:
    case = closed(bureau)
    row = next(one for one in bureau.read(documents.of_case, case) if one.kind == "closing")
    with bureau.runtime.objects.read(row.pdf_key) as blocks:
        whole = b"".join(blocks)
    bureau.runtime.objects.remove(row.pdf_key)
    with pytest.raises(RuleBroken):
        archive(bureau, case)
    said = bureau.read(queries.last_archiving, case)
    assert (said.moving, "《结案审批表》" in said.failure) == (False, True)
    bureau.runtime.objects.put(row.pdf_key, io.BytesIO(whole), size=len(whole), content_type="application/pdf")
    assert archive(bureau, case)


def test_a_killed_reader_is_followed_by_another(bureau: Bureau) -> None:
    """Its lease runs out; whoever comes next reads again from the first byte."""
    case = closed(bureau)
    asked = bureau.act("archivist", service.request_archiving, case, retention=Retention.TEN_YEARS)
    bureau.act("system", service.take_archiving, archiving_id=asked)
    assert archive_due(bureau.runtime) == 0
    bureau.later(minutes=11)
    assert archive_due(bureau.runtime) == 1
    with pytest.raises(Stale):
        bureau.act("system", service.archive_case, archiving_id=asked, attempt=1, read=[])


def test_the_database_keeps_the_request(bureau: Bureau) -> None:
    case = closed(bureau)
    archive(bureau, case)
    for statement in ("DELETE FROM archiving", "UPDATE archiving SET retention = 'PERMANENT'"):
        with pytest.raises(DatabaseError):
            bureau.sql(statement)
