"""What a step without a room of its own must state, who may record it, and which papers it asks for or makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from enforcement.accounts.rules import Role
from enforcement.procedures.milestones import Milestone


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing to be stated. `choices`: nothing else may be answered. `long`: more than a line. `dated`: a day.

    `after`: an answer that may be given only once this milestone stands.
    """

    key: str
    title: str
    hint: str = ""
    choices: tuple[str, ...] = ()
    long: bool = False
    dated: bool = False
    required: bool = True
    after: Mapping[str, Milestone] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """So many whole workdays lie between the step `by` which people were told, and the day itself."""

    by: Milestone
    workdays: int


@dataclass(frozen=True, kw_only=True)
class RecordableStep:
    """A step that has no room of its own and is recorded through the doors of the steps room.

    `facts`: what must be stated. `paper`: the name of the paper it rests on. `evidence`: an item on file.
    `by`: whose step it is; all but the officers' own are done by somebody who never handled the case.
    `document`: the kind that must be in the file already. `issues`: the kind the step itself issues, fed by the facts.
    `numbers`: the word of the case number given here. `decides`: the step is the decision that is served and published.
    `after_period`: the period that must be over first. `notice`: how long before people are told.
    `aside`: beside the way of the case, offered apart.
    """

    milestone: Milestone
    title: str
    facts: tuple[Fact, ...]
    paper: str
    evidence: bool
    guidance: str
    basis: str
    by: Role = Role.OFFICER
    document: str = ""
    issues: str = ""
    numbers: str = ""
    decides: bool = False
    after_period: str = ""
    notice: Notice | None = None
    aside: bool = False

    @property
    def labels(self) -> Mapping[str, str]:
        return {fact.key: fact.title for fact in self.facts}
