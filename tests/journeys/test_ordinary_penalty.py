"""One ordinary penalty from clue to archive, told in the words of the procedure, through HTTP only."""

import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from openpyxl import load_workbook
from tusclient.client import TusClient

from enforcement.archive.queries import digests
from enforcement.archive.reading import archive_due
from enforcement.audit.verification import Finding, verify
from enforcement.bootstrap import Runtime
from enforcement.evidence.service import due_jobs
from enforcement.evidence.worker import run_media_job
from enforcement.kernel.clock import SHANGHAI, FixedClock
from enforcement.kernel.identity import SYSTEM
from tests.bureau import CLUE, HOSPITAL
from tests.journeys.visitors import Visit, Visitor, plain
from tests.storage.clips import film, photograph, tone

LABELS = {
    "captured_at": "2026-03-09T09:00:00",
    "captured_place": "住院收费处",
    "fact_to_prove": "现场检查全过程",
    "step": "scene_inspection",
    "device_no": "DSJ-9-0012",
}
INTERVIEW = {
    "text_kind": "PARTY_INTERVIEW",
    "title": "对韩立民的询问笔录",
    "begun_at": "2026-03-09T08:30:00",
    "ended_at": "2026-03-09T09:00:00",
    "place": "本局询问室",
    "persons": "韩立民",
    "body": "问：是否申请回避？答：不申请。记录属实。",
    "fact_to_prove": "违法事实",
    "step": "interview",
}
REPORT = {
    "course": "经调查终结。",
    "facts": "串换药品，造成基金损失50000元。",
    "nature": "违反条例第十五条。",
    "proposal": "退回基金并处罚款。",
    "discretion": "一般情节。",
}
DRAFT = {
    "facts": "串换药品，造成基金损失50000元。",
    "evidence_text": "笔录、音像记录、票据。",
    "violated": "《医疗保障基金使用监督管理条例》第十五条第一款",
    "applied": "《医疗保障基金使用监督管理条例》第三十八条第四项",
    "base": "50000",
    "penalties-0-kind": "FINE",
    "penalties-0-amount": "75,000.00",
    "discretion": "一般情节，处1.5倍罚款。",
    "recovery": "50000",
    "correction": "立即改正。",
}
SERVICE = {"method": "DIRECT", "receiver": "韩立民", "told_of_publication": "1"}
POINTS = {f"points-{index}-number": str(index + 1) for index in range(8)}
POINTS |= {f"points-{index}-finding": "OK" for index in range(8)}


@dataclass
class Walk:
    """The case on its way: who acts, and what the next chapter needs of the last."""

    visit: Visit
    house: Runtime
    clock: FixedClock
    folder: Path
    case: str = ""
    notice: str = ""

    @property
    def at(self) -> str:
        return f"/office/cases/{self.case}"

    def on(self, day: int) -> None:
        """The next morning of the story; everybody signs in afresh, as idle sessions have ended."""
        self.clock.at = datetime(2026, 3, day, 9, tzinfo=SHANGHAI)


@pytest.fixture
def walk(visit: Visit, house: Runtime, clock: FixedClock, tmp_path: Path) -> Walk:
    return Walk(visit, house, clock, tmp_path)


@pytest.mark.timeout(300)
def test_a_case_from_clue_to_archive(walk: Walk) -> None:
    clue_and_filing(walk)
    evidence(walk)
    report_and_draft(walk)
    notice_and_defence(walk)
    legal_review(walk)
    decision_and_service(walk)
    publication(walk)
    execution_closing_and_archive(walk)
    quarterly_figure(walk)
    withdrawal(walk)
    assert everything_on_record(walk) == []


def everything_on_record(walk: Walk) -> list[Finding]:
    """What `verify` finds over the whole story: every final row and every object as the journal has it."""
    with walk.house.work(SYSTEM, reading=True) as work:
        return list(verify(work.session, objects=work.objects, digests=digests(work.session)).findings)


def clue_and_filing(walk: Walk) -> None:
    officer = walk.visit("officer_a")
    given = {name: str(getattr(value, "value", value)) for name, value in (HOSPITAL | CLUE).items()}
    answer = officer.fill("/office/cases/register", **given, second_officer=officer.other("officer_b"))
    found = re.search(r"/office/cases/([0-9a-f-]{36})", answer.url)
    assert found, answer.url
    walk.case = str(UUID(found.group(1)))
    officer.fill(f"{walk.at}/cases/propose-filing", opinion="符合立案条件，建议立案。")
    filed = walk.visit("unit_head").fill(f"{walk.at}/cases/approve-filing", opinion="同意立案。")
    assert "医保案〔2026〕1号" in filed.text


def evidence(walk: Walk) -> None:
    """Real media over tus, sealed and prepared as the worker does it; then a typed record."""
    officer = walk.visit("officer_a")
    for clip in (
        film(walk.folder / "检查.mp4"),
        photograph(walk.folder / "票据.jpg"),
        tone(walk.folder / "询问.m4a", "-c:a", "aac"),
    ):
        upload(officer, walk.case, clip, captured_by=officer.other("officer_a"), **LABELS)
    work_off(walk.house)
    officers = [officer.other("officer_a"), officer.other("officer_b")]
    officer.fill(f"{walk.at}/evidence/record-text", officers=officers, **INTERVIEW)
    tab = plain(officer.see(f"{walk.at}/evidence").text)
    assert all(word in tab for word in ("检查", "票据", "询问"))


def upload(officer: Visitor, case: str, path: Path, **metadata: str) -> None:
    client = TusClient(f"{officer.address}/api/v1/uploads", headers={"Authorization": f"Bearer {officer.api_token()}"})
    given = {"case_id": case, "filename": path.name} | metadata
    with path.open("rb") as file:
        client.uploader(file_stream=file, chunk_size=64 * 1024, metadata=given).upload()


def work_off(house: Runtime) -> None:
    while True:
        with house.work(SYSTEM) as work:
            jobs = due_jobs(work)
        if not jobs:
            return
        for job in jobs:
            run_media_job(house, job)


def report_and_draft(walk: Walk) -> None:
    officer = walk.visit("officer_a")
    items = officer.options(f"{walk.at}/decisions/submit-report", "items")
    assert len(items) == 4
    officer.fill(f"{walk.at}/decisions/submit-report", items=items, **REPORT)
    address = f"{walk.at}/decisions/save-draft"
    base = officer.hidden(address, "base_version")
    ranged = DRAFT | {"penalties-0-amount": "50000-100000"}
    refused = officer.fill(address, status=422, base_version=base, **ranged)
    assert "第四十四条" in refused.text
    assert ranged["facts"] in refused.text  # what was typed is still there
    officer.fill(address, base_version=base, **DRAFT)
    early = walk.visit("agency_head").fill(f"{walk.at}/decisions/decide", opinion="同意", status=409)
    assert "不得作出决定" in plain(early.text)


def notice_and_defence(walk: Walk) -> None:
    officer = walk.visit("officer_a")
    officer.fill(f"{walk.at}/hearings/issue-prior-notice", contact="安正 0553-0000600")
    document = officer.options(f"{walk.at}/serving/record-service", "document_id")[0]
    officer.fill(f"{walk.at}/serving/record-service", document_id=document, served_on="2026-03-09", **SERVICE)
    officer.fill(f"{walk.at}/hearings/waive-defence", waived_on="2026-03-09", form="STATEMENT", proof="书面声明")


def endorsed(walk: Walk) -> None:
    """The unit's head signs each text before it goes to review."""
    walk.visit("officer_a").fill(f"{walk.at}/decisions/ask-endorsement", opinion="建议按拟定的文稿作出处罚决定。")
    walk.visit("unit_head").fill(f"{walk.at}/decisions/endorse", opinion="同意承办人意见。")


def legal_review(walk: Walk) -> None:
    """Returned once for a reason at one point, then agreed in a second round."""
    walk.on(10)
    officer, reviewer = walk.visit("officer_a"), walk.visit("reviewer")
    endorsed(walk)
    officer.fill(f"{walk.at}/review/submit", note="请审核。")
    assert "芜湖安康医院" in reviewer.see("/office/review/queue").text
    reviewer.fill(f"{walk.at}/review/claim")
    wrong = POINTS | {"points-4-finding": "PROBLEM", "points-4-text": "请写明倍数的计算。"}
    reviewer.fill(f"{walk.at}/review/send-back", **wrong, opinion="补充裁量理由。", result="CORRECT")
    base = officer.hidden(f"{walk.at}/decisions/save-draft", "base_version")
    better = DRAFT | {"discretion": "一般情节，损失50000元的1.5倍为75000元。"}
    officer.fill(f"{walk.at}/decisions/save-draft", base_version=base, **better)
    endorsed(walk)
    officer.fill(f"{walk.at}/review/submit", note="已补充。")
    reviewer.fill(f"{walk.at}/review/claim")
    reviewer.fill(f"{walk.at}/review/agree", **POINTS, opinion="同意。")


def decision_and_service(walk: Walk) -> None:
    walk.on(11)
    officer, chief = walk.visit("officer_a"), walk.visit("agency_head")
    officer.see(f"{walk.at}/decisions/decide", status=403)
    assert "临罚〔2026〕1号" in chief.fill(f"{walk.at}/decisions/decide", opinion="同意，作出处罚决定。").text
    document = officer.options(f"{walk.at}/serving/record-decision-service", "document_id")[0]
    officer.fill(f"{walk.at}/serving/record-decision-service", document_id=document, served_on="2026-03-11", **SERVICE)


def publication(walk: Walk) -> None:
    """Two people, then the citizens see it, and see no more than they should."""
    clerk, second, citizen = (walk.visit(login) for login in ("clerk", "clerk_two", ""))
    unconfirmed = clerk.fill(f"{walk.at}/publication/publish", status=409)
    assert "复核" in plain(unconfirmed.text)
    clerk.fill(f"{walk.at}/publication/prepare")
    digest = second.hidden(f"{walk.at}/publication/confirm", "digest")
    alone = clerk.fill(f"{walk.at}/publication/confirm", digest=digest, status=409)
    assert "政府信息公开条例" in alone.text
    second.fill(f"{walk.at}/publication/confirm", digest=digest)
    clerk.fill(f"{walk.at}/publication/publish")
    listing = citizen.see("/notices").text
    link = re.search(r'href="(/notices?/[0-9a-f-]{36})', listing)
    assert link
    walk.notice = link.group(1)
    detail = plain(citizen.see(walk.notice).text)
    assert "芜湖安康医院" in detail
    assert "75,000" in detail
    assert "3110000" not in detail


def execution_closing_and_archive(walk: Walk) -> None:
    walk.on(16)
    officer = walk.visit("officer_a")
    early = officer.fill(f"{walk.at}/execution/close", opinion="结案", status=409)
    assert "履行" in plain(early.text)
    paid = {"paid_on": "2026-03-16", "receipt_no": "340200000001"}
    officer.fill(f"{walk.at}/execution/record-payment", amount="75000", **paid)
    recovered = {"recovered_on": "2026-03-16", "receipt_no": "G0001"}
    officer.fill(f"{walk.at}/execution/record-fund-recovery", amount="50000", **recovered)
    officer.fill(f"{walk.at}/execution/close", opinion="已履行完毕，结案。")
    assert "已申请归档" in walk.visit("archivist").fill(f"{walk.at}/archive/archive", retention="TEN_YEARS").text
    assert archive_due(walk.house) == 1
    assert "与归档时比对" in walk.visit("archivist").see(f"{walk.at}/archive").text
    late = {"account_id": officer.other("officer_c"), "reason": "增加承办人"}
    refused = walk.visit("unit_head").fill(f"{walk.at}/cases/assign-officer", status=409, **late)
    assert "案件已经“归档”" in plain(refused.text)


def quarterly_figure(walk: Walk) -> None:
    """The case counts once, under the fine; the number opens it, and the workbook says the same."""
    clerk = walk.visit("clerk")
    page = clerk.see("/office/statistics/quarter?period=2026Q1").text
    assert "7.5" in plain(page)
    workbook = clerk.see("/office/statistics/quarter.xlsx?period=2026Q1").content
    first, *_ = load_workbook(BytesIO(workbook)).worksheets
    assert 7.5 in [cell.value for row in first.iter_rows() for cell in row]


def withdrawal(walk: Walk) -> None:
    """A marked entry stays, with date and reason; the content is gone."""
    walk.on(18)
    clerk, citizen = walk.visit("clerk"), walk.visit("")
    ordered = {"trigger": "REVOKED", "instrument": "行政复议决定书", "trigger_on": "2026-03-18"}
    clerk.fill(f"{walk.at}/publication/order-withdrawal", **ordered)
    clerk.fill(f"{walk.at}/publication/withdraw", kind="REVOKED", public_reason="处罚决定被依法撤销。")
    gone = citizen.see(walk.notice, status=410).text
    assert "处罚决定被依法撤销" in gone
    assert "芜湖安康医院" not in gone
