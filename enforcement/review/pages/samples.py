"""审核抽查: draws, and what looking again found."""

from collections.abc import Sequence
from uuid import UUID

from flask import render_template

from enforcement.accounts import queries as accounts
from enforcement.kernel.identity import Permission
from enforcement.review import queries, service
from enforcement.review.pages.room import room
from enforcement.review.schemas import CheckForm, SampledShown, SampleForm, SampleShown
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action

DRAW = Action(
    name="draw-sample",
    title="抽取案件",
    door=service.draw_sample,
    form=SampleForm,
    done="已抽取，请逐件查看并登记抽查情况。",
    then="review.samples",
    guidance="从该期间审核通过的案件中随机抽取；抽取编号公开，凭编号可以复核抽取结果。",
)
CHECK = Action(
    name="check-sampled",
    path="<uuid:sample_id>/<uuid:line_id>",
    title="登记抽查情况",
    door=service.check_sampled,
    form=CheckForm,
    done="抽查情况已登记。",
    then="review.sample",
    guidance="查看案件的送审材料、逐项审核结论和意见书后登记；登记后不能更改。",
)
room.offer(DRAW, CHECK)


@room.pages.get("/review/samples")
@guard(Permission.SUPERVISE)
def samples() -> str:
    session = door.work().session
    return render_template("review/samples.html", rows=queries.samples(session), names=accounts.names(session))


@room.pages.get("/review/samples/<uuid:sample_id>")
@guard(Permission.SUPERVISE)
def sample(sample_id: UUID) -> str:
    session = door.work().session
    return render_template(
        "review/sample.html",
        sample=queries.sample(session, sample_id),
        rows=queries.sampled(session, sample_id),
        names=accounts.names(session),
    )


@room.api.get("/review/samples")
@guard(Permission.SUPERVISE)
@room.api.response(200, SampleShown(many=True))
@room.api.doc(summary="审核抽查的各次抽取")
def list_samples() -> Sequence[queries.SampleRow]:
    return queries.samples(door.work().session)


@room.api.get("/review/samples/<uuid:sample_id>")
@guard(Permission.SUPERVISE)
@room.api.response(200, SampledShown(many=True))
@room.api.doc(summary="一次抽取的案件和抽查情况")
def list_sampled(sample_id: UUID) -> Sequence[queries.SampledRow]:
    session = door.work().session
    queries.sample(session, sample_id)
    return queries.sampled(session, sample_id)
