"""Names nobody listed are offered to the drafter; one tick hides them everywhere, and nothing else can be ticked."""

from dataclasses import replace

import pytest

from enforcement.cases import queries as cases
from enforcement.kernel.errors import RuleBroken
from enforcement.publication import drafting, queries, service
from enforcement.publication.redaction import Kind
from enforcement.publication.rules import State
from tests.bureau import Bureau
from tests.service.decisions import course
from tests.service.publication.notices import confirm, decided, serve

FACTS = (
    "当事人为患者孙桂兰（1903年3月1日出生）虚构诊疗项目，入院诊断为高血压病3级；"
    "证人李和平证实，孙桂兰未到院。造成基金损失100,000.00元。"
)
TEXT = replace(course.TEXT, facts=FACTS)


def drafted(bureau: Bureau, case) -> queries.NoticeRow:
    found = bureau.read(queries.in_state, case, State.DRAFT)
    assert found is not None
    return found


def offered(bureau: Bureau, case) -> dict[str, Kind]:
    with bureau.runtime.work(bureau.actor("officer_a"), reading=True) as work:
        sources = queries.sources(work.session, cases.get(work.session, case))
        assert sources is not None
        return drafting.suspected(sources)


def test_names_ages_and_illnesses_are_offered(bureau: Bureau) -> None:
    assert offered(bureau, decided(bureau, text=TEXT)) == {
        "孙桂兰": Kind.NAME,
        "李和平": Kind.NAME,
        "1903年3月1日出生": Kind.BIRTH,
        "高血压病3级": Kind.HEALTH,
    }


def test_what_is_ticked_is_hidden_everywhere_and_kept_out(bureau: Bureau) -> None:
    case = decided(bureau, text=TEXT)
    bureau.act("officer_a", service.prepare, case, accept=list(offered(bureau, case)))
    draft = drafted(bureau, case)
    assert draft.text.facts == (
        "当事人为患者孙某某（（年龄隐去））虚构诊疗项目，入院诊断为（病情隐去）；"
        "证人李某某证实，孙某某未到院。造成基金损失100,000.00元。"
    )
    assert drafting.others_of(draft.redactions) == ("孙桂兰", "李和平")
    confirm(bureau, case)
    serve(bureau, case)
    assert bureau.act("clerk", service.publish, case) == draft.id  # built anew from the served text: the same


def test_a_tick_also_hides_in_what_the_drafter_typed(bureau: Bureau) -> None:
    case = decided(bureau, text=TEXT)
    typed = FACTS.replace("李和平", "李某某")
    bureau.act("officer_a", service.prepare, case, facts=typed, accept=["孙桂兰"])
    facts = drafted(bureau, case).text.facts
    assert "孙桂兰" not in facts
    assert "李某某" in facts
    assert "高血压病3级" in facts  # not ticked: left to the drafter's judgement


def test_only_what_was_offered_can_be_ticked_away(bureau: Bureau) -> None:
    case = decided(bureau, text=TEXT)
    bureau.act("officer_a", service.prepare, case, accept=["造成基金损失", "虚构", "."])
    assert drafted(bureau, case).text.facts == FACTS


def test_a_rewriting_is_refused_with_or_without_ticks(bureau: Bureau) -> None:
    case = decided(bureau, text=TEXT)
    for accept in ([], ["孙桂兰"]):
        with pytest.raises(RuleBroken) as caught:
            bureau.act(
                "officer_a", service.prepare, case, facts=FACTS.replace("100,000.00", "10,000.00"), accept=accept
            )
        assert caught.value.code == "NOT_THE_SERVED_TEXT"
