import pytest
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from enforcement.decisions.rules import DraftText, PenaltyItem, PenaltyKind
from enforcement.decisions.schemas import DraftForm
from enforcement.kernel.errors import InvalidInput
from enforcement.web import forms

FILLED = {
    "facts": "事实。",
    "evidence_text": "证据。",
    "violated": "甲法第一条",
    "applied": "甲法第二条",
    "discretion": "裁量。",
    "base": "100,000",
    "recovery": "10万元",
    "penalties-0-kind": "FINE",
    "penalties-0-amount": "12,345.67",
}


def load(**changes: str) -> DraftText:
    text: DraftText = forms.load(DraftForm(), MultiDict(FILLED | changes))["text"]
    return text


def test_amounts_are_typed_as_text_and_kept_in_fen() -> None:
    text = load()
    assert text.penalties == (PenaltyItem(kind=PenaltyKind.FINE, amount_fen=1_234_567, text=""),)
    assert (text.base_fen, text.recovery_fen) == (10_000_000, 100_000_00)


@pytest.mark.parametrize("typed", ["1000-2000", "一万元以下", "1万至2万", "5万元左右", "1~2倍"])
def test_a_range_is_no_amount(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        load(**{"penalties-0-amount": typed})
    (sentence,) = refused.value.fields["penalties-0-amount"]
    assert sentence


def test_the_refused_range_names_its_article() -> None:
    with pytest.raises(InvalidInput) as refused:
        load(**{"penalties-0-amount": "1,000-2,000"})
    assert "第四十四条" in refused.value.fields["penalties-0-amount"][0]


def test_a_draft_without_a_penalty_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        load(**{"penalties-0-kind": "", "penalties-0-amount": ""})
    assert "penalties" in refused.value.fields


def test_police_detention_is_not_offered() -> None:
    with pytest.raises(ValidationError):
        DraftForm().fields["penalties"].deserialize([{"kind": "DETENTION"}])
