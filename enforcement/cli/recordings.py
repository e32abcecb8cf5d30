"""`enforcement import-recordings`: a recorder's folder into the inbox or a case. Nothing in it is changed."""

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import click

from enforcement.accounts import queries as accounts
from enforcement.bootstrap import Runtime
from enforcement.cases import queries as cases
from enforcement.cli.house import opened
from enforcement.docking import queries
from enforcement.docking.intake import Line, Sweep, files_in
from enforcement.docking.names import Came, Result
from enforcement.docking.printing import receipt_text
from enforcement.docking.service import link_recordings
from enforcement.evidence.rules import Labels
from enforcement.kernel.errors import EnforcementError
from enforcement.kernel.identity import SYSTEM, Actor, CaseId
from enforcement.procedures.grammar import Stage
from enforcement.web.show import file_size

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FINISHED = frozenset({Stage.CLOSED, Stage.ARCHIVED, Stage.NOT_FILED, Stage.DECLINED})
SOME_BAD = 3  # the command ran to its end, yet not every file is safe and whole
EVERY = 1.0  # seconds between two words of progress


class Progress:
    """Which file of how many, how far, how fast; on the error channel, so that the receipt can be piped away."""

    def __init__(self, files: int) -> None:
        self._files, self._number = files, 0
        self._name, self._size = "", 0
        self._begun = self._told = time.monotonic()
        self._from: int | None = None

    def next_file(self, name: str, size: int) -> None:
        self._number += 1
        self._name, self._size, self._from = name, size, None
        self._begun = time.monotonic()
        self._tell(0)

    def at(self, count: int) -> None:
        if self._from is None:
            self._from = count
        if time.monotonic() - self._told >= EVERY:
            self._tell(count)

    def _tell(self, count: int) -> None:
        self._told = time.monotonic()
        passed = max(self._told - self._begun, 0.001)
        rate = file_size(int((count - (self._from or 0)) / passed))
        place = f"第 {self._number}/{self._files} 个"
        click.echo(f"{place}\t{self._name}\t{file_size(count)} / {file_size(self._size)}\t{rate}/秒", err=True)


@dataclass(frozen=True, kw_only=True)
class Printed:
    """Where the receipt was put, and the digest of its text."""

    text: Path
    sha256: str


@click.command(name="import-recordings")
@click.argument("folder", type=FOLDER)
@click.option("--device", required=True, help="执法记录仪编号（设备台账中的编号）。")
@click.option("--officer", "certificate", required=True, help="交存人的执法证编号，以其名义收入。")
@click.option("--case", "number", default=None, help="案号或案件标识：收入后直接关联到该案；不给则进入采集箱。")
@click.option(
    "--receipt",
    "receipts",
    type=click.Path(path_type=Path),
    default=None,
    help="收据存放目录，默认在数据目录的 receipts 下。",
)
def import_recordings(
    folder: Path, device: str, *, certificate: str, number: str | None, receipts: Path | None
) -> None:
    """把 FOLDER 中的录音录像和照片收入采集箱，并打印收据（结果、SHA-256、字节数、文件名）。

    已有的文件按内容识别，不会重复收入；中断后再次运行从断点继续；文件夹中的文件不改动、不删除。
    全部完好时以状态 0 结束；有文件未收或者有缺损时以状态 3 结束，其余文件照常收入。
    """
    with opened() as runtime:
        officer = _officer(runtime, certificate)
        case_id = _case(runtime, officer, number) if number else None
        _warn_of_ledger(runtime, officer, device)
        sweep = Sweep(runtime=runtime, actor=officer, officer=officer.id, device_no=device, came=Came.COMMAND)
        lines = _bring_all(sweep, folder)
        digest = sweep.end()
        printed = _print_receipt(sweep, receipts or runtime.settings.data_dir / "receipts", digest) if digest else None
        linked = _link(runtime, officer, case_id=case_id, lines=lines) if case_id else None
    _tell(lines, printed, linked)
    sys.exit(SOME_BAD if any(line.result in {Result.REFUSED, Result.DAMAGED} for line in lines) else 0)


def _bring_all(sweep: Sweep, folder: Path) -> list[Line]:
    found = list(files_in(folder))
    progress, lines = Progress(len(found)), []
    for one in found:
        progress.next_file(one.relative, one.size)
        lines.append(sweep.bring(one, progress.at))
        click.echo(lines[-1].printed)
    return lines


def _tell(lines: Sequence[Line], printed: Printed | None, linked: str | None) -> None:
    counts = {result: sum(line.result is result for line in lines) for result in Result}
    taken = counts[Result.TAKEN] + counts[Result.DAMAGED]
    click.echo(
        f"共 {len(lines)} 个文件：收 {taken} 个（其中有缺损 {counts[Result.DAMAGED]} 个），"
        f"已有 {counts[Result.KNOWN]} 个，未收 {counts[Result.REFUSED]} 个。"
    )
    if printed:
        click.echo(f"收据：{printed.text}，校验值 {printed.sha256}")
    else:
        click.echo("没有新的文件，没有产生新的收据。")
    if linked:
        click.echo(linked)


def _print_receipt(sweep: Sweep, folder: Path, digest: str) -> Printed:
    """Beside the database, never on the device: a text to print and the same as JSON."""
    receipt_id = sweep.receipt_id or UUID(int=0)
    folder.mkdir(parents=True, exist_ok=True)
    with sweep.runtime.work(SYSTEM, reading=True) as work:
        text = receipt_text(work.session, receipt_id)
        receipt = queries.receipt(work.session, receipt_id)
        lines = queries.lines_of(work.session, receipt_id)
    plain = {
        "id": str(receipt.id),
        "device_no": receipt.device_no,
        "officer_id": str(receipt.officer_id),
        "opened_at": receipt.opened_at.isoformat(),
        "closed_at": receipt.closed_at.isoformat() if receipt.closed_at else None,
        "sha256_of_text": digest,
        "files": [
            {"path": one.path, "size": one.size, "sha256": one.sha256, "result": one.result, "sentence": one.sentence}
            for one in lines
        ],
    }
    path = folder / f"{receipt.id}.txt"
    path.write_text(text, encoding="utf-8")
    path.with_suffix(".json").write_text(json.dumps(plain, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Printed(text=path, sha256=digest)


def _link(runtime: Runtime, officer: Actor, *, case_id: CaseId, lines: Sequence[Line]) -> str:
    """Into the case as they are; what a slate has linked meanwhile stays where the slate said."""
    digests = {line.sha256 for line in lines if line.result is not Result.REFUSED}
    with runtime.work(officer, reading=True) as work:
        waiting = [row.id for row in queries.inbox(work.session, officer, size=10_000).rows if row.sha256 in digests]
    done = 0
    for recording_id in waiting:
        try:
            with runtime.work(officer) as work:
                labels = Labels(captured_by=officer.id)
                link_recordings(work, case_id=case_id, recordings=[recording_id], labels=labels)
            done += 1
        except EnforcementError as refused:
            click.echo(refused.sentence, err=True)
    return f"已关联到案件 {done} 个文件，请在证据页补填标注。"


def _warn_of_ledger(runtime: Runtime, officer: Actor, device_no: str) -> None:
    with runtime.work(SYSTEM, reading=True) as work:
        device = queries.device_numbered(work.session, device_no)
    if device is None:
        click.echo(f"提示：设备 {device_no} 没有登记在设备台账。", err=True)
    elif device.holder_id != officer.id:
        click.echo(f"提示：设备台账中 {device_no} 现在不是由该交存人领用，请核对。", err=True)


def _officer(runtime: Runtime, certificate: str) -> Actor:
    with runtime.work(SYSTEM, reading=True) as work:
        holders = [p.id for p in accounts.people(work.session) for held in p.certificates if held.number == certificate]
        actor = accounts.actor(work.session, holders[0]) if holders else None
    if actor is None:
        raise click.ClickException(f"没有执法证编号为 {certificate} 的在岗人员。")
    return actor


def _case(runtime: Runtime, officer: Actor, number: str) -> CaseId:
    with runtime.work(officer, reading=True) as work:
        wanted = cases.Filters(text="" if _is_id(number) else number)
        lines = cases.listing(work.session, officer, filters=wanted, size=1000).rows
    open_cases = [line for line in lines if line.stage not in FINISHED]
    meant = [line for line in open_cases if number in {line.number, str(line.id)}]
    if len(meant) != 1:
        shown = "；".join(f"{line.number or line.id} {line.title}" for line in open_cases[:10])
        raise click.ClickException(f"--case 须指明一件该交存人在办的案件。可选：{shown or '无'}")
    return meant[0].id


def _is_id(number: str) -> bool:
    try:
        UUID(number)
    except ValueError:
        return False
    return True
