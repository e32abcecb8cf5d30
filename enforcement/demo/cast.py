"""Founding a bureau, and having its people act at a given time through the doors of the house."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from enforcement.accounts import queries as accounts
from enforcement.accounts import service as people
from enforcement.bootstrap import Runtime
from enforcement.demo.people import BODY, CAUSES, PEOPLE, Person
from enforcement.kernel.clock import SHANGHAI, FixedClock
from enforcement.kernel.identity import SYSTEM, AccountId, Actor
from enforcement.kernel.work import UnitOfWork
from enforcement.matters import service as matters
from enforcement.workdays import service as workdays

Given = ParamSpec("Given")
Result = TypeVar("Result")

LAW_IN_FORCE = date(2021, 5, 1)


@dataclass
class Cast:
    """Everybody of a bureau, and the clock they live by."""

    runtime: Runtime
    clock: FixedClock
    _actors: dict[str, Actor] = field(default_factory=dict)

    def act(
        self,
        login: str,
        door: Callable[Concatenate[UnitOfWork, Given], Result],
        /,
        *args: Given.args,
        **fields: Given.kwargs,
    ) -> Result:
        """This person goes through this door, in a unit of work of their own, a minute after the last act."""
        self.clock.at += timedelta(minutes=1)
        with self.runtime.work(self.actor(login)) as work:
            return door(work, *args, **fields)

    def read(
        self, query: Callable[Concatenate[Session, Given], Result], /, *args: Given.args, **fields: Given.kwargs
    ) -> Result:
        with self.runtime.work(SYSTEM, reading=True) as work:
            return query(work.session, *args, **fields)

    def actor(self, login: str) -> Actor:
        if login == "system":
            return SYSTEM
        if login not in self._actors:
            self._actors[login] = self._found(login)
        return self._actors[login]

    def _found(self, login: str) -> Actor:
        with self.runtime.work(SYSTEM, reading=True) as work:
            account = next(person for person in accounts.people(work.session) if person.login == login)
            actor = accounts.actor(work.session, account.id)
        if actor is None:
            raise LookupError(login)
        return actor

    def forget(self, login: str) -> None:
        """Their roles changed: look them up anew."""
        self._actors.pop(login, None)

    def id(self, login: str) -> AccountId:
        return self.actor(login).id

    def later(self, **step: float) -> None:
        self.clock.at += timedelta(**step)

    def on(self, day: date, hour: int = 9) -> None:
        """The morning of that day, unless it is later already: time never runs backwards in a journal."""
        morning = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
        self.clock.at = max(self.clock.at, morning)


def found_bureau(cast: Cast, *, password: str) -> None:
    """What a fresh installation needs before its first case."""
    cast.act("system", workdays.import_shipped_years)
    cast.act("system", people.describe_body, **BODY)
    for person in PEOPLE:
        _welcome(cast, person, password=password)
    for cause in CAUSES:
        cast.act(
            "system",
            matters.list_cause,
            code=cause.code,
            title=cause.title,
            violated=cause.violated,
            applied=cause.applied,
            fine=cause.fine,
            in_force_from=LAW_IN_FORCE,
        )


def _welcome(cast: Cast, person: Person, *, password: str) -> None:
    account = cast.act(
        "system",
        people.create_account,
        login=person.login,
        name=person.name,
        unit=person.unit,
        password=password,
        legal_qualification_no=person.qualification,
    )
    cast.act("system", people.grant_role, account_id=account, role=person.role)
    if person.certificate:
        number, (first, last) = person.certificate
        cast.act("system", people.add_certificate, account_id=account, number=number, valid_from=first, valid_to=last)
