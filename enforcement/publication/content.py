"""The public text of a decision: typed fields, their order and names, and the exact bytes a digest binds."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from enforcement.publication.rules import Policy

PENALTY = "PENALTY"
OF_OTHERS = {"action_type": PENALTY, "particulars": ""}  # left out: a penalty's bytes stay what they always were


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What an act and its fields are called in public; `labels` names only what differs from a penalty."""

    act: str
    heading: str
    remark: str
    labels: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Content:
    """The fields of the 双公示 penalty record a citizen may read. Anything not named here cannot be published.

    Of other acts `penalty_kinds` is the outcome and `penalty_content` what was ordered or granted; their labels say so.
    """

    decision_no: str
    party_name: str
    party_category: str
    uscc: str
    legal_rep: str
    cause: str
    facts: str
    legal_basis: str
    penalty_kinds: str
    penalty_content: str
    fine_fen: int
    confiscated_fen: int
    agency_name: str
    agency_uscc: str
    decision_date: date
    publicity_until: date
    policy: Policy
    action_type: str = PENALTY
    particulars: str = ""

    def written(self) -> str:
        """Canonical JSON: the same content is the same bytes, everywhere."""
        plain = asdict(self) | {name: getattr(self, name).isoformat() for name in ("decision_date", "publicity_until")}
        plain = {name: value for name, value in plain.items() if OF_OTHERS.get(name) != value}
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def words(self) -> "Wording":
        return WORDING.get(self.action_type, WORDING["OTHER"])

    @property
    def labels(self) -> dict[str, str]:
        return LABELS | dict(self.words.labels)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.written().encode()).hexdigest()

    def texts(self) -> dict[str, str]:
        """Every field that carries words, for the detectors."""
        return {name: value for name, value in asdict(self).items() if isinstance(value, str) and value}


def read(written: str) -> Content:
    found = json.loads(written)
    days = {name: date.fromisoformat(found[name]) for name in ("decision_date", "publicity_until")}
    return Content(**found | days | {"policy": Policy(found["policy"])})


LABELS = {
    "decision_no": "行政处罚决定书文号",
    "party_name": "行政相对人名称",
    "party_category": "行政相对人类别",
    "uscc": "统一社会信用代码",
    "legal_rep": "法定代表人（负责人）",
    "cause": "案由（违法行为类型）",
    "facts": "违法事实",
    "legal_basis": "处罚依据",
    "penalty_kinds": "处罚类别",
    "penalty_content": "处罚内容",
    "fine_fen": "罚款金额",
    "confiscated_fen": "没收金额",
    "agency_name": "处罚机关",
    "agency_uscc": "处罚机关统一社会信用代码",
    "decision_date": "处罚决定日期",
    "publicity_until": "公示截止日",
    "particulars": "其他事项",
}
SAME_TEXT = (
    "公示文本与送达当事人的{paper}一致；依法不予公开的身份证件号码、住址、联系方式、账号及他人姓名已作隐去处理。"
)
AGENCY = {"agency_name": "行政机关", "agency_uscc": "行政机关统一社会信用代码"}
WORDING: Mapping[str, Wording] = {
    PENALTY: Wording(
        act="行政处罚决定", heading="行政处罚决定信息", remark=SAME_TEXT.format(paper="决定书"), labels={}
    ),
    "INSPECTION": Wording(
        act="行政检查结果",
        heading="行政检查结果信息",
        remark=SAME_TEXT.format(paper="检查结果告知书"),
        labels=AGENCY
        | {
            "decision_no": "检查结果告知书文号",
            "party_name": "检查对象",
            "party_category": "检查对象类别",
            "cause": "检查事项",
            "facts": "检查情况",
            "legal_basis": "检查依据",
            "penalty_kinds": "检查结果",
            "penalty_content": "处理情况",
            "decision_date": "作出检查结果的日期",
            "particulars": "检查日期和任务来源",
        },
    ),
    "LICENCE": Wording(
        act="行政许可决定",
        heading="行政许可决定信息",
        remark=SAME_TEXT.format(paper="决定书"),
        labels={
            "decision_no": "行政许可决定书文号",
            "cause": "许可事项",
            "facts": "审查查明的事实",
            "legal_basis": "许可依据",
            "penalty_kinds": "许可决定",
            "penalty_content": "许可内容",
            "agency_name": "许可机关",
            "agency_uscc": "许可机关统一社会信用代码",
            "decision_date": "许可决定日期",
            "particulars": "许可类别、证件和有效期",
        },
    ),
    "COERCION": Wording(
        act="行政强制措施处理决定",
        heading="行政强制措施处理决定信息",
        remark=SAME_TEXT.format(paper="处理决定书"),
        labels=AGENCY
        | {
            "decision_no": "处理决定书文号",
            "cause": "采取措施的事由",
            "facts": "查明的情况",
            "legal_basis": "依据",
            "penalty_kinds": "处理结果",
            "penalty_content": "处理内容",
            "decision_date": "处理决定日期",
            "particulars": "采取的措施、期限和文书文号",
        },
    ),
    "OTHER": Wording(
        act="行政执法决定",
        heading="行政执法决定信息",
        remark=SAME_TEXT.format(paper="决定书"),
        labels=AGENCY
        | {
            "decision_no": "行政决定书文号",
            "cause": "事项",
            "facts": "查明的事实",
            "legal_basis": "依据",
            "penalty_kinds": "决定",
            "penalty_content": "决定内容",
            "decision_date": "决定日期",
            "particulars": "行为类别",
        },
    ),
}
