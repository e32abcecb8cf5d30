"""当事人历次案件: one party, one page; nobody learns of a case they may not see."""

from enforcement.cases import queries as cases
from enforcement.cases import service
from enforcement.desk.party_history import PartyHistory, of_party
from enforcement.kernel.identity import CaseId
from tests.bureau import CLUE, HOSPITAL, Bureau, uscc_with_check_digit
from tests.service.publication.notices import published
from tests.web.visitor import Office


def history(bureau: Bureau, case: CaseId, *, login: str) -> PartyHistory:
    with bureau.runtime.work(bureau.actor(login), reading=True) as work:
        return of_party(work.session, work.actor, cases.get(work.session, case))


def test_the_history_of_a_party_holds_what_was_decided_and_what_is_unpaid(bureau: Bureau) -> None:
    decided, _ = published(bureau)
    bureau.later(days=1)
    standing = bureau.filed()
    found = history(bureau, standing, login="supervisor")
    assert [row.case.id for row in found.rows] == [standing, decided]
    assert (found.decided, found.rows[0].decision, found.rows[0].outstanding_fen) == (1, None, None)
    past = found.rows[1]
    assert past.decision is not None
    assert past.notice_state == "公示中"
    assert found.fined_fen == past.decision.fine_fen == past.outstanding_fen
    assert found.fined_fen > 0
    assert found.recovery_fen == past.decision.recovery_fen


def test_another_party_and_a_case_one_may_not_see_are_not_in_the_history(bureau: Bureau) -> None:
    ours = bureau.filed()
    bureau.filed(party={"name": "芜湖同安医院", "uscc": uscc_with_check_digit("12340200MB2TEXT01")})
    theirs = bureau.act(
        "officer_c",
        service.register_clue,
        clue=service.ClueFacts(**CLUE),
        party=service.PartyFacts(**HOSPITAL),
        second_officer=bureau.id("officer_b"),
    )
    assert [row.case.id for row in history(bureau, ours, login="officer_a").rows] == [ours]
    assert {row.case.id for row in history(bureau, ours, login="supervisor").rows} == {ours, theirs}


def test_the_page_and_the_api_tell_the_same(office: Office) -> None:
    first, second = office.bureau.filed(), office.bureau.filed()
    page = office.browser("officer_a").get(f"/office/cases/{first}/party").text
    assert f"/office/cases/{second}" in page
    assert "2 件，其中已作出决定 0 件" in page
    told = office.app.test_client().get(f"/api/v1/cases/{second}/party", headers=office.bearer("officer_a")).json
    assert {row["case_id"] for row in told["rows"]} == {str(first), str(second)}
    assert told["decided"] == 0
    hidden = office.browser("officer_c").get(f"/office/cases/{first}/party")
    assert hidden.status_code == 404
