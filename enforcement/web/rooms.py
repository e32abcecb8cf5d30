"""How a room shows itself: each action once, and from it the form page, the API route and the button."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_smorest import Blueprint as ApiBlueprint
from marshmallow import Schema, fields
from werkzeug.wrappers import Response

from enforcement.kernel.errors import InvalidInput, RuleBroken, Stale
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import Door
from enforcement.kernel.work import UnitOfWork
from enforcement.web import door, forms
from enforcement.web.auth import guard
from enforcement.web.errors import STATUS
from enforcement.web.fields import Form

Place = Mapping[str, UUID]
Choices = Mapping[str, Sequence[tuple[str, str]]]
Refused = InvalidInput | RuleBroken | Stale
NO_FAULTS: Mapping[str, Sequence[str]] = MappingProxyType({})


class Outcome(Schema):
    """What an API action answers: the id or number it made, if any."""

    result = fields.Raw(allow_none=True, metadata={"description": "新记录的标识或编号"})


def _nothing(_work: UnitOfWork, **_place: UUID) -> dict[str, Any]:
    return {}


def _always(_work: UnitOfWork, **_place: UUID) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing a person may do. `reaches` names the milestone, so a button shows only when the law allows it.

    `asks`: in a procedure that has this step besides, asking for the act is a step of its own and shows the button.
    `offered` is asked besides, for what no milestone can say; it hides a button and refuses nothing.
    `aside` keeps the rarer ones out of the first row of buttons.
    """

    name: str
    title: str
    door: Door[..., Any]
    form: type[Form]
    done: str
    guidance: str = ""
    reaches: str = ""
    asks: str = ""
    aside: bool = False
    path: str = ""
    then: str = ""
    template: str = "action.html"
    initial: Callable[..., dict[str, Any]] = _nothing
    choices: Callable[..., Choices] = _nothing
    offered: Callable[..., bool] = _always

    @property
    def permission(self) -> Permission:
        return self.door.permission


@dataclass(kw_only=True)
class Room:
    """A room's pages and API under one name. `tab` is the endpoint of its page inside a case, if it has one.

    `of_allegations`: has its place only in a case that alleges a breach of law.
    """

    name: str
    title: str
    tab: str = ""
    of_allegations: bool = False
    case_actions: list[Action] = field(default_factory=list)
    pages: Blueprint = field(init=False)
    api: ApiBlueprint = field(init=False)

    def __post_init__(self) -> None:
        self.pages = Blueprint(self.name, f"enforcement.{self.name}", url_prefix="/office", template_folder="templates")
        self.api = ApiBlueprint(
            f"api_{self.name}", f"enforcement.{self.name}", url_prefix="/api/v1", description=self.title
        )

    def offer_in_case(self, *actions: Action) -> None:
        """Actions upon a case; its id comes first at the door."""
        self.case_actions.extend(actions)
        for action in actions:
            self._add(action, f"/cases/<uuid:case_id>/{self.name}/{action.name}")

    def offer(self, *actions: Action) -> None:
        """Actions of the house as a whole."""
        for action in actions:
            self._add(action, f"/{self.name}/{action.name}")

    def _add(self, action: Action, address: str) -> None:
        address += f"/{action.path}" if action.path else ""
        endpoint = action.name.replace("-", "_")
        page = guard(action.permission)(_page(self, action))
        self.pages.add_url_rule(address, endpoint, page, methods=["GET", "POST"])
        answer = self.api.arguments(action.form)(self.api.response(200, Outcome)(_api(action)))
        answer = guard(action.permission)(self.api.doc(summary=action.title, description=action.guidance)(answer))
        self.api.add_url_rule(address, endpoint, answer, methods=["POST"])


def _page(room: Room, action: Action) -> Callable[..., str | Response | tuple[str, int]]:
    def view(**place: UUID) -> str | Response | tuple[str, int]:
        if request.method == "GET":
            return _show(room, action, place, values=action.initial(door.work(), **place))
        try:
            result = pass_door(action, place, forms.load(action.form(), request.form))
        except (InvalidInput, RuleBroken, Stale) as refused:
            return _again(room, action, place, refused=refused)
        flash(action.done, "done")
        return redirect(_next(room, action, place, result=result))

    return view


def _again(room: Room, action: Action, place: Place, *, refused: Refused) -> tuple[str, int]:
    """The same form with everything typed still in it: a refusal must not cost anybody their text."""
    door.take_back()
    found = refused.fields if isinstance(refused, InvalidInput) else {}
    page = _show(room, action, place, values=request.form.to_dict(), wrong=found, refused=refused)
    return page, STATUS[type(refused)]


def _show(
    room: Room,
    action: Action,
    place: Place,
    *,
    values: Mapping[str, Any],
    wrong: Mapping[str, Sequence[str]] = NO_FAULTS,
    refused: Refused | None = None,
) -> str:
    return render_template(
        action.template,
        room=room,
        action=action,
        form=action.form(),
        values=values,
        wrong=wrong,
        refused=refused,
        choices=action.choices(door.work(), **place),
        back=_next(room, action, place),
        **place,
    )


def pass_door(action: Action, place: Place, given: Mapping[str, Any]) -> Any:
    """Call the door: the case id first where there is one, everything else by keyword."""
    rest = {name: value for name, value in place.items() if name != "case_id"}
    if "case_id" in place:
        return action.door(door.work(), CaseId(place["case_id"]), **rest, **given)
    return action.door(door.work(), **rest, **given)


def _next(room: Room, action: Action, place: Place, *, result: object = None) -> str:
    """Where the person goes afterwards: the room's tab of the case, or a page the action names."""
    endpoint = action.then or room.tab or f"{room.name}.index"
    if endpoint == "cases.overview" and isinstance(result, UUID) and "case_id" not in place:
        return url_for(endpoint, case_id=result)
    if endpoint == "cases.overview" and "case_id" not in place:
        return url_for("worklist.index")
    return url_for(endpoint, **_part(place, endpoint))


def _part(place: Place, endpoint: str) -> dict[str, Any]:
    """Of the place where somebody acted, what that page's address needs: back to the item, not only to its case."""
    asked = {name for rule in current_app.url_map.iter_rules(endpoint) for name in rule.arguments}
    return {name: value for name, value in place.items() if name in asked}


def _api(action: Action) -> Callable[..., dict[str, Any]]:
    def view(given: dict[str, Any], /, **place: UUID) -> dict[str, Any]:
        result = pass_door(action, place, given)
        return {"result": str(result) if isinstance(result, UUID) else result}

    view.__name__ = action.name.replace("-", "_")
    return view
