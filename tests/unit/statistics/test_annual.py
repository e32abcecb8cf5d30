from datetime import date
from uuid import UUID

import pytest

from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.statistics import rules
from enforcement.statistics.reports import annual
from enforcement.statistics.reports.annual import Annual, Table, figure

ONE, TWO = UUID(int=1), UUID(int=2)


def systems(due: int, kept: int) -> Table:
    figures = (
        figure("publication_due", "公示期限届满的决定", [ONE] * due),
        figure("publication_kept", "其中按期公示", [ONE] * kept),
        figure("reviewed", "完成法制审核的案件", [ONE, TWO]),
        figure("corrected", "其中第一次审核没有通过", [TWO]),
    )
    return Table(key="systems", title="行政执法三项制度", figures=figures, note="")


def whole(until: date = date(2026, 12, 31)) -> Annual:
    return Annual(year=2026, until=until, tables=(systems(3, 2),), remarks="无。")


def test_a_sentence_is_made_of_its_figures():
    said = annual.SENTENCES["systems"](systems(3, 2))
    assert said == (
        "公示期限届满的决定3件，按期公示2件，按期公示率66.6%；完成法制审核的案件2件，其中第一次审核没有通过的1件。"
    )
    assert "按期公示率" not in annual.SENTENCES["systems"](systems(0, 0)), "nothing of nothing is no rate"


def test_a_power_not_held_is_said_in_words():
    assert figure("detention", "行政拘留", [], held=False).shown == "无此项职权"
    assert figure("fine", "罚款", []).shown == "0"


def test_a_running_year_says_so_and_a_draft_comes_back_whole():
    assert "年度尚未结束" in whole(until=date(2026, 11, 22)).span
    assert "年度尚未结束" not in whole().span
    back = annual.thawed(whole().frozen_text)
    assert back == whole()
    assert back.digest == whole().digest
    assert back.figure("corrected").cases == (TWO,)
    assert back.figure("nothing") is None


def test_it_is_due_on_the_last_of_january():
    assert annual.due_on(2026) == date(2027, 1, 31)


def test_years_and_releases_that_cannot_be():
    today = date(2027, 2, 1)
    for year in (2018, 2028):
        with pytest.raises(InvalidInput):
            rules.year_has_begun(year, today)
    for day in (date(2026, 12, 31), date(2027, 2, 2)):
        with pytest.raises(InvalidInput):
            rules.release_makes_sense(2026, published_on=day, today=today)
    rules.release_makes_sense(2026, published_on=date(2027, 1, 20), today=today)
    with pytest.raises(RuleBroken, match="先起草"):
        rules.draft_stands(0)
