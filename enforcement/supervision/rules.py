"""督办: what may be ordered in a case, who answers for it, and when an order is done with. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from enforcement.accounts.rules import Role
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import Actor
from enforcement.procedures.grammar import Stage

HERE = "supervision.tab"
BASIS = "《行政处罚法》第七十五条第一款；国办发〔2018〕118号"
PAPER = "supervision_order"  # kind of its document
REPLY = "SUPERVISE_REPLY"  # key of the period that runs for each order


class Ground(StrEnum):
    OVERDUE = "OVERDUE"
    SCORING = "SCORING"
    OTHER = "OTHER"


GROUND_NAMES = {Ground.OVERDUE: "期限逾期", Ground.SCORING: "案卷评查不合格", Ground.OTHER: "其他问题"}


class State(StrEnum):
    WAITING = "WAITING"
    REPLIED = "REPLIED"
    CLOSED = "CLOSED"


STATE_NAMES = {State.WAITING: "待回复", State.REPLIED: "已回复待核", State.CLOSED: "已销号"}


@dataclass(frozen=True, kw_only=True)
class Term:
    """One dated row of the defaults."""

    reply_workdays: int
    longest: int
    reminders: tuple[int, ...]
    in_force_from: date
    in_force_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class OrderText:
    """What the supervisor writes. It starts from a period that ran out, from a fault of the file, or from neither."""

    wrong: str
    basis: str
    demand: str
    days: int
    addressee: UUID | None = None
    deadline_id: UUID | None = None
    check: str = ""

    @property
    def ground(self) -> Ground:
        if self.deadline_id:
            return Ground.OVERDUE
        return Ground.SCORING if self.check else Ground.OTHER


def starts_from_one(order: OrderText) -> None:
    if order.deadline_id and order.check:
        raise InvalidInput({"check": ["一件督办只针对一个逾期的期限或者一个评查项目，请分别督办。"]})


def term_is_sensible(days: int | None, term: Term) -> None:
    if days is None or not 1 <= days <= term.longest:
        raise InvalidInput({"days": [f"回复期限应当在1至{term.longest}个工作日之间。"]})


def file_is_open(stage: Stage) -> None:
    """What stands in an archived file stays as it is."""
    if stage is Stage.ARCHIVED:
        raise RuleBroken("FILE_ARCHIVED", "案卷已经归档，不能再督办本案。", basis=BASIS, cure=HERE)


def period_ran_out(*, due_on: date, closed_on: date | None, today: date) -> None:
    if (closed_on or today) <= due_on:
        raise InvalidInput({"deadline_id": ["该期限没有逾期，不能以逾期督办。"]})


def addressee_handles(addressee: UUID | None, handlers: Collection[UUID]) -> None:
    if addressee is not None and addressee not in handlers:
        raise InvalidInput({"addressee": ["只能发给本案现任承办人，或者发给承办机构。"]})


def not_ordered_already(number: str | None) -> None:
    if number is not None:
        raise RuleBroken(
            "ORDERED_ALREADY", f"这一问题已经以{number}督办，尚未销号，不必重复督办。", basis=BASIS, cure=HERE
        )


def answers_for(actor: Actor, *, handlers: Collection[UUID], unit_id: UUID) -> bool:
    """A handler of the case, or the head of the unit whose case it is."""
    return actor.id in handlers or (Role.UNIT_HEAD in actor.roles and actor.unit_id == unit_id)


def may_answer(answers: bool) -> None:
    if not answers:
        raise RuleBroken("NOT_ADDRESSED", "督办由本案承办人或者承办机构负责人书面回复。", basis=BASIS, cure=HERE)


def awaits_reply(state: State) -> None:
    if state is State.CLOSED:
        raise RuleBroken("ORDER_CLOSED", "该件督办已经销号。", basis=BASIS, cure=HERE)
    if state is State.REPLIED:
        raise RuleBroken("REPLIED_ALREADY", "该件督办已经回复，正在等待监督人员核查。", basis=BASIS, cure=HERE)


def awaits_ruling(state: State) -> None:
    if state is not State.REPLIED:
        raise RuleBroken("NO_REPLY", "该件督办没有待核查的回复。", basis=BASIS, cure=HERE)


def not_own_reply(actor_id: UUID, replied_by: UUID) -> None:
    if actor_id == replied_by:
        raise RuleBroken("OWN_REPLY", "不能核查自己的回复，请由其他监督人员核查。", basis=BASIS, cure=HERE)


def ruling_is_whole(*, closed: bool, evidence: str) -> None:
    """销号 rests on something looked at; a reply alone closes nothing."""
    if closed and not evidence:
        raise InvalidInput({"evidence": ["请写明销号依据：核对了哪些文书、记录或者系统记载。"]})
    if not closed and evidence:
        raise InvalidInput({"evidence": ["退回的不填写销号依据。"]})


def proofs_are_of_case(named: Collection[UUID], known: Collection[UUID], *, field: str) -> None:
    if not set(named) <= set(known):
        raise InvalidInput({field: ["只能列入本案的文书和证据。"]})
