"""Who may do what, and when a certificate counts. A lawyer should be able to read the table aloud."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import Permission


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

_EVERYBODY = {Permission.SIGN_IN, Permission.READ_DESK, Permission.READ_CALENDAR}
_READS_CASES = _EVERYBODY | {
    Permission.READ_CASES,
    Permission.READ_EVIDENCE,
    Permission.READ_REVIEWS,
    Permission.READ_SCORES,
    Permission.READ_PUBLICATION,
    Permission.READ_RETENTION,
    Permission.PLACE_HOLD,  # whoever first hears of an appeal or a lawsuit
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: frozenset(
        _READS_CASES
        | {
            Permission.REGISTER_CLUE,
            Permission.HANDLE_CASE,
            Permission.ADD_EVIDENCE,
            Permission.READ_INBOX,
            Permission.PREPARE_PUBLICATION,
            Permission.CLOSE_CASE,
            Permission.ANSWER_ORDER,
        }
    ),
    Role.UNIT_HEAD: frozenset(
        _READS_CASES
        | {
            Permission.READ_INBOX,
            Permission.MANAGE_DEVICES,
            Permission.ENDORSE,
            Permission.APPROVE_FILING,
            Permission.APPROVE_CLOCK,
            Permission.APPROVE_EXEMPTION,
            Permission.APPROVE_DISPOSAL,
            Permission.HOLD_HEARING,
            Permission.READ_STATISTICS,
            Permission.ANSWER_ORDER,
        }
    ),
    Role.LEGAL_REVIEWER: frozenset(
        _READS_CASES | {Permission.REVIEW, Permission.HOLD_HEARING, Permission.BUNDLE_CASE, Permission.RELEASE_HOLD}
    ),
    Role.AGENCY_HEAD: frozenset(
        _READS_CASES
        | {
            Permission.APPROVE_FILING,
            Permission.APPROVE_CLOCK,
            Permission.APPROVE_MEASURE,
            Permission.APPROVE_EXEMPTION,
            Permission.APPROVE_DISPOSAL,
            Permission.DISCUSS,
            Permission.DECIDE,
            Permission.APPROVE_EXIT,
            Permission.REGISTER_REVIEWERS,
            Permission.SET_HEARING_AMOUNTS,
            Permission.CONVENE_HEARING,
            Permission.HOLD_HEARING,
            Permission.CONFIRM_LISTS,
            Permission.SET_DEADLINE_RULES,
            Permission.READ_STATISTICS,
        }
    ),
    Role.PUBLICITY_CLERK: frozenset(
        _EVERYBODY
        | {
            Permission.READ_CASES,
            Permission.READ_PUBLICATION,
            Permission.PREPARE_PUBLICATION,
            Permission.CONFIRM_PUBLICATION,
            Permission.PUBLISH,
            Permission.PREPARE_LISTS,
            Permission.CONFIRM_LISTS,
            Permission.ISSUE_CARDS,
            Permission.ANSWER_REPORTS,
            Permission.READ_STATISTICS,
            Permission.FILE_STATISTICS,
        }
    ),
    Role.ARCHIVIST: frozenset(
        _READS_CASES
        | {
            Permission.ARCHIVE_CASE,
            Permission.BUNDLE_CASE,
            Permission.MANAGE_RETENTION,
            Permission.RELEASE_HOLD,
        }
    ),
    Role.SUPERVISOR: frozenset(
        _READS_CASES
        | {
            Permission.SUPERVISE,
            Permission.ORDER_CORRECTION,
            Permission.READ_INBOX,
            Permission.READ_STATISTICS,
            Permission.READ_OPERATIONS,
            Permission.RELEASE_HOLD,
            Permission.APPROVE_DISPOSAL,
        }
    ),
    Role.SYSTEM_ADMIN: frozenset(
        _EVERYBODY
        | {
            Permission.MANAGE_ACCOUNTS,
            Permission.IMPORT_CALENDAR,
            Permission.MANAGE_MATTERS,
            Permission.READ_OPERATIONS,
            Permission.DRILL_RESTORE,
            Permission.RUN_JOBS,
        }
    ),
    Role.SECURITY_ADMIN: frozenset(_EVERYBODY | {Permission.GRANT_ROLES, Permission.READ_OPERATIONS}),
    Role.AUDIT_ADMIN: frozenset(
        _EVERYBODY | {Permission.READ_JOURNAL, Permission.SIGN_HEAD, Permission.READ_OPERATIONS}
    ),
}

MINIMUM_PASSWORD, MINIMUM_CLASSES = 8, 3


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Whoever has an account may sign in and out, also while no role is granted yet or the last one was taken."""
    return frozenset({Permission.SIGN_IN}).union(*(PERMISSIONS[role] for role in roles))


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
