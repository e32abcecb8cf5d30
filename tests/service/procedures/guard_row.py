"""One row of the table of guards: how a guard is broken, what is answered, what makes it lawful."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from enforcement.kernel.identity import CaseId
from tests.bureau import Bureau

Act = Callable[[Bureau, CaseId], Any]


def nothing(_bureau: Bureau, _case: CaseId) -> None:
    """Where the lawful twin is another act, nothing has to be cured."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """`code`: of the refusal, or the wrong field. `cured`: what makes `right` lawful, else `wrong` itself."""

    name: str
    opened: Callable[[Bureau], CaseId]
    wrong: Act
    code: str
    says: str
    article: str
    cure: str = ""
    cured: Act = nothing
    right: Act | None = None
