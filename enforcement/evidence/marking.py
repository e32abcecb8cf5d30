"""The words that mark what somebody looks at or takes away: case, person, certificate, moment."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from pylopdf_fonts_zh_cn import sans_path
from sqlalchemy.orm import Session

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.evidence.names import DerivativeKind
from enforcement.kernel.clock import SHANGHAI, shanghai_day
from enforcement.kernel.identity import CaseId
from storage.joined import whole
from storage.media import watermark
from storage.port import ObjectStore

FONT = Path(sans_path())
STAMPED = frozenset({DerivativeKind.POSTER, DerivativeKind.SMALL, DerivativeKind.LARGE, DerivativeKind.STRIP})


def words(session: Session, case_id: CaseId, *, viewer: UUID, at: datetime) -> tuple[str, str]:
    """A certificate where there is one on that day, else the account's name: either leads to one person."""
    case, person = cases.get(session, case_id), accounts.person(session, viewer)
    if person is None:
        return case.shown_number, f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S +08:00}"
    held = person.certificate_on(shanghai_day(at))
    known_by = f"执法证号 {held.number}" if held else f"账号 {person.login}"
    return f"{case.shown_number} {person.name} {known_by}", f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S +08:00}"


def stamped(objects: ObjectStore, key: str, lines: tuple[str, str], *, sha256: str) -> bytes:
    """Only pictures this house made itself come here, and only with the bytes it made."""
    return watermark.stamped(whole(objects, key, sha256=sha256), lines, font=FONT)
