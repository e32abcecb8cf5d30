"""A case whose clock was stopped is listed as such, after what is due and before what has no period."""

from enforcement.cases import queries, service
from enforcement.messages import queries as messages
from tests.bureau import Bureau
from tests.service.cases.test_clock import STOP, SUSPEND, grant


def test_a_suspended_case_says_so_and_stands_behind_what_runs(bureau: Bureau) -> None:
    suspended, tested, running = bureau.filed(), bureau.filed(), bureau.filed()
    grant(bureau, suspended, bureau.act("officer_a", service.ask_suspension, suspended, **SUSPEND))
    bureau.act("officer_a", service.record_stop, tested, started_on=bureau.clock.at.date(), **STOP)
    page = bureau.read(queries.listing, bureau.actor("officer_a"), filters=queries.Filters())
    lines = {line.id: line for line in page.rows}
    assert page.rows[0].id == running
    assert lines[running].still_since is None
    assert (lines[suspended].next_due, lines[suspended].still_by) == (None, "中止中")
    assert lines[suspended].still_since == bureau.clock.at.date()
    assert lines[tested].still_since == bureau.clock.at.date()
    assert lines[tested].still_by not in ("", "中止中")


def test_pages_go_on_over_cases_that_stand_still(bureau: Bureau) -> None:
    cases = {bureau.filed() for _ in range(3)}
    for case in sorted(cases)[:2]:
        bureau.act("officer_a", service.record_stop, case, started_on=bureau.clock.at.date(), **STOP)
    seen, after = [], ""
    for _ in range(4):
        page = bureau.read(queries.listing, bureau.actor("officer_a"), filters=queries.Filters(), size=1, after=after)
        seen += [line.id for line in page.rows]
        after = page.next_after or ""
        if not after:
            break
    assert set(seen) == cases
    assert len(seen) == len(cases)


def test_what_is_counted_in_workdays_is_asked_for_and_told_in_workdays(bureau: Bureau) -> None:
    clue, filed = bureau.clue(), bureau.filed()
    wanted = {"extension": "clue_by_head", "days": 3, "paper": "", "reason": "须向异地核实。"}
    bureau.act("officer_a", service.ask_extension, clue, **wanted)
    bureau.act("officer_a", service.ask_extension, filed, **wanted | {"extension": "case_by_head", "days": 30})
    texts = [letter.text for letter in bureau.read(messages.inbox, bureau.id("agency_head"))]
    assert any(" 3 个工作日" in text for text in texts)
    assert any(" 30 日" in text for text in texts)
    rows = bureau.read(queries.pending_rulings, bureau.actor("agency_head"))
    assert {(row.request.days, row.unit) for row in rows} == {(3, "个工作日"), (30, "日")}
