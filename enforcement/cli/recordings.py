"""`enforcement import-recordings`: a camera's folder into the evidence of a case. Nothing in the folder is changed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import click

from enforcement.accounts import queries as accounts
from enforcement.bootstrap import Runtime
from enforcement.cases import queries as cases
from enforcement.cli.house import opened
from enforcement.evidence import queries as evidence
from enforcement.evidence import service
from enforcement.evidence.receiving import Part, receive
from enforcement.evidence.rules import Labels
from enforcement.evidence.service import FileFacts, Space
from enforcement.evidence.staging import free_bytes
from enforcement.kernel.errors import EnforcementError
from enforcement.kernel.identity import SYSTEM, Actor, CaseId
from enforcement.procedures.grammar import Stage
from storage.digest import BLOCK, sha256_of

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FINISHED = frozenset({Stage.CLOSED, Stage.ARCHIVED, Stage.NOT_FILED})


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """One folder of one device, brought in by one officer for one case."""

    runtime: Runtime
    officer: Actor
    case_id: CaseId
    device: str
    known: set[str]

    def bring(self, path: Path) -> str:
        """What the receipt says of this file."""
        digest = _digest(path)
        if digest in self.known:
            return f"已有\t{digest}\t{path.name}"
        try:
            self._receive(path, digest)
        except EnforcementError as refused:
            return f"未收\t{digest}\t{path.name}\t{refused.sentence}"
        self.known.add(digest)
        return f"已收\t{digest}\t{path.name}"

    def _receive(self, path: Path, digest: str) -> None:
        """The digest is the fingerprint: a sweep that was cut off continues at the byte it had reached."""
        settings = self.runtime.settings
        space = Space(
            largest=settings.max_upload_bytes,
            free=free_bytes(settings.staging_dir, reserve=settings.storage_reserve_bytes),
        )
        file = FileFacts(name=path.name, size=path.stat().st_size, fingerprint=f"sha256:{digest}")
        labels = Labels(captured_by=self.officer.id, device_no=self.device)
        with self.runtime.work(self.officer) as work:
            upload = service.open_upload(work, self.case_id, file=file, space=space, labels=labels)
        with path.open("rb") as source:
            source.seek(upload.received)
            part = Part(offset=upload.received, length=upload.size - upload.received, read=source.read)
            receive(self.runtime, self.officer, upload.id, part=part)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return sha256_of(iter(lambda: file.read(BLOCK), b""))


@click.command(name="import-recordings")
@click.argument("folder", type=FOLDER)
@click.option("--device", required=True, help="执法记录仪编号，写入每个文件的标注。")
@click.option("--officer", "certificate", required=True, help="承办人的执法证编号，以其名义收入。")
@click.option("--case", "number", default=None, help="案号或案件标识；不给则该承办人须只有一件在办案件。")
def import_recordings(folder: Path, device: str, *, certificate: str, number: str | None) -> None:
    """把 FOLDER 中的录音录像和照片收入案件，并打印收据（状态、SHA-256、文件名）。

    已有的文件按内容识别，不会重复收入；文件夹中的文件不改动、不删除。收入后由定时任务封存并生成预览。
    """
    with opened() as runtime:
        sweep = _sweep(runtime, device=device, certificate=certificate, number=number)
        lines = [sweep.bring(path) for path in sorted(folder.rglob("*")) if path.is_file()]
    for line in lines:
        click.echo(line)
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    click.echo(f"共 {len(lines)} 个文件；收据校验值 {digest}")


def _sweep(runtime: Runtime, *, device: str, certificate: str, number: str | None) -> Sweep:
    with runtime.work(SYSTEM, reading=True) as work:
        officer = _officer(runtime, certificate)
        case_id = _case(runtime, officer, number)
        known = {sha256 for _key, sha256 in evidence.digests(work.session)}
        waiting = {row.fingerprint.removeprefix("sha256:") for row in evidence.unfinished(work.session, case_id)}
        received = {row.sha256 for row in evidence.unfinished(work.session, case_id) if row.sha256}
    return Sweep(runtime=runtime, officer=officer, case_id=case_id, device=device, known=known | (waiting & received))


def _officer(runtime: Runtime, certificate: str) -> Actor:
    with runtime.work(SYSTEM, reading=True) as work:
        holders = [p.id for p in accounts.people(work.session) for held in p.certificates if held.number == certificate]
        actor = accounts.actor(work.session, holders[0]) if holders else None
    if actor is None:
        raise click.ClickException(f"没有执法证编号为 {certificate} 的在岗人员。")
    return actor


def _case(runtime: Runtime, officer: Actor, number: str | None) -> CaseId:
    with runtime.work(officer, reading=True) as work:
        lines = cases.listing(work.session, officer, text="" if _is_id(number) else number or "", size=1000).rows
    open_cases = [line for line in lines if line.stage not in FINISHED]
    wanted = [line for line in open_cases if number is None or number in {line.number, str(line.id)}]
    if len(wanted) != 1:
        shown = "；".join(f"{line.number or line.id} {line.title}" for line in open_cases[:10])
        raise click.ClickException(f"请用 --case 指明一件该承办人在办的案件。可选：{shown or '无'}")
    return wanted[0].id


def _is_id(number: str | None) -> bool:
    try:
        UUID(number or "")
    except ValueError:
        return False
    return True
