"""Heads for a meeting, and a case whose reviewed text they are called to discuss."""

from typing import Any
from uuid import UUID

from enforcement.accounts import service as people
from enforcement.accounts.rules import Role
from enforcement.discussion import service
from enforcement.discussion.rules import Stance
from enforcement.kernel.identity import CaseId
from tests.bureau import PASSWORD, Bureau
from tests.service.decisions.course import agreed

HEADS = ("agency_head", "deputy_one", "deputy_two")


def with_deputies(bureau: Bureau) -> None:
    for login, name in (("deputy_one", "副衡"), ("deputy_two", "副平")):
        account = bureau.act(
            "system",
            people.create_account,
            login=login,
            name=name,
            unit="局领导",
            password=PASSWORD,
            legal_qualification_no=None,
        )
        bureau.act("system", people.grant_role, account_id=account, role=Role.AGENCY_HEAD)


def called(bureau: Bureau, *, members: tuple[str, ...] = HEADS) -> CaseId:
    with_deputies(bureau)
    case = agreed(bureau)
    call(bureau, case, members=members)
    return case


def call(bureau: Bureau, case: CaseId, *, members: tuple[str, ...] = HEADS, by: str = "officer_a") -> UUID:
    made: UUID = bureau.act(
        by,
        service.call,
        case,
        reason="罚款数额较大。",
        members=[bureau.id(login) for login in members],
        chief=bureau.id(members[0]),
    )
    return made


def speak(bureau: Bureau, case: CaseId, login: str, stance: Stance = Stance.AGREE, words: str = "同意。") -> None:
    bureau.act(login, service.speak, case, stance=stance, words=words)


def reveal(bureau: Bureau, case: CaseId, *, by: str = "agency_head") -> None:
    bureau.act(by, service.reveal, case)


def conclude(bureau: Bureau, case: CaseId, stance: Stance = Stance.AGREE, **changes: Any) -> bool:
    held = {"place": "三楼会议室", "recorder": "记实", "begun_at": bureau.clock.now(), "words": "同意，作结论。"}
    by = changes.pop("by", "agency_head")
    result: bool = bureau.act(by, service.conclude, case, stance=stance, **(held | changes))
    return result


def discussed(bureau: Bureau, *stances: Stance) -> CaseId:
    case = called(bureau)
    for login, stance in zip(HEADS[1:], stances, strict=True):
        speak(bureau, case, login, stance, words=f"{login}的理由。")
    reveal(bureau, case)
    return case
