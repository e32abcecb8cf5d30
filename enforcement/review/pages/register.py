"""法制审核人员名册, and whether there are enough of them."""

from typing import Any

from flask import render_template

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.kernel.identity import Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.review import queries, service
from enforcement.review.pages.room import room
from enforcement.review.schemas import ListReviewerForm, RegisterShown, RemoveReviewerForm
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Choices


def _people(work: UnitOfWork) -> Choices:
    found = accounts.people(work.session, role=Role.LEGAL_REVIEWER)
    return {"account_id": [(str(one.id), f"{one.name}（{one.unit}）") for one in found if one.active]}


LIST = Action(
    name="list-reviewer",
    title="列入名册",
    door=service.list_reviewer,
    form=ListReviewerForm,
    choices=_people,
    done="已列入名册。",
    then="review.register",
    guidance="初次从事行政处罚决定法制审核的人员，应当通过国家统一法律职业资格考试取得法律职业资格。（《行政处罚法》第五十八条）"
    "登记为法制机构负责人的，此后的审核意见须经其签发方才生效。",
)
REMOVE = Action(
    name="remove-reviewer",
    path="<uuid:entry_id>",
    title="移出名册",
    door=service.remove_reviewer,
    form=RemoveReviewerForm,
    done="已移出名册，原记录留存。",
    then="review.register",
    guidance="人员调整的，及时更新名册；以往出具的意见不受影响。",
)
room.offer(LIST, REMOVE)


@room.pages.get("/review/register")
@guard(Permission.READ_REVIEWS)
def register() -> str:
    work = door.work()
    rows = queries.listed(work.session, standing=False)
    return render_template(
        "review/register.html",
        rows=[row for row in rows if row.ended_on is None],
        past=[row for row in rows if row.ended_on is not None],
        share=queries.share(work.session, today=work.today),
        heads=queries.heads(work.session),
        add=LIST,
    )


@room.api.get("/review/register")
@guard(Permission.READ_REVIEWS)
@room.api.response(200, RegisterShown)
@room.api.doc(summary="法制审核人员名册和所占比例")
def show_register() -> dict[str, Any]:
    work = door.work()
    return {
        "rows": queries.listed(work.session, standing=False),
        "share": queries.share(work.session, today=work.today),
    }
