"""How far each person is from their main jobs, counted in a real Chromium from the first screen after signing in.

The board is counted from its home page; what a citizen does with one notice from that notice, where links lead them.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from enforcement.decisions import queries as decisions
from enforcement.kernel.identity import CaseId
from enforcement.review import queries as review
from enforcement.review.rules import ReviewResult
from tests.journeys.browser import running_browser
from tests.journeys.clicks import Desks, desks_in
from tests.service.decisions import course
from tests.service.discussion.meetings import with_deputies
from tests.service.docking import station
from tests.service.publication import notices
from tests.service.standing.lists import card
from tests.storage import clips
from tests.web.visitor import Office, office_on_copy

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
PHONE = 390
ARRANGEMENT = """
year = 2027
status = "OFFICIAL"
notice = "国办发明电〔2026〕9号"
[[holiday]]
name = "元旦"
first = 2027-01-01
last = 2027-01-03
shift_days = []
"""


class House:
    """One bureau for all jobs: each kind of case stands where somebody's next click takes it."""

    def __init__(self, office: Office, folder: Path) -> None:
        bureau = office.bureau
        self.bureau, self.folder = bureau, folder
        with_deputies(bureau)
        card(bureau)
        self.fresh = bureau.filed(party={"name": "芜湖新案医院"})
        self.ready = course.reported(bureau)
        course.save(bureau, self.ready, course.TEXT)
        course.notify(bureau, self.ready)
        course.signed(bureau, self.ready)
        self.returned = course.submitted(bureau)
        course.send_back(bureau, self.returned)
        self.again = course.submitted(bureau)
        course.send_back(bureau, self.again)
        course.save(bureau, self.again, course.fined(160_000))
        course.notify(bureau, self.again)
        course.submit(bureau, self.again)
        self.waiting = [course.submitted(bureau) for _ in range(2)]
        self.agreed = course.agreed(bureau)
        self.grave = course.agreed(bureau)
        self.shown, self.notice = notices.published(bureau)
        self.cleared = notices.prepared(bureau)
        notices.confirm(bureau, self.cleared)
        notices.serve(bureau, self.cleared)
        self.drafted = notices.prepared(bureau)
        self._ten_clips()

    def _ten_clips(self) -> None:
        cards = self.folder / "card"
        cards.mkdir()
        whole = clips.photograph(self.folder / "one.jpg").read_bytes()
        for number in range(10):
            (cards / f"{number:02}.jpg").write_bytes(whole + bytes([number]))
        station.swept(self.bureau, cards)

    def number(self, statement: str) -> int:
        return int(self.bureau.sql(statement)[0][0])

    def result(self, case: CaseId) -> ReviewResult | None:
        found: ReviewResult | None = self.bureau.read(review.rounds, case)[0].result
        return found


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("desks")) as opened:
        yield opened


@pytest.fixture(scope="module")
def house(office: Office, tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(office, tmp_path_factory.mktemp("media"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as found:
        yield found


@pytest.fixture(scope="module")
def desks(browser: Browser, house: House, office: Office) -> Iterator[Desks]:
    with desks_in(office, browser) as opened:
        yield opened


def test_an_officer_attaches_a_recording_in_two(desks: Desks, house: House) -> None:
    film = clips.film(house.folder / "现场检查.mp4")
    with desks.job("officer_a", budget=2, width=PHONE) as hand:
        hand.click(hand.page.locator(f'a[href="/office/cases/{house.fresh}/evidence#upload-title"]'))
        hand.page.locator("#u-fact").fill("现场检查全过程")
        hand.page.locator("#u-files").set_input_files(film)
        hand.button("开始上传")
        expect(hand.page.locator("#evidence-list, #upload-rows").get_by_text("现场检查.mp4").first).to_be_visible()
        expect(hand.page.locator("#upload-rows progress")).to_have_js_property("value", 100, timeout=30_000)
    assert house.number("SELECT COUNT(*) FROM upload_session WHERE received = size") == 1


def test_an_officer_labels_ten_clips_in_three(desks: Desks, house: House) -> None:
    before = house.number("SELECT COUNT(*) FROM label")
    with desks.job("officer_a", budget=3, width=PHONE) as hand:
        hand.link("打开采集箱")
        hand.button("选中本页全部")
        hand.page.locator("#f-case_id").select_option(str(house.fresh))
        hand.page.get_by_label("采集地点").fill("药房")
        hand.page.get_by_label("证明对象").fill("药品出库经过")
        hand.page.get_by_label("执法环节").select_option("scene_inspection")
        hand.button("关联并标注")
        expect(hand.page.get_by_text("没有符合条件的文件").first).to_be_visible()
    assert house.number("SELECT COUNT(*) FROM label") == before + 10


def test_an_officer_sends_to_review_in_two(desks: Desks, house: House) -> None:
    with desks.job("officer_a", budget=2, width=PHONE) as hand:
        hand.click(hand.page.locator(f'a[href="/office/cases/{house.ready}/review/submit"]').first)
        expect(hand.page.get_by_text("调查终结报告").first).to_be_visible()
        hand.page.get_by_label("送审说明").fill("材料齐全，请予审核。")
        hand.click(hand.page.locator("main form button.btn-primary"))
        hand.done()
    assert len(house.bureau.read(review.rounds, house.ready)) == 1


def test_an_officer_mends_a_returned_point_in_one_landing_on_the_field(desks: Desks, house: House) -> None:
    with desks.job("officer_a", budget=1, width=PHONE) as hand:
        hand.link("修改第5项")
        expect(hand.page.locator("#f-discretion")).to_be_focused()
        assert str(house.returned) in hand.page.url


def test_an_officer_shows_certificate_and_slate_in_one(desks: Desks, house: House) -> None:
    station.slate_for(house.bureau, house.fresh)
    with desks.job("officer_a", budget=1, width=PHONE) as hand:
        hand.link("出示证件卡")
        expect(hand.page.get_by_label("核验二维码")).to_be_visible()
    with desks.job("officer_a", budget=1, width=PHONE) as hand:
        hand.click(hand.page.locator(f'a[href="/office/cases/{house.fresh}/docking/slate"]'))
        expect(hand.page.locator("svg").first).to_be_visible()


def test_an_officer_convenes_the_heads_in_two(desks: Desks, house: House) -> None:
    with desks.job("officer_a", budget=2) as hand:
        hand.click(hand.page.locator(f'a[href="/office/cases/{house.grave}/discussion/call"]').first)
        hand.page.get_by_label("提请集体讨论的理由").fill("罚款数额较大。")
        hand.page.get_by_label("主持人").select_option(index=1)
        hand.click(hand.page.locator("main form button.btn-primary"))
        hand.done()
    assert house.number("SELECT COUNT(*) FROM discussion") == 1


def test_a_reviewer_opens_in_one_and_sees_only_what_changed(desks: Desks, house: House) -> None:
    with desks.job("reviewer", budget=1) as hand:
        hand.link("只看改动")
        expect(hand.page.locator("#changes")).to_be_in_viewport()
        assert str(house.again) in hand.page.url
    with desks.job("reviewer", budget=1) as hand:
        hand.click(hand.page.locator("#queue a[data-open], section[aria-labelledby=queue] a[data-open]").first)
        expect(hand.page.get_by_role("heading", name="逐项审核")).to_be_visible()


def test_a_reviewer_goes_to_the_next_case_in_one(desks: Desks, house: House) -> None:
    with desks.job("reviewer", budget=1, first=f"/office/cases/{house.waiting[0]}/review/agree") as hand:
        shown = hand.page.url
        hand.click(hand.page.locator("a[rel=next], a[rel=prev]").last)
        expect(hand.page.get_by_role("heading", name="逐项审核")).to_be_visible()
        assert hand.page.url != shown


def test_a_reviewer_agrees_in_two(desks: Desks, house: House) -> None:
    case = house.waiting[0]
    with desks.job("reviewer", budget=2) as hand:
        hand.click(hand.page.locator(f'a[data-open][href="/office/cases/{case}/review/agree"]'))
        hand.page.get_by_label("审核意见").fill("事实清楚，程序合法，同意。")
        hand.button("其余各项均符合规定，同意")
        hand.page.wait_for_url("**/office/review/queue")
    assert house.result(case) is ReviewResult.APPROVE


def test_a_reviewer_returns_with_reasons_in_three(desks: Desks, house: House) -> None:
    case = house.waiting[1]
    with desks.job("reviewer", budget=3) as hand:
        hand.click(hand.page.locator(f'a[data-open][href="/office/cases/{case}/review/agree"]'))
        hand.page.locator("#f-points-4-text").fill("未引用裁量基准条款。")
        expect(hand.page.locator("#points-4-PROBLEM")).to_be_checked()
        hand.page.get_by_label("审核意见").fill("请补充裁量说明。")
        hand.click(hand.page.locator("#rest-ok"))
        hand.button("建议纠正")
        hand.page.wait_for_url("**/office/review/queue")
    assert house.result(case) is ReviewResult.CORRECT


def test_a_head_sees_opinion_range_and_score_and_decides_in_two(desks: Desks, house: House) -> None:
    with desks.job("agency_head", budget=2) as hand:
        waiting = hand.page.locator("section[aria-labelledby=to-decide]")
        for words in (course.OPINION[:10], "在法定幅度内", "分"):
            expect(waiting.get_by_text(words).first).to_be_visible()
        hand.click(waiting.locator(f'a[href="/office/cases/{house.agreed}/decisions/decide"]'))
        hand.page.locator("textarea[name=opinion]").fill("同意，作出处罚决定。")
        hand.click(hand.page.locator("main form button.btn-primary").last)
        hand.done()
    assert house.bureau.read(decisions.decision, house.agreed) is not None


def test_a_clerk_confirms_publishes_and_withdraws(desks: Desks, house: House) -> None:
    with desks.job("clerk_two", budget=2) as hand:
        hand.click(hand.page.locator(f'section a[href="/office/cases/{house.drafted}/publication/confirm"]').first)
        hand.click(hand.page.locator("main form button.btn-primary").last)
        hand.done()
    with desks.job("clerk", budget=2) as hand:
        hand.click(hand.page.locator(f'section a[href="/office/cases/{house.cleared}/publication/publish"]').first)
        hand.click(hand.page.locator("main form button.btn-primary").last)
        hand.done()
    assert house.number("SELECT COUNT(*) FROM notice WHERE state = 'PUBLISHED'") == 2
    with desks.job("clerk", budget=3) as hand:
        hand.click(hand.page.locator(f'section a[href="/office/cases/{house.cleared}/publication/withdraw"]').first)
        hand.page.locator("select[name=kind]").select_option(index=1)
        hand.page.locator("[name=public_reason]").fill("原行政处罚决定已被依法撤销。")
        hand.click(hand.page.locator("main form button.btn-primary").last)
        hand.done()
    assert house.number("SELECT COUNT(*) FROM notice WHERE state = 'WITHDRAWN'") == 1


def test_a_clerk_takes_the_quarter_workbook_in_two(desks: Desks) -> None:
    with desks.job("clerk", budget=2) as hand:
        hand.link("统计")
        with hand.page.expect_download() as taken:
            hand.link("下载表格（Excel）")
        assert taken.value.suggested_filename.endswith(".xlsx")


def test_a_supervisor_needs_no_click_for_what_is_late_and_two_for_what_is_behind(desks: Desks, house: House) -> None:
    with desks.job("supervisor", budget=2) as hand:
        expect(hand.page.locator("section[aria-labelledby=overdue]")).to_contain_text("按期率")
        expect(hand.page.get_by_text("最近签名的日志头")).to_be_visible()
        hand.link("统计")
        hand.click(hand.page.locator("main td a").first)
        expect(hand.page.get_by_role("table")).to_contain_text("计入理由")
    with desks.job("supervisor", budget=2) as hand:
        hand.click(hand.page.locator(f'a[href="/office/cases/{house.returned}/evidence"]').first)
        hand.click(hand.page.locator("a[id^=item-]").first)
        expect(hand.page.get_by_text("保管记录").first).to_be_visible()


def test_an_administrator_imports_the_calendar_in_two(desks: Desks, house: House) -> None:
    with desks.job("system_admin", budget=2) as hand:
        hand.link("导入放假安排")
        hand.page.get_by_label("放假安排").fill(ARRANGEMENT)
        hand.click(hand.page.locator("main form button.btn-primary"))
        hand.done()
    assert house.number("SELECT COUNT(*) FROM calendar_year WHERE year = 2027") == 1


def test_a_citizen_finds_reads_verifies_reports_and_downloads(desks: Desks, house: House) -> None:
    with desks.job("", budget=2, first="/") as hand:
        hand.page.locator("#q").fill("安康")
        hand.button("查询")
        hand.click(hand.page.locator(f'a[href="/notices/{house.notice}"]').first)
        expect(hand.page.get_by_role("heading", name="公示期限")).to_be_visible()
    with desks.job("", budget=1, first=f"/notices/{house.notice}") as hand:
        hand.link("在公开日志中核对本条公示")
        expect(hand.page.locator("main")).to_contain_text("日志")
    with desks.job("", budget=2, first=f"/notices/{house.notice}") as hand:
        hand.link("提出纠错")
        hand.page.get_by_label("哪一项有误").select_option("fine_fen")
        hand.page.get_by_label("哪里有误").fill("罚款金额与决定书不一致。")
        hand.button("提交纠错")
        expect(hand.page.get_by_text("请记下查询码")).to_be_visible()
    with desks.job("", budget=1, first="/") as hand, hand.page.expect_download() as taken:
        hand.link("下载全部公示数据")
    assert taken.value.suggested_filename.endswith(".csv")
