"""拟定处理决定. Each saved text is a version; an agreement or a notice given to another text no longer covers it."""

from dataclasses import replace
from uuid import UUID, uuid4

from enforcement.cases import party_codes
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.cases.rules import age_on
from enforcement.decisions import no_penalty, queries, rules, spot
from enforcement.decisions.models import Draft, DraftChoice, Penalty, SparedDraft
from enforcement.decisions.no_penalty import Ground, Standing
from enforcement.decisions.rules import ELSEWHERE, DraftText, Outcome
from enforcement.discretion import service as discretion
from enforcement.kernel.errors import RuleBroken, Stale
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.matters import queries as matters
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone


@use_case(Permission.HANDLE_CASE, verb="decisions.drafted")
def save_draft(work: UnitOfWork, case_id: CaseId, *, text: DraftText, base_version: int) -> int:
    """The next version, if it differs. `base_version` is the one the writer had in front of them."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    if text.outcome is Outcome.NO_PENALTY:
        text = _spares_lawfully(work, case, text)
    else:
        _is_lawful(work, case, text)
        text = _held_against_the_baseline(work, case, text)
    last = queries.current_draft(work.session, case_id)
    _is_news(last, text, base_version=base_version)
    row = _new_draft(work, case_id, text, version=base_version + 1)
    cases.reach(work, case_id, Milestone.DRAFTED, because=cases.Because(row=row.id, note=row.digest))
    _say_where_it_leads(work, case_id, text, draft_id=row.id)
    work.about(case_id, draft=row.id, version=row.version, digest=row.digest, fine_fen=text.fine_fen)
    work.about(outcome=text.outcome, ground=text.ground)
    if text.assessment:
        work.seal(work.session.get_one(DraftChoice, row.id))
    if text.ground:
        work.seal(work.session.get_one(SparedDraft, row.id))
    work.seal(row)
    return row.version


def _is_lawful(work: UnitOfWork, case: case_queries.CaseRow, text: DraftText) -> None:
    rules.penalties_are_sound(text.penalties)
    law = procedure(case.procedure)
    if law.on_the_spot:
        spot.is_light_enough(text.penalties, law.spot_limit(work.today), case.party.category)
    cause = matters.cause(work.session, case.cause_code, day=case.act_date)
    rules.fine_is_lawful(cause.range, text)


def _spares_lawfully(work: UnitOfWork, case: case_queries.CaseRow, text: DraftText) -> DraftText:
    """No penalty carries no sum of a fine; the article it rests on is that of its ground, not one typed by hand."""
    ground = Ground(text.ground)
    no_penalty.ground_fits(ground, _party(work, case))
    no_penalty.is_whole(
        ground,
        violated=text.violated,
        education=text.education,
        recovery_fen=text.recovery_fen,
        correction=text.correction,
    )
    bare = replace(text, penalties=(), base_fen=0, mitigation="", leaving="", assessment="")
    return replace(bare, applied=no_penalty.GROUND_BASES[ground])


def _party(work: UnitOfWork, case: case_queries.CaseRow) -> Standing:
    id_no = case.party.id_no
    return Standing(
        category=case.party.category,
        age=age_on(party_codes.birth_date_of(id_no), case.act_date) if id_no else None,
        fined_before=bool(queries.earlier_fines(work.session, case)),
    )


def _say_where_it_leads(work: UnitOfWork, case_id: CaseId, text: DraftText, *, draft_id: UUID) -> None:
    """On the line, as everything that follows reads it there: notice, periods, papers."""
    if text.outcome is Outcome.NO_PENALTY:
        because = cases.Because(row=draft_id, note=text.penalty_text)
        cases.reach(work, case_id, Milestone.NO_PENALTY_PROPOSED, because=because)
    if not text.burdens:
        note = "不给予行政处罚，也不责令退回基金，没有须事先告知的内容"
        cases.reach(work, case_id, Milestone.NOTICE_NOT_DUE, because=cases.Because(row=draft_id, note=note))


def _held_against_the_baseline(work: UnitOfWork, case: case_queries.CaseRow, text: DraftText) -> DraftText:
    """The choice beside the suggestion (I7): the text names the assessment, so a reviewer agrees to both."""
    chosen = discretion.chosen_within(work, case, base_fen=text.base_fen, fine_fen=text.fine_fen, leaving=text.leaving)
    return replace(text, assessment=str(chosen) if chosen else "")


def _is_news(last: queries.DraftRow | None, text: DraftText, *, base_version: int) -> None:
    if base_version != (last.version if last else 0):
        raise Stale(
            f"本案文稿已有第{last.version if last else 0}版，您修改的是第{base_version}版；请核对新版后再保存。"
        )
    if last is not None and last.digest == text.digest:
        raise RuleBroken(
            "DRAFT_UNCHANGED",
            "内容与当前版本完全相同，没有生成新版本；已有的审核意见和告知不受影响。",
            basis="行政执法全过程记录制度（《行政处罚法》第四十七条）",
        )


def _new_draft(work: UnitOfWork, case_id: CaseId, text: DraftText, *, version: int) -> Draft:
    plain = [name for name in DraftText.__dataclass_fields__ if name not in ELSEWHERE]
    row = Draft(
        id=uuid4(),
        case_id=case_id,
        version=version,
        penalties=len(text.penalties),
        digest=text.digest,
        substance_digest=text.substance_digest,
        drafted_by=work.actor.id,
        drafted_at=work.now,
        **{name: getattr(text, name) for name in plain},
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(
        Penalty(draft_id=row.id, position=position, kind=item.kind, amount_fen=item.amount_fen, text=item.text)
        for position, item in enumerate(text.penalties, start=1)
    )
    if text.assessment:
        work.session.add(DraftChoice(draft_id=row.id, assessment_id=UUID(text.assessment), leaving=text.leaving))
    if text.ground:
        work.session.add(SparedDraft(draft_id=row.id, ground=text.ground, education=text.education))
    work.session.flush()
    return row
