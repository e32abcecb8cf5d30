"""A hearing: asked for by the party, convened by the head, told in time, held by a reviewer and written up."""

from datetime import datetime, time, timedelta

from enforcement.demo.tale import Tale
from enforcement.documents import queries as documents
from enforcement.hearings import service as hearings
from enforcement.hearings.holding import HearingEnd, RequestForm, Signature
from enforcement.hearings.queries import conduct
from enforcement.kernel.clock import SHANGHAI
from enforcement.serving import service as serving
from enforcement.serving.rules import ServiceMethod
from enforcement.workdays import queries as workdays

CONTACT = "安正，0553-0000600，临江市鸠水区政通路66号"
HALF_PAST_NINE = time(9, 30, tzinfo=SHANGHAI)


def tell_the_right(tale: Tale) -> None:
    tale.cast.act("officer_a", hearings.issue_prior_notice, tale.case_id, contact=CONTACT, hearing=True)


def ask(tale: Tale) -> None:
    tale.cast.act(
        "officer_a",
        hearings.request_hearing,
        tale.case_id,
        sent_on=tale.today,
        form=RequestForm.WRITTEN,
        requester=f"{tale.plot.party.legal_rep}（法定代表人）",
        reason="对违法事实的认定有异议，请求听证。",
    )


def convene(tale: Tale) -> None:
    """For the first working day after the seventh."""
    seventh = tale.cast.read(conduct.seventh_workday, tale.today).day
    day = tale.cast.read(workdays.calendar).next_workday(seventh + timedelta(days=1))
    tale.cast.act(
        "agency_head",
        hearings.convene_hearing,
        tale.case_id,
        held_at=datetime.combine(day, HALF_PAST_NINE),
        place="临江市医疗保障局三楼听证室",
        host=tale.cast.id("reviewer"),
        recorder=tale.cast.id("reviewer_two"),
    )
    issued = [row for row in tale.cast.read(documents.of_case, tale.case_id) if row.kind == conduct.NOTICE]
    tale.cast.act(
        "officer_a",
        serving.record_service,
        tale.case_id,
        document_id=issued[-1].id,
        method=ServiceMethod.DIRECT,
        served_on=tale.today,
        receiver=tale.plot.party.legal_rep,
    )


def hold(tale: Tale) -> None:
    tale.cast.later(hours=3)
    begun = datetime.combine(tale.today, HALF_PAST_NINE)
    tale.cast.act(
        "reviewer",
        hearings.record_hearing,
        tale.case_id,
        outcome=HearingEnd.HELD,
        started_at=begun,
        ended_at=begun + timedelta(minutes=75),
        attendance=f"法定代表人{tale.plot.party.legal_rep}到场，未委托代理人",
        course="主持人核对身份，宣布案由和纪律，告知权利，当事人不申请回避；质证后双方作最后陈述。",
        charges="结算数据和询问笔录证明违法事实，建议责令退回损失并处罚款。",
        statement="对违法事实没有异议，认为部分病例系录入差错，请求从轻处罚。",
        examination="当事人对结算数据的真实性无异议，未能提供录入差错的证据。",
        signature=Signature.SIGNED,
        conclusion="事实清楚，证据充分，建议维持拟作出的处理意见。",
    )
