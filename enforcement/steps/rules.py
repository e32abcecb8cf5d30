"""What a step recorded by declaration must state before it counts, and by whose hand. Pure."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from enforcement.accounts.rules import Role
from enforcement.cases.rules import hands_are_apart
from enforcement.kernel.clock import chinese_day
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.procedures.grammar import MILESTONE_NAMES, Milestone, Procedure
from enforcement.procedures.stating import RecordableStep

Done = Collection[tuple[Milestone, UUID]]
FACT = "fact_"  # a field of the form for each thing to be stated, so that no fact is taken for a field of our own


def declared(law: Procedure, milestone: Milestone) -> RecordableStep:
    """Only what the folder of this case's procedure declares: no other milestone can be reached through this door."""
    found = next((step for step in law.recordable if step.milestone is milestone), None)
    if found is None:
        raise RuleBroken(
            "NOT_RECORDABLE",
            f"{law.title}没有可以直接登记的“{law.name_of(milestone)}”步骤。",
            basis="程序法定",
        )
    return found


def by_its_office(step: RecordableStep, office: Role) -> None:
    """Whoever passed another office's door does not do this one's step."""
    if step.by is not office:
        raise RuleBroken("NOT_YOUR_STEP", f"“{step.title}”不由您的岗位办理。", basis=step.basis)


def hands_apart(law: Procedure, step: RecordableStep, *, actor: UUID, handled: frozenset[UUID], done: Done) -> None:
    """Who handled the case does not approve, review or decide it; nor does one person hold two of these offices."""
    hands_are_apart(actor, handled, doing=step.title)
    others = {one.milestone for one in law.recordable if one.by not in {Role.OFFICER, step.by}}
    if any(by == actor and milestone in others for milestone, by in done):
        raise RuleBroken(
            "HANDS_APART",
            f"您已经以其他岗位的身份办理过本案，不能{step.title}（审核、决定须由不同人员承担）。",
            basis=step.basis,
        )


def is_complete(step: RecordableStep, *, facts: Mapping[str, str], paper: str, has_item: bool) -> None:
    wrong = {
        f"{FACT}{fact.key}": [f"请填写{fact.title}。"]
        for fact in step.facts
        if fact.required and not facts.get(fact.key)
    }
    for fact in step.facts:
        if fact.choices and facts.get(fact.key) and facts[fact.key] not in fact.choices:
            wrong[f"{FACT}{fact.key}"] = ["请从列表中选择。"]
    if step.paper and not paper:
        wrong["paper"] = [f"请填写{step.paper}（{step.basis}）。"]
    if step.evidence and not has_item:
        wrong["item_id"] = [f"请选择卷内的证据（{step.basis}）。"]
    if wrong or set(facts) - set(step.labels):
        raise InvalidInput(wrong or {"facts": ["不认识的内容。"]})


def rests_on(step: RecordableStep, *, title: str, on_file: bool) -> None:
    if not on_file:
        raise RuleBroken(
            "DOCUMENT_MISSING",
            f"卷内还没有《{title}》，不能办理“{step.title}”。",
            basis=step.basis,
            cure="documents.tab",
        )


def answers_follow(step: RecordableStep, *, facts: Mapping[str, str], stands: frozenset[Milestone]) -> None:
    """Some answers are true only once something else was done."""
    for fact in step.facts:
        missing = fact.after.get(facts.get(fact.key, ""))
        if missing is not None and missing not in stands:
            done = MILESTONE_NAMES[missing]
            raise RuleBroken(
                "ANSWER_BEFORE_ACT", f"{fact.title}填写“{facts[fact.key]}”的，须先办理“{done}”。", basis=step.basis
            )


def repeated_with_reason(step: RecordableStep, *, facts: Mapping[str, str], inspected: int) -> None:
    """How often is the body's own published limit to say; who asks for one more this year says why, before approval."""
    if step.milestone is Milestone.INSPECTION_PROPOSED and inspected and not facts.get("frequency_reason"):
        sentence = f"本年度已对该对象实施检查 {inspected} 次，请写明再次检查的理由（{step.basis}）。"
        raise InvalidInput({f"{FACT}frequency_reason": [sentence]})


def is_in_its_time(day: date, *, after: date | None, today: date) -> None:
    if day > today:
        raise InvalidInput({"day": ["日期不能晚于今天。"]})
    if after is not None and day < after:
        raise InvalidInput({"day": [f"日期不能早于前一步骤的日期（{after:%Y-%m-%d}）。"]})


def its_period_is_over(step: RecordableStep, *, due_on: date | None, day: date) -> None:
    """`due_on`: the last day of the period this step waits for; None before it began to run."""
    if step.after_period and (due_on is None or day <= due_on):
        until = f"该期限至{chinese_day(due_on)}届满，须在其后办理。" if due_on else "所依据的期限尚未起算。"
        raise RuleBroken("PERIOD_RUNNING", f"还不能{step.title}：{until}", basis=step.basis, cure="cases.clock")


def was_told_in_time(step: RecordableStep, *, last: date | None, day: date) -> None:
    """`last`: the last of the whole workdays after people were told; None where the step needs no notice."""
    if step.notice and last and day <= last:
        sentence = f"须在举行的{step.notice.workdays}个工作日前通知，不得早于{chinese_day(last)}的次日。"
        raise RuleBroken("TOLD_TOO_LATE", f"还不能{step.title}：{sentence}", basis=step.basis, cure="cases.overview")


def as_told(step: RecordableStep, *, facts: Mapping[str, str], paper: str) -> str:
    """One line for the timeline."""
    parts = [paper] if paper else []
    said = (f"{fact.title}：{facts[fact.key].rstrip('。')}" for fact in step.facts if facts.get(fact.key))
    return "；".join([*parts, *said])
