"""核验程序：核对一个电子卷宗包（文件夹或者 ZIP 文件）。用法：python 核验程序.py 电子卷宗包

For a court's expert: this file imports nothing of the program that wrote the bundle, and can be read in one sitting. It
asks, in this order: is every file there and unchanged (RFC 8493); does the journal of the case follow without a gap;
did the agency sign a log that holds each of its entries (Ed25519; RFC 6962 and RFC 9162, 2.1.3.2 and 2.1.4.2); and are
the recordings and documents the very ones whose digests that journal states. The signature needs the package
`cryptography`; without it everything else is still checked, and the result says so.
"""

import json
import re
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:  # the expert's machine may not have it
    Ed25519PublicKey = None  # type: ignore[assignment,misc]

BLOCK = 1 << 20
LINE = re.compile(r"([0-9a-f]{64})  ([^\r\n%]+)")
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST, INFO = "manifest-sha256.txt", "tagmanifest-sha256.txt", "bag-info.txt"
JOURNAL, PROOFS, SEALED = "data/留痕/留痕.jsonl", "data/留痕/证明.json", "data/留痕/定稿记录.jsonl"
INDEX, PROVED = "data/记录/目录.json", ("data/证据/", "data/文书/")
SYSTEM_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
BROKEN = (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, zipfile.BadZipFile)


class FolderBag:
    def __init__(self, root: Path) -> None:
        self.root = root
        paths = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*"))}
        folders = {name for name, path in paths.items() if path.is_dir() and not path.is_symlink()}
        self.names = [name for name, path in paths.items() if path.is_file() and not path.is_symlink()]
        self.faults = [f"不是普通文件：{name}" for name in sorted(paths.keys() - folders - set(self.names))]

    def open(self, name: str) -> IO[bytes]:
        return (self.root / name).open("rb")


class ZipBag:
    """All names must lie in one folder; a name may stand once only."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        whole = [info.filename for info in opened.infolist() if not info.is_dir()]
        self._top = whole[0].split("/")[0] + "/" if whole else ""
        twice = sorted(name for name, count in Counter(whole).items() if count > 1)
        self.faults = [f"压缩包内的路径不正常：{name}" for name in whole if not self._decent(name)]
        self.faults += [f"压缩包内重复的文件：{name}" for name in twice]
        self.names = [name.removeprefix(self._top) for name in whole if self._decent(name)]

    def _decent(self, name: str) -> bool:
        parts = PurePosixPath(name).parts
        return name.startswith(self._top) and ".." not in parts and "\\" not in name and not name.startswith("/")

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(self._top + name)


@dataclass
class Result:
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # worth reading, yet no fault
    files: int = 0
    entries: int = 0

    @property
    def clean(self) -> bool:
        return not self.faults

    @property
    def sentence(self) -> str:
        seen = f"核对文件 {self.files} 个、留痕 {self.entries} 条"
        return f"{seen}，全部相符。" if self.clean else f"{seen}，发现不符 {len(self.faults)} 处。"


def verify(path: Path) -> Result:
    result = Result()
    try:
        if path.is_dir():
            _Check(FolderBag(path), result).run()
        else:
            with zipfile.ZipFile(path) as opened:
                _Check(ZipBag(opened), result).run()
    except (OSError, zipfile.BadZipFile, RuntimeError) as broken:
        result.faults.append(f"无法打开，压缩包或者文件夹已损坏：{path.name}（{type(broken).__name__}）")
    return result


class _Check:
    def __init__(self, bag: FolderBag | ZipBag, result: Result) -> None:
        self.bag, self.result = bag, result
        self.digests: dict[str, str] = {}
        self.sizes: dict[str, int] = {}

    def run(self) -> None:
        self.result.faults += self.bag.faults
        for name in [name for name in self.bag.names if PurePosixPath(name).name in SYSTEM_FILES]:
            self.result.notes.append(f"操作系统自动生成的文件，不属于卷宗：{name}")
            self.bag.names.remove(name)
        for name in sorted(set(self.bag.names)):
            self._hash(name)
        self.result.files = len(self.digests)
        self._files()
        for name, step in ((JOURNAL, self._journal), (INDEX, self._index)):
            try:
                step()
            except BROKEN as broken:
                self.wrong(f"内容无法读懂，不能继续核对：{name} 或与其相关的文件（{type(broken).__name__}）")

    def wrong(self, sentence: str) -> None:
        self.result.faults.append(sentence)

    def read(self, name: str) -> bytes:
        with self.bag.open(name) as file:
            return file.read()

    def lines(self, name: str) -> Iterator[tuple[int, Any]]:
        lines = self.read(name).decode().split("\n")
        for number, line in enumerate(lines[:-1] if lines[-1] == "" else lines, start=1):
            yield number, json.loads(line)

    def _hash(self, name: str) -> None:
        digest, size = sha256(), 0
        try:
            with self.bag.open(name) as file:
                while block := file.read(BLOCK):
                    digest.update(block)
                    size += len(block)
        except (*BROKEN, RuntimeError, zlib.error) as broken:
            self.wrong(f"文件无法读取，已损坏：{name}（{type(broken).__name__}）")
            return
        self.digests[name], self.sizes[name] = digest.hexdigest(), size

    def _files(self) -> None:
        """RFC 8493: the payload by its manifest, the papers around it by theirs, and nothing beside."""
        if "bagit.txt" not in self.digests or self.read("bagit.txt") != DECLARATION:
            self.wrong("缺少 bagit.txt，或者其内容已被改动")
        payload = {name for name in self.bag.names if name.startswith("data/")}
        self._compare(MANIFEST, payload)
        self._compare(TAG_MANIFEST, set(self.bag.names) - payload - {TAG_MANIFEST})
        if TAG_MANIFEST in self.digests:
            self.result.notes.append(f"清单校验值（请与移交时书面记载的比对）：{self.digests[TAG_MANIFEST]}")
        counted = f"{sum(self.sizes[name] for name in payload if name in self.sizes)}.{len(payload)}"
        if INFO not in self.digests or f"Payload-Oxum: {counted}\n".encode() not in self.read(INFO):
            self.wrong(f"文件的总大小和个数（{counted}）与 {INFO} 所载不符")

    def _compare(self, manifest: str, present: set[str]) -> None:
        listed = self._listed(manifest)
        for name, digest in listed.items():
            if name not in present:
                self.wrong(f"清单（{manifest}）所列的文件缺少：{name}")
            elif name in self.digests and self.digests[name] != digest:
                self.wrong(f"文件内容与清单（{manifest}）所载校验值不符，已被改动：{name}")
        for name in sorted(present - listed.keys()):
            self.wrong(f"清单（{manifest}）以外多出文件：{name}")

    def _listed(self, manifest: str) -> dict[str, str]:
        listed: dict[str, str] = {}
        if manifest not in self.digests:
            self.wrong(f"缺少清单：{manifest}")
            return listed
        *lines, rest = self.read(manifest).split(b"\n")
        for number, line in enumerate(lines, start=1):
            found = LINE.fullmatch(line.decode(errors="replace"))
            if found is None or found[2] in listed:
                self.wrong(f"清单第 {number} 行不正常：{manifest}")
            else:
                listed[found[2]] = found[1]
        if rest:
            self.wrong(f"清单末行不完整：{manifest}")
        return listed

    def _journal(self) -> None:
        """Each entry hashes to what it says, names the one before it, and lies in the signed log."""
        told = json.loads(self.read(PROOFS))
        head, proofs = told["head"], {proof["seq"]: proof for proof in told["entries"]}
        self._signed(head, "本包所附的留痕签名")
        prev, self.stated = "0" * 64, dict[str, str]()
        for number, line in self.lines(JOURNAL):
            self.result.entries += 1
            body = line["body"].encode()
            said = json.loads(body)
            if sha256(body).hexdigest() != line["hash"] or said["seq"] != line["seq"]:
                self.wrong(f"第 {number} 条留痕的内容与其校验值不符，已被改动：{JOURNAL}")
            if said["seq"] != number or said["prev"] != prev:
                self.wrong(f"第 {number} 条留痕没有接在前一条之后，有记录被删除、插入或者改写：{JOURNAL}")
            if said["seq"] not in proofs or _reached(body, proofs[said["seq"]], head["size"]) != head["root"]:
                self.wrong(f"第 {number} 条留痕不在所签署的日志之中：{PROOFS}")
            prev = line["hash"]
            self.stated |= {key[4:]: value for key, value in said["facts"].items() if key.startswith("row ")}
        if self.result.entries != len(proofs):
            self.wrong(f"留痕有 {self.result.entries} 条，证明有 {len(proofs)} 份，条数不符：{JOURNAL}")
        self._earlier(told["earlier"], head)

    def _signed(self, head: dict[str, Any], named: str) -> None:
        """The three lines signed, exactly as a person can retype them."""
        statement = f"enforcement journal head\nsize {head['size']}\nroot {head['root']}\nat {head['at']}\n"
        key = bytes.fromhex(head["public_key"])
        if sha256(key).hexdigest()[:16] != head["key_id"]:
            self.wrong(f"{named}的密钥标识与公钥不符：{PROOFS}")
        if Ed25519PublicKey is None:
            return self.result.notes.append(f"{named}未能核验：本机没有安装 cryptography 软件包。")
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(head["signature"]), statement.encode())
        except (InvalidSignature, ValueError):
            return self.wrong(f"{named}不成立，签名或者所签内容已被改动：{PROOFS}")
        told = f"日志 {head['size']} 条，根 {head['root']}，签署于 {head['at']}，公钥 {head['public_key']}"
        return self.result.notes.append(f"{named}成立：{told}")

    def _earlier(self, earlier: Sequence[dict[str, Any]], head: dict[str, Any]) -> None:
        """Heads given away before: the log has only grown since, so nobody was shown another history."""
        for one in earlier:
            before = one["head"]
            self._signed(before, f"先前 {before['size']} 条时的签名")
            if not _grown(before, head, [bytes.fromhex(node) for node in one["proof"]]):
                self.wrong(f"现有日志不是在先前 {before['size']} 条的基础上增加的，历史已被改写：{PROOFS}")

    def _index(self) -> None:
        """The journal states the digest of each final row, and the row states the digest of its file."""
        rows = {line["row"]: line["text"] for _number, line in self.lines(SEALED)}
        for row, digest in self.stated.items():
            if sha256(rows.get(row, "").encode()).hexdigest() != digest:
                self.wrong(f"定稿记录缺少，或者与留痕所载校验值不符：{row}（{SEALED}）")
        files = {file["path"]: file for file in json.loads(self.read(INDEX))["files"]}
        for path, file in files.items():
            proved = json.loads(rows[file["row"]])[file["column"]] if file["row"] in self.stated else None
            if path in self.digests and self.digests[path] != proved:
                self.wrong(f"文件与留痕中封存、制发时的校验值不符：{path}")
        for path in self.digests:
            if path.startswith(PROVED) and path not in files and not path.endswith(".txt"):
                self.wrong(f"文件没有列入目录，留痕不能证明其来源：{path}")


def _reached(body: bytes, proof: dict[str, Any], size: int) -> str:
    """Climb from the entry to the root. Empty when the proof is too short or too long."""
    node, index = sha256(b"\x00" + body).digest(), proof["position"]
    steps = _steps(index, size - 1, [bytes.fromhex(one) for one in proof["proof"]]) if 0 <= index < size else None
    for neighbour, left in steps or ():
        node = _pair(neighbour, node) if left else _pair(node, neighbour)
    return "" if steps is None else node.hex()


def _grown(first: dict[str, Any], second: dict[str, Any], proof: list[bytes]) -> bool:
    """Build both roots from the same nodes: `old` joins what the earlier log had, `new` joins everything."""
    if not 0 < first["size"] < second["size"] or not proof:
        return False
    nodes = [bytes.fromhex(first["root"]), *proof] if first["size"].bit_count() == 1 else proof
    place, last = first["size"] - 1, second["size"] - 1
    while place % 2 == 1:
        place, last = place // 2, last // 2
    old = new = nodes[0]
    steps = _steps(place, last, nodes[1:])
    for neighbour, left in steps or ():
        old = _pair(neighbour, old) if left else old
        new = _pair(neighbour, new) if left else _pair(new, neighbour)
    return steps is not None and (old.hex(), new.hex()) == (first["root"], second["root"])


def _steps(place: int, last: int, nodes: Sequence[bytes]) -> list[tuple[bytes, bool]] | None:
    """Each neighbour on the way up, and whether it stands on the left. None unless the nodes end at the root."""
    steps = []
    for neighbour in nodes:
        if last == 0:
            return None
        left = place % 2 == 1 or place == last
        while left and place % 2 == 0 and place != 0:  # no neighbour at these levels: the node was carried up
            place, last = place // 2, last // 2
        place, last = place // 2, last // 2
        steps.append((neighbour, left))
    return steps if last == 0 else None


def _pair(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def report(result: Result) -> str:
    return "\n".join([*(f"不符\t{fault}" for fault in result.faults), *result.notes, result.sentence]) + "\n"


def main(words: Sequence[str]) -> int:
    result = verify(Path(words[0]) if words else Path(__file__).parent)
    sys.stdout.write(report(result))
    return 0 if result.clean else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
