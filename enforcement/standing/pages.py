"""公示清单: the keepers' desk, a page a list, and the officers' certificate cards."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import render_template, request
from markupsafe import Markup

from enforcement.accounts import queries as accounts
from enforcement.kernel.errors import Concealed, NotFound
from enforcement.kernel.identity import Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.standing import queries, schemas, service
from enforcement.standing.kinds import LISTS, ListKind
from enforcement.standing.proposing import proposed
from enforcement.standing.queries import HolderRow, ListView
from enforcement.standing.rules import Standing
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Choices, Room
from storage.media import slate

room = Room(name="standing", title="公示清单")
CARD_STANDINGS = {
    Standing.VALID: "有效",
    Standing.EXPIRED: "已过期",
    Standing.NOT_YET: "尚未生效",
    Standing.REVOKED: "人员已停用",
}


def _initial(kind: ListKind) -> Callable[..., dict[str, Any]]:
    """The open draft, else the newest confirmed version, else (or when asked for) what the data proposes."""

    def initial(work: UnitOfWork) -> dict[str, Any]:
        found = queries.view(work.session, kind, today=work.today)
        last = found.draft or next(iter(found.versions), None)
        if last is None or request.args.get("from") == "data":
            rows = proposed(work.session, kind, today=work.today)
            return {"rows": [dict(row) for row in rows], "text": last.content.text if last else ""}
        return {"rows": [dict(row) for row in last.content.rows], "text": last.content.text}

    return initial


def _draft(kind: ListKind) -> Action:
    facts = LISTS[kind]
    return Action(
        name=f"draft-{kind}",
        title=f"拟定{facts.title}",
        door=service.save_draft,
        form=schemas.LIST_FORMS[kind],
        then="standing.index",
        initial=_initial(kind),
        done="清单已拟定，请由另一人复核确认。",
        guidance=f"依据：{facts.basis}。{facts.hint}",
    )


def _of_draft(work: UnitOfWork, list_id: UUID) -> dict[str, Any]:
    return {"digest": queries.version(work.session, list_id).content_sha256, "in_force_from": work.today}


def _without_card(work: UnitOfWork) -> Choices:
    free = [
        one
        for one in queries.holders(work.session, today=work.today)
        if one.card is None and one.standing is Standing.VALID
    ]
    return {"certificate_no": [(one.certificate_no, f"{one.name}（{one.unit}，{one.certificate_no}）") for one in free]}


room.offer(
    *(_draft(kind) for kind in ListKind),
    Action(
        name="confirm",
        title="复核确认",
        door=service.confirm_list,
        form=schemas.ConfirmListForm,
        path="<uuid:list_id>",
        then="standing.index",
        template="standing/confirm.html",
        initial=_of_draft,
        done="清单已确认，自施行日期起在公示端显示；以前各版仍可查阅。",
        guidance="下面就是公众将看到的全部内容。确认后不能更改，只能发布新版。",
    ),
    Action(
        name="discard",
        title="不采用这一稿",
        door=service.discard_draft,
        form=schemas.DiscardDraftForm,
        path="<uuid:list_id>",
        then="standing.index",
        done="这一稿已不采用，留存备查。",
    ),
    Action(
        name="issue-card",
        title="制作证件卡",
        door=service.issue_card,
        form=schemas.IssueCardForm,
        then="standing.cards",
        choices=_without_card,
        done="证件卡已制作，请打开后打印。",
        guidance="卡上的二维码指向公示端的核验页，只显示姓名、单位、执法证号和是否有效。（《行政处罚法》第五十五条）",
    ),
    Action(
        name="revoke-card",
        title="作废证件卡",
        door=service.revoke_card,
        form=schemas.RevokeCardForm,
        path="<uuid:card_id>",
        then="standing.cards",
        done="证件卡已作废，扫码核验即显示无效。",
    ),
)


@room.pages.context_processor
def _shown_draft() -> dict[str, object]:
    """Beside the form of confirmation: the draft as the public will read it."""
    list_id = (request.view_args or {}).get("list_id")
    return {"draft": queries.version(door.work().session, list_id), "lists": LISTS} if list_id else {}


@room.pages.get("/standing/")
@guard(Permission.READ_DESK)
def index() -> str:
    work = door.work()
    return render_template("standing/index.html", views=queries.views(work.session, today=work.today))


@room.api.get("/standing/")
@guard(Permission.READ_DESK)
@room.api.response(200, schemas.ListSchema(many=True))
@room.api.doc(summary="各公示清单的现行版、待复核稿和历次版本")
def list_lists() -> Sequence[ListView]:
    work = door.work()
    return queries.views(work.session, today=work.today)


@room.pages.get("/standing/lists/<kind>")
@guard(Permission.READ_DESK)
def show(kind: str) -> str:
    work = door.work()
    return render_template(
        "standing/list.html",
        view=_view(kind),
        names=accounts.names(work.session),
        today=work.today,
        public_url=door.runtime().settings.public_url,
    )


@room.api.get("/standing/lists/<kind>")
@guard(Permission.READ_DESK)
@room.api.response(200, schemas.ListSchema)
@room.api.doc(summary="一种公示清单")
def show_list(kind: str) -> ListView:
    return _view(kind)


def _view(kind: str) -> ListView:
    if kind not in set(ListKind):
        raise NotFound
    work = door.work()
    return queries.view(work.session, ListKind(kind), today=work.today)


@room.pages.get("/standing/cards")
@guard(Permission.READ_DESK)
def cards() -> str:
    return render_template("standing/cards.html", holders=_own_or_all(), standings=CARD_STANDINGS)


@room.api.get("/standing/cards")
@guard(Permission.READ_DESK)
@room.api.response(200, schemas.CardSchema(many=True))
@room.api.doc(summary="执法证及其证件卡；承办人员只见本人的")
def list_cards() -> Sequence[HolderRow]:
    return _own_or_all()


def _own_or_all() -> Sequence[HolderRow]:
    work = door.work()
    every = queries.holders(work.session, today=work.today)
    return every if work.actor.may(Permission.ISSUE_CARDS) else [one for one in every if _own(one)]


def _own(holder: HolderRow) -> bool:
    return holder.account_id == door.actor().id


@room.pages.get("/standing/cards/<uuid:card_id>")
@guard(Permission.READ_DESK)
def card(card_id: UUID) -> str:
    """To be printed and worn, or held up on a telephone."""
    work = door.work()
    holder = queries.holder_of(work.session, card_id, today=work.today)
    if holder.card is None or not (_own(holder) or work.actor.may(Permission.ISSUE_CARDS)):
        raise Concealed
    address = f"{door.runtime().settings.public_url.rstrip('/')}/cards/{holder.card.token}"
    return render_template(
        "standing/card.html",
        holder=holder,
        body=accounts.body(work.session),
        address=address,
        svg=Markup(slate.drawn(address)),  # noqa: S704 -- made by us from squares alone
        standings=CARD_STANDINGS,
    )
