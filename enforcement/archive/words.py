"""What the journal's words are called when a case file is read aloud."""

from collections.abc import Mapping

VERB_NAMES: Mapping[str, str] = {
    "cases.clue_registered": "登记线索",
    "cases.filing_proposed": "报批立案",
    "cases.filing_approved": "批准立案",
    "cases.filing_refused": "不予立案",
    "cases.officer_assigned": "变更承办人",
    "deadlines.reminded": "期限提醒",
    "decisions.report_submitted": "提交调查终结报告",
    "decisions.drafted": "拟定处理决定",
    "decisions.decided": "作出处罚决定",
    "execution.payment_recorded": "登记缴款",
    "execution.fund_recovery_recorded": "登记退回基金",
    "execution.executed": "登记履行完毕",
    "execution.case_closed": "结案",
    "archive.archived": "归档",
    "access.refused": "越权访问被拒绝",
}

FACT_NAMES: Mapping[str, str] = {
    "opinion": "意见",
    "reason": "原因",
    "note": "说明",
    "number": "文号",
    "receipt_no": "票据号",
    "paid_on": "缴款日期",
    "recovered_on": "退回日期",
    "file": "案卷号",
    "purpose": "目的",
    "version": "版次",
}
