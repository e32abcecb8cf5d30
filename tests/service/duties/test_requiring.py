"""The hatch the rooms above close their steps through, and the gates that ask again at the end."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from enforcement.archive.reading import put_away
from enforcement.archive.rules import Retention
from enforcement.cases import queries as cases
from enforcement.documents import queries as documents
from enforcement.duties import queries, service
from enforcement.duties.rules import Outcome
from enforcement.duties.states import State
from enforcement.execution import queries as execution
from enforcement.execution import service as executing
from enforcement.hearings.rules import DefenceForm
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.procedures.demands import RecordingLevel
from enforcement.procedures.grammar import Milestone
from enforcement.serving import queries as serving
from enforcement.serving.rules import AttemptOutcome, ServiceMethod
from enforcement.serving.service import record_failed_attempt
from tests.bureau import Bureau
from tests.service.duties.course import (
    clock,
    close,
    decide,
    declare,
    exempted,
    propose,
    recorded,
    step_of,
    tone,
)
from tests.service.execution.course import closable, closed
from tests.service.hearings.course import drafted, file, issued, known, notified, serve
from tests.storage import clips

LEFT: dict[str, Any] = {"method": ServiceMethod.LEFT, "refusal": "拒绝签收"}
Noticed = tuple[CaseId, UUID]


@pytest.fixture
def noticed(bureau: Bureau) -> Noticed:
    case = drafted(bureau)
    return case, issued(bureau, case)


def refused_code(bureau: Bureau, noticed: Noticed, **changes: Any) -> str:
    with pytest.raises(RuleBroken) as refused:
        serve(bureau, *noticed, **changes)
    assert refused.value.basis
    assert bureau.read(serving.of_case, noticed[0]) == []
    assert bureau.read(documents.latest, noticed[0], "service_receipt") is None
    return refused.value.code


def must(bureau: Bureau, step: str) -> None:
    bureau.act(
        "system_admin",
        service.list_duty,
        procedure="ordinary_penalty",
        step=step,
        level=RecordingLevel.MANDATORY,
        basis="本局音像记录事项清单",
        in_force_from=bureau.clock.at.date(),
    )


def test_av_1_a_left_service_rests_on_its_recording(bureau: Bureau, noticed: Noticed, tmp_path: Path) -> None:
    photo = recorded(bureau, noticed[0], clips.photograph(tmp_path / "留置.jpg"), step="left_service", at=clock(9, 20))
    serve(bureau, *noticed, **LEFT, recording_id=photo.id)
    act = step_of(bureau, noticed[0], "left_service").acts[0].act
    assert (act.outcome, act.linked, act.place) == (Outcome.RECORDED, frozenset({photo.id}), "芜湖市镜湖区北京中路12号")
    assert bureau.read(queries.lacks, noticed[0]) == ()
    receipt = bureau.read(documents.get, known(bureau.read(serving.of_document, *noticed)).receipt_id)
    assert f"第{photo.seq}号" in receipt.data["recording_no"]


def test_av_1_without_recording_or_with_an_unsigned_exemption_it_is_refused(bureau: Bureau, noticed: Noticed) -> None:
    witnessed = LEFT | {"witness": "赵某（社区居委会）"}
    assert refused_code(bureau, noticed, **witnessed) == "RECORDING_MISSING"
    act = declare(bureau, noticed[0], "left_service")
    assert refused_code(bureau, noticed, **witnessed) == "RECORDING_MISSING"
    asked = propose(bureau, noticed[0], act)
    assert refused_code(bureau, noticed, **witnessed) == "EXEMPTION_PENDING"
    decide(bureau, noticed[0], asked)
    serve(bureau, *noticed, **witnessed)
    assert bureau.read(queries.act_in_case, noticed[0], act).outcome is Outcome.EXEMPTED


def test_a_recording_labelled_for_the_step_suffices_with_a_witness(
    bureau: Bureau, noticed: Noticed, tmp_path: Path
) -> None:
    recorded(bureau, noticed[0], tone(tmp_path), step="left_service", at=clock(9, 10))
    serve(bureau, *noticed, **LEFT, witness="赵某（社区居委会）")
    assert step_of(bureau, noticed[0], "left_service").state is State.DONE


def test_an_act_closed_before_serves_the_step_of_its_day(bureau: Bureau, noticed: Noticed) -> None:
    act = exempted(bureau, noticed[0], "left_service")
    close(bureau, noticed[0], act)
    serve(bureau, *noticed, **LEFT, witness="赵某（社区居委会）")
    assert len(step_of(bureau, noticed[0], "left_service").acts) == 1


def test_yesterdays_exemption_does_not_serve_today(bureau: Bureau, noticed: Noticed) -> None:
    exempted(bureau, noticed[0], "left_service")
    bureau.on(date(2026, 3, 10))
    assert refused_code(bureau, noticed, **LEFT, witness="赵某（社区居委会）") == "RECORDING_MISSING"


def test_the_chosen_recording_is_of_the_step_and_of_the_day(bureau: Bureau, noticed: Noticed, tmp_path: Path) -> None:
    photo = clips.photograph(tmp_path / "留置.jpg")
    other = recorded(bureau, noticed[0], photo, step="scene_inspection", at=clock(9))
    early = recorded(bureau, noticed[0], photo, step="left_service", at=clock(9, day=7))
    for wrong in (other, early):
        with pytest.raises(InvalidInput) as refused:
            serve(bureau, *noticed, **LEFT, recording_id=wrong.id)
        assert list(refused.value.fields) == ["recording_id"]


def test_direct_service_may_be_recorded_and_need_not(bureau: Bureau, noticed: Noticed, tmp_path: Path) -> None:
    photo = recorded(bureau, noticed[0], clips.photograph(tmp_path / "签收.jpg"), step="direct_service", at=clock(9))
    serve(bureau, *noticed, recording_id=photo.id)
    assert step_of(bureau, noticed[0], "direct_service").acts[0].act.outcome is Outcome.RECORDED
    other = drafted(bureau)
    serve(bureau, other, issued(bureau, other))
    assert step_of(bureau, other, "direct_service").acts == ()


def test_an_announcement_must_be_recorded_where_the_body_says_so(
    bureau: Bureau, noticed: Noticed, tmp_path: Path
) -> None:
    must(bureau, "announcement_service")
    tried: dict[str, Any] = {"attempted_on": date(2026, 3, 9), "outcome": AttemptOutcome.MOVED, "course": "已迁走。"}
    bureau.act(
        "officer_a",
        record_failed_attempt,
        noticed[0],
        document_id=noticed[1],
        method=ServiceMethod.DIRECT,
        **tried,
    )
    posted: dict[str, Any] = {
        "method": ServiceMethod.ANNOUNCEMENT,
        "served_on": date(2026, 3, 9),
        "receiver": "",
        "proof": "本机关公告栏；已迁离登记地址",
    }
    photo = recorded(
        bureau, noticed[0], clips.photograph(tmp_path / "公告.jpg"), step="announcement_service", at=clock(9)
    )
    bureau.on(date(2026, 4, 8))
    serve(bureau, *noticed, **posted)
    assert step_of(bureau, noticed[0], "announcement_service").acts[0].act.linked == frozenset({photo.id})


def test_an_oral_defence_must_be_recorded_where_the_body_says_so(bureau: Bureau, tmp_path: Path) -> None:
    case = notified(bureau)
    must(bureau, "oral_defence")
    with pytest.raises(RuleBroken) as refused:
        file(bureau, case, form=DefenceForm.ORAL)
    assert refused.value.code == "RECORDING_MISSING"
    assert Milestone.DEFENCE_FILED not in bureau.read(cases.stands, case)
    recorded(bureau, case, tone(tmp_path), step="oral_defence", at=clock(9))
    file(bureau, case, form=DefenceForm.ORAL)
    assert step_of(bureau, case, "oral_defence").state is State.DONE


def test_an_oral_defence_may_be_written_down_where_the_law_alone_counts(bureau: Bureau) -> None:
    case = notified(bureau)
    file(bureau, case, form=DefenceForm.ORAL)
    assert step_of(bureau, case, "oral_defence").acts == ()


def test_rec_2_the_closing_gate_names_open_duties(bureau: Bureau) -> None:
    case = closable(bureau)
    assert bureau.read(execution.lacks_for_closing, case) == ()
    act = declare(bureau, case, "sealing")
    named = bureau.read(execution.lacks_for_closing, case)
    assert ["封存" in lack.sentence for lack in named] == [True]
    with pytest.raises(RuleBroken) as refused:
        bureau.act("officer_a", executing.close_case, case, opinion="建议结案。")
    assert (refused.value.code, "封存" in refused.value.sentence) == ("CLOSING_GATE", True)
    decide(bureau, case, propose(bureau, case, act))
    close(bureau, case, act)
    bureau.act("officer_a", executing.close_case, case, opinion="建议结案。")
    assert Milestone.CLOSED in bureau.read(cases.stands, case)


def test_av_1_the_archive_gate_asks_again(bureau: Bureau) -> None:
    case = closed(bureau)
    act = declare(bureau, case, "disposal")
    given: dict[str, Any] = {"retention": Retention.TEN_YEARS}
    with pytest.raises(RuleBroken) as refused:
        put_away(bureau.runtime, bureau.actor("archivist"), case, **given)
    assert (refused.value.code, "罚没物品处置" in refused.value.sentence) == ("DUTIES_OPEN", True)
    decide(bureau, case, propose(bureau, case, act))
    close(bureau, case, act)
    put_away(bureau.runtime, bureau.actor("archivist"), case, **given)
    with pytest.raises(RuleBroken) as over:
        declare(bureau, case, "disposal")
    assert over.value.code == "CASE_OVER"
