"""How far supervisors, those they write to and clerks are from their work, and a citizen from the printed sheet."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.bureau import Bureau
from tests.journeys.browser import running_browser
from tests.journeys.clicks import Desks, desks_in
from tests.service.execution.course import closable
from tests.service.publication import notices
from tests.service.scoring.test_night import night
from tests.service.scoring.test_scoring import UNQUALIFIED
from tests.web.visitor import Office, office_on_copy

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
PHONE = 390
PRINTED = "window.printed = 0; window.print = () => { window.printed += 1; }"


class House:
    """A case whose period ran out, a file that would fail, a published notice."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        _case, self.notice = notices.published(bureau)
        self.failing = closable(bureau)
        self.late = bureau.filed(party={"name": "芜湖迟办医院"})
        bureau.clock.at += timedelta(days=120)
        bureau.sql(UNQUALIFIED)
        night(bureau)

    def number(self, statement: str) -> int:
        return int(self.bureau.sql(statement)[0][0])


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("offices")) as opened:
        yield opened


@pytest.fixture(scope="module")
def house(office: Office) -> House:
    return House(office.bureau)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as found:
        yield found


@pytest.fixture(scope="module")
def desks(browser: Browser, house: House, office: Office) -> Iterator[Desks]:
    with desks_in(office, browser) as opened:
        yield opened


def test_a_supervisor_sees_five_things_without_a_click(desks: Desks) -> None:
    with desks.job("supervisor", budget=0) as hand:
        expect(hand.page.locator("section[aria-labelledby=overdue]")).to_contain_text("近九十日办结的期限")
        expect(hand.page.locator("section[aria-labelledby=overdue]")).to_contain_text("抽查")
        expect(hand.page.locator("section[aria-labelledby=knocked]")).to_contain_text("没有登记法律职业资格")
        expect(hand.page.get_by_text("最近签名的日志头")).to_be_visible()
        expect(hand.page.get_by_text("留痕核对")).to_be_visible()


def test_an_order_is_issued_in_three_answered_in_three_and_closed_in_three(desks: Desks, house: House) -> None:
    with desks.job("supervisor", budget=3) as hand:
        link = f'section[aria-labelledby=overdue] a[href^="/office/cases/{house.late}/supervision/issue"]'
        hand.click(hand.page.locator(link).first)
        expect(hand.page.get_by_label("存在的问题")).not_to_be_empty()
        expect(hand.page.get_by_label("违反的规定")).not_to_be_empty()
        hand.click(hand.page.locator("main form button.btn-primary"))
        hand.done()
    assert house.number("SELECT COUNT(*) FROM supervision_order WHERE ground = 'OVERDUE'") == 1
    with desks.job("officer_a", budget=3, width=PHONE) as hand:
        hand.link("待回复督办")
        hand.click(hand.page.locator("main td a.btn-primary").first)
        hand.page.get_by_label("办理情况").fill("已办结，附立案审批表。")
        hand.click(hand.page.locator("main form button.btn-primary"))
        hand.done()
    with desks.job("supervisor", budget=3) as hand:
        hand.link("督办已回复待核")
        hand.click(hand.page.locator("main td a.btn-primary").first)
        hand.page.get_by_label("核查意见").fill("情况属实。")
        hand.page.get_by_label("销号依据").fill("核对了案件时间线。")
        hand.click(hand.page.locator("main form button.btn-primary"))
        hand.done()
    assert house.number("SELECT COUNT(*) FROM supervision_ruling WHERE closed") == 1


def test_a_knock_out_is_pursued_in_two(desks: Desks, house: House) -> None:
    with desks.job("supervisor", budget=2) as hand:
        hand.click(hand.page.locator("section[aria-labelledby=knocked] a.btn-primary").first)
        hand.click(hand.page.locator("main form button.btn-primary"))
        hand.done()
    assert house.number("SELECT COUNT(*) FROM supervision_order WHERE ground = 'SCORING'") == 1


def test_a_clerk_takes_the_quarter_in_one_and_drafts_the_year_in_two(desks: Desks, house: House) -> None:
    with desks.job("clerk", budget=1) as hand:
        expect(hand.page.get_by_text("上报回执异常")).to_be_visible()
        with hand.page.expect_download() as taken:
            hand.click(hand.page.locator("section[aria-labelledby=quarter] a.btn-primary"))
        assert taken.value.suggested_filename.endswith(".xlsx")
    with desks.job("clerk", budget=2) as hand:
        hand.link("起草年度报告")
        hand.click(hand.page.locator("main form button.btn-primary"))
        hand.done()
        expect(hand.page.get_by_role("heading", name="行政处罚", exact=False).first).to_be_visible()
    assert house.number("SELECT COUNT(*) FROM report_run WHERE report = 'annual'") == 1


def test_a_citizen_prints_in_one(desks: Desks, house: House) -> None:
    with desks.job("", budget=1, first="/") as hand:
        hand.page.add_init_script(PRINTED)
        hand.page.goto(f"{desks.address}/notices/{house.notice}")
        hand.button("打印")
        assert hand.page.evaluate("window.printed") == 1
        expect(hand.page.get_by_role("button", name="打印")).to_be_visible()
