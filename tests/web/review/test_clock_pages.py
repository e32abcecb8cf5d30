"""审核期限延长 on the pages: asked for on the tab, listed with the heads, shown in the queue and on the day's page."""

from pathlib import Path

from enforcement.cases import queries as cases
from enforcement.review.queries import CLOCK
from tests.service.decisions.course import submitted
from tests.web.visitor import office_on_copy


def test_a_review_is_lengthened_from_its_tab(migrated_sqlite: Path, tmp_path: Path) -> None:
    with office_on_copy(migrated_sqlite, tmp_path) as office:
        case = submitted(office.bureau)
        reviewer, chief = office.browser("reviewer"), office.browser("agency_head")
        assert "申请延长审核期限" not in reviewer.get(f"/office/cases/{case}/review").text  # nobody holds it yet
        reviewer.post(f"/office/cases/{case}/review/claim", {})
        assert "申请延长审核期限" in reviewer.get(f"/office/cases/{case}/review").text
        at = f"/office/cases/{case}/review/ask-longer"
        assert reviewer.post(at, {"days": "11", "reason": "病历多。"}).status_code == 422
        assert reviewer.post(at, {"days": "10", "reason": "病历多。"}).status_code == 302
        assert "申请延长 10 个工作日，待审批" in reviewer.get(f"/office/cases/{case}/review").text
        assert "法制审核期限延长" in chief.get("/office/cases/clock-requests").text
        (request,) = office.bureau.read(cases.requests, case)
        ruled = {"verdict": "grant", "opinion": "同意。"}
        assert chief.post(f"/office/cases/{case}/cases/rule-on/{request.id}", ruled).status_code == 302
        assert "已延长 10 个工作日" in reviewer.get("/office/review/queue").text
        clock = office.bureau.read(cases.open_deadline, case, CLOCK)
        assert clock is not None
        page = reviewer.get(f"/office/cases/{case}/deadlines/{clock.id}").text
        assert "法制审核期限延长 10 个工作日" in page
