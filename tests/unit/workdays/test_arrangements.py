import re
from datetime import date

import pytest

from enforcement.workdays.arrangements import SEED_FOLDER, CalendarYear, InvalidYear, YearStatus, load_year, seed_years

GOOD = """
year = 2026
status = "OFFICIAL"
notice = "国办发明电〔2025〕7号"
[[holiday]]
name = "元旦"
first = 2026-01-01
last = 2026-01-03
shift_days = [2026-01-04]
"""
# Days off from Monday to Friday, and working weekends: counted in two independent public data sets.
WEEKDAYS_OFF_AND_SHIFTS = {
    2019: (17, 6),
    2020: (19, 6),
    2021: (18, 7),
    2022: (18, 7),
    2023: (18, 7),
    2024: (19, 8),
    2025: (18, 5),
    2026: (19, 6),
}


def test_every_seeded_year_is_official_and_named_by_its_file():
    years = seed_years()

    assert [year.year for year in years] == list(range(2019, 2027))
    assert [path.stem for path in sorted(SEED_FOLDER.glob("*.toml"))] == [str(year.year) for year in years]
    for year in years:
        assert year.status is YearStatus.OFFICIAL
        assert re.fullmatch(rf"国办发明电〔{year.year - 1}〕\d+号", year.notice)
        assert set(year.names) == year.days_off | year.shift_days


def test_seeded_years_have_the_published_number_of_days():
    counted = {
        year.year: (sum(day.weekday() < 5 for day in year.days_off), len(year.shift_days)) for year in seed_years()
    }

    assert counted == WEEKDAYS_OFF_AND_SHIFTS


def test_days_often_mistyped_are_there():
    year = {each.year: each for each in seed_years()}[2026]

    assert {date(2026, 2, 23), date(2026, 4, 4)} <= year.days_off
    assert date(2026, 1, 4) in year.shift_days
    assert year.names[date(2026, 2, 28)] == "春节"


def test_bytes_and_path_read_alike(tmp_path):
    path = tmp_path / "2026.toml"
    path.write_text(GOOD, encoding="utf-8")

    year = load_year(path)

    assert year == load_year(GOOD.encode())
    assert year.days_off == {date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)}
    assert year.notice_of(date(2026, 1, 2)) == "国办发明电〔2025〕7号"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("year = 2026", "", "缺少“year”"),
        ("year = 2026", 'year = "2026"', "“year”的写法不对"),
        ("year = 2026", "year = true", "“year”的写法不对"),
        ("year = 2026", "year = 2025", "不属于2025年"),
        ("year = 2026", "year = ", "格式有误"),
        ('"OFFICIAL"', '"GUESS"', "“GUESS”不在"),
        ('notice = "国办发明电〔2025〕7号"', 'notice = ""', "应当载明通知文号"),
        ("first = 2026-01-01", "first = 2026-01-02", "元旦放假"),
        ("first = 2026-01-01", "first = 2026-01-01T00:00:00", "不是日期"),
        ("first = 2026-01-01", "first = 2026-01-04", "早于开始日"),
        ("[2026-01-04]", '["2026-01-04"]', "不是日期"),
        ("[2026-01-04]", "[2026-01-05]", "不能列为调休上班日"),
        ("[2026-01-04]", "[2026-01-03]", "既放假又上班"),
        ("[2026-01-04]", "[2026-01-04, 2026-01-04]", "被列入两次"),
        ("shift_days = [2026-01-04]", "", "缺少“shift_days”"),
        ("[[holiday]]", "[holiday]", "“holiday”的写法不对"),
    ],
)
def test_a_faulty_file_is_refused_with_a_sentence(old, new, sentence):
    with pytest.raises(InvalidYear, match=sentence):
        load_year(GOOD.replace(old, new, 1).encode())


def test_other_contents_are_refused_with_a_sentence():
    with pytest.raises(InvalidYear, match="UTF-8"):
        load_year("元旦".encode("gbk"))
    with pytest.raises(InvalidYear, match=r"\[\[holiday\]\]"):
        load_year(b'year = 2026\nstatus = "OFFICIAL"\nnotice = "x"\nholiday = [1]')


def test_a_year_without_notice_needs_no_days():
    assert CalendarYear(year=2027).status is YearStatus.MISSING
