import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.discretion import importing, queries, rules
from enforcement.discretion.importing import Edition
from enforcement.discretion.models import Assessment, Baseline, BaselineTier
from enforcement.discretion.rules import Ground, Tier
from enforcement.kernel.clock import chinese_day
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.matters import queries as matters
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import may_reach


@use_case(Permission.MANAGE_MATTERS, verb="discretion.baseline_listed")
def list_baseline(work: UnitOfWork, *, cause: str, source: str, in_force_from: date, tiers: Sequence[Tier]) -> UUID:
    """A new edition applies from its first day on; acts before it keep the edition of their own day."""
    _may_be_listed(work, cause=cause, in_force_from=in_force_from, tiers=tiers)
    row = _listed(work, cause=cause, source=source, in_force_from=in_force_from, tiers=tiers)
    work.about(baseline=row.id, cause=cause, edition=row.edition, in_force_from=in_force_from)
    work.seal(row)
    return row.id


@use_case(Permission.MANAGE_MATTERS, verb="discretion.baselines_imported")
def import_baselines(work: UnitOfWork, *, table: str) -> int:
    """Every edition of the table or none: each is checked, in the order of their days, before the first is written."""
    found = importing.editions(table)
    faults: list[str] = []
    coming: dict[str, date] = {}
    for edition in found:
        faults += _faults(work, edition, after=coming.get(edition.cause))
        coming[edition.cause] = edition.in_force_from
    importing.refuse(faults)
    for edition in found:
        row = _listed(
            work,
            cause=edition.cause,
            source=edition.source,
            in_force_from=edition.in_force_from,
            tiers=edition.tiers,
        )
        work.seal(row)
    work.about(editions=len(found), causes=list({edition.cause for edition in found}))
    return len(found)


def _faults(work: UnitOfWork, edition: Edition, *, after: date | None) -> list[str]:
    """The refusals of the form, each at its line. `after`: the day of the edition before it in the table."""
    try:
        _may_be_listed(work, cause=edition.cause, in_force_from=edition.in_force_from, tiers=edition.tiers, after=after)
    except InvalidInput as wrong:
        return [
            importing.said(edition.where(field), sentence)
            for field, found in wrong.fields.items()
            for sentence in found
        ]
    except RuleBroken as wrong:
        return [importing.said(edition.lines[0].number, f"{wrong.sentence}（{wrong.basis}）")]
    return []


def _may_be_listed(
    work: UnitOfWork, *, cause: str, in_force_from: date, tiers: Sequence[Tier], after: date | None = None
) -> None:
    allowed = matters.cause(work.session, cause, day=in_force_from)
    rules.tiers_are_sound(tiers, allowed.range)
    known = queries.editions(work.session, cause)
    newest = max([row.in_force_from for row in known] + ([after] if after else []), default=None)
    if newest and in_force_from <= newest:
        raise InvalidInput({"in_force_from": [f"须晚于现有一版的施行日期（{chinese_day(newest)}）。"]})


def _listed(work: UnitOfWork, *, cause: str, source: str, in_force_from: date, tiers: Sequence[Tier]) -> Baseline:
    row = Baseline(
        id=uuid4(),
        cause_code=cause,
        edition=len(queries.editions(work.session, cause)) + 1,
        source=source,
        tiers=len(tiers),
        in_force_from=in_force_from,
        listed_by=work.actor.id,
        listed_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(
        BaselineTier(
            baseline_id=row.id,
            position=position,
            name=tier.name,
            circumstances=tier.circumstances,
            low=tier.low,
            high=tier.high,
        )
        for position, tier in enumerate(tiers, start=1)
    )
    return row


@use_case(Permission.HANDLE_CASE, verb="discretion.assessed")
def assess(
    work: UnitOfWork, case_id: CaseId, *, tier: int, base_fen: int, reason: str, grounds: Sequence[Ground] = ()
) -> UUID:
    """裁量测算: kept with its reckoning, whatever the handlers then propose."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    may_reach(procedure(case.procedure), case_queries.stands(work.session, case_id), Milestone.DRAFTED)
    baseline = _baseline(work, case, tier=tier)
    allowed = matters.cause(work.session, case.cause_code, day=case.act_date).range
    found = rules.suggest(allowed, baseline.tiers[tier - 1], base_fen=base_fen, grounds=grounds)
    last = queries.current_assessment(work.session, case_id)
    row = Assessment(
        id=uuid4(),
        case_id=case_id,
        version=last.version + 1 if last else 1,
        baseline_id=baseline.id,
        tier=tier,
        base_fen=base_fen,
        grounds=json.dumps(sorted(set(grounds))),
        reason=reason,
        low_fen=found.low_fen,
        high_fen=found.high_fen,
        suggested_fen=found.suggested_fen,
        arithmetic=json.dumps(found.arithmetic, ensure_ascii=False),
        assessed_by=work.actor.id,
        assessed_at=work.now,
    )
    work.session.add(row)
    work.about(case_id, assessment=row.id, version=row.version, tier=tier, suggested_fen=row.suggested_fen)
    work.seal(row)
    return row.id


def _baseline(work: UnitOfWork, case: case_queries.CaseRow, *, tier: int) -> queries.BaselineRow:
    found = queries.applicable(work.session, case, today=work.today)
    if found is None:
        raise RuleBroken("NO_BASELINE", "本案由尚未列入裁量基准，无法测算。", basis=rules.BASIS)
    if not 1 <= tier <= len(found.tiers):
        raise InvalidInput({"tier": ["请从裁量基准的阶次中选择。"]})
    return found


def chosen_within(
    work: UnitOfWork, case: case_queries.CaseRow, *, base_fen: int, fine_fen: int, leaving: str
) -> UUID | None:
    """Hatch for whoever drafts: the assessment the proposed fine is held against, or None where no baseline exists."""
    current = queries.current_assessment(work.session, case.id)
    if current is None:
        rules.is_assessed(needed=queries.applicable(work.session, case, today=work.today) is not None)
        rules.nothing_is_left(leaving)
        return None
    holds(current, base_fen=base_fen, fine_fen=fine_fen, leaving=leaving)
    return current.id


def holds(current: queries.AssessmentRow, *, base_fen: int, fine_fen: int, leaving: str) -> None:
    """Hatch: asked when a text is drafted, and again when it is decided."""
    rules.is_of_this_sum(current.base_fen, base_fen=base_fen)
    bounds = (current.low_fen, current.high_fen)
    rules.leaving_is_explained(fine_fen, bounds=bounds, tier=current.tier_name, leaving=leaving)
