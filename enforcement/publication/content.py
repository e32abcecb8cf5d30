"""The public text of a decision: typed fields, their order and names, and the exact bytes a digest binds."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from enforcement.publication.rules import Policy


@dataclass(frozen=True, kw_only=True)
class Content:
    """The fields of the 双公示 penalty record a citizen may read. Anything not named here cannot be published."""

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

    def written(self) -> str:
        """Canonical JSON: the same content is the same bytes, everywhere."""
        plain = asdict(self) | {name: getattr(self, name).isoformat() for name in ("decision_date", "publicity_until")}
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

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
}
