"""The custody record in the words other archives read: PREMIS 3.0 (Library of Congress), objects, events and agents."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from enforcement.archive.gathering import FiledItem, Snapshot
from enforcement.evidence.names import CustodyEvent
from enforcement.evidence.rows import CustodyRow

NAMESPACE = "http://www.loc.gov/premis/v3"
SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
# Words of the Library of Congress vocabulary where it has one; ours otherwise.
EVENT_TYPES = {
    CustodyEvent.RECEIVED: "ingestion start",
    CustodyEvent.SEALED: "ingestion end",
    CustodyEvent.RECORDED: "creation",
    CustodyEvent.LABELLED: "metadata modification",
    CustodyEvent.DERIVED: "derivation",
    CustodyEvent.VIEWED: "access",
    CustodyEvent.COPIED: "replication",
    CustodyEvent.BUNDLED: "dissemination",
}


def document(found: Snapshot) -> bytes:
    register_namespace("premis", NAMESPACE)
    register_namespace("xsi", SCHEMA)
    root = Element(_name("premis"), {"version": "3.0"})
    for filed in found.items:
        _object(root, filed)
    for filed in found.items:
        for line in filed.custody:
            _event(root, filed, line)
    people = {line.by for filed in found.items for line in filed.custody}
    for account in sorted(people, key=str):
        agent = SubElement(root, _name("agent"))
        _identifier(agent, "agent", kind="account", value=str(account))
        _say(agent, "agentName", found.names.get(account, ""))
    indent(root, " ")
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _object(root: Element, filed: FiledItem) -> None:
    item = filed.item
    thing = SubElement(root, _name("object"), {f"{{{SCHEMA}}}type": "premis:file"})
    _identifier(thing, "object", kind="path", value=filed.path)
    about = SubElement(thing, _name("objectCharacteristics"))
    fixity = SubElement(about, _name("fixity"))
    _say(fixity, "messageDigestAlgorithm", "SHA-256")
    _say(fixity, "messageDigest", item.sha256)
    _say(about, "size", str(item.size))
    form = SubElement(SubElement(about, _name("format")), _name("formatDesignation"))
    _say(form, "formatName", item.mime)
    _say(thing, "originalName", item.title)


def _event(root: Element, filed: FiledItem, line: CustodyRow) -> None:
    event = SubElement(root, _name("event"))
    _identifier(event, "event", kind="custody", value=f"{filed.item.id}/{line.seq}")
    _say(event, "eventType", EVENT_TYPES.get(line.event, line.event.lower()))
    _say(event, "eventDateTime", _moment(line.at))
    detail = SubElement(event, _name("eventDetailInformation"))
    _say(detail, "eventDetail", "；".join(part for part in (line.event_name, line.how, line.why) if part))
    outcome = SubElement(event, _name("eventOutcomeInformation"))
    _say(outcome, "eventOutcome", line.result)
    _identifier(event, "linkingAgent", kind="account", value=str(line.by))
    _identifier(event, "linkingObject", kind="path", value=filed.path)


def _identifier(parent: Element, what: str, *, kind: str, value: str) -> None:
    identifier = SubElement(parent, _name(f"{what}Identifier"))
    _say(identifier, f"{what}IdentifierType", kind)
    _say(identifier, f"{what}IdentifierValue", value)


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, _name(name)).text = text


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
