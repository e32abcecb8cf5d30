"""What the demonstration bureau has put in writing for its next cases: a baseline, a scope, and a second head."""

from datetime import date, timedelta

from enforcement.accounts import service as people
from enforcement.accounts.rules import Role
from enforcement.decisions import service as decisions
from enforcement.decisions.rules import PenaltyKind
from enforcement.demo.cast import Cast
from enforcement.demo.people import HEADS
from enforcement.discretion import service as discretion
from enforcement.discretion.rules import Tier

A_YEAR = timedelta(days=365)
TIERS = (
    Tier(name="较轻", circumstances="主动退回全部基金并配合调查", low=100, high=130),
    Tier(name="一般", circumstances="没有其他从轻、从重情节", low=130, high=170),
    Tier(name="较重", circumstances="拒不改正，或者造成较大社会影响", low=170, high=200),
)


def furnish(cast: Cast, *, today: date, password: str) -> None:
    """Listed last: the cases played before stand as they were drafted, the next ones are measured by it."""
    cast.act(
        "system_admin",
        discretion.list_baseline,
        cause="38-4",
        source="演示用裁量基准（非现行文件）",
        in_force_from=today - A_YEAR,
        tiers=TIERS,
    )
    cast.act(
        "system_admin",
        decisions.list_scope,
        in_force_from=today,
        person_fen=1_000_000,
        organisation_fen=10_000_000,
        kinds=[PenaltyKind.REVOKE_LICENCE, PenaltyKind.CLOSE_DOWN],
        basis="演示用集体讨论规定（非现行文件）",
    )
    deputy = cast.act(
        "system",
        people.create_account,
        login="agency_head_two",
        name="副衡",
        unit=HEADS,
        password=password,
        legal_qualification_no=None,
    )
    cast.act("system", people.grant_role, account_id=deputy, role=Role.AGENCY_HEAD)
