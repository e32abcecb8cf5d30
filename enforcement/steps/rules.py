"""What a step recorded by declaration must state before it counts. Pure."""

from collections.abc import Mapping
from datetime import date

from enforcement.kernel.clock import chinese_day
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.procedures.grammar import MILESTONE_NAMES, Milestone, Procedure, RecordableStep

FACT = "fact_"  # a field of the form for each thing to be stated, so that no fact is taken for a field of our own


def declared(law: Procedure, milestone: Milestone) -> RecordableStep:
    """Only what the folder of this case's procedure declares: no other milestone can be reached through this door."""
    found = next((step for step in law.recordable if step.milestone is milestone), None)
    if found is None:
        raise RuleBroken(
            "NOT_RECORDABLE",
            f"{law.title}没有可以直接登记的“{MILESTONE_NAMES[milestone]}”步骤。",
            basis="程序法定",
        )
    return found


def is_complete(step: RecordableStep, *, facts: Mapping[str, str], paper: str, has_item: bool) -> None:
    wrong = {f"{FACT}{key}": [f"请填写{label}。"] for key, label in step.facts.items() if not facts.get(key)}
    if step.paper and not paper:
        wrong["paper"] = [f"请填写{step.paper}（{step.basis}）。"]
    if step.evidence and not has_item:
        wrong["item_id"] = [f"请选择卷内的证据（{step.basis}）。"]
    if wrong or set(facts) - set(step.facts):
        raise InvalidInput(wrong or {"facts": ["不认识的内容。"]})


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


def as_told(step: RecordableStep, *, facts: Mapping[str, str], paper: str) -> str:
    """One line for the timeline."""
    parts = [paper] if paper else []
    return "；".join([*parts, *(f"{label}：{facts[key]}" for key, label in step.facts.items())])
