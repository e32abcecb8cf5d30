"""事前公开清单: what each list must hold, on what basis, who keeps it and how often it is looked at again. Plain data.

国办发〔2018〕118号 names what is made public before enforcement. How often a list must be looked at again is not fixed
nationally: the months here are this house's own rule, and any change of the data is told long before they are over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

PUBLICITY = "行政执法公示制度（国办发〔2018〕118号）"


class ListKind(StrEnum):
    """Each value is part of a public address."""

    SUBJECT = "subject"
    OFFICERS = "officers"
    POWERS = "powers"
    MATTERS = "matters"
    BASES = "bases"
    PROCEDURES = "procedures"
    REMEDIES = "remedies"
    RANDOM_CHECKS = "random-checks"
    DISCRETION = "discretion"
    GUIDES = "guides"
    RECORDING = "recording"
    REVIEW = "review"
    POSTS = "posts"


@dataclass(frozen=True, kw_only=True)
class Column:
    name: str
    title: str
    required: bool = True
    long: bool = False
    day: bool = False


@dataclass(frozen=True, kw_only=True)
class ListFacts:
    """`derived`: its rows can be proposed from what this service itself knows. A list is looked over once a year."""

    title: str
    basis: str
    keeper: str
    columns: tuple[Column, ...]
    refresh_months: int = 12
    derived: bool = True
    hint: str = ""


def _line(name: str, title: str) -> Column:
    return Column(name=name, title=title)


def _text(name: str, title: str) -> Column:
    return Column(name=name, title=title, long=True)


def _maybe(name: str, title: str) -> Column:
    return Column(name=name, title=title, required=False)


def _day(name: str, title: str) -> Column:
    return Column(name=name, title=title, day=True)


BASIS = _line("basis", "依据")
LEGAL, CLERKS, UNITS, STAFF = "法制机构", "公示专员", "承办机构", "人事机构"

LISTS: Mapping[ListKind, ListFacts] = {
    ListKind.SUBJECT: ListFacts(
        title="行政执法主体清单",
        basis=f"{PUBLICITY}；《行政处罚法》第十七条至第二十一条",
        keeper=LEGAL,
        columns=(
            _line("name", "主体名称"),
            _line("standing", "主体类别"),
            _line("uscc", "统一社会信用代码"),
            _text("duty", "执法职责"),
            BASIS,
            _line("address", "办公地址"),
            _line("phone", "联系电话"),
        ),
    ),
    ListKind.OFFICERS: ListFacts(
        title="行政执法人员清单",
        basis=f"{PUBLICITY}；《行政处罚法》第四十二条",
        keeper=STAFF,
        refresh_months=3,
        columns=(
            _line("name", "姓名"),
            _line("unit", "所在机构"),
            _line("certificate_no", "执法证号"),
            _day("valid_from", "有效期起"),
            _day("valid_to", "有效期止"),
        ),
        hint="只公开姓名、所在机构和执法证信息；执法证失效的人员，公示端自动不再显示。",
    ),
    ListKind.POWERS: ListFacts(
        title="权责清单",
        basis=f"{PUBLICITY}；中办发〔2015〕21号",
        keeper=LEGAL,
        columns=(
            _line("code", "编码"),
            _line("power", "权力类型"),
            _line("title", "事项名称"),
            _line("unit", "实施主体"),
            _text("basis", "设定依据"),
            _text("liability", "责任事项与追责情形"),
        ),
    ),
    ListKind.MATTERS: ListFacts(
        title="行政执法事项清单",
        basis=f"{PUBLICITY}；《行政处罚法》第三十九条",
        keeper=LEGAL,
        columns=(
            _line("code", "编码"),
            _line("title", "事项（案由）"),
            _text("violated", "违反的规定"),
            _text("applied", "处罚依据"),
            _line("fine", "罚款幅度"),
        ),
    ),
    ListKind.BASES: ListFacts(
        title="行政执法依据清单",
        basis=f"{PUBLICITY}；《行政处罚法》第五条、第三十九条",
        keeper=LEGAL,
        columns=(
            _line("title", "法律、法规、规章、规范性文件名称"),
            _maybe("level", "效力级别"),
            Column(name="articles", title="适用条款", required=False, long=True),
        ),
    ),
    ListKind.PROCEDURES: ListFacts(
        title="行政执法程序与流程图",
        basis=f"{PUBLICITY}；《行政处罚法》第三十九条",
        keeper=LEGAL,
        columns=(
            _line("procedure", "程序"),
            _line("step", "环节"),
            Column(name="before", title="前提环节", required=False, long=True),
            _maybe("period", "期限"),
            Column(name="basis", title="依据", required=False, long=True),
        ),
        hint="流程图由系统按现行程序绘制，与本清单同页公开。",
    ),
    ListKind.REMEDIES: ListFacts(
        title="救济渠道",
        basis=f"{PUBLICITY}；《行政处罚法》第七条、第七十三条",
        keeper=LEGAL,
        columns=(
            _line("channel", "途径"),
            _line("receiver", "受理机关"),
            _line("period", "期限"),
            BASIS,
            _maybe("contact", "联系方式"),
        ),
    ),
    ListKind.RANDOM_CHECKS: ListFacts(
        title="随机抽查事项清单",
        basis=f"{PUBLICITY}；国办发〔2015〕58号",
        keeper=UNITS,
        columns=(
            _line("title", "抽查事项"),
            _line("objects", "抽查对象"),
            _text("basis", "抽查依据"),
            _line("share", "抽查比例"),
            _line("frequency", "抽查频次"),
            _line("manner", "抽查方式"),
        ),
        derived=False,
    ),
    ListKind.DISCRETION: ListFacts(
        title="行政裁量权基准",
        basis="《行政处罚法》第三十四条；国办发〔2022〕27号",
        keeper=LEGAL,
        columns=(
            _line("code", "编码"),
            _line("title", "事项（案由）"),
            _line("grade", "裁量阶次"),
            Column(name="conditions", title="适用情形", required=False, long=True),
            _line("standard", "裁量幅度"),
            _text("basis", "依据"),
        ),
        hint="按现行裁量基准填入各阶次；没有基准的事项只有法定幅度，请先制定基准。",
    ),
    ListKind.GUIDES: ListFacts(
        title="服务指南",
        basis=PUBLICITY,
        keeper=CLERKS,
        columns=(
            _line("title", "事项"),
            _line("persons", "适用对象"),
            _text("materials", "提交材料"),
            _text("way", "办理流程"),
            _line("period", "办理时限"),
            _line("contact", "办理地点与咨询电话"),
        ),
        derived=False,
    ),
    ListKind.RECORDING: ListFacts(
        title="音像记录事项清单",
        basis="行政执法全过程记录制度（国办发〔2018〕118号）；《行政处罚法》第四十七条",
        keeper=LEGAL,
        columns=(
            _line("procedure", "程序"),
            _line("step", "执法环节"),
            _line("level", "记录级别"),
            _line("span", "起止"),
            _line("text_record", "文字记录"),
            _line("keep", "保存期限"),
            _text("basis", "依据"),
        ),
    ),
    ListKind.REVIEW: ListFacts(
        title="重大执法决定法制审核目录清单",
        basis="重大执法决定法制审核制度（国办发〔2018〕118号）；《行政处罚法》第五十八条",
        keeper=LEGAL,
        columns=(
            _line("procedure", "执法类别"),
            _text("scope", "审核范围"),
            _text("points", "审核内容"),
            BASIS,
        ),
    ),
    ListKind.POSTS: ListFacts(
        title="岗位信息公示",
        basis=f"{PUBLICITY}；《行政处罚法》第五十五条",
        keeper=CLERKS,
        refresh_months=3,
        columns=(
            _line("post", "岗位"),
            _line("person", "工作人员"),
            _line("place", "位置（窗口、房间）"),
            _text("duty", "岗位职责"),
            _line("phone", "咨询电话"),
            _line("complaint", "监督投诉电话"),
        ),
        hint="电话请填单位的办公电话，不填个人手机号码。",
    ),
}
