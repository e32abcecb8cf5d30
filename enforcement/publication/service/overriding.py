"""RED-3: a detector that stopped at something harmless is overruled by two people, in writing, for this notice only."""

from uuid import UUID, uuid4

from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.publication import drafting, queries, rules
from enforcement.publication.models import FindingOverride
from enforcement.publication.rules import OverrideState
from enforcement.publication.service.preparing import publishable

BASIS = "《政府信息公开条例》第十五条、第十七条"


@use_case(Permission.PREPARE_PUBLICATION, verb="publication.override_requested")
def request_override(work: UnitOfWork, case_id: CaseId, *, words: str, reason: str) -> UUID:
    """Only what was really detected can be asked for; the known data of the party and of listed people cannot."""
    case = cases.lock(work, case_id)
    last = next(iter(queries.of_case(work.session, case_id)), None)
    sources = publishable(work, case, others=drafting.others_of(last.redactions) if last else ())
    kind = drafting.detected(sources).get(words)
    if kind is None:
        raise InvalidInput(
            {"words": ["请从系统检出的内容中选择；本案已知的个人信息不能放行（《政府信息公开条例》第十五条）。"]}
        )
    standing = [row for row in queries.overrides(work.session, case_id) if row.words == words]
    if any(row.state is not OverrideState.REFUSED for row in standing):
        raise RuleBroken("ALREADY_ASKED", "这一处已经申请放行，请等待答复。", basis=BASIS)
    row = FindingOverride(
        id=uuid4(),
        case_id=case_id,
        kind=kind,
        words=words,
        reason=reason,
        requested_by=work.actor.id,
        requested_at=work.now,
        state=OverrideState.REQUESTED,
        note="",
    )
    work.session.add(row)
    work.about(case_id, override=row.id, kind=kind, reason=reason)  # the words stay in the sealed row
    return row.id


@use_case(Permission.CONFIRM_PUBLICATION, verb="publication.override_answered")
def answer_override(work: UnitOfWork, case_id: CaseId, *, override_id: UUID, approved: bool, note: str) -> None:
    """Another person, who did not handle the case, writes down what was looked at; final once given."""
    cases.lock(work, case_id)
    asked = queries.override_of(work.session, case_id, override_id)
    if asked.state is not OverrideState.REQUESTED:
        raise RuleBroken("ALREADY_ANSWERED", "这一申请已经答复。", basis=BASIS)
    handled = case_queries.handlers_ever(work.session, case_id)
    rules.let_pass_by_another(work.actor.id, requested_by=asked.requested_by, handled_by=handled)
    row = work.session.get_one(FindingOverride, override_id)
    row.state = OverrideState.APPROVED if approved else OverrideState.REFUSED
    row.answered_by, row.answered_at, row.note = work.actor.id, work.now, note
    work.about(case_id, override=row.id, kind=row.kind, approved=approved, note=note)
    work.seal(row)
