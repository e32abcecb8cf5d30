"""The small files of a bundle, written from what was gathered: for people, and for whoever checks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from enforcement.archive import bagging, premis
from enforcement.archive.gathering import FiledItem, Snapshot
from enforcement.archive.words import VERB_NAMES
from enforcement.audit.signing import Head
from enforcement.kernel.clock import SHANGHAI

FORMAT = "enforcement-bundle 1"
INDEX, CATALOGUE = "data/记录/目录.json", "data/卷内目录.html"
JOURNAL, PROOFS, SEALED = "data/留痕/留痕.jsonl", "data/留痕/证明.json", "data/留痕/定稿记录.jsonl"

PAGES = Environment(
    loader=PackageLoader("enforcement.archive", "offline"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def payload(found: Snapshot) -> dict[str, bytes]:
    """By path; what lies in the store already (recordings, documents) is not among them."""
    return {
        CATALOGUE: _catalogue(found),
        INDEX: _json(_index(found)),
        "data/记录/案件.json": _json(_case(found)),
        "data/记录/标注.json": _json({filed.path: [asdict(label) for label in filed.labels] for filed in found.items}),
        "data/记录/保管记录.json": _json({filed.path: _custody(found, filed) for filed in found.items}),
        "data/记录/premis.xml": premis.document(found),
        JOURNAL: _lines(_entry(entry) for entry in found.entries),
        SEALED: _lines({"row": name, "text": text} for name, text in sorted(found.sealed.items())),
        PROOFS: _json(_proofs(found)),
        **_texts(found),
    }


def _texts(found: Snapshot) -> dict[str, bytes]:
    """Each record twice: the very bytes that were frozen, and a copy to read."""
    texts: dict[str, bytes] = {}
    for filed in found.items:
        if filed.text:
            texts[filed.path] = filed.words
            texts[f"{filed.path.removesuffix('.json')}.txt"] = _readable(filed)
    return texts


def _readable(filed: FiledItem) -> bytes:
    text = filed.text
    if text is None:
        return b""
    head = (
        f"{filed.item.title}（{text.text_kind_name}）",
        f"时间：{_clock(text.begun_at)} 至 {_clock(text.ended_at)}",
        f"地点：{text.place}",
        f"在场人：{text.persons}",
        f"执法人员：{text.officers.replace(chr(10), '；')}",
    )
    return ("\n".join([*head, "", text.body]) + "\n").encode()


def _index(found: Snapshot) -> dict[str, Any]:
    """Which file is proved by which column of which final row."""
    files = [
        {"path": filed.path, "row": f"item/{filed.item.id}", "column": "sha256", "name": filed.item.title}
        for filed in found.items
        if not filed.disposed
    ]
    for document in found.documents:
        for form in ("pdf", "docx"):
            row = f"document/{document.row.id}"
            name = document.row.file_name
            files.append({"path": document.path(form), "row": row, "column": f"{form}_sha256", "name": name})
    return {"format": FORMAT, "case": found.case.shown_number, "title": found.case.title, "files": files}


def _case(found: Snapshot) -> dict[str, Any]:
    people = {str(account): name for account, name in found.names.items() if account in _people(found)}
    timeline = [{**asdict(fact), "name": fact.name} for fact in found.timeline]
    return {"case": asdict(found.case), "body": asdict(found.body), "people": people, "timeline": timeline}


def _people(found: Snapshot) -> set[Any]:
    """Only those who appear in this case."""
    named = {officer.account_id for officer in found.case.officers} | {fact.by for fact in found.timeline}
    named |= {entry.actor_id for entry in found.entries}
    return named | {line.by for filed in found.items for line in filed.custody}


def _custody(found: Snapshot, filed: FiledItem) -> list[dict[str, Any]]:
    return [{**asdict(line), "name": found.names.get(line.by, ""), "what": line.event_name} for line in filed.custody]


def _entry(entry: Any) -> dict[str, Any]:
    """`body` is the hashed text itself, `what` a reading aid that proves nothing."""
    what = VERB_NAMES.get(entry.verb, entry.verb)
    return {"seq": entry.seq, "position": entry.position, "hash": entry.hash, "what": what, "body": entry.body}


def _proofs(found: Snapshot) -> dict[str, Any]:
    entries = [
        {"seq": entry.seq, "position": entry.position, "proof": [node.hex() for node in found.proofs[entry.position]]}
        for entry in found.entries
    ]
    earlier = [{"head": _head(head), "proof": [node.hex() for node in proof]} for head, proof in found.earlier]
    return {"head": _head(found.head), "entries": entries, "earlier": earlier}


def _head(head: Head) -> dict[str, Any]:
    return asdict(head) | {"at": head.at.astimezone(UTC).isoformat(timespec="microseconds")}


def _catalogue(found: Snapshot) -> bytes:
    return PAGES.get_template("catalogue.html").render(found=found, clock=_clock).encode()


def tags(found: Snapshot, *, digests: Mapping[str, str], sizes: Iterable[int]) -> dict[str, bytes]:
    """The papers around the payload, without the list of themselves."""
    bundle = found.bundle
    told = {
        "Source-Organization": found.body.name,
        "Organization-Address": found.body.address,
        "Contact-Phone": found.body.phone,
        "External-Description": found.case.title,
        "External-Identifier": found.case.shown_number,
        "Internal-Sender-Identifier": str(bundle.id),
        "Internal-Sender-Description": f"{bundle.purpose_name}，交{bundle.recipient}",
        "Bagging-Date": f"{found.head.at.astimezone(SHANGHAI):%Y-%m-%d}",
        "Bag-Software-Agent": FORMAT,
    }
    return {
        "bagit.txt": bagging.DECLARATION.encode(),
        "bag-info.txt": bagging.info({name: value for name, value in told.items() if value}, sizes=sizes).encode(),
        bagging.MANIFEST: bagging.manifest(digests.items()).encode(),
    }


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=_plain) + "\n").encode()


def _lines(values: Iterable[Mapping[str, Any]]) -> bytes:
    """One line, one object; the journal's own canonical spelling."""
    spelled = (json.dumps(dict(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")) for value in values)
    return "".join(f"{line}\n" for line in spelled).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else str(value)
