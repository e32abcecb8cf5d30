"""An act of preservation whose camera failed: the handler asks to be excused, and a head has to decide."""

from datetime import timedelta

from enforcement.demo.tale import Tale
from enforcement.duties import service as duties
from enforcement.duties.rules import ExemptionReason


def preserve(tale: Tale) -> None:
    begun = tale.cast.clock.at - timedelta(hours=2)
    act = tale.cast.act(
        "officer_a",
        duties.declare_act,
        tale.case_id,
        step="preservation",
        started_at=begun,
        ended_at=begun + timedelta(minutes=30),
        place=tale.plot.party.address,
    )
    tale.cast.act(
        "officer_a",
        duties.propose_exemption,
        tale.case_id,
        act_id=act,
        reason=ExemptionReason.EQUIPMENT,
        text="执法记录仪在现场突然不能开机，已当场制作清单并由当事人逐页签字。",
    )
