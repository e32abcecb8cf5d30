"""审批流程 of a proposed decision: handlers, head of the undertaking unit, legal review, head of the bureau.

LR-13: the undertaking unit answers for the truth, accuracy and completeness of the material; its head signs for that.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from enforcement.accounts.rules import ROLE_NAMES, Role
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import Actor
from enforcement.procedures.demands import ApprovalRule

BASIS = "《行政处罚法》第五十七条"
HERE = "decisions.tab"


class Signature(StrEnum):
    """One act of the chain that is neither the review nor the decision, which have rows of their own."""

    ASKED = "ASKED"
    ENDORSED = "ENDORSED"
    RETURNED = "RETURNED"
    HEAD_RETURNED = "HEAD_RETURNED"
    ANSWERED = "ANSWERED"


SIGNATURE_NAMES = {
    Signature.ASKED: "报承办机构负责人审核",
    Signature.ENDORSED: "承办机构负责人同意",
    Signature.RETURNED: "承办机构负责人退回",
    Signature.HEAD_RETURNED: "行政机关负责人退回",
    Signature.ANSWERED: "再次报请决定",
}
RETURNS = frozenset({Signature.RETURNED, Signature.HEAD_RETURNED})
OF_UNIT_HEAD = frozenset({Signature.ENDORSED, Signature.RETURNED})


class Fault(StrEnum):
    """What a returned text is to be mended in."""

    FACTS = "FACTS"
    EVIDENCE = "EVIDENCE"
    LAW = "LAW"
    PROCEDURE = "PROCEDURE"
    DISCRETION = "DISCRETION"
    PAPERS = "PAPERS"
    OTHER = "OTHER"


FAULT_NAMES = {
    Fault.FACTS: "事实",
    Fault.EVIDENCE: "证据",
    Fault.LAW: "定性和适用法律",
    Fault.PROCEDURE: "程序",
    Fault.DISCRETION: "裁量",
    Fault.PAPERS: "文书",
    Fault.OTHER: "其他",
}


@dataclass(frozen=True, kw_only=True)
class ReturnReason:
    fault: Fault
    text: str

    @property
    def sentence(self) -> str:
        return f"{FAULT_NAMES[self.fault]}：{self.text}"


def an_office_signs(rule: ApprovalRule | None) -> Role:
    """The office that signs, where the body has one sign at all."""
    if rule is None or rule.office is None:
        sentence = rule.reason if rule else "此类案件没有承办机构负责人审核的环节。"
        raise RuleBroken("NO_UNIT_SIGNATURE", sentence, basis=rule.basis if rule else BASIS, cure=HERE)
    return rule.office


def signs_for_the_unit(actor: Actor, office: Role, *, unit_id: UUID) -> None:
    """The head of another unit answers for nothing here."""
    if office not in actor.roles:
        raise RuleBroken("NOT_THE_OFFICE", f"拟处理决定由{ROLE_NAMES[office]}审核。", basis=BASIS, cure=HERE)
    if office is Role.UNIT_HEAD and actor.unit_id != unit_id:
        raise RuleBroken("NOT_THE_UNIT", "拟处理决定由承办本案的机构的负责人审核。", basis=BASIS, cure=HERE)


def endorser_stays_out(actor_id: UUID, endorsers: Collection[UUID], *, doing: str) -> None:
    """Endorsing, reviewing and deciding are three hands over the whole history of the case."""
    if actor_id in endorsers:
        raise RuleBroken(
            "ENDORSER_APART",
            f"您以承办机构负责人身份审核过本案，不能{doing}（办案、审核、决定须由不同人员承担）。",
            basis="《行政处罚法》第五十八条；《医疗保障行政处罚程序暂行规定》第三十七条",
            cure=HERE,
        )


def reviewer_does_not_endorse(actor_id: UUID, reviewers: Collection[UUID]) -> None:
    if actor_id in reviewers:
        raise RuleBroken(
            "REVIEWER_APART",
            "您对本案进行过法制审核，不能再以承办机构负责人身份审核本案。",
            basis="《行政处罚法》第五十八条；《医疗保障行政处罚程序暂行规定》第三十七条",
            cure=HERE,
        )


def lack(rule: ApprovalRule | None, *, endorsed: str, digest: str, asked: bool, returned: bool) -> str:
    """What is missing of the unit head's signature on this very text; empty where nothing is."""
    if rule is None or rule.office is None or (endorsed and endorsed == digest):
        return ""
    if asked:
        return "已报审，尚未签署意见"
    return "已退回，尚未再次报审" if returned else "尚未报审，或者报审之后文稿、申辩情况已有变化"
