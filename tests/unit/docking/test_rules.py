"""What a slate's text must be to be believed, letter by letter, without any database."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from enforcement.docking import rules
from enforcement.docking.names import RESULT_NAMES, VERDICT_SENTENCES, Result, Verdict
from enforcement.docking.rules import SlateText
from enforcement.kernel.errors import InvalidInput, RuleBroken
from storage.media.slate import Sighting

KEY = rules.signing_key("a secret of at least thirty-two letters")
BODY = rules.body_mark("11340299MB1538001L")
AT = datetime(2026, 3, 9, 1, 30, 15, tzinfo=UTC)


def slate(**changes: object) -> SlateText:
    said = {"body": BODY, "case_id": uuid4(), "step": "scene_inspection", "moment": AT, "nonce": "A" * 16}
    return SlateText(**said | changes)


@given(some.uuids(), some.integers(0, 4_000_000_000), some.binary(min_size=10, max_size=10))
def test_what_was_signed_is_read_back(case_id: UUID, seconds: int, random: bytes):
    said = slate(case_id=case_id, moment=datetime.fromtimestamp(seconds, UTC), nonce=rules.new_nonce(random))
    assert rules.parse(said.signed(KEY), KEY) == said


@given(some.integers(0, 200), some.characters(codec="ascii"))
def test_no_letter_can_be_changed(place: int, letter: str):
    text = slate(case_id=UUID(int=7)).signed(KEY)
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]
    assert changed == text or rules.parse(changed, KEY) is None


def test_the_code_stays_small_enough_for_a_telephone():
    assert len(slate().signed(KEY)) <= 122, "what version 5 of the QR code holds at middle correction"


@pytest.mark.parametrize("text", ["", "SLATE1", "SLATE1:::::::", "SLATE1:a:b:c:d:e:f", "SLATE1:é:b:c:d:e:f"])
def test_rubbish_is_no_slate(text: str):
    assert rules.parse(text, KEY) is None


def seen(*texts: str) -> list[Sighting]:
    return [Sighting(offset_ms=1000 * number, text=text) for number, text in enumerate(texts)]


def test_the_first_showing_counts():
    one = slate()
    later = slate(case_id=one.case_id, moment=AT + timedelta(seconds=5))
    reading = rules.read(seen("https://shop.example", one.signed(KEY), later.signed(KEY)), key=KEY, body=BODY)
    assert (reading.verdict, reading.slate, reading.offset_ms) == (Verdict.BELIEVED, one, 1000)


def test_doubt_about_one_showing_is_doubt_about_all():
    good, forged = slate().signed(KEY), slate().signed(b"another key")
    assert rules.read(seen(good, forged), key=KEY, body=BODY).verdict is Verdict.FORGED
    assert rules.read(seen(good, slate(nonce="B" * 16).signed(KEY)), key=KEY, body=BODY).verdict is Verdict.SEVERAL
    foreign = slate(body=rules.body_mark("other")).signed(b"their key")
    assert rules.read(seen(good, foreign), key=KEY, body=BODY).verdict is Verdict.OTHER_BODY
    assert rules.read(seen(), key=KEY, body=BODY).verdict is Verdict.NONE


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("moment", "received", "filmed", "verdict"),
    [
        (AT, AT + MINUTE, None, Verdict.BELIEVED),
        (AT - MINUTE, AT + MINUTE, None, Verdict.EXPIRED),
        (AT + rules.SLATE_LIFE + MINUTE, AT + timedelta(days=1), None, Verdict.EXPIRED),
        (AT + MINUTE, AT, None, Verdict.EXPIRED),
        (AT, AT + rules.SLATE_HANDED_IN_WITHIN + MINUTE, None, Verdict.EXPIRED),
        (AT, AT + timedelta(days=1), AT + 10 * MINUTE, Verdict.BELIEVED),
        (AT, AT + timedelta(days=1), AT + 31 * MINUTE, Verdict.REPLAYED),
        (AT, AT + timedelta(days=1), AT - timedelta(days=4000), Verdict.BELIEVED),
    ],
)
def test_when_a_slate_is_believed(moment: datetime, received: datetime, filmed: datetime | None, verdict: Verdict):
    given = {"shown_at": AT, "expires_at": AT + rules.SLATE_LIFE, "received_at": received, "filmed_at": filmed}
    assert rules.in_time(slate(moment=moment), **given) is verdict


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "无偏差"), (61, "快 1分1秒"), (-3600, "慢 1小时"), (90_000, "快 1天1小时")]
)
def test_drift_is_said_in_words(seconds: int, words: str):
    assert rules.drift_in_words(seconds) == words


def test_AV_5_counts_from_the_end_of_the_recording():
    assert not rules.is_late(AT, AT + timedelta(hours=24))
    assert rules.is_late(AT, AT + timedelta(hours=24, seconds=1))
    assert not rules.is_late(None, AT)


def test_handovers_follow_each_other():
    rules.held_from(date(2026, 3, 9), before=date(2026, 3, 1), today=date(2026, 3, 9))
    with pytest.raises(InvalidInput):
        rules.held_from(date(2026, 3, 10), before=None, today=date(2026, 3, 9))
    with pytest.raises(InvalidInput):
        rules.held_from(date(2026, 2, 9), before=date(2026, 3, 1), today=date(2026, 3, 9))


def test_only_ones_own_hand():
    rules.own_hand(uuid4(), uuid4(), system=True)
    with pytest.raises(RuleBroken):
        rules.own_hand(uuid4(), uuid4(), system=False)


def test_every_verdict_and_result_has_its_words():
    assert set(VERDICT_SENTENCES) == set(Verdict)
    assert set(RESULT_NAMES) == set(Result)
