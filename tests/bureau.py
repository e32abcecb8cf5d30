"""A small bureau for tests: people, a matter list, and cases brought to a stage through the doors users take."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from enforcement.accounts import queries as accounts
from enforcement.accounts import service as people
from enforcement.accounts.rules import Role
from enforcement.bootstrap import Runtime
from enforcement.cases import service as cases
from enforcement.cases.rules import PartyCategory, Source
from enforcement.kernel.clock import SHANGHAI, FixedClock
from enforcement.kernel.identity import SYSTEM, Actor, CaseId
from enforcement.matters import service as matters
from enforcement.matters.rules import FineRange, RangeKind
from enforcement.workdays import service as workdays

PASSWORD = "Demo-2026-only"
# login: name, unit, roles, certified, qualified
PEOPLE: dict[str, tuple[str, str, tuple[Role, ...], bool, bool]] = {
    "officer_a": ("安正", "基金监管科", (Role.OFFICER,), True, False),
    "officer_b": ("白敏", "基金监管科", (Role.OFFICER,), True, False),
    "officer_c": ("陈立", "基金监管科", (Role.OFFICER,), True, False),
    "officer_expired": ("曹旧", "基金监管科", (Role.OFFICER,), False, False),
    "unit_head": ("郭严", "基金监管科", (Role.UNIT_HEAD,), True, False),
    "reviewer": ("法明", "法规科", (Role.LEGAL_REVIEWER,), False, True),
    "reviewer_two": ("范慎", "法规科", (Role.LEGAL_REVIEWER,), False, True),
    "agency_head": ("局定", "局领导", (Role.AGENCY_HEAD,), False, False),
    "clerk": ("公晓", "办公室", (Role.PUBLICITY_CLERK,), False, False),
    "clerk_two": ("示远", "办公室", (Role.PUBLICITY_CLERK,), False, False),
    "archivist": ("档存", "办公室", (Role.ARCHIVIST,), False, False),
    "supervisor": ("督清", "执法监督科", (Role.SUPERVISOR,), False, False),
    "system_admin": ("系安", "信息科", (Role.SYSTEM_ADMIN,), False, False),
    "security_admin": ("安全", "信息科", (Role.SECURITY_ADMIN,), False, False),
    "audit_admin": ("审计", "信息科", (Role.AUDIT_ADMIN,), False, False),
}
BODY = {
    "name": "芜湖市医疗保障局",
    "uscc": "11340200MB1538001A",
    "place": "芜",
    "address": "芜湖市鸠江区政通路66号",
    "phone": "0553-3836600",
    "reconsideration_body": "芜湖市人民政府",
    "court": "芜湖市鸠江区人民法院",
    "bank": "中国建设银行芜湖政务支行",
    "bank_account": "34050167880800000123",
}


def uscc_with_check_digit(first_seventeen: str) -> str:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
    total = sum(alphabet.index(letter) * pow(3, place, 31) for place, letter in enumerate(first_seventeen))
    return first_seventeen + alphabet[(31 - total % 31) % 31]


def resident_id_with_check_digit(first_seventeen: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, weights, strict=True))
    return first_seventeen + "10X98765432"[total % 11]


HOSPITAL_CODE = uscc_with_check_digit("91340200MA2MTEXT0")


def found_bureau(runtime: Runtime) -> None:
    """Everything a fresh installation needs, through the doors of its administrators."""
    with runtime.work(SYSTEM) as work:
        workdays.import_shipped_years(work)
    with runtime.work(SYSTEM) as work:
        people.describe_body(work, **BODY)
    for login, (name, unit, roles, certified, qualified) in PEOPLE.items():
        _add_person(runtime, login, name=name, unit=unit, roles=roles, certified=certified, qualified=qualified)
    with runtime.work(SYSTEM) as work:
        matters.list_cause(
            work,
            code="38-4",
            title="串换药品、医用耗材造成医保基金损失",
            violated="《医疗保障基金使用监督管理条例》第十五条第一款",
            applied="《医疗保障基金使用监督管理条例》第三十八条第四项",
            fine=FineRange(kind=RangeKind.MULTIPLE, low=100, high=200, base_name="造成的基金损失"),
            in_force_from=date(2021, 5, 1),
        )


def _add_person(
    runtime: Runtime, login: str, *, name: str, unit: str, roles: tuple[Role, ...], certified: bool, qualified: bool
) -> None:
    number = f"A{len(login):02d}{abs(hash(login)) % 10_000:04d}" if qualified else None
    with runtime.work(SYSTEM) as work:
        account = people.create_account(
            work, login=login, name=name, unit=unit, password=PASSWORD, legal_qualification_no=number
        )
    for role in roles:
        with runtime.work(SYSTEM) as work:
            people.grant_role(work, account_id=account, role=role)
    first, last = (date(2025, 1, 1), date(2029, 12, 31)) if certified else (date(2020, 1, 1), date(2025, 12, 31))
    if Role.OFFICER in roles or Role.UNIT_HEAD in roles:
        with runtime.work(SYSTEM) as work:
            people.add_certificate(work, account_id=account, number=f"34020{login}", valid_from=first, valid_to=last)


@dataclass
class Bureau:
    runtime: Runtime
    clock: FixedClock
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, login: str) -> Actor:
        if login not in self._actors:
            with self.runtime.work(SYSTEM, reading=True) as work:
                found = next(p for p in accounts.people(work.session) if p.login == login)
                actor = accounts.actor(work.session, found.id)
            assert actor is not None
            self._actors[login] = actor
        return self._actors[login]

    def forget(self, login: str) -> None:
        """Their roles changed: look them up anew."""
        self._actors.pop(login, None)

    def id(self, login: str) -> UUID:
        return self.actor(login).id

    def act(self, login: str, door: Callable[..., Any], *args: Any, **fields: Any) -> Any:
        """This person goes through this door, in a unit of work of their own."""
        actor = SYSTEM if login == "system" else self.actor(login)
        with self.runtime.work(actor) as work:
            return door(work, *args, **fields)

    def read(self, query: Callable[..., Any], *args: Any, **fields: Any) -> Any:
        with self.runtime.work(SYSTEM, reading=True) as work:
            return query(work.session, *args, **fields)

    def sql(self, statement: str, **values: Any) -> Any:
        """Somebody at the database's own prompt, past all code."""
        with self.runtime.writing() as session:
            result = session.execute(text(statement), values)
            rows = result.all() if result.returns_rows else None  # type: ignore[attr-defined]
            session.commit()
            return rows

    def later(self, **step: float) -> None:
        self.clock.at += timedelta(**step)

    def on(self, day: date, hour: int = 10) -> None:
        self.clock.at = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)

    def clue(self, *, second: str = "officer_b", party: dict[str, Any] | None = None, **changes: Any) -> CaseId:
        facts = {
            "source": Source.MONITORING,
            "cause": "38-4",
            "act_date": date(2026, 1, 12),
            "discovered_on": date(2026, 2, 26),
            "summary": "数据监测发现该院将目录外药品串换为目录内药品结算。",
        }
        hospital = {
            "category": PartyCategory.ORGANISATION,
            "name": "芜湖安康医院",
            "uscc": HOSPITAL_CODE,
            "legal_rep": "韩立民",
            "address": "芜湖市镜湖区北京中路12号",
            "phone": "0553-3110000",
        }
        case: CaseId = self.act(
            "officer_a",
            cases.register_clue,
            clue=cases.ClueFacts(**(facts | changes)),
            party=cases.PartyFacts(**(hospital | (party or {}))),
            second_officer=self.id(second),
        )
        return case

    def filed(self, **changes: Any) -> CaseId:
        case = self.clue(**changes)
        self.act("officer_a", cases.propose_filing, case, opinion="符合立案条件，建议立案。")
        self.act("unit_head", cases.approve_filing, case, opinion="同意立案。")
        return case
