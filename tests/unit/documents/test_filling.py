"""What a kind asks of whoever writes it by hand, and how what was typed is written."""

from datetime import UTC, date, datetime

import pytest
from marshmallow import ValidationError

from enforcement.documents import filling, rendering, rules, schemas
from enforcement.documents.filling import Input
from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken
from enforcement.procedures.grammar import Milestone

KINDS = rendering.kinds()
BY_HAND = [name for name, kind in KINDS.items() if kind.writing]
CATALOGUE = """clue_register clue_verification jurisdiction_notice recusal delegation inquest_record sampling
    correction_order assist_letter expert_opinion suspend resume time_extension hearing_right hearing_request
    review_coordination recovery_decision service_address service_announce deferral fine_receipt dunning
    coercion_decision exec_agreement court_application goods_disposal"""
MADE_BY_AN_ACT = {"suspend", "resume", "time_extension", "service_announce"}
NOW = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)


def typed(name):
    """The sample as somebody would type it: numbers, officers and capitals come by themselves."""
    kind = KINDS[name]
    return filling.as_typed(kind, kind.sample)


def test_every_form_of_the_catalogue_is_there_and_written_by_hand_or_by_its_act():
    assert set(CATALOGUE.split()) <= set(KINDS)
    assert set(CATALOGUE.split()) - set(BY_HAND) == MADE_BY_AN_ACT


@pytest.mark.parametrize("name", BY_HAND)
def test_a_form_takes_its_sample_and_writes_it_again(name):
    kind = KINDS[name]
    said = filling.as_said(kind, schemas.form_of(name)().load(typed(name)))
    written = {key: said[key] for key in kind.sample if key in said and not isinstance(said[key], date | list)}
    assert {key: kind.sample[key] for key in written} == written
    assert set(kind.sample) - set(said) <= filling.NEVER_ASKED


@pytest.mark.parametrize("name", BY_HAND)
def test_every_field_asked_is_refused_by_name_with_the_article(name):
    kind = KINDS[name]
    with pytest.raises(ValidationError) as refused:
        schemas.form_of(name)().load({})
    wanted = {key for key in filling.asked(kind) if key in kind.required or key in kind.tables}
    assert set(refused.value.messages_dict) == wanted
    for key, sentences in refused.value.messages_dict.items():
        label = kind.tables[key].label if key in kind.tables else kind.labels[key]
        assert sentences == [f"《{kind.title}》缺少“{label}”（{kind.basis}）。"]


@pytest.mark.parametrize("name", BY_HAND)
def test_what_is_required_and_not_asked_the_system_knows(name):
    """Nothing would be worse than a form refused for something nobody can fill in."""
    kind = KINDS[name]
    twins = {f"{key.removesuffix('_figures')}_capitals" for key in kind.labels if key.endswith("_figures")}
    assert {*kind.labels, *kind.tables} - set(filling.asked(kind)) <= filling.NEVER_ASKED | twins
    assert filling.asked(kind)[0] == "issued_on"


def test_inputs_follow_the_names():
    kind = KINDS["sampling"]
    forms = {name: filling.input_of(kind, name) for name in ("started_at", "issued_on", "method", "place")}
    assert forms == {
        "started_at": Input.MOMENT,
        "issued_on": Input.DAY,
        "method": Input.PARAGRAPH,
        "place": Input.LINE,
    }
    assert filling.input_of(KINDS["dunning"], "amount_figures") is Input.AMOUNT


def test_money_is_asked_once_and_written_twice():
    kind = KINDS["dunning"]
    said = filling.as_said(kind, {"amount_figures": 1_497_600})
    assert said == {"amount_figures": "14,976.00", "amount_capitals": "壹万肆仟玖佰柒拾陆元整"}
    assert filling.as_said(kind, {"amount_figures": None}) == {"amount_figures": None}
    with pytest.raises(ValidationError, match="幅度"):
        schemas.form_of("dunning")(partial=True).load({"amount_figures": "1000至2000元"})


def test_a_minute_is_written_in_words_and_read_back():
    kind = KINDS["sampling"]
    at = datetime(2026, 5, 20, 1, 5, tzinfo=UTC)
    assert filling.as_said(kind, {"started_at": at})["started_at"] == "2026年5月20日9时05分"
    assert filling.as_typed(kind, {"started_at": "2026年5月20日9时05分"}) == {"started_at": "2026-05-20T09:05"}
    assert filling.as_typed(kind, {"started_at": "上午"}) == {"started_at": ""}
    assert filling.as_typed(KINDS["deferral"], {"instalments": [{"number": "1", "due_on": "2026年8月31日"}]}) == {
        "instalments": [{"due_on": "2026-08-31"}]
    }


def test_certificates_must_hold_on_the_day_of_the_act():
    at = datetime(2026, 3, 6, 1, 0, tzinfo=UTC)
    assert filling.act_day({"issued_on": date(2026, 3, 9), "started_at": at}, today=date(2026, 3, 10)) == at.date()
    assert filling.act_day({"issued_on": date(2026, 3, 9)}, today=date(2026, 3, 10)) == date(2026, 3, 9)
    assert filling.act_day({}, today=date(2026, 3, 10)) == date(2026, 3, 10)


def test_what_an_act_makes_is_not_written_beside_it():
    with pytest.raises(RuleBroken) as refused:
        rules.by_hand(KINDS, "penalty_decision")
    assert (refused.value.code, refused.value.basis) == ("NOT_BY_HAND", KINDS["penalty_decision"].basis)
    with pytest.raises(NotFound):
        rules.by_hand(KINDS, "no_such_paper")


def lack(name, stands=(), has=()):
    return rules.unmet(KINDS[name], stands=frozenset(stands), kinds=KINDS, has=frozenset(has))


def test_a_paper_waits_for_its_step_and_for_the_paper_before_it():
    served = {Milestone.DECISION_SERVED}
    assert lack("clue_register") == ""
    assert lack("dunning") == "须在“送达决定书”之后制作"
    assert lack("recovery_decision", {Milestone.PRIOR_NOTICE_SERVED}).count("或者") == 2
    assert lack("recovery_decision", {Milestone.DEFENCE_WAIVED}) == ""
    assert lack("court_application", served) == "须先制作《履行行政处罚决定催告书》"
    assert lack("court_application", served, {"dunning"}) == ""
    assert lack("suspend")


def test_nothing_is_added_to_a_file_put_away():
    with pytest.raises(RuleBroken) as refused:
        rules.may_be_written(KINDS["fine_receipt"], stands={Milestone.ARCHIVED}, kinds=KINDS, has=())
    assert (refused.value.code, refused.value.basis) == ("FILE_PUT_AWAY", rules.FILE_BASIS)


@pytest.mark.parametrize(
    ("started", "ended", "on", "field"),
    [
        ((9, 2), (9, 2), 9, "ended_at"),
        ((9, 3), (9, 5), 9, "ended_at"),
        ((9, 1), (9, 2), 8, "issued_on"),
    ],
)
def test_a_record_begins_ends_and_is_dated_in_this_order(started, ended, on, field):
    times = {
        name: datetime(2026, 3, at[0], at[1], tzinfo=UTC) for name, at in (("started_at", started), ("ended_at", ended))
    }
    with pytest.raises(InvalidInput) as refused:
        rules.recorded_in_time(times, on=date(2026, 3, on), now=NOW)
    assert list(refused.value.fields) == [field]
    rules.recorded_in_time({}, on=date(2026, 3, 1), now=NOW)


def test_a_court_is_asked_only_after_ten_workdays():
    writing = KINDS["court_application"].writing
    assert writing is not None
    assert writing.waits is not None
    rules.has_waited(writing.waits, "催告书送达日期", until=date(2026, 3, 23), on=date(2026, 3, 24))
    with pytest.raises(RuleBroken) as refused:
        rules.has_waited(writing.waits, "催告书送达日期", until=date(2026, 3, 23), on=date(2026, 3, 23))
    assert refused.value.basis == "《行政强制法》第五十四条、第六十九条"
