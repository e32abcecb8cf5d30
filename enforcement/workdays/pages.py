from flask import render_template

from enforcement.kernel.identity import Permission
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Room
from enforcement.workdays import queries, schemas, service

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
    )
)


@room.pages.get("/workdays/")
@guard(Permission.READ_CALENDAR)
def index() -> str:
    work = door.work()
    years = queries.loaded_years(work.session)
    missing = work.today.year + 1 not in {row.year for row in years}
    return render_template("workdays/index.html", years=years, next_year=work.today.year + 1, missing=missing)


@room.api.get("/workdays/")
@guard(Permission.READ_CALENDAR)
@room.api.response(200, schemas.LoadedYearSchema(many=True))
@room.api.doc(summary="已导入的工作日历")
def list_years() -> list[queries.LoadedYear]:
    return list(queries.loaded_years(door.work().session))
