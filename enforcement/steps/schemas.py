"""A form for each declared step, with exactly the fields its folder asks for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, fields, post_load

from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.loading import IncompleteProcedure
from enforcement.procedures.stating import Fact, RecordableStep
from enforcement.steps.rules import FACT
from enforcement.web import fields as ask
from enforcement.web.fields import Form


class StepForm(Form):
    """What every step is recorded with. `step` is set by the page, never by who fills it in."""

    step: Milestone

    day = ask.day("办理日期")

    @post_load
    def _command(self, given: dict[str, Any], **_options: object) -> dict[str, Any]:
        facts = {name.removeprefix(FACT): _plain(value) for name, value in given.items() if name.startswith(FACT)}
        rest = {name: value for name, value in given.items() if not name.startswith(FACT)}
        return rest | {"step": self.step, "facts": facts}


def _plain(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def declared() -> Mapping[Milestone, RecordableStep]:
    """Of all procedures. Two that declare one step must declare it alike: it has one page and one address."""
    found: dict[Milestone, RecordableStep] = {}
    for law in catalogue().values():
        for step in law.recordable:
            if found.setdefault(step.milestone, step) != step:
                raise IncompleteProcedure(f"{law.key}/steps.toml: {step.milestone} is declared otherwise elsewhere")
    return found


def form_of(step: RecordableStep) -> type[Form]:
    asked: dict[str, Any] = {f"{FACT}{fact.key}": _field(fact) for fact in step.facts}
    if step.paper:
        asked["paper"] = ask.line(step.paper, longest=200)
    if step.evidence:
        asked["item_id"] = ask.pick("所依据的证据", hint="卷内已封存并完成标注的证据。")
    name = "".join(part.title() for part in step.milestone.split("_")) + "Form"
    return type(name, (StepForm,), {"__module__": __name__, "step": step.milestone} | asked)


def _field(fact: Fact) -> Any:
    if fact.choices:
        return ask.pick_code(fact.title, required=fact.required, hint=fact.hint)
    kind = ask.day if fact.dated else ask.paragraph if fact.long else ask.line
    return kind(fact.title, required=fact.required, hint=fact.hint)


class StepSchema(Schema):
    id = fields.UUID()
    step = fields.String()
    title = fields.String()
    day = fields.Date()
    facts = fields.Dict(keys=fields.String(), values=fields.String())
    paper = fields.String()
    item_id = fields.UUID(allow_none=True)
    basis = fields.String()
    recorded_by = fields.UUID()
    recorded_at = fields.DateTime()
