"""The list narrowed, its views and marks, on both databases."""

from datetime import date
from typing import Any

import pytest

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases import service as case_acts
from enforcement.kernel.errors import Concealed, NotAllowed, NotFound
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Stage
from enforcement.worklist import queries, service
from enforcement.worklist.rules import ANY_MARK
from tests.bureau import Bureau


def found(bureau: Bureau, login: str, **filters: Any) -> list[CaseId]:
    with bureau.runtime.work(bureau.actor(login), reading=True) as work:
        page = cases.listing(work.session, work.actor, filters=cases.Filters(**filters))
        return [line.id for line in page.rows]


def views(bureau: Bureau, login: str) -> list[queries.ViewRow]:
    return list(bureau.read(queries.views, bureau.actor(login)))


def verbs(bureau: Bureau) -> list[str]:
    return [
        verb for (verb,) in bureau.sql("SELECT verb FROM journal_entry ORDER BY at") if verb.startswith("worklist.")
    ]


def test_each_filter_narrows_and_the_least_time_comes_first(bureau: Bureau) -> None:
    filed = bureau.filed(cause="38-2")
    clue = bureau.clue(party={"name": "芜湖康宁药房"})
    assert found(bureau, "officer_a") == [clue, filed], "fifteen workdays end before ninety days"
    assert found(bureau, "officer_a", stages=[Stage.CLUE]) == [clue]
    assert found(bureau, "officer_a", cause="38-2") == [filed]
    assert found(bureau, "officer_a", text="康宁") == [clue]
    assert found(bureau, "officer_a", text="1号") == [filed]
    assert found(bureau, "officer_a", text="%") == []
    assert found(bureau, "officer_a", procedure="spot_penalty") == []
    assert found(bureau, "officer_a", due_by=date(2026, 3, 30)) == [clue]
    assert found(bureau, "officer_a", due_from=date(2026, 3, 31)) == [filed]
    assert found(bureau, "officer_a", keys=[filed]) == [filed]
    assert found(bureau, "officer_a", keys=[]) == []
    units = {name: key for key, name in bureau.read(accounts.units)}
    assert found(bureau, "reviewer", unit=bureau.actor("officer_a").unit_id) == [clue, filed]
    assert found(bureau, "reviewer", unit=bureau.actor("clerk").unit_id) == []
    assert len(units) > 1


def test_the_handler_is_who_handles_it_now(bureau: Bureau) -> None:
    case = bureau.filed()
    left = bureau.id("officer_b")
    change = {"account_id": bureau.id("officer_c"), "replaces": left, "reason": "调离。"}
    bureau.act("unit_head", case_acts.assign_officer, case, **change)
    assert found(bureau, "reviewer", handler=left) == []
    assert found(bureau, "reviewer", handler=bureau.id("officer_c")) == [case]
    with bureau.runtime.work(bureau.actor("reviewer"), reading=True) as work:
        (line,) = cases.listing(work.session, work.actor).rows
    assert set(line.handlers) == {bureau.id("officer_a"), bureau.id("officer_c")}


def test_no_filter_shows_what_one_may_not_see(bureau: Bureau) -> None:
    case = bureau.filed()
    assert found(bureau, "officer_c", keys=[case]) == []
    with pytest.raises(Concealed):
        bureau.act("officer_c", service.mark, case, label="")
    with pytest.raises(Concealed):
        bureau.act("officer_c", service.note_export, case)


def test_a_view_is_kept_renewed_shared_and_removed(bureau: Bureau) -> None:
    terms = {"shared": True, "opens_first": True}
    first = bureau.act("officer_a", service.save_view, name="快到期的", asked={"due": "3"}, **terms)
    again = bureau.act("officer_a", service.save_view, name="快到期的", asked={"due": "7"}, **terms)
    assert first == again
    (own,) = views(bureau, "officer_a")
    assert (own.asked, own.shared, own.opens_first) == ({"due": "7"}, True, True)
    (seen,) = views(bureau, "officer_b")
    assert seen.owner == bureau.id("officer_a")
    assert views(bureau, "clerk") == [], "of another unit"
    assert bureau.read(queries.opening_view, bureau.actor("officer_b")) is None
    with pytest.raises(NotFound):
        bureau.act("officer_b", service.remove_view, view_id=first)
    with pytest.raises(NotFound):
        bureau.act("officer_b", service.open_with, view_id=first)
    bureau.act("officer_a", service.remove_view, view_id=first)
    assert views(bureau, "officer_a") == []
    assert sorted(verbs(bureau)) == ["worklist.view_removed", "worklist.view_saved", "worklist.view_saved"]


def test_the_list_opens_with_one_view_at_most(bureau: Bureau) -> None:
    def opening() -> str:
        view = bureau.read(queries.opening_view, bureau.actor("officer_a"))
        return view.name if view else ""

    ids = [
        bureau.act("officer_a", service.save_view, name=name, asked={}, shared=False, opens_first=True)
        for name in ("一", "二")
    ]
    assert opening() == "二"
    bureau.act("officer_a", service.open_with, view_id=ids[0])
    assert opening() == "一"
    bureau.act("officer_a", service.open_with, view_id=ids[0])
    assert opening() == ""
    bureau.act("officer_a", service.save_view, name="二", asked={}, shared=False, opens_first=True)
    bureau.act("officer_a", service.save_view, name="二", asked={}, shared=False, opens_first=False)
    assert opening() == ""


def test_a_mark_is_ones_own_and_outside_the_file(bureau: Bureau) -> None:
    case, other = bureau.filed(), bureau.clue()
    bureau.act("officer_a", service.mark, case, label="等回函")
    bureau.act("officer_a", service.mark, other, label="")
    actor = bureau.actor("officer_a")
    assert bureau.read(queries.marks, actor, among=[case, other]) == {case: "等回函", other: ""}
    assert bureau.read(queries.labels, actor) == ["", "等回函"]
    assert found(bureau, "officer_a", among=queries.marked(actor, "等回函")) == [case]
    assert set(found(bureau, "officer_a", among=queries.marked(actor, ANY_MARK))) == {case, other}
    assert bureau.read(queries.marks, bureau.actor("officer_b"), among=[case]) == {}
    bureau.act("officer_a", service.unmark, case)
    with pytest.raises(NotFound):
        bureau.act("officer_a", service.unmark, case)
    own = bureau.sql("SELECT chain FROM journal_entry WHERE verb LIKE 'cases.%'")
    noted = bureau.sql("SELECT chain FROM journal_entry WHERE verb LIKE 'worklist.%'")
    assert len(noted) == 3
    assert not set(own) & set(noted)
    with pytest.raises(NotAllowed):
        bureau.act("system_admin", service.mark, case, label="")
