"""集体讨论范围 in its editions."""

from collections.abc import Sequence

from flask import render_template

from enforcement.decisions import service
from enforcement.decisions.pages.acts import room
from enforcement.decisions.queries.scopes import ScopeRow
from enforcement.decisions.queries.scopes import scopes as all_scopes
from enforcement.decisions.schemas import ScopeForm, ScopeShown
from enforcement.kernel.identity import Permission
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action


@room.pages.get("/decisions/scopes")
@guard(Permission.READ_DESK)
def scopes() -> str:
    work = door.work()
    return render_template("decisions/scopes.html", scopes=all_scopes(work.session), today=work.today)


@room.api.get("/decisions/scopes")
@guard(Permission.READ_DESK)
@room.api.response(200, ScopeShown(many=True))
@room.api.doc(summary="集体讨论范围各版，最近一版在前")
def list_scopes() -> Sequence[ScopeRow]:
    return all_scopes(door.work().session)


room.offer(
    Action(
        name="list-scope",
        title="列入集体讨论范围",
        door=service.list_scope,
        form=ScopeForm,
        then="decisions.scopes",
        done="集体讨论范围已列入，自施行之日起适用。",
        guidance="情节复杂或者重大违法行为给予行政处罚，由行政机关负责人集体讨论决定（《行政处罚法》第五十七条第二款）。",
    )
)
