from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.evidence import rules
from enforcement.evidence.models import (
    Derivative,
    Item,
    TextRecord,
)
from enforcement.evidence.queries.kept import record_values


def digests(session: Session) -> Iterator[tuple[str, str]]:
    """Every object this room knows, with the digest it must have. One pair for bytes that several items share."""
    originals = select(Item.object_key, Item.sha256).where(Item.object_key.is_not(None))
    copies = select(Derivative.object_key, Derivative.sha256)
    for key, sha256 in session.execute(originals.union(copies)):
        yield str(key), str(sha256)


def text_digests(session: Session) -> Iterator[tuple[UUID, str, str]]:
    """Item id, the digest it was frozen with, and the digest of the words as they stand now."""
    found = select(Item.sha256, TextRecord).join(TextRecord, TextRecord.item_id == Item.id)
    for sha256, record in session.execute(found):
        yield record.item_id, sha256, rules.record_digest(record_values(record))
