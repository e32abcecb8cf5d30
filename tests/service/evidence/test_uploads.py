"""Upload sessions: begun, continued, described, refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.evidence import queries, service
from enforcement.evidence.names import EvidenceKind, UploadState
from enforcement.evidence.rules import Labels
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, Stale
from tests.bureau import Bureau
from tests.service.evidence.sending import PLENTY, evidence, opened, run_due, send, whole_labels
from tests.storage import clips


def test_the_same_file_of_the_same_case_is_one_session_for_the_whole_team(bureau: Bureau) -> None:
    case = bureau.filed()
    first = opened(bureau, case, size=1000, fingerprint="f")
    again = opened(bureau, case, size=1000, fingerprint="f", login="officer_b")
    other_size = opened(bureau, case, size=1001, fingerprint="f")
    other_case = opened(bureau, bureau.filed(), size=1000, fingerprint="f")
    unnamed = [opened(bureau, case, size=1000) for _ in range(2)]
    assert first.id == again.id
    assert len({first.id, other_size.id, other_case.id, *(row.id for row in unnamed)}) == 5


def test_choosing_the_file_again_may_bring_better_labels(bureau: Bureau) -> None:
    case = bureau.filed()
    opened(bureau, case, size=1000, fingerprint="f", labels=Labels(fact_to_prove="甲"))
    again = opened(bureau, case, size=1000, fingerprint="f", labels=Labels(fact_to_prove="乙"))
    assert again.labels.fact_to_prove == "乙"


def test_an_ended_session_is_not_continued(bureau: Bureau) -> None:
    case = bureau.filed()
    first = opened(bureau, case, size=1000, fingerprint="f")
    bureau.act("officer_a", service.cancel_upload, first.id)
    assert opened(bureau, case, size=1000, fingerprint="f").id != first.id
    with pytest.raises(RuleBroken, match="已经结束"):
        send(bureau, first.id, b"x")


@pytest.mark.parametrize(
    ("size", "space", "code"),
    [
        (0, PLENTY, "EMPTY"),
        (1001, replace(PLENTY, largest=1000), "TOO_LARGE"),
        (1001, replace(PLENTY, free=1000), "NO_SPACE"),
    ],
)
def test_size_and_space_are_asked_before_byte_one(bureau: Bureau, size: int, space: service.Space, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        opened(bureau, bureau.filed(), size=size, space=space)
    assert refused.value.code == code


def test_space_promised_to_others_is_not_promised_again(bureau: Bureau) -> None:
    case = bureau.filed()
    opened(bureau, case, size=700, space=replace(PLENTY, free=1000))
    with pytest.raises(RuleBroken) as refused:
        opened(bureau, case, size=700, space=replace(PLENTY, free=1000))
    assert refused.value.code == "NO_SPACE"


def test_only_handlers_of_the_case_send(bureau: Bureau) -> None:
    case = bureau.filed()
    with pytest.raises(NotFound):
        opened(bureau, case, size=1000, login="officer_c")
    with pytest.raises(NotAllowed):
        opened(bureau, case, size=1000, login="reviewer")


def test_labels_must_be_possible(bureau: Bureau) -> None:
    case = bureau.filed()
    for wrong in (
        {"captured_by": bureau.id("officer_c")},
        {"step": "unknown"},
        {"captured_at": bureau.clock.at + timedelta(hours=1)},
    ):
        with pytest.raises(InvalidInput) as refused:
            opened(bureau, case, size=1000, labels=whole_labels(bureau, **wrong))
        assert set(refused.value.fields) == set(wrong)


def test_labels_given_while_sending_take_effect_at_sealing(bureau: Bureau, tmp_path) -> None:
    case, content = bureau.filed(), clips.tone(tmp_path / "a.mp3").read_bytes()
    upload = opened(bureau, case, size=len(content), name="a.mp3")
    send(bureau, upload.id, content[:10_000])
    labels = whole_labels(bureau)
    bureau.act(
        "officer_b", service.describe_upload, case, upload_id=upload.id, kind=EvidenceKind.ELECTRONIC, labels=labels
    )
    send(bureau, upload.id, content[10_000:], 10_000)
    run_due(bureau)
    (item,) = bureau.read(queries.items, case)
    assert (item.counts, item.kind) == (True, EvidenceKind.ELECTRONIC)
    with pytest.raises(RuleBroken, match="已经结束"):
        bureau.act("officer_b", service.describe_upload, case, upload_id=upload.id, kind=None, labels=labels)


def test_the_files_own_time_only_when_asked_for(bureau: Bureau, tmp_path) -> None:
    case, asked = bureau.filed(), whole_labels(bureau, captured_at=None, time_of_file=True)
    taken = evidence(bureau, case, clips.photograph(tmp_path / "一.jpg"), labels=asked)
    assert taken.label is not None
    assert taken.label.captured_at == taken.device_at
    left = evidence(bureau, case, clips.photograph(tmp_path / "二.jpg"), labels=replace(asked, time_of_file=False))
    assert (left.label, left.missing_labels) == (None, ("采集时间",))


def test_receipts_count_only_from_where_they_left_off(bureau: Bureau) -> None:
    upload = opened(bureau, bureau.filed(), size=1000)
    bureau.act("officer_a", service.note_received, upload.id, before=0, after=400)
    with pytest.raises(Stale):
        bureau.act("officer_a", service.note_received, upload.id, before=0, after=300)
    assert bureau.read(queries.upload, upload.id).received == 400


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE upload_session SET received = size + 1",
        "UPDATE upload_session SET state = 'RECEIVED'",
        "UPDATE upload_session SET state = 'SEALED', received = size",
        "UPDATE upload_session SET state = 'REFUSED'",
        "UPDATE upload_session SET state = 'LOST'",
        "UPDATE upload_session SET size = 2000",
        "UPDATE upload_session SET sha256 = 'short'",
    ],
)
def test_the_database_refuses_impossible_sessions(bureau: Bureau, statement: str) -> None:
    opened(bureau, bureau.filed(), size=1000)
    with pytest.raises(DatabaseError):
        bureau.sql(statement)


def test_lost_staging_is_never_filled_with_zeros(bureau: Bureau, tmp_path) -> None:
    upload = opened(bureau, bureau.filed(), size=50_000)
    send(bureau, upload.id, b"\x00\x00\x00\x18ftypmp42" + bytes(9000))
    (tmp_path / "staging" / f"{upload.id}.part").unlink()
    with pytest.raises(RuleBroken, match="从头上传"):
        send(bureau, upload.id, bytes(100), 9012)
    assert bureau.read(queries.upload, upload.id).state is UploadState.REFUSED


def test_the_desk_counts_what_waits_for_this_person(bureau: Bureau, tmp_path) -> None:
    case = bureau.filed()
    opened(bureau, case, size=1000)
    evidence(bureau, case, clips.tone(tmp_path / "a.mp3"))
    for login, expected in (("officer_a", (1, 1)), ("officer_b", (1, 1)), ("officer_c", (0, 0))):
        actor = bureau.actor(login)
        assert expected == (
            bureau.read(queries.unlabelled_count, actor),
            bureau.read(queries.unfinished_count, actor),
        )
