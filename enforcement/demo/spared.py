"""A case that ends without a penalty: small, put right at once, the first of its kind."""

from enforcement.decisions import queries as decision_queries
from enforcement.decisions import service as decisions
from enforcement.decisions.no_penalty import Ground
from enforcement.decisions.rules import DraftText
from enforcement.demo.tale import Tale
from enforcement.matters import queries as matters
from enforcement.publication import service as publication
from enforcement.publication.rules import Withholding


def spare(tale: Tale) -> None:
    cause = tale.cast.read(matters.cause, tale.plot.cause, day=tale.act_date)
    last = tale.cast.read(decision_queries.current_draft, tale.case_id)
    text = DraftText(
        facts=f"{tale.plot.summary}经核算，涉及医疗保障基金{tale.plot.loss_yuan}元，已于立案前全部退回。",
        evidence_text="询问笔录、结算数据、退款凭证。",
        violated=cause.violated,
        applied="",
        discretion="当事人初次违法，涉及金额小，立案前已主动退回基金并完成整改，危害后果轻微。",
        mitigation="",
        penalties=(),
        base_fen=0,
        recovery_fen=0,
        correction="",
        ground=Ground.FIRST_MINOR,
        education="对当事人负责人和收费人员进行法治教育，告知收费和结算规范以及再次违法的后果。",
    )
    base = last.version if last else 0
    tale.cast.act("officer_a", decisions.save_draft, tale.case_id, text=text, base_version=base)


def withhold(tale: Tale) -> None:
    tale.cast.act(
        "agency_head",
        publication.not_publish,
        tale.case_id,
        ground=Withholding.NO_PENALTY,
        reason="决定不予行政处罚，不属于应当公示的行政处罚决定。",
        basis="《行政处罚法》第四十八条",
    )
