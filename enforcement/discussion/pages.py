"""The tab 集体讨论: rounds, opinions once shown, and the four acts of a meeting."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import current_app, render_template, request

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.decisions import queries as decisions
from enforcement.discussion import queries, service
from enforcement.discussion.queries import DiscussionRow
from enforcement.discussion.rules import Spoken
from enforcement.discussion.schemas import CallForm, ConcludeForm, DiscussionShown, RevealForm, SpeakForm
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Room

room = Room(name="discussion", title="集体讨论", tab="discussion.tab", of_allegations=True)


def _opinions(row: DiscussionRow) -> Sequence[Spoken]:
    work = door.work()
    return queries.opinions_for(work.session, row, work.actor.id)


@room.pages.context_processor
def _beside_the_form() -> dict[str, object]:
    case_id = (request.view_args or {}).get("case_id")
    if case_id is None:
        return {}
    framed, work = frame(case_id), door.work()
    case: cases.CaseRow = framed["case"]
    rounds = queries.rounds(work.session, case.id)
    return framed | {
        "rounds": rounds,
        "opinions": {row.id: _opinions(row) for row in rounds},
        "may": _may(work, rounds[0], framed["possible"]) if rounds else frozenset(),
        "draft": decisions.current_draft(work.session, case.id),
        "names": accounts.names(work.session),
        "endpoints": current_app.view_functions,
    }


def _may(work: UnitOfWork, row: DiscussionRow, possible: frozenset[Milestone]) -> frozenset[str]:
    """Which of the acts of a meeting this person could do now."""
    actor = work.actor
    if row.conclusion or Milestone.DISCUSSED not in possible or not actor.may(Permission.DISCUSS):
        return frozenset()
    if actor.id == row.chief_id:
        return frozenset({"conclude" if row.revealed_at else "reveal"})
    open_to = actor.id in row.members and actor.id not in row.spoken and not row.revealed_at
    return frozenset({"speak"}) if open_to else frozenset()


@room.pages.get("/cases/<uuid:case_id>/discussion")
@guard(Permission.READ_REVIEWS)
def tab(case_id: UUID) -> str:
    return render_template("discussion/tab.html", case_id=case_id)


@room.api.get("/cases/<uuid:case_id>/discussion")
@guard(Permission.READ_REVIEWS)
@room.api.response(200, DiscussionShown(many=True))
@room.api.doc(summary="本案的集体讨论，最近一次在前；意见公开之前各人只见自己的")
def list_rounds(case_id: UUID) -> list[dict[str, Any]]:
    case: cases.CaseRow = frame(case_id)["case"]
    found = queries.rounds(door.work().session, case.id)
    plain = DiscussionRow.__dataclass_fields__
    return [{name: getattr(row, name) for name in plain} | {"opinions": _opinions(row)} for row in found]


def _heads(work: UnitOfWork, case_id: UUID) -> dict[str, Sequence[tuple[str, str]]]:
    """Heads who neither handled nor reviewed this case."""
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    apart = cases.handlers_ever(work.session, case.id) | decisions.reviewers_ever(work.session, case.id)
    people = accounts.people(work.session, role=Role.AGENCY_HEAD)
    heads = [(str(one.id), f"{one.name}（{one.unit}）") for one in people if one.active and one.id not in apart]
    return {"members": heads, "chief": heads}


def _every_head(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    """集体讨论 is that of all heads who may take part; whoever cannot come is unticked."""
    return {"members": [key for key, _name in _heads(work, case_id)["members"]]}


room.offer_in_case(
    Action(
        name="call",
        title="提请集体讨论",
        door=service.call,
        form=CallForm,
        reaches=Milestone.DISCUSSION_CALLED,
        done="已提请集体讨论，并通知各成员。",
        guidance="情节复杂或者重大违法行为给予行政处罚，由行政机关负责人集体讨论决定（《行政处罚法》第五十七条第二款）。讨论的是法制审核同意的这一稿。",
        template="discussion/call.html",
        initial=_every_head,
        choices=_heads,
    ),
    Action(
        name="speak",
        title="发表意见",
        door=service.speak,
        form=SpeakForm,
        done="意见已密存，待主持人一并公开。",
        guidance="各成员分别发表意见，公开之前互不可见；主持人最后表态。",
        template="discussion/act.html",
    ),
    Action(
        name="reveal",
        title="公开各成员意见",
        door=service.reveal,
        form=RevealForm,
        done="意见已一并公开，请主持人最后表态并作结论。",
        guidance="公开之后不再接受其他成员的意见；未发表意见的记为缺席。到会人数须达到成员的半数。",
        template="discussion/act.html",
    ),
    Action(
        name="conclude",
        title="主持人表态并作结论",
        door=service.conclude,
        form=ConcludeForm,
        done="结论已作出，集体讨论笔录已生成。",
        guidance="主持人最后表态。超过全体成员半数同意的，结论为同意；不同意见逐字记入笔录。",
        template="discussion/act.html",
    ),
)
