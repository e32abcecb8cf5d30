"""A new type of enforcement is a folder: put there, it is found, filed, walked and counted; with a hole, refused."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from enforcement import procedures
from enforcement.cases import queries, service
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import SYSTEM
from enforcement.procedures import ordinary_penalty
from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.procedures.guards import gates
from enforcement.procedures.loading import IncompleteProcedure
from tests.bureau import Bureau

KEY = "trial_inspection"
PROCEDURE = '''
"""A short procedure for a test: registered, approved, evidence taken, closed, put away."""

from pathlib import Path

from enforcement.procedures import loading
from enforcement.procedures.grammar import Milestone as M
from enforcement.procedures.grammar import Need, Procedure, Stage, Step

FOLDER = Path(__file__).parent


def after(one):
    basis = "《行政处罚法》第五十五条"
    return (Need(any_of=frozenset({one}), sentence="前一步尚未办理。", basis=basis, cure="cases.gates"),)


PROCEDURE = Procedure(
    key="trial_inspection",
    title="行政检查（试行）",
    action_type="INSPECTION",
    steps={
        M.CLUE_REGISTERED: Step(stage=Stage.CLUE),
        M.FILING_PROPOSED: Step(needs=after(M.CLUE_REGISTERED), stage=Stage.FILING),
        M.FILED: Step(needs=after(M.FILING_PROPOSED), stage=Stage.INVESTIGATING),
        M.EVIDENCE_SEALED: Step(needs=after(M.FILED), repeatable=True),
        M.CLOSED: Step(needs=after(M.EVIDENCE_SEALED), stage=Stage.CLOSED),
        M.ARCHIVED: Step(needs=after(M.CLOSED), stage=Stage.ARCHIVED),
    },
    periods=loading.periods(FOLDER),
    clock=loading.clock(FOLDER),
    review=loading.review(FOLDER),
    recording=loading.recording(FOLDER),
    publication=loading.publication(FOLDER),
    papers=loading.papers(FOLDER),
    recordable=loading.recordable(FOLDER),
)
'''
PERIODS = """
[[period]]
key = "PUT_AWAY"
title = "检查资料归档"
opened_by = "filed"
closed_by = ["archived"]
length = 20
unit = "WORKDAY"
basis = "国办发〔2018〕118号"
in_force_from = 2019-01-03
"""
PAPERS = """
[[paper]]
kind = "final_report"
title = "调查终结报告"
basis = "国办发〔2018〕118号"
"""
FILES = ("review.toml", "recording.toml", "publication.toml")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Beside the shipped folders, as if it had been put there before the start."""
    made = tmp_path / "more" / KEY
    made.mkdir(parents=True)
    shipped = Path(ordinary_penalty.__path__[0])
    for name in FILES:
        text = (shipped / name).read_text("utf-8")
        (made / name).write_text(text.replace('happened_by = ["decided"]\n', "happened_by = []\n"), "utf-8")
    (made / "__init__.py").touch()
    (made / "procedure.py").write_text(PROCEDURE, "utf-8")
    (made / "periods.toml").write_text(PERIODS, "utf-8")
    (made / "clock.toml").write_text("stoppage = []\nextension = []\n", "utf-8")
    (made / "steps.toml").write_text("step = []\n", "utf-8")
    (made / "papers.toml").write_text(PAPERS, "utf-8")
    monkeypatch.setattr(procedures, "__path__", [*procedures.__path__, str(made.parent)])
    catalogue.cache_clear()
    yield made
    catalogue.cache_clear()
    for name in [name for name in sys.modules if name.startswith(f"{procedures.__name__}.{KEY}")]:
        del sys.modules[name]
    vars(procedures).pop(KEY, None)


def test_a_case_of_the_new_type_is_filed_walked_and_counted(folder: Path, bureau: Bureau) -> None:
    case = bureau.clue(procedure=KEY)
    bureau.act("officer_a", service.propose_filing, case, opinion="建议检查。")
    bureau.act("unit_head", service.approve_filing, case, opinion="同意检查。")
    (deadline,) = bureau.read(queries.deadlines, case)
    assert (deadline.key, deadline.due_on) == ("PUT_AWAY", date(2026, 4, 7))
    for step in (Milestone.EVIDENCE_SEALED, Milestone.CLOSED, Milestone.ARCHIVED):
        with bureau.runtime.work(SYSTEM) as work:
            service.lock(work, case)
            service.reach(work, case, step)
    assert bureau.read(queries.get, case).stage is Stage.ARCHIVED
    assert bureau.read(queries.deadlines, case)[0].closed_on == date(2026, 3, 9)
    shown = [gate.title for gate in gates(catalogue()[KEY], bureau.read(queries.stands, case))]
    assert shown == ["立案", "结案", "归档"]


def test_a_step_the_new_type_does_not_have_is_refused_by_name(folder: Path, bureau: Bureau) -> None:
    case = bureau.clue(procedure=KEY)
    with pytest.raises(RuleBroken, match="没有“作出决定”这一步骤"), bureau.runtime.work(SYSTEM) as work:
        service.reach(work, case, Milestone.DECIDED)
    with pytest.raises(RuleBroken, match="没有“中止案件调查”这一步骤"):
        bureau.act("officer_a", service.ask_suspension, case, ground="other", reason="无。")


def test_a_type_nobody_put_there_is_refused(bureau: Bureau) -> None:
    with pytest.raises(InvalidInput):
        bureau.clue(procedure=KEY)


@pytest.mark.parametrize("name", [*FILES, "papers.toml", "steps.toml", "periods.toml", "clock.toml", "procedure.py"])
def test_a_folder_with_a_hole_stops_the_start_and_says_which(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(IncompleteProcedure, match=rf"{KEY}: {name} is missing"):
        catalogue()


WRONG = {
    "periods.toml": ('basis = "国办发〔2018〕118号"\n', ""),
    "clock.toml": ("extension = []\n", ""),
    "review.toml": ("points = [", "ponts = ["),
    "publication.toml": ('policy = "FULL_TEXT"', 'policy = "SOME_TEXT"'),
    "recording.toml": ('step = "complaint"\n', ""),
    "papers.toml": ('title = "调查终结报告"\n', ""),
    "steps.toml": ("step = []", "stop = []"),
}


@pytest.mark.parametrize(("name", "change"), WRONG.items(), ids=WRONG)
def test_a_row_with_a_hole_is_named_by_its_file(folder: Path, name: str, change: tuple[str, str]) -> None:
    path = folder / name
    assert change[0] in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(*change), "utf-8")
    with pytest.raises(IncompleteProcedure, match=f"{KEY}/{name}"):
        catalogue()


def test_a_clock_for_a_period_the_folder_does_not_have_is_refused(folder: Path) -> None:
    row = 'key = "x"\ntitle = "鉴定"\nperiods = ["CASE_DECIDE"]\nbasis = "第一条"\nin_force_from = 2021-07-15\n'
    (folder / "clock.toml").write_text(f"extension = []\n[[stoppage]]\n{row}", "utf-8")
    with pytest.raises(IncompleteProcedure, match="CASE_DECIDE"):
        catalogue()
