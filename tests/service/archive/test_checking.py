"""The program a court's expert runs: whatever is changed in a bundle, it is named."""

import hashlib
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from enforcement.archive import bagging, papers
from enforcement.archive.offline import PAGE, PROGRAM, verifier
from enforcement.audit import service as journal
from tests.service.archive.bundles import ended, made, unpacked, written
from tests.web.visitor import Office, office_on_copy

TURNED = str.maketrans("0123456789abcdef", "1234567890bcdefa")  # each letter another, and still a number
RANDOM = random.Random(20260309)


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("office")) as opened:
        yield opened


@pytest.fixture(scope="module")
def zipped(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = ended(office.bureau)
    office.bureau.act("audit_admin", journal.sign_head, signer=office.runtime.signer)
    return written(office.bureau, made(office.bureau, case), tmp_path_factory.mktemp("bundle") / "卷宗.zip")


@pytest.fixture(scope="module")
def whole(zipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked(zipped, tmp_path_factory.mktemp("unpacked"))


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "bag"))


def files_of(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def faults(path: Path) -> list[str]:
    return verifier.verify(path).faults


def rewrite(folder: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """A forger who knows BagIt: the file is changed, and every list that names it is made anew."""
    path = folder / name
    path.chmod(0o644)
    path.write_bytes(change(path.read_bytes()))
    for manifest, payload in ((bagging.MANIFEST, True), (bagging.TAG_MANIFEST, False)):
        names = [one.relative_to(folder).as_posix() for one in files_of(folder)]
        listed = [one for one in names if one.startswith("data/") == payload and one != bagging.TAG_MANIFEST]
        digests = [(one, hashlib.sha256((folder / one).read_bytes()).hexdigest()) for one in listed]
        if manifest == bagging.TAG_MANIFEST:
            _count_anew(folder, names)
            digests = [(one, hashlib.sha256((folder / one).read_bytes()).hexdigest()) for one in listed]
        (folder / manifest).write_text(bagging.manifest(digests), "utf-8")


def _count_anew(folder: Path, names: list[str]) -> None:
    sizes = [(folder / name).stat().st_size for name in names if name.startswith("data/")]
    info = folder / "bag-info.txt"
    kept = [line for line in info.read_text("utf-8").splitlines() if not line.startswith("Payload-Oxum")]
    info.write_text("\n".join([*kept, f"Payload-Oxum: {sum(sizes)}.{len(sizes)}"]) + "\n", "utf-8")


def test_both_forms_pass(whole: Path, zipped: Path) -> None:
    assert (faults(whole), faults(zipped)) == ([], [])


def test_a_changed_bit_of_any_file_names_the_file(folder: Path) -> None:
    """First, last and three random bits of every file: the papers, the program itself, the lists of files."""
    for path in files_of(folder):
        content = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        for bit in {0, 8 * len(content) - 1, *(RANDOM.randrange(8 * len(content)) for _ in range(3))}:
            changed = bytearray(content)
            changed[bit // 8] ^= 1 << bit % 8
            path.write_bytes(changed)
            assert any(name in fault for fault in faults(folder)), f"{name}, bit {bit}"
        path.write_bytes(content)
    assert faults(folder) == []


def test_a_cut_or_lengthened_file_is_named(folder: Path) -> None:
    for path in files_of(folder):
        content = path.read_bytes()
        for changed in (content[:-1], content + b"\n", b""):
            path.write_bytes(changed)
            assert any(path.relative_to(folder).as_posix() in fault for fault in faults(folder))
        path.write_bytes(content)


def test_a_missing_file_is_named(folder: Path) -> None:
    for path in files_of(folder):
        moved = path.rename(folder.parent / "away")
        assert any(path.relative_to(folder).as_posix() in fault for fault in faults(folder))
        moved.rename(path)


@pytest.mark.parametrize("name", ["data/证据/999-补充.mp4", "说明.txt", "data/多出.json"])
def test_an_added_file_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"added")
    assert any(f"多出文件：{name}" in fault for fault in faults(folder))


def test_a_link_out_of_the_folder_is_named(folder: Path) -> None:
    (folder / "data/证据/999-链接").symlink_to("/etc/hostname")
    assert "不是普通文件：data/证据/999-链接" in faults(folder)


def test_what_the_desktop_leaves_behind_is_only_mentioned(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"x")
    result = verifier.verify(folder)
    assert result.clean
    assert any(".DS_Store" in note for note in result.notes)


def test_bytes_changed_inside_the_zip_are_named(zipped: Path, tmp_path: Path) -> None:
    content = zipped.read_bytes()
    with ZipFile(zipped) as opened:
        for info in opened.infolist()[::5]:
            changed = bytearray(content)
            changed[info.header_offset + 30 + len(info.filename.encode()) + info.file_size // 2] ^= 4
            path = tmp_path / "changed.zip"
            path.write_bytes(changed)
            assert any(info.filename.split("/", 1)[1] in fault for fault in faults(path)), info.filename


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_zip_cut_short_does_not_pass(zipped: Path, tmp_path: Path, share: float) -> None:
    content = zipped.read_bytes()
    path = tmp_path / "cut.zip"
    path.write_bytes(content[: int(len(content) * share)])
    assert faults(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_strange_names_is_named(zipped: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(zipped, tmp_path / "b.zip"))
    with ZipFile(path, "a") as opened:
        top = opened.namelist()[0].split("/")[0]
        opened.writestr(f"{top}/../escaped.txt", "x")
        opened.writestr(f"{top}/bagit.txt", "BagIt-Version: 1.0\n")
    found = faults(path)
    assert f"压缩包内的路径不正常：{top}/../escaped.txt" in found
    assert f"压缩包内重复的文件：{top}/bagit.txt" in found


def test_a_forger_who_rewrites_the_lists_is_found_by_the_journal(folder: Path) -> None:
    """BagIt alone would now be content: the digests the agency signed are not."""
    document = next((folder / "data/文书").glob("*.pdf")).relative_to(folder).as_posix()
    record = next((folder / "data/证据").glob("*.json")).relative_to(folder).as_posix()
    for name in (document, record):
        rewrite(folder, name, lambda content: content + b" ")
        assert f"文件与留痕中封存、制发时的校验值不符：{name}" in faults(folder)


def test_a_planted_recording_is_not_covered_by_the_journal(folder: Path) -> None:
    (folder / "data/证据/999-补充.mp4").write_bytes(b"planted")
    rewrite(folder, papers.INDEX, lambda content: content)
    assert faults(folder) == ["文件没有列入目录，留痕不能证明其来源：data/证据/999-补充.mp4"]


def edited(number: int, **facts: object) -> Callable[[bytes], bytes]:
    """Rewrites one entry together with its own hash."""

    def change(content: bytes) -> bytes:
        lines = [json.loads(line) for line in content.decode().splitlines()]
        body = json.loads(lines[number - 1]["body"])
        body["facts"] |= facts
        lines[number - 1]["body"] = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        lines[number - 1]["hash"] = hashlib.sha256(lines[number - 1]["body"].encode()).hexdigest()
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()

    return change


def without(number: int) -> Callable[[bytes], bytes]:
    return lambda content: b"".join(
        line for place, line in enumerate(content.splitlines(keepends=True), start=1) if place != number
    )


def test_a_rewritten_entry_is_told_by_its_number(folder: Path) -> None:
    rewrite(folder, papers.JOURNAL, edited(4, opinion="不同意"))
    found = faults(folder)
    assert any(fault.startswith("第 4 条留痕不在所签署的日志之中") for fault in found)
    assert any(fault.startswith("第 5 条留痕没有接在前一条之后") for fault in found)


def test_a_removed_entry_is_told_by_its_number(folder: Path) -> None:
    rewrite(folder, papers.JOURNAL, without(3))
    found = faults(folder)
    assert any(fault.startswith("第 3 条留痕没有接在前一条之后") for fault in found)
    assert any("条数不符" in fault for fault in found)


def test_a_cut_tail_is_told(folder: Path) -> None:
    rewrite(folder, papers.JOURNAL, lambda content: b"".join(content.splitlines(keepends=True)[:-2]))
    assert any("条数不符" in fault for fault in faults(folder))


@pytest.mark.parametrize("field", ["root", "at", "signature", "public_key", "key_id", "size"])
def test_a_changed_head_is_told(folder: Path, field: str) -> None:
    def change(content: bytes) -> bytes:
        told = json.loads(content)
        value = told["head"][field]
        told["head"][field] = value + 1 if isinstance(value, int) else value.translate(TURNED)
        return json.dumps(told).encode()

    rewrite(folder, papers.PROOFS, change)
    assert any(papers.PROOFS in fault or papers.JOURNAL in fault for fault in faults(folder))


def test_a_changed_earlier_head_is_told(folder: Path) -> None:
    def change(content: bytes) -> bytes:
        told = json.loads(content)
        told["earlier"][0]["proof"] = [*told["earlier"][0]["proof"][::-1], "0" * 64]
        return json.dumps(told).encode()

    rewrite(folder, papers.PROOFS, change)
    assert any("历史已被改写" in fault for fault in faults(folder))


@pytest.mark.parametrize("name", [papers.JOURNAL, papers.PROOFS, papers.SEALED, papers.INDEX])
@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"head": 1, "entries": 2}\n'])
def test_nonsense_is_a_finding_and_no_crash(folder: Path, name: str, content: bytes) -> None:
    rewrite(folder, name, lambda _content: content)
    assert faults(folder)


def test_a_rewritten_final_row_is_named(folder: Path) -> None:
    rewrite(folder, papers.SEALED, lambda content: content.replace("询问笔录".encode(), "谈话笔录".encode()))
    assert any("定稿记录缺少，或者与留痕所载校验值不符：item/" in fault for fault in faults(folder))


def test_the_program_inside_runs_by_itself(folder: Path) -> None:
    """Plain Python in an empty environment: nothing of this project can be imported there."""
    line = [sys.executable, "-I", str(folder / PROGRAM), str(folder)]
    shown = subprocess.run(line, capture_output=True, check=False, cwd=folder.parent)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert "全部相符" in shown.stdout.decode()
    (folder / "bagit.txt").write_bytes(b"BagIt")
    assert subprocess.run(line, capture_output=True, check=False).returncode == 1


def test_the_program_imports_nothing_of_the_writer() -> None:
    source = Path(verifier.__file__).read_text("utf-8")
    assert not [line for line in source.splitlines() if line.startswith(("from enforcement", "import enforcement"))]
    assert "storage" not in source


def test_the_page_reaches_nothing(whole: Path) -> None:
    page = (whole / PAGE).read_text("utf-8")
    assert "default-src 'none'" in page
    assert "http://" not in page
    assert "https://" not in page
    assert " src=" not in page
