"""The facts that may happen in a case, the stages they put it in, and what both are called."""

from collections.abc import Mapping
from enum import StrEnum


class Milestone(StrEnum):
    # A fact that happened in a case. Appended, never changed; everything else is read from these.
    CLUE_REGISTERED = "clue_registered"
    FILING_PROPOSED = "filing_proposed"
    FILED = "filed"
    NOT_FILED = "not_filed"
    OFFICER_ASSIGNED = "officer_assigned"
    EVIDENCE_SEALED = "evidence_sealed"
    PRESERVED = "preserved"
    PRESERVATION_DISPOSED = "preservation_disposed"
    SEALED_UP = "sealed_up"
    UNSEALED = "unsealed"
    URGENT_MEASURE_TAKEN = "urgent_measure_taken"
    URGENT_MEASURE_RULED = "urgent_measure_ruled"
    MEASURES_CLEARED = "measures_cleared"
    REPORTED = "reported"
    DRAFTED = "drafted"
    NO_PENALTY_PROPOSED = "no_penalty_proposed"
    NOTICE_NOT_DUE = "notice_not_due"
    PRIOR_NOTICE_ISSUED = "prior_notice_issued"
    PRIOR_NOTICE_SERVED = "prior_notice_served"
    DEFENCE_FILED = "defence_filed"
    DEFENCE_ANSWERED = "defence_answered"
    DEFENCE_WAIVED = "defence_waived"
    DEFENCE_EXPIRED = "defence_expired"
    HEARING_OFFERED = "hearing_offered"
    HEARING_FORGONE = "hearing_forgone"
    HEARING_REQUESTED = "hearing_requested"
    HEARING_CALLED = "hearing_called"
    HEARING_NOTIFIED = "hearing_notified"
    HEARING_ENDED = "hearing_ended"
    ENDORSEMENT_ASKED = "endorsement_asked"
    ENDORSED = "endorsed"
    ENDORSEMENT_RETURNED = "endorsement_returned"
    REVIEW_SUBMITTED = "review_submitted"
    REVIEW_RETURNED = "review_returned"
    REVIEW_AGREED = "review_agreed"
    DISCUSSION_CALLED = "discussion_called"
    DISCUSSED = "discussed"
    DECISION_RETURNED = "decision_returned"
    RETURN_ANSWERED = "return_answered"
    DECIDED = "decided"
    DECISION_SERVED = "decision_served"
    PUBLICATION_PREPARED = "publication_prepared"
    PUBLICATION_CONFIRMED = "publication_confirmed"
    PUBLISHED = "published"
    NOT_PUBLISHED = "not_published"
    WITHDRAWAL_ORDERED = "withdrawal_ordered"
    WITHDRAWN = "withdrawn"
    PUBLICATION_EXPIRED = "publication_expired"
    PAID = "paid"
    EXECUTED = "executed"
    CLOSED = "closed"
    ARCHIVED = "archived"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    RIGHTS_TOLD = "rights_told"
    REPORTED_FOR_RECORD = "reported_for_record"
    TURNED_ORDINARY = "turned_ordinary"
    JURISDICTION_DISPUTED = "jurisdiction_disputed"
    JURISDICTION_SETTLED = "jurisdiction_settled"
    ASSISTANCE_ASKED = "assistance_asked"
    ASSISTANCE_ANSWERED = "assistance_answered"
    REMEDIES_LAPSED = "remedies_lapsed"
    RECONSIDERATION_STARTED = "reconsideration_started"
    RECONSIDERATION_ENDED = "reconsideration_ended"
    LITIGATION_STARTED = "litigation_started"
    LITIGATION_ENDED = "litigation_ended"
    DUNNED = "dunned"
    COURT_APPLIED = "court_applied"
    COURT_ACCEPTED = "court_accepted"
    EXECUTION_NEEDLESS = "execution_needless"
    CASH_COLLECTED = "cash_collected"
    CASH_HANDED_IN = "cash_handed_in"
    CASH_BANKED = "cash_banked"
    TRANSFER_REPORTED = "transfer_reported"
    CRIME_REPORTED = "crime_reported"
    TRANSFER_REFUSED = "transfer_refused"
    TRANSFER_APPROVED = "transfer_approved"
    CRIME_TRANSFER_APPROVED = "crime_transfer_approved"
    TRANSFERRED = "transferred"
    TRANSFER_ACCEPTED = "transfer_accepted"
    CRIME_FILED = "crime_filed"
    CRIME_NOT_FILED = "crime_not_filed"
    CRIME_REVIEW_ASKED = "crime_review_asked"
    ITEMS_HANDED_OVER = "items_handed_over"
    TRANSFER_RETURNED = "transfer_returned"
    FILING_CANCEL_PROPOSED = "filing_cancel_proposed"
    FILING_CANCEL_REFUSED = "filing_cancel_refused"
    FILING_CANCELLED = "filing_cancelled"
    INSPECTION_PROPOSED = "inspection_proposed"
    INSPECTION_APPROVED = "inspection_approved"
    INSPECTION_REFUSED = "inspection_refused"
    INSPECTION_NOTIFIED = "inspection_notified"
    INSPECTED = "inspected"
    VIOLATION_REFERRED = "violation_referred"
    INSPECTION_CONCLUDED = "inspection_concluded"
    LICENCE_CORRECTION_ASKED = "licence_correction_asked"
    LICENCE_CORRECTED = "licence_corrected"
    LICENCE_ACCEPTED = "licence_accepted"
    LICENCE_NOT_ACCEPTED = "licence_not_accepted"
    LICENCE_HEARING_TOLD = "licence_hearing_told"
    LICENCE_HEARING_ASKED = "licence_hearing_asked"
    LICENCE_HEARING_WAIVED = "licence_hearing_waived"
    LICENCE_HEARING_LAPSED = "licence_hearing_lapsed"
    LICENCE_HEARING_CALLED = "licence_hearing_called"
    LICENCE_HEARD = "licence_heard"
    LICENCE_MAJOR = "licence_major"
    LICENCE_EXAMINED = "licence_examined"
    LICENCE_REVIEWED = "licence_reviewed"
    LICENCE_DECIDED = "licence_decided"
    RESULT_PROPOSED = "result_proposed"
    RESULT_DECIDED = "result_decided"
    MEASURE_PROPOSED = "measure_proposed"
    MEASURE_APPROVED = "measure_approved"
    MEASURE_REFUSED = "measure_refused"
    MEASURE_FORGONE = "measure_forgone"
    MEASURE_CONCLUDED = "measure_concluded"


class Stage(StrEnum):
    # Where the case stands, as its people say it (three-word answers for lists).
    CLUE = "clue"
    FILING = "filing"
    NOT_FILED = "not_filed"
    INVESTIGATING = "investigating"
    REPORTED = "reported"
    NOTIFIED = "notified"
    UNDER_UNIT_REVIEW = "under_unit_review"
    UNIT_AGREED = "unit_agreed"
    UNDER_LEGAL_REVIEW = "under_legal_review"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    DECIDED = "decided"
    EXECUTING = "executing"
    EXECUTED = "executed"
    CLOSED = "closed"
    ARCHIVED = "archived"
    SUSPENDED = "suspended"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"
    REGISTERED = "registered"
    AWAITING = "awaiting"
    UNDER_WAY = "under_way"
    DECLINED = "declined"
    SERVED = "served"


MILESTONE_NAMES: Mapping[Milestone, str] = {
    Milestone.CLUE_REGISTERED: "线索登记",
    Milestone.FILING_PROPOSED: "立案报批",
    Milestone.FILED: "批准立案",
    Milestone.NOT_FILED: "不予立案",
    Milestone.OFFICER_ASSIGNED: "变更承办人",
    Milestone.EVIDENCE_SEALED: "证据入卷",
    Milestone.PRESERVED: "先行登记保存",
    Milestone.PRESERVATION_DISPOSED: "先行登记保存处理完毕",
    Milestone.SEALED_UP: "查封、扣押、封存",
    Milestone.UNSEALED: "查封、扣押、封存处理完毕",
    Milestone.URGENT_MEASURE_TAKEN: "紧急情况当场采取强制措施",
    Milestone.URGENT_MEASURE_RULED: "补办强制措施审批",
    Milestone.MEASURES_CLEARED: "各项措施均已了结",
    Milestone.REPORTED: "调查终结",
    Milestone.DRAFTED: "拟定处理决定",
    Milestone.NO_PENALTY_PROPOSED: "拟不予处罚",
    Milestone.NOTICE_NOT_DUE: "无须事先告知",
    Milestone.PRIOR_NOTICE_ISSUED: "制作事先告知书",
    Milestone.PRIOR_NOTICE_SERVED: "送达事先告知书",
    Milestone.DEFENCE_FILED: "收到陈述申辩",
    Milestone.DEFENCE_ANSWERED: "陈述申辩复核",
    Milestone.DEFENCE_WAIVED: "明确放弃陈述申辩",
    Milestone.DEFENCE_EXPIRED: "陈述申辩期满",
    Milestone.HEARING_OFFERED: "告知听证权利",
    Milestone.HEARING_FORGONE: "不要求听证",
    Milestone.HEARING_REQUESTED: "要求听证",
    Milestone.HEARING_CALLED: "通知听证",
    Milestone.HEARING_NOTIFIED: "送达听证通知书",
    Milestone.HEARING_ENDED: "听证终结",
    Milestone.ENDORSEMENT_ASKED: "报承办机构负责人审核",
    Milestone.ENDORSED: "承办机构负责人同意",
    Milestone.ENDORSEMENT_RETURNED: "承办机构负责人退回",
    Milestone.REVIEW_SUBMITTED: "提交法制审核",
    Milestone.REVIEW_RETURNED: "法制审核退回",
    Milestone.REVIEW_AGREED: "法制审核同意",
    Milestone.DISCUSSION_CALLED: "提请集体讨论",
    Milestone.DISCUSSED: "集体讨论同意",
    Milestone.DECISION_RETURNED: "负责人退回",
    Milestone.RETURN_ANSWERED: "再次报请决定",
    Milestone.DECIDED: "作出决定",
    Milestone.DECISION_SERVED: "送达决定书",
    Milestone.PUBLICATION_PREPARED: "拟定公示文本",
    Milestone.PUBLICATION_CONFIRMED: "公示复核通过",
    Milestone.PUBLISHED: "对外公示",
    Milestone.NOT_PUBLISHED: "依法不予公示",
    Milestone.WITHDRAWAL_ORDERED: "应当撤回公示",
    Milestone.WITHDRAWN: "撤回公示",
    Milestone.PUBLICATION_EXPIRED: "公示期满",
    Milestone.PAID: "缴纳罚款",
    Milestone.EXECUTED: "履行完毕",
    Milestone.CLOSED: "结案",
    Milestone.ARCHIVED: "归档",
    Milestone.SUSPENDED: "中止案件调查",
    Milestone.RESUMED: "恢复案件调查",
    Milestone.RIGHTS_TOLD: "当场告知和听取申辩",
    Milestone.REPORTED_FOR_RECORD: "报本机关备案",
    Milestone.TURNED_ORDINARY: "转为普通程序",
    Milestone.JURISDICTION_DISPUTED: "管辖发生争议",
    Milestone.JURISDICTION_SETTLED: "管辖争议解决",
    Milestone.ASSISTANCE_ASKED: "请求协助调查",
    Milestone.ASSISTANCE_ANSWERED: "收到协助答复",
    Milestone.REMEDIES_LAPSED: "复议、诉讼期限届满",
    Milestone.RECONSIDERATION_STARTED: "当事人申请行政复议",
    Milestone.RECONSIDERATION_ENDED: "收到复议决定",
    Milestone.LITIGATION_STARTED: "当事人提起行政诉讼",
    Milestone.LITIGATION_ENDED: "行政诉讼终结",
    Milestone.DUNNED: "催告履行",
    Milestone.COURT_APPLIED: "申请法院强制执行",
    Milestone.COURT_ACCEPTED: "法院受理强制执行",
    Milestone.EXECUTION_NEEDLESS: "不需要执行",
    Milestone.CASH_COLLECTED: "当场收缴罚款",
    Milestone.CASH_HANDED_IN: "罚款交至本机关",
    Milestone.CASH_BANKED: "罚款缴付银行",
    Milestone.TRANSFER_REPORTED: "报请移送其他机关",
    Milestone.CRIME_REPORTED: "报请移送公安机关",
    Milestone.TRANSFER_REFUSED: "不批准移送",
    Milestone.TRANSFER_APPROVED: "批准移送",
    Milestone.CRIME_TRANSFER_APPROVED: "批准移送公安机关",
    Milestone.TRANSFERRED: "移送",
    Milestone.TRANSFER_ACCEPTED: "受移送机关受理",
    Milestone.CRIME_FILED: "公安机关立案",
    Milestone.CRIME_NOT_FILED: "公安机关不予立案",
    Milestone.CRIME_REVIEW_ASKED: "提请复议或者立案监督",
    Milestone.ITEMS_HANDED_OVER: "移交涉案物品和材料",
    Milestone.TRANSFER_RETURNED: "移送案件退回办理",
    Milestone.FILING_CANCEL_PROPOSED: "报请撤销立案",
    Milestone.FILING_CANCEL_REFUSED: "不同意撤销立案",
    Milestone.FILING_CANCELLED: "撤销立案",
    Milestone.INSPECTION_PROPOSED: "报批行政检查",
    Milestone.INSPECTION_APPROVED: "批准行政检查",
    Milestone.INSPECTION_REFUSED: "不予批准检查",
    Milestone.INSPECTION_NOTIFIED: "制作检查通知书",
    Milestone.INSPECTED: "实施现场检查",
    Milestone.VIOLATION_REFERRED: "发现违法转办",
    Milestone.INSPECTION_CONCLUDED: "作出检查结果",
    Milestone.LICENCE_CORRECTION_ASKED: "一次告知补正",
    Milestone.LICENCE_CORRECTED: "收到补正材料",
    Milestone.LICENCE_ACCEPTED: "受理许可申请",
    Milestone.LICENCE_NOT_ACCEPTED: "不予受理许可申请",
    Milestone.LICENCE_HEARING_TOLD: "告知许可听证权利",
    Milestone.LICENCE_HEARING_ASKED: "收到许可听证申请",
    Milestone.LICENCE_HEARING_WAIVED: "放弃许可听证",
    Milestone.LICENCE_HEARING_LAPSED: "逾期未申请许可听证",
    Milestone.LICENCE_HEARING_CALLED: "通知举行许可听证",
    Milestone.LICENCE_HEARD: "举行许可听证",
    Milestone.LICENCE_MAJOR: "列为重大许可决定",
    Milestone.LICENCE_EXAMINED: "提出许可审查意见",
    Milestone.LICENCE_REVIEWED: "许可法制审核同意",
    Milestone.LICENCE_DECIDED: "作出许可决定",
    Milestone.RESULT_PROPOSED: "拟定处理意见",
    Milestone.RESULT_DECIDED: "作出行政决定",
    Milestone.MEASURE_PROPOSED: "报批行政强制措施",
    Milestone.MEASURE_APPROVED: "批准行政强制措施",
    Milestone.MEASURE_REFUSED: "不予批准行政强制措施",
    Milestone.MEASURE_FORGONE: "不采取行政强制措施",
    Milestone.MEASURE_CONCLUDED: "作出强制措施处理决定",
}

STAGE_NAMES: Mapping[Stage, str] = {
    Stage.CLUE: "线索核查",
    Stage.FILING: "待批立案",
    Stage.NOT_FILED: "不予立案",
    Stage.INVESTIGATING: "调查取证",
    Stage.REPORTED: "调查终结",
    Stage.NOTIFIED: "已告知",
    Stage.UNDER_UNIT_REVIEW: "承办机构审核中",
    Stage.UNIT_AGREED: "待送法制审核",
    Stage.UNDER_LEGAL_REVIEW: "法制审核中",
    Stage.RETURNED: "审核退回",
    Stage.REVIEWED: "审核通过",
    Stage.DECIDED: "已决定",
    Stage.EXECUTING: "执行中",
    Stage.EXECUTED: "已履行",
    Stage.CLOSED: "已结案",
    Stage.ARCHIVED: "已归档",
    Stage.SUSPENDED: "已中止",
    Stage.TRANSFERRED: "已移送",
    Stage.CANCELLED: "已撤销立案",
    Stage.REGISTERED: "已登记",
    Stage.AWAITING: "待批准",
    Stage.UNDER_WAY: "办理中",
    Stage.DECLINED: "不予办理",
    Stage.SERVED: "已送达",
}
