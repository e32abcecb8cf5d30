"""What is owed, what fits, what a case still lacks before closing. Recovered funds never mix with fines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from enforcement.documents.amounts import figures
from enforcement.execution.surcharge import Stay, days_late, surcharge
from enforcement.kernel.clock import chinese_day
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.procedures.grammar import Milestone, Procedure
from enforcement.procedures.ordinary_penalty.exits import GONE
from enforcement.procedures.rules import missing

CLOSING_BASIS = "《医疗保障行政处罚程序暂行规定》第五十六条"
RECORD_BASIS = "《行政处罚法》第四十六条、第四十七条"
# EXE-5: each of these ends the execution as far as this body is concerned (第五十六条).
ENDS = frozenset({Milestone.EXECUTED, Milestone.COURT_ACCEPTED, Milestone.EXECUTION_NEEDLESS})
OTHERWISE = ENDS - {Milestone.EXECUTED}
RECOVERY_BASIS = "《医疗保障基金使用监督管理条例》第四十五条"


@dataclass(frozen=True, kw_only=True)
class Balance:
    """Fines and confiscated gains go to the treasury; recovered funds go back to the special account (CASE-30)."""

    fine_fen: int
    confiscated_fen: int
    paid_fen: int
    recovery_fen: int
    recovered_fen: int

    @property
    def due_fen(self) -> int:
        return self.fine_fen + self.confiscated_fen

    @property
    def left_fen(self) -> int:
        return self.due_fen - self.paid_fen

    @property
    def recovery_left_fen(self) -> int:
        return self.recovery_fen - self.recovered_fen


@dataclass(frozen=True, kw_only=True)
class Instalment:
    amount_fen: int
    paid_on: date


@dataclass(frozen=True, kw_only=True)
class SurchargeLine:
    """One part of the fine that was, or still is, late. `until` is the day it was paid, or today."""

    part_fen: int
    until: date
    days: int
    owed_fen: int
    paid: bool


@dataclass(frozen=True, kw_only=True)
class Missing:
    sentence: str
    basis: str


def payment_fits(balance: Balance, amount_fen: int) -> None:
    if amount_fen > balance.left_fen:
        raise RuleBroken(
            "OVERPAYMENT",
            f"尚未缴纳的罚没款为 {figures(balance.left_fen)} 元，本次 {figures(amount_fen)} 元超出该数额，不能登记；"
            "多收的款项应当退还，加处罚款和退回的基金不在此处登记。",
            basis="《行政处罚法》第六十七条、第七十四条",
        )


def recovery_fits(balance: Balance, amount_fen: int) -> None:
    if amount_fen > balance.recovery_left_fen:
        raise RuleBroken(
            "OVER_RECOVERY",
            f"尚未退回的医疗保障基金为 {figures(balance.recovery_left_fen)} 元，"
            f"本次 {figures(amount_fen)} 元超出该数额，不能登记；罚没款请在“登记缴款”中登记。",
            basis=RECOVERY_BASIS,
        )


def amount_is_positive(amount_fen: int) -> None:
    if amount_fen <= 0:
        raise InvalidInput({"amount": ["金额必须大于零。"]})


def payment_day_makes_sense(paid_on: date, *, decided_on: date, today: date) -> None:
    if paid_on < decided_on:
        raise InvalidInput({"paid_on": ["缴款日期不能早于处罚决定日期。"]})
    if paid_on > today:
        raise InvalidInput({"paid_on": ["缴款日期不能晚于今天。"]})


def recovery_day_makes_sense(recovered_on: date, *, today: date) -> None:
    """A party may return the money before the decision orders it, but not after today."""
    if recovered_on > today:
        raise InvalidInput({"recovered_on": ["退回日期不能晚于今天。"]})


def receipt_is_new(known: bool) -> None:
    """One unified receipt proves one payment (《行政处罚法》第七十条)."""
    if known:
        raise InvalidInput({"receipt_no": ["该票据号已经登记过，一张票据只能登记一次。"]})


def nothing_left_to_pay(balance: Balance) -> None:
    if balance.left_fen:
        raise RuleBroken(
            "MONEY_OWED",
            f"决定中的罚没款还有 {figures(balance.left_fen)} 元未缴纳，须凭票据登记缴款，不能直接登记履行完毕。",
            basis="《行政处罚法》第六十七条、第七十四条",
            cure="execution.record_payment",
        )


def remedies_are_over(last: date | None, *, today: date) -> date:
    if last is None or last >= today:
        until = f"至{chinese_day(last)}届满" if last else "尚未起算"
        raise RuleBroken(
            "REMEDIES_RUNNING",
            f"当事人申请行政复议、提起行政诉讼的期限{until}。",
            basis="《行政强制法》第五十三条",
            cure="cases.clock",
        )
    return last


def file_is_open(stands: frozenset[Milestone]) -> None:
    if stands & {Milestone.CLOSED, Milestone.ARCHIVED}:
        raise RuleBroken("CASE_CLOSED", "案件已经结案，不能再登记。", basis=CLOSING_BASIS)


def surcharge_lines(
    fine_fen: int, instalments: Sequence[Instalment], *, pay_due: date, today: date, stays: Sequence[Stay] = ()
) -> tuple[SurchargeLine, ...]:
    """EXE-2 for payment in parts: each part is late until its own day; money received counts toward the fine first."""
    lines, left = [], fine_fen
    for part in sorted(instalments, key=lambda item: item.paid_on):
        settled = min(left, part.amount_fen)
        left -= settled
        lines.append(
            _line(settled, days_late(pay_due=pay_due, until=part.paid_on, stays=stays), part.paid_on, paid=True)
        )
    lines.append(_line(left, days_late(pay_due=pay_due, until=today, stays=stays), today, paid=False))
    return tuple(line for line in lines if line.owed_fen)


def _line(part_fen: int, days: int, until: date, *, paid: bool) -> SurchargeLine:
    return SurchargeLine(part_fen=part_fen, until=until, days=days, owed_fen=surcharge(part_fen, days), paid=paid)


BEGINS = frozenset({Milestone.RECONSIDERATION_STARTED, Milestone.LITIGATION_STARTED})
STOPS = frozenset({Milestone.RECONSIDERATION_ENDED, Milestone.LITIGATION_ENDED})


def stays_of(line: Iterable[tuple[Milestone, date]]) -> tuple[Stay, ...]:
    """第七十三条第三款: while review or suit lasts no surcharge is counted, its first and its last day included."""
    found: list[Stay] = []
    for kind, day in line:
        if kind in BEGINS:
            found.append(Stay(day))
        elif kind in STOPS and found:
            found[-1] = replace(found[-1], last=max(day, found[-1].first))
    return tuple(found)


Gate = tuple[tuple[frozenset[Milestone], Missing], ...]


def closing_gate(
    stands: frozenset[Milestone],
    *,
    unlabelled: Sequence[str],
    coming_in: int,
    recovery_left_fen: int,
    law: Procedure | None = None,
) -> tuple[Missing, ...]:
    """G9: everything a case still lacks, so that nobody has to find out one refusal at a time.

    A procedure that alleges nothing orders nothing that could be carried out; the rest it asks by its own steps.
    """
    # out of the house without a decision: nothing to serve, carry out or publish (EXE-5)
    left = stands & GONE and Milestone.DECIDED not in stands
    lacks = [] if left else [missing for reached_by, missing in _gate(law) if not reached_by & stands]
    if Milestone.WITHDRAWAL_ORDERED in stands:
        lacks.append(Missing(sentence="有应当撤回的公示尚未撤回。", basis="《行政处罚法》第四十八条"))
    if recovery_left_fen and not stands & OTHERWISE:
        sentence = f"责令退回的医疗保障基金还有 {figures(recovery_left_fen)} 元未退回。"
        lacks.append(Missing(sentence=sentence, basis=RECOVERY_BASIS))
    if unlabelled:
        sentence = f"有 {len(unlabelled)} 件证据未完成标注：{'、'.join(unlabelled)}。"
        lacks.append(Missing(sentence=sentence, basis=RECORD_BASIS))
    if coming_in:
        sentence = f"有 {coming_in} 个文件还在上传或者核验入卷，请等它完成，或者取消上传。"
        lacks.append(Missing(sentence=sentence, basis=RECORD_BASIS))
    return tuple(lacks)


def demanded(law: Procedure, stands: frozenset[Milestone]) -> tuple[Missing, ...]:
    """What this procedure asks for beyond what every decision does."""
    general = frozenset().union(*(reached_by for reached_by, _missing in _gate(law)))
    special = (need for need in missing(law, stands, Milestone.CLOSED) if not need.any_of & general)
    return tuple(Missing(sentence=need.sentence, basis=need.basis) for need in special)


def _gate(law: Procedure | None) -> Gate:
    return GATE if law is None or law.alleges else RULED_GATE


SHOWN = frozenset({Milestone.PUBLISHED, Milestone.NOT_PUBLISHED, Milestone.WITHDRAWN})
RULED_GATE: Gate = (
    (SHOWN, Missing(sentence="决定或者检查结果尚未公示，也未依法决定不予公示。", basis="国办发〔2018〕118号")),
)
GATE: Gate = (
    (
        frozenset({Milestone.DECISION_SERVED}),
        Missing(sentence="决定书尚未送达。", basis="《行政处罚法》第六十一条"),
    ),
    (
        ENDS,
        Missing(sentence="决定尚未履行完毕，人民法院也未受理强制执行申请。", basis=CLOSING_BASIS),
    ),
    (
        SHOWN,
        Missing(
            sentence="决定尚未公示，也未依法决定不予公示。",
            basis="《行政处罚法》第四十八条；国办发〔2018〕118号",
        ),
    ),
)


def gate_is_open(lacks: Sequence[Missing]) -> None:
    if lacks:
        listed = "".join(f"（{number}）{missing.sentence}" for number, missing in enumerate(lacks, start=1))
        articles = dict.fromkeys(missing.basis for missing in lacks)
        raise RuleBroken("CLOSING_GATE", f"还不能结案：{listed}", basis="；".join(articles), cure="execution.tab")
