"""With all hashes recomputed only what was given away earlier still tells. Rows and objects are checked too."""

import io
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import make_url

from enforcement import bootstrap
from enforcement.audit import service as audit
from enforcement.kernel.identity import SYSTEM
from enforcement.operations import service as operations
from tests.bureau import Bureau
from tests.conftest import settings_for
from tests.service.audit.tampering import (
    chain_name,
    disarm,
    is_postgres,
    places,
    rewrite_history,
    sign_again,
    verified,
)


def sign(bureau: Bureau):
    return bureau.act("system", audit.sign_head, signer=bureau.runtime.signer)


def test_everything_rewritten_is_found_by_the_stored_head(bureau):
    bureau.filed()
    head = sign(bureau)
    disarm(bureau)
    rewrite_history(bureau, old="同意立案", new="暂缓立案")
    assert places(verified(bureau)) == {f"journal_head/{head.size}"}


def test_everything_rewritten_and_signed_again_is_found_by_a_head_given_away(bureau):
    bureau.filed()
    given_away = sign(bureau)
    disarm(bureau)
    rewrite_history(bureau, old="同意立案", new="暂缓立案")
    forged = sign_again(bureau, given_away.size)
    rewrite_history(bureau, old=given_away.root, new=forged.root)
    bureau.sql(
        "UPDATE journal_head SET root = :root, signature = :signature, at = :at",
        root=forged.root,
        signature=forged.signature,
        at=forged.at if is_postgres(bureau) else forged.at.astimezone().strftime("%Y-%m-%d %H:%M:%S.%f"),
    )
    without = places(verified(bureau))
    found = verified(bureau, old_heads=[given_away]).findings
    assert without <= {f"journal_head/{given_away.size}"}
    assert any("历史已被改写" in finding.sentence and "留存在外" in finding.sentence for finding in found)


def test_a_whole_deleted_case_closed_up_again_is_found(bureau):
    case = bureau.filed()
    bureau.filed()
    given_away = sign(bureau)
    disarm(bureau)
    bureau.sql("DELETE FROM journal_entry WHERE chain = :chain", chain=chain_name(bureau, case))
    kept = bureau.sql("SELECT position FROM journal_entry ORDER BY position")
    for place, (position,) in enumerate(kept):
        bureau.sql(
            "UPDATE journal_entry SET position = :place WHERE position = :position", place=place, position=position
        )
    bureau.sql("DELETE FROM journal_head")
    bureau.sql("UPDATE journal_size SET size = :size", size=len(kept))
    assert f"journal_head/{given_away.size}" in places(verified(bureau, old_heads=[given_away]))


@pytest.fixture
def yesterday(bureau: Bureau, request: pytest.FixtureRequest, tmp_path: Path):
    """A copy of the database as it stands, to be put back later."""
    bureau.filed()
    url = bureau.runtime.settings.database_url
    bureau.runtime.close()
    if is_postgres(bureau):
        server = request.getfixturevalue("postgres_server")
        return server.new_database(template=make_url(url).database)
    copy = tmp_path / "yesterday.sqlite3"
    shutil.copy(tmp_path / "enforcement.sqlite3", copy)
    return f"sqlite:///{copy}"


def test_yesterdays_database_put_back_is_found_by_todays_head(bureau, yesterday, tmp_path, clock):
    bureau.filed()
    today = sign(bureau)
    restored = bootstrap.start(settings_for(yesterday, tmp_path), clock=clock)
    inside = Bureau(runtime=restored, clock=clock)
    assert places(verified(inside)) == set()
    (finding,) = verified(inside, old_heads=[today]).findings
    restored.close()
    assert "换回了较早的备份" in finding.sentence


def test_a_head_of_another_house_is_refused(bureau):
    bureau.filed()
    head = sign(bureau)
    stranger = type(head)(**(head.__dict__ | {"signature": "00" * 64}))
    assert places(verified(bureau, old_heads=[stranger])) == {f"journal_head/{head.size}"}


@pytest.fixture
def sealed(bureau: Bureau) -> str:
    """A row declared final."""
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        (report,) = operations.attacked_store(work)
    bureau.act("system", operations.record_store_test, report=report)
    ((key,),) = bureau.sql("SELECT id FROM store_report")
    return f"store_report/{key}"


def test_a_changed_sealed_row_is_found(bureau, sealed):
    disarm(bureau)
    bureau.sql("UPDATE store_report SET sentence = '一切正常'")
    (place,) = places(verified(bureau))
    assert place.replace("-", "") == sealed.replace("-", "")


def test_a_deleted_sealed_row_is_found(bureau, sealed):
    disarm(bureau)
    bureau.sql("DELETE FROM store_report")
    (finding,) = [f for f in verified(bureau).findings if f.where.startswith("store_report/")]
    assert "被删除" in finding.sentence
    assert sealed


@pytest.fixture
def digests(bureau: Bureau) -> list[tuple[str, str]]:
    put = []
    for number in range(2):
        content, key = f"第{number}件".encode(), f"documents/{number}.pdf"
        bureau.runtime.objects.put(key, io.BytesIO(content), size=len(content), content_type="application/pdf")
        put.append((key, sha256(content).hexdigest()))
    return put


def test_objects_as_they_were_pass(bureau, digests):
    report = verified(bureau, digests=iter(digests))
    assert (report.findings, report.objects) == ((), 2)


def test_one_flipped_byte_of_an_object_is_found(bureau, digests, tmp_path):
    path = tmp_path / "objects" / digests[1][0]
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert places(verified(bureau, digests=digests)) == {f"object/{digests[1][0]}"}


def test_a_missing_object_is_found(bureau, digests, tmp_path):
    (tmp_path / "objects" / digests[0][0]).unlink()
    (finding,) = verified(bureau, digests=digests).findings
    assert (finding.where, finding.sentence) == (f"object/{digests[0][0]}", "文件缺失。")
