"""Who acts, what they may do, and the ids things go by."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType
from uuid import UUID

AccountId = NewType("AccountId", UUID)
CaseId = NewType("CaseId", UUID)

SYSTEM_ID = AccountId(UUID(int=0))


class Permission(StrEnum):
    """One line per threshold. Which role holds which stands in `accounts/rules.py`."""

    SIGN_IN = "sign_in"
    READ_DESK = "desk.read"
    READ_CASES = "cases.read"
    REGISTER_CLUE = "cases.register_clue"
    APPROVE_FILING = "cases.approve_filing"
    HANDLE_CASE = "cases.handle"
    APPROVE_CLOCK = "cases.approve_clock"
    READ_EVIDENCE = "evidence.read"
    ADD_EVIDENCE = "evidence.add"
    READ_INBOX = "docking.read"
    MANAGE_DEVICES = "docking.manage_devices"
    APPROVE_MEASURE = "measures.approve"
    APPROVE_EXEMPTION = "duties.approve_exemption"
    READ_REVIEWS = "review.read"
    REVIEW = "review.opine"
    REGISTER_REVIEWERS = "review.register"
    SET_HEARING_AMOUNTS = "hearings.set_amounts"
    CONVENE_HEARING = "hearings.convene"
    HOLD_HEARING = "hearings.hold"
    DISCUSS = "discussion.speak"
    ENDORSE = "decisions.endorse"
    DECIDE = "decisions.decide"
    APPROVE_EXIT = "transfers.approve"
    READ_PUBLICATION = "publication.read"
    PREPARE_PUBLICATION = "publication.prepare"
    CONFIRM_PUBLICATION = "publication.confirm"
    PUBLISH = "publication.publish"
    PREPARE_LISTS = "standing.prepare"
    CONFIRM_LISTS = "standing.confirm"
    ISSUE_CARDS = "standing.issue_cards"
    ANSWER_REPORTS = "letterbox.answer"
    READ_STATISTICS = "statistics.read"
    FILE_STATISTICS = "statistics.file"
    READ_SCORES = "scoring.read"
    CLOSE_CASE = "execution.close"
    ARCHIVE_CASE = "archive.archive"
    BUNDLE_CASE = "archive.bundle"
    READ_RETENTION = "retention.read"
    PLACE_HOLD = "retention.hold"
    RELEASE_HOLD = "retention.release_hold"
    MANAGE_RETENTION = "retention.manage"
    APPROVE_DISPOSAL = "retention.approve"
    SUPERVISE = "supervision.read"
    ORDER_CORRECTION = "supervision.order"
    ANSWER_ORDER = "supervision.answer"
    READ_OPERATIONS = "operations.read"
    DRILL_RESTORE = "operations.drill"
    MANAGE_ACCOUNTS = "accounts.manage"
    GRANT_ROLES = "accounts.grant_roles"
    IMPORT_CALENDAR = "workdays.import"
    READ_CALENDAR = "workdays.read"
    SET_DEADLINE_RULES = "deadlines.set_rules"
    MANAGE_MATTERS = "matters.manage"
    READ_JOURNAL = "audit.read"
    SIGN_HEAD = "audit.sign_head"
    RUN_JOBS = "jobs.run"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The person or program on whose behalf a unit of work runs. Never fetched from the air: always passed."""

    id: AccountId
    name: str
    unit_id: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    permissions: frozenset[Permission] = field(default_factory=frozenset)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


ANONYMOUS = Actor(id=AccountId(UUID(int=1)), name="未登录")
SYSTEM = Actor(id=SYSTEM_ID, name="系统", roles=frozenset({"system"}), permissions=frozenset(Permission))
