"""The people of the demonstration bureau. Names, codes and addresses are invented."""

from dataclasses import dataclass
from datetime import date

from enforcement.accounts.rules import Role
from enforcement.matters.rules import FineRange, RangeKind

SUPERVISION, LEGAL, OFFICE, HEADS, INSPECTION, TECHNOLOGY = (
    "基金监管科",
    "法规科",
    "办公室",
    "局领导",
    "执法监督科",
    "信息科",
)
VALID = (date(2024, 1, 1), date(2028, 12, 31))
EXPIRED = (date(2020, 1, 1), date(2025, 12, 31))


@dataclass(frozen=True, kw_only=True)
class Person:
    login: str
    name: str
    unit: str
    role: Role
    certificate: tuple[str, tuple[date, date]] | None = None
    qualification: str | None = None


PEOPLE = (
    Person(login="officer_a", name="安正", unit=SUPERVISION, role=Role.OFFICER, certificate=("34020100001", VALID)),
    Person(login="officer_b", name="白敏", unit=SUPERVISION, role=Role.OFFICER, certificate=("34020100002", VALID)),
    Person(login="officer_c", name="陈立", unit=SUPERVISION, role=Role.OFFICER, certificate=("34020100003", VALID)),
    Person(
        login="officer_expired", name="曹旧", unit=SUPERVISION, role=Role.OFFICER, certificate=("34020100004", EXPIRED)
    ),
    Person(login="unit_head", name="郭严", unit=SUPERVISION, role=Role.UNIT_HEAD, certificate=("34020100005", VALID)),
    Person(login="reviewer", name="法明", unit=LEGAL, role=Role.LEGAL_REVIEWER, qualification="A20183402010001"),
    Person(login="reviewer_two", name="范慎", unit=LEGAL, role=Role.LEGAL_REVIEWER, qualification="A20193402010002"),
    Person(login="agency_head", name="局定", unit=HEADS, role=Role.AGENCY_HEAD),
    Person(login="clerk", name="公晓", unit=OFFICE, role=Role.PUBLICITY_CLERK),
    Person(login="clerk_two", name="示远", unit=OFFICE, role=Role.PUBLICITY_CLERK),
    Person(login="archivist", name="档存", unit=OFFICE, role=Role.ARCHIVIST),
    Person(login="supervisor", name="督清", unit=INSPECTION, role=Role.SUPERVISOR),
    Person(login="system_admin", name="系安", unit=TECHNOLOGY, role=Role.SYSTEM_ADMIN),
    Person(login="security_admin", name="全慎", unit=TECHNOLOGY, role=Role.SECURITY_ADMIN),
    Person(login="audit_admin", name="审迹", unit=TECHNOLOGY, role=Role.AUDIT_ADMIN),
)

BODY = {
    "name": "临江市医疗保障局",
    "uscc": "11340299MB1538001L",
    "place": "临",
    "address": "临江市鸠水区政通路66号",
    "phone": "0553-0000600",
    "reconsideration_body": "临江市人民政府",
    "court": "临江市鸠水区人民法院",
    "bank": "临江商业银行政务支行",
    "bank_account": "62000000000000123",
}


@dataclass(frozen=True, kw_only=True)
class CauseFacts:
    code: str
    title: str
    violated: str
    applied: str
    fine: FineRange


LOSS = FineRange(kind=RangeKind.MULTIPLE, low=100, high=200, base_name="造成的基金损失")
FRAUD = FineRange(kind=RangeKind.MULTIPLE, low=200, high=500, base_name="骗取的基金金额")
REFUSED = FineRange(kind=RangeKind.AMOUNT, low=1_000_000, high=5_000_000, base_name="")
REGULATION = "《医疗保障基金使用监督管理条例》"

# PEN-1: 第三十八条 one to two times the loss; 第四十条 two to five times; 第三十九条 10,000 to 50,000 yuan.
CAUSES = (
    CauseFacts(
        code="38-2",
        title="重复收费、超标准收费造成医疗保障基金损失",
        violated=f"{REGULATION}第十五条第一款",
        applied=f"{REGULATION}第三十八条第三项",
        fine=LOSS,
    ),
    CauseFacts(
        code="38-4",
        title="串换药品、医用耗材造成医疗保障基金损失",
        violated=f"{REGULATION}第十五条第一款",
        applied=f"{REGULATION}第三十八条第四项",
        fine=LOSS,
    ),
    CauseFacts(
        code="39-3",
        title="未按规定保管医药费用资料",
        violated=f"{REGULATION}第十六条第一款",
        applied=f"{REGULATION}第三十九条第三项",
        fine=REFUSED,
    ),
    CauseFacts(
        code="40-1",
        title="虚构医药服务项目骗取医疗保障基金",
        violated=f"{REGULATION}第二十条",
        applied=f"{REGULATION}第四十条第三项",
        fine=FRAUD,
    ),
    CauseFacts(
        code="41-1",
        title="将医疗保障凭证交由他人冒名使用骗取医疗保障基金",
        violated=f"{REGULATION}第十七条第二款",
        applied=f"{REGULATION}第四十一条第二款",
        fine=FRAUD,
    ),
)
