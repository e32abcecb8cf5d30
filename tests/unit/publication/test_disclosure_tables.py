"""双公示: what the table says of columns and subjects, one rule a line, and money to the fen."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from enforcement.kernel.errors import InvalidInput
from enforcement.publication.outlets import files, tables
from enforcement.publication.outlets.penalties import ten_thousands
from enforcement.publication.outlets.validating import faults
from tests.bureau import HOSPITAL_CODE, resident_id_with_check_digit, uscc_with_check_digit

PERSON_NUMBER = resident_id_with_check_digit("34020219790303101")
OWN_CODE = uscc_with_check_digit("11340200MB1TEXT00")
DECIDED = {
    "decision_no": "芜医保罚〔2026〕1号",
    "violation_type": "串换药品",
    "violation_facts": "将目录外药品串换为目录内药品结算。",
    "legal_basis": "《医疗保障基金使用监督管理条例》第三十八条第四项",
    "penalty_kinds": "罚款",
    "penalty_content": "罚款12345.67元",
    "fine_wan": "1.234567",
    "decision_date": "2026-03-09",
    "valid_until": "2099-12-31",
    "publicity_until": "2027-03-09",
    "agency_name": "芜湖市医疗保障局",
    "agency_uscc": OWN_CODE,
    "source_unit": "芜湖市医疗保障局",
    "source_uscc": OWN_CODE,
}
ORGANISATION = DECIDED | {
    "party_name": "芜湖安康医院",
    "party_category": "法人及非法人组织",
    "uscc": HOSPITAL_CODE,
    "legal_rep": "韩立民",
}
TRADER = ORGANISATION | {"party_name": "镜湖区安康药店", "party_category": "个体工商户"}
PERSON = DECIDED | {
    "party_name": "钱大江",
    "party_category": "自然人",
    "person_id_type": "身份证",
    "person_id_no": PERSON_NUMBER,
}
LICENCE = {
    "party_name": "芜湖安康医院",
    "party_category": "法人及非法人组织",
    "uscc": HOSPITAL_CODE,
    "legal_rep": "韩立民",
    "doc_title": "准予行政许可决定书",
    "decision_no": "芜许准〔2026〕8号",
    "licence_category": "普通",
    "content": "准予设置。",
    "decision_date": "2026-03-09",
    "valid_from": "2026-03-10",
    "valid_until": "2031-03-09",
    "agency_name": "芜湖市医疗保障局",
    "agency_uscc": OWN_CODE,
    "status": "1",
    "source_unit": "芜湖市医疗保障局",
    "source_uscc": OWN_CODE,
}


def wrong(row: dict[str, str], table: str = "penalty") -> set[str]:
    return {fault.code for fault in faults(tables.table(table), [row])}


@pytest.mark.parametrize("row", [ORGANISATION, TRADER, PERSON], ids=["organisation", "trader", "person"])
def test_a_whole_penalty_of_each_subject_has_no_fault(row):
    assert wrong(row) == set()


@pytest.mark.parametrize(
    ("row", "changed", "code"),
    [
        (ORGANISATION, {"party_name": ""}, "CF_XDR_MC"),
        (ORGANISATION, {"uscc": ""}, "CF_XDR_SHXYM"),
        (ORGANISATION, {"legal_rep": ""}, "CF_FRDB"),
        (ORGANISATION, {"person_id_type": "身份证", "person_id_no": PERSON_NUMBER}, "CF_XDR_ZJHM"),
        (ORGANISATION, {"party_category": "企业"}, "CF_XDR_LB"),
        (ORGANISATION, {"uscc": HOSPITAL_CODE[:-1] + "0"}, "CF_XDR_SHXYM"),
        (ORGANISATION, {"uscc": HOSPITAL_CODE.lower()}, "CF_XDR_SHXYM"),
        (TRADER, {"uscc": ""}, "CF_XDR_SHXYM"),
        (TRADER, {"legal_rep": ""}, "CF_FRDB"),
        (TRADER, {"public_institution_no": "事证1号"}, "CF_XDR_SYDW"),
        (TRADER, {"social_org_no": "社证1号"}, "CF_XDR_SHZZ"),
        (PERSON, {"person_id_type": ""}, "CF_XDR_ZJLX"),
        (PERSON, {"person_id_no": ""}, "CF_XDR_ZJHM"),
        (PERSON, {"person_id_no": PERSON_NUMBER[:-1] + ("1" if PERSON_NUMBER[-1] == "0" else "0")}, "CF_XDR_ZJHM"),
        (PERSON, {"person_id_type": "学生证"}, "CF_XDR_ZJLX"),
        (PERSON, {"uscc": HOSPITAL_CODE}, "CF_XDR_SHXYM"),
        (PERSON, {"business_reg_no": "340200600000001"}, "CF_XDR_GSZC"),
        (PERSON, {"org_code": "MA2MTEXT0"}, "CF_XDR_ZZJG"),
        (PERSON, {"tax_reg_no": "340202"}, "CF_XDR_SWDJ"),
        (PERSON, {"legal_rep": "韩立民"}, "CF_FRDB"),
        (PERSON, {"legal_rep_id_type": "身份证", "legal_rep_id_no": PERSON_NUMBER}, "CF_FR_ZJHM"),
        (ORGANISATION, {"legal_rep_id_type": "身份证"}, "CF_FR_ZJHM"),
        (ORGANISATION, {"fine_wan": ""}, "CF_NR_FK"),
        (ORGANISATION, {"fine_wan": "0"}, "CF_NR_FK"),
        (ORGANISATION, {"fine_wan": "1.2345678"}, "CF_NR_FK"),
        (ORGANISATION, {"fine_wan": "12,345"}, "CF_NR_FK"),
        (ORGANISATION, {"penalty_kinds": "警告"}, "CF_NR_FK"),
        (ORGANISATION, {"penalty_kinds": "罚款、警告"}, "CF_CFLB"),
        (ORGANISATION, {"penalty_kinds": "罚款;没收违法所得"}, "CF_NR_WFFF"),
        (ORGANISATION, {"confiscation_wan": "1"}, "CF_NR_WFFF"),
        (ORGANISATION, {"penalty_kinds": "罚款;吊销许可证件"}, "CF_NR_ZKDX"),
        (ORGANISATION, {"penalty_kinds": "罚款;暂扣许可证件"}, "CF_NR_ZKDX"),
        (ORGANISATION, {"decision_date": "2026-02-30"}, "CF_JDRQ"),
        (ORGANISATION, {"decision_date": "2026/03/09"}, "CF_JDRQ"),
        (ORGANISATION, {"publicity_until": "2026-03-08"}, "CF_GSJZQ"),
        (ORGANISATION, {"valid_until": "2026-03-08"}, "CF_YXQ"),
        (ORGANISATION, {"violation_facts": ""}, "CF_SY"),
        (ORGANISATION, {"violation_facts": "事" * 5001}, "CF_SY"),
        (ORGANISATION, {"party_name": "=HYPERLINK(1)"}, "CF_XDR_MC"),
        (ORGANISATION, {"agency_uscc": ""}, "CF_CFJGDM"),
    ],
)
def test_a_penalty_row_with_one_thing_wrong_names_that_column(row, changed, code):
    assert code in wrong(row | changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"uscc": "", "business_reg_no": "340200600000001"},
        {"penalty_kinds": "罚款;没收违法所得", "confiscation_wan": "0.5"},
        {"penalty_kinds": "罚款;没收非法财物", "remark": "没收财物金额无法确定。"},
        {"penalty_kinds": "罚款;吊销许可证件", "licence_ref": "医疗机构执业许可证 PDY001"},
        {"penalty_kinds": "警告", "fine_wan": ""},
        {"violation_facts": "事" * 5000},
    ],
)
def test_what_the_standard_allows_is_no_fault(changed):
    assert wrong(ORGANISATION | changed) == set()


@pytest.mark.parametrize(
    ("fen", "told"),
    [(1_234_567, "1.234567"), (100, "0.0001"), (1, "0.000001"), (20_000_000, "20"), (10_000_000_000, "10000"), (0, "")],
)
def test_money_is_told_in_ten_thousand_yuan_to_the_fen(fen, told):
    assert ten_thousands(fen) == told


def test_a_number_told_twice_by_one_agency_is_named_with_both_rows():
    (fault,) = faults(tables.penalty(), [ORGANISATION, TRADER])
    assert (fault.row, fault.code, fault.sentence) == (2, "CF_WSH", "与第1行的文书号重复。")
    other = TRADER | {"agency_uscc": HOSPITAL_CODE}
    assert faults(tables.penalty(), [ORGANISATION, other]) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, ""),
        ({"licence_category": "其他-备案"}, ""),
        ({"licence_category": "批准"}, "XK_XKLB"),
        ({"valid_from": "2031-03-10"}, "XK_YXQZI"),
        ({"status": "有效"}, "XK_ZT"),
        ({"content": ""}, "XK_NR"),
        ({"uscc": ""}, "XK_XDR_SHXYM"),
        ({"party_category": "自然人"}, "XK_XDR_ZJHM"),
    ],
)
def test_licences_follow_the_same_subject_rules(changed, code):
    found = wrong(LICENCE | changed, "licence")
    assert (code in found) if code else (found == set())


def test_the_file_has_the_columns_of_the_standard_in_its_order():
    codes = [column.code for column in tables.penalty().columns]
    assert (codes[0], codes[13], codes[-1], len(codes)) == ("CF_XDR_MC", "CF_WSH", "BZ", 30)
    written = files.written_csv(tables.penalty(), [ORGANISATION])
    assert written.startswith(b"\xef\xbb\xbfCF_XDR_MC,CF_XDR_LB,")
    (back,) = files.read_csv(tables.penalty(), written.decode())
    assert {name: value for name, value in back.items() if value} == ORGANISATION


def test_the_workbook_holds_text_and_no_formula():
    row = ORGANISATION | {"remark": "=1+1"}
    content = files.workbook(tables.penalty(), [row], made_at=datetime(2026, 3, 9, tzinfo=UTC))
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert [cell.value for cell in sheet[2]][:2] == ["CF_XDR_MC", "CF_XDR_LB"]
    assert {cell.data_type for cell in sheet[3] if cell.value} == {"s"}
    assert (sheet.cell(row=3, column=30).value, sheet.cell(row=3, column=30).data_type) == ("=1+1", "s")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有数据"),
        ("XK_WSH\n", "没有数据"),
        ("XK_WSH,许可人\n1,2\n", "许可人"),
        ("XK_WSH,行政许可决定文书号\n1,2\n", "重复的列"),
        ("XK_WSH\n1,2\n", "列数多于表头"),
        ('XK_WSH\n"' + "x" * 200_000, "CSV"),
    ],
)
def test_a_list_that_is_no_list_is_refused_with_a_sentence(text, said):
    with pytest.raises(InvalidInput) as caught:
        files.read_csv(tables.licence(), text)
    assert said in caught.value.fields["text"][0]


def test_cells_pasted_from_table_software_are_read_by_their_chinese_heading():
    rows = files.read_csv(tables.licence(), "行政许可决定文书号\t许可内容\n芜许准〔2026〕8号\t准予，设置\n\n")
    assert rows == [{"decision_no": "芜许准〔2026〕8号", "content": "准予，设置"}]
