from flask import render_template

from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Permission
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Room
from enforcement.workdays import queries, schemas, service
from enforcement.workdays.rules import OwnDay

room = Room(name="workdays", title="工作日历")

room.offer(
    Action(
        name="import",
        title="导入放假安排",
        door=service.import_year,
        form=schemas.ImportYearForm,
        then="workdays.index",
        done="放假安排已导入，未了结的期限将重新计算并通知承办人。",
        guidance="只导入国务院办公厅正式公布的安排；尚未公布的年份保持“暂定”，不得自行推算。",
    ),
    Action(
        name="add-own-day",
        title="登记本机关停办日或补班日",
        door=service.add_own_day,
        form=schemas.OwnDayForm,
        then="workdays.index",
        done="已登记，未了结的期限将重新计算并通知承办人。",
        guidance="须有书面依据。法定节假日不能改为办公日（《全国年节及纪念日放假办法》）；停止办公日会使按工作日计算的期限顺延。",
    ),
    Action(
        name="end-own-day",
        title="取消登记",
        door=service.end_own_day,
        form=schemas.EndOwnDayForm,
        path="<uuid:own_day_id>",
        then="workdays.index",
        done="登记已取消，未了结的期限将重新计算；原登记留存备查。",
        guidance="取消后这一天恢复为国务院办公厅通知安排的样子，受影响的期限将重新计算并通知承办人。",
    ),
)


@room.pages.get("/workdays/")
@guard(Permission.READ_CALENDAR)
def index() -> str:
    work = door.work()
    years = queries.loaded_years(work.session)
    known = {row.year for row in years}
    missing = [year for year in (work.today.year, work.today.year + 1) if year not in known]
    own = queries.own_days(work.session, standing=False)
    return render_template("workdays/index.html", years=years, missing=missing, own=own)


@room.pages.get("/workdays/<int:year>")
@guard(Permission.READ_CALENDAR)
def one_year(year: int) -> str:
    work = door.work()
    loaded = next((row for row in queries.loaded_years(work.session) if row.year == year), None)
    if loaded is None:
        raise NotFound
    own = [row for row in queries.own_days(work.session) if row.day.year == year]
    return render_template("workdays/year.html", loaded=loaded, days=queries.listed_days(work.session, year), own=own)


@room.api.get("/workdays/")
@guard(Permission.READ_CALENDAR)
@room.api.response(200, schemas.LoadedYearSchema(many=True))
@room.api.doc(summary="已导入的工作日历")
def list_years() -> list[queries.LoadedYear]:
    return list(queries.loaded_years(door.work().session))


@room.api.get("/workdays/<int:year>")
@guard(Permission.READ_CALENDAR)
@room.api.response(200, schemas.ListedDaySchema(many=True))
@room.api.doc(summary="一年中放假和调休上班的日子")
def list_days(year: int) -> list[OwnDay]:
    return list(queries.listed_days(door.work().session, year))


@room.api.get("/workdays/own-days")
@guard(Permission.READ_CALENDAR)
@room.api.response(200, schemas.OwnDaySchema(many=True))
@room.api.doc(summary="本机关的停办日和补班日，含已取消的")
def list_own_days() -> list[queries.OwnDayFacts]:
    return list(queries.own_days(door.work().session, standing=False))
