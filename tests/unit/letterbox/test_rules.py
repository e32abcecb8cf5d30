import pytest

from enforcement.letterbox.rules import (
    CODE_LENGTH,
    GENERAL_SUBJECTS,
    LETTERS,
    NOTICE_SUBJECTS,
    SUBJECT_NAMES,
    Letter,
    code_of,
    digest_of,
    faults,
    grouped,
)
from tests.bureau import resident_id_with_check_digit

CODE = "ABCDEFGHJKLMNPQR"
SOUND = Letter(subject="fine_fen", words="罚款金额应为十五万元。", contact="")


def test_a_sound_letter_has_no_faults():
    assert faults(SOUND, NOTICE_SUBJECTS) == {}


@pytest.mark.parametrize("words", ["", "错了", "长" * 1001])
def test_a_letter_says_enough_and_not_too_much(words):
    assert set(faults(Letter(subject="other", words=words, contact=""), GENERAL_SUBJECTS)) == {"words"}


@pytest.mark.parametrize("subject", ["", "fine_fen", "case_id"])
def test_the_subject_is_one_of_those_offered(subject):
    assert set(faults(Letter(subject=subject, words=SOUND.words, contact=""), GENERAL_SUBJECTS)) == {"subject"}


def test_an_identity_number_is_not_taken_in():
    number = resident_id_with_check_digit("34020319880614002")
    wrong = faults(Letter(subject="other", words=f"页面上露出了{number}。", contact=""), GENERAL_SUBJECTS)
    assert number not in wrong["words"]


def test_addresses_and_telephones_may_be_named_since_they_may_be_what_is_wrong():
    words = "地址应为北京中路12号，电话应为0553-3110000。"
    assert faults(Letter(subject="other", words=words, contact=""), GENERAL_SUBJECTS) == {}


def test_a_contact_is_short():
    assert set(faults(Letter(subject="other", words=SOUND.words, contact="1" * 101), GENERAL_SUBJECTS)) == {"contact"}


def test_a_code_is_read_however_it_is_typed():
    for typed in (CODE, CODE.lower(), grouped(CODE), f" {grouped(CODE).lower()} ", "ABCD EFGH—JKLM NPQR"):
        assert code_of(typed) == CODE


@pytest.mark.parametrize("typed", ["", "ABCD", CODE + "A", CODE[:-1] + "0", CODE[:-1] + "字", "%" * 16])
def test_what_cannot_be_a_code_is_none(typed):
    assert code_of(typed) == ""


def test_codes_have_no_letters_that_look_alike_and_are_long_enough():
    assert not set(LETTERS) & set("0O1IL2Z5S8B") - {"B", "L", "8"}
    assert len(LETTERS) ** CODE_LENGTH > 2**75
    assert len(digest_of(CODE)) == 64


def test_every_subject_has_a_name():
    assert set(SUBJECT_NAMES) == set(GENERAL_SUBJECTS) | set(NOTICE_SUBJECTS)
