"""Who may do what, and when a certificate counts. A lawyer should be able to read the table aloud."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import Permission as P


class Role(StrEnum):
    OFFICER = "officer"
    UNIT_HEAD = "unit_head"
    LEGAL_REVIEWER = "legal_reviewer"
    AGENCY_HEAD = "agency_head"
    PUBLICITY_CLERK = "publicity_clerk"
    ARCHIVIST = "archivist"
    SUPERVISOR = "supervisor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


ROLE_NAMES = {
    Role.OFFICER: "执法人员",
    Role.UNIT_HEAD: "承办机构负责人",
    Role.LEGAL_REVIEWER: "法制审核人员",
    Role.AGENCY_HEAD: "行政机关负责人",
    Role.PUBLICITY_CLERK: "公示专员",
    Role.ARCHIVIST: "档案员",
    Role.SUPERVISOR: "执法监督人员",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDIT_ADMIN: "审计管理员",
}

# 三员分立 (GB/T 22239 8.1.5): the three administrators exclude each other and every business role.
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

_EVERYBODY = {P.SIGN_IN, P.READ_DESK, P.READ_CALENDAR}
_READS_CASES = _EVERYBODY | {P.READ_CASES, P.READ_EVIDENCE, P.READ_REVIEWS, P.READ_PUBLICATION}

PERMISSIONS: dict[Role, frozenset[P]] = {
    Role.OFFICER: frozenset(
        _READS_CASES | {P.REGISTER_CLUE, P.HANDLE_CASE, P.ADD_EVIDENCE, P.PREPARE_PUBLICATION, P.CLOSE_CASE}
    ),
    Role.UNIT_HEAD: frozenset(_READS_CASES | {P.APPROVE_FILING, P.READ_STATISTICS}),
    Role.LEGAL_REVIEWER: frozenset(_READS_CASES | {P.REVIEW}),
    Role.AGENCY_HEAD: frozenset(_READS_CASES | {P.APPROVE_FILING, P.DECIDE, P.READ_STATISTICS}),
    Role.PUBLICITY_CLERK: frozenset(
        _EVERYBODY
        | {
            P.READ_CASES,
            P.READ_PUBLICATION,
            P.PREPARE_PUBLICATION,
            P.CONFIRM_PUBLICATION,
            P.PUBLISH,
            P.READ_STATISTICS,
            P.FILE_STATISTICS,
        }
    ),
    Role.ARCHIVIST: frozenset(_READS_CASES | {P.ARCHIVE_CASE}),
    Role.SUPERVISOR: frozenset(_READS_CASES | {P.SUPERVISE, P.READ_STATISTICS, P.READ_OPERATIONS}),
    Role.SYSTEM_ADMIN: frozenset(
        _EVERYBODY | {P.MANAGE_ACCOUNTS, P.IMPORT_CALENDAR, P.MANAGE_MATTERS, P.READ_OPERATIONS, P.RUN_JOBS}
    ),
    Role.SECURITY_ADMIN: frozenset(_EVERYBODY | {P.GRANT_ROLES, P.READ_OPERATIONS}),
    Role.AUDIT_ADMIN: frozenset(_EVERYBODY | {P.READ_JOURNAL, P.SIGN_HEAD, P.READ_OPERATIONS}),
}

MINIMUM_PASSWORD, MINIMUM_CLASSES = 8, 3


def permissions_of(roles: Iterable[Role]) -> frozenset[P]:
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


def roles_are_apart(roles: Iterable[Role]) -> None:
    held = frozenset(roles)
    if len(held) > 1 and held & ADMINISTRATORS:
        raise RuleBroken(
            "ADMINISTRATORS_APART",
            "系统管理员、安全管理员、审计管理员须分设，不得兼任其他岗位。",
            basis="GB/T 22239-2019 8.1.5 三员分立",
        )


def certificate_covers(valid_from: date, valid_to: date, day: date) -> bool:
    """《行政处罚法》第四十二条: the certificate must be valid on the day of the act, both ends included."""
    return valid_from <= day <= valid_to


def password_is_strong(password: str) -> None:
    """等级保护 8.1.4.1: at least eight characters from three of four classes."""
    tests = (str.isdigit, str.islower, str.isupper, lambda letter: not letter.isalnum())
    classes = sum(any(test(letter) for letter in password) for test in tests)
    if len(password) < MINIMUM_PASSWORD or classes < MINIMUM_CLASSES:
        raise RuleBroken(
            "WEAK_PASSWORD",
            "口令至少八位，并包含大写、小写、数字、符号中的三类。",
            basis="GB/T 22239-2019 8.1.4.1 身份鉴别",
        )
