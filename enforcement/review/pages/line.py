"""The queue of legal review, and what is done with many of its lines at once."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.paging import Page
from enforcement.review import queries, service
from enforcement.review.pages.room import room
from enforcement.review.queries import Whose
from enforcement.review.schemas import Bulk, BulkForm, QueuePage, QueueQuery
from enforcement.web import door, forms
from enforcement.web.auth import guard
from enforcement.web.bulk import Bulked, BulkOutcome


@room.pages.get("/review/queue")
@guard(Permission.REVIEW)
def queue() -> str:
    return _queue_page(_whose(request.args.get("whose")), after=request.args.get("after"))


def _whose(said: str | None) -> Whose:
    return Whose(said) if said in set(Whose) else Whose.ALL


def _queue_page(whose: Whose, *, after: str | None = None, refused: Mapping[str, str] | None = None) -> str:
    work = door.work()
    heads = queries.heads(work.session)
    return render_template(
        "review/queue.html",
        page=_queue(whose, after=after),
        names=accounts.names(work.session),
        whose=whose,
        whose_names=queries.WHOSE_NAMES,
        counts=queries.counts(work.session, today=work.today, reader=work.actor.id),
        people=queries.assignable(work.session),
        loads=queries.loads(work.session),
        assigns=not heads or work.actor.id in heads,
        heads=heads,
        refused=refused or {},
    )


@room.api.get("/review/queue")
@guard(Permission.REVIEW)
@room.api.arguments(QueueQuery, location="query")
@room.api.response(200, QueuePage)
@room.api.doc(summary="待法制审核的案件，退回后再送的在前，其余先到期的在前")
def list_queue(given: dict[str, Any]) -> Page[queries.QueueRow]:
    return _queue(given["whose"] or Whose.ALL, after=given["after"])


def _queue(whose: Whose, *, after: str | None) -> Page[queries.QueueRow]:
    work = door.work()
    return queries.queue(work.session, today=work.today, whose=whose, reader=work.actor.id, after=after)


@room.pages.post("/review/queue")
@guard(Permission.REVIEW)
def handle_many() -> Response | tuple[str, int]:
    try:
        outcome = _bulk(**forms.load(BulkForm(), request.form))
    except InvalidInput as wrong:
        sentence = "；".join(one for found in wrong.fields.values() for one in found)
        return _queue_page(Whose.ALL, refused={"": sentence}), 422
    if outcome.refused:
        return _queue_page(Whose.ALL, refused=_named(outcome.refused)), 409
    flash(f"已办理 {len(outcome.done)} 件。", "done")
    return redirect(url_for("review.queue"))


def _named(refused: Mapping[UUID, str]) -> dict[str, str]:
    session = door.work().session
    return {cases.get(session, CaseId(case_id)).shown_number: sentence for case_id, sentence in refused.items()}


@room.api.post("/review/queue")
@guard(Permission.REVIEW)
@room.api.arguments(BulkForm)
@room.api.response(200, BulkOutcome)
@room.api.doc(summary="成批领办、分派或者均衡分派", description="逐件办理，逐件留痕；未能办理的逐件说明原因。")
def bulk(given: dict[str, Any]) -> Bulked:
    return _bulk(**given)


def _bulk(*, act: Bulk, cases: Sequence[UUID], reviewer_id: UUID | None, reason: str) -> Bulked:
    if act is Bulk.ASSIGN and reviewer_id is None:
        raise InvalidInput({"reviewer_id": ["请选择分派给哪一位审核人员。"]})
    if act is not Bulk.BALANCE and not cases:
        raise InvalidInput({"cases": ["请至少勾选一件案件。"]})
    outcome = Bulked()
    for case_id, person in _shared(act, cases, reviewer_id=reviewer_id):
        if person is None:
            outcome.refused[case_id] = "没有可以审核本案的人员：都承办过本案，或者没有具备资格的在岗人员。"
            continue
        outcome.attempt(case_id, partial(service.assign, reviewer_id=person, reason=reason))
    return outcome


def _shared(act: Bulk, wanted: Sequence[UUID], *, reviewer_id: UUID | None) -> list[tuple[UUID, UUID | None]]:
    if act is Bulk.BALANCE:
        with door.runtime().work(door.actor(), reading=True) as work:
            return [(one.case_id, one.reviewer_id) for one in queries.balance(work.session, only=wanted)]
    person = door.actor().id if act is Bulk.CLAIM else reviewer_id
    return [(case_id, person) for case_id in dict.fromkeys(wanted)]
