"""Which acts of a hearing are open to whom, so that no button leads to a refusal."""

from dataclasses import dataclass

from flask import url_for

from enforcement.cases import queries as cases
from enforcement.hearings import queries
from enforcement.hearings.queries import conduct
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone


@dataclass(frozen=True, kw_only=True)
class _Standing:
    """How the hearing stands, as seen by one person."""

    possible: frozenset[Milestone]
    handles: bool
    calls: bool
    told: bool
    asking_over: bool
    convened: bool
    begun: bool

    def offers(self) -> tuple[tuple[str, str, bool], ...]:
        forgoing = self.handles and self.told and Milestone.HEARING_FORGONE in self.possible
        asking = self.handles and self.told and Milestone.HEARING_REQUESTED in self.possible
        calling = self.calls and Milestone.HEARING_CALLED in self.possible
        ending = Milestone.HEARING_ENDED in self.possible
        return (
            ("request_hearing", "登记听证申请", asking),
            ("forgo_hearing", "登记放弃听证", forgoing and not self.asking_over),
            ("lapse_request", "登记期满未要求听证", forgoing and self.asking_over),
            ("convene_hearing", "变更听证" if self.convened else "通知听证", calling),
            ("rule_on_challenge", "决定主持人回避", calling and self.convened),
            ("record_hearing", "提交听证笔录", ending and self.begun),
            ("withdraw_hearing", "登记撤回听证申请", ending and self.handles),
        )


def hearing_offered(work: UnitOfWork, case_id: CaseId, possible: frozenset[Milestone]) -> list[tuple[str, str]]:
    offers = _standing(work, case_id, possible).offers()
    return [(title, url_for(f"hearings.{name}", case_id=case_id)) for name, title, may in offers if may]


def _standing(work: UnitOfWork, case_id: CaseId, possible: frozenset[Milestone]) -> _Standing:
    notice = queries.current_notice(work.session, case_id)
    request = conduct.request_of(work.session, notice.document.id) if notice else None
    convening = conduct.current_convening(work.session, request.id) if request else None
    asking = conduct.asking_term(work.session, notice) if notice else None
    hosts = convening is not None and convening.host_id == work.actor.id
    return _Standing(
        possible=possible,
        handles=work.actor.id in cases.get(work.session, case_id).handlers,
        calls=work.actor.may(Permission.CONVENE_HEARING),
        told=asking is not None,
        asking_over=asking is not None and asking.day < work.today,
        convened=convening is not None,
        begun=hosts and convening is not None and convening.held_at <= work.now,
    )
