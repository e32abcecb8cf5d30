from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enforcement.accounts import queries as accounts
from enforcement.kernel.errors import NotFound
from enforcement.standing import rules
from enforcement.standing.kinds import LISTS, ListFacts, ListKind
from enforcement.standing.models import CertificateCard, StandingList
from enforcement.standing.proposing import proposed
from enforcement.standing.rules import STATE_NAMES, Change, Content, Standing, State


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """`in_force_until`: the day before the next version; None while nothing follows."""

    id: UUID
    kind: ListKind
    state: State
    version: int | None
    content: Content
    content_sha256: str
    source: tuple[rules.Row, ...]
    drafted_by: UUID
    drafted_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    in_force_from: date | None
    in_force_until: date | None = None

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]


@dataclass(frozen=True, kw_only=True)
class ListView:
    """A list as its keepers see it: in force, coming, being drafted, former; and what changed in the data since."""

    kind: ListKind
    versions: tuple[VersionRow, ...]
    draft: VersionRow | None
    current: VersionRow | None
    changed: Change
    overdue_since: date | None

    @property
    def facts(self) -> ListFacts:
        return LISTS[self.kind]

    @property
    def coming(self) -> VersionRow | None:
        return next((row for row in self.versions if self.current is None or row != self.current), None)

    @property
    def needs_care(self) -> bool:
        return self.current is None or bool(self.changed) or self.overdue_since is not None


@dataclass(frozen=True, kw_only=True)
class CardRow:
    id: UUID
    token: str
    certificate_no: str
    issued_at: datetime
    revoked_at: datetime | None
    revoke_reason: str


@dataclass(frozen=True, kw_only=True)
class HolderRow:
    """A certificate valid today or until lately, its holder, and the card that stands for it."""

    account_id: UUID
    name: str
    unit: str
    certificate_no: str
    valid_from: date
    valid_to: date
    standing: Standing
    card: CardRow | None


def view(session: Session, kind: ListKind, *, today: date) -> ListView:
    found = select(StandingList).where(StandingList.kind == kind, StandingList.state != State.DISCARDED)
    rows = [_version(row) for row in session.scalars(found)]
    confirmed = _dated(sorted((row for row in rows if row.version), key=lambda row: row.version or 0))
    current = next((row for row in confirmed if row.in_force_from and row.in_force_from <= today), None)
    return ListView(
        kind=kind,
        versions=tuple(confirmed),
        draft=next((row for row in rows if row.state is State.DRAFT), None),
        current=current,
        changed=_changed(session, confirmed, kind, today=today),
        overdue_since=_overdue(current, today),
    )


def _dated(confirmed: Sequence[VersionRow]) -> list[VersionRow]:
    """Newest first, each with the day on which the next took its place."""
    nothing_yet: list[date | None] = [None]
    after = [row.in_force_from for row in confirmed[1:]] + nothing_yet
    return [replace(row, in_force_until=until) for row, until in zip(confirmed, after, strict=False)][::-1]


def _changed(session: Session, confirmed: Sequence[VersionRow], kind: ListKind, *, today: date) -> Change:
    """Against the newest confirmed version, in force or coming: what is on its way needs no second warning."""
    newest = next(iter(confirmed), None)
    if newest is None or not LISTS[kind].derived:
        return Change(came=(), went=())
    return rules.change(newest.source, proposed(session, kind, today=today))


def _overdue(current: VersionRow | None, today: date) -> date | None:
    if current is None or current.in_force_from is None:
        return None
    due = rules.refresh_due(current.kind, current.in_force_from)
    return due if due < today else None


def views(session: Session, *, today: date) -> Sequence[ListView]:
    return [view(session, kind, today=today) for kind in ListKind]


def version(session: Session, list_id: UUID) -> VersionRow:
    row = session.get(StandingList, list_id)
    if row is None:
        raise NotFound
    return _version(row)


def draft_of(session: Session, kind: ListKind) -> VersionRow | None:
    found = select(StandingList).where(StandingList.kind == kind, StandingList.state == State.DRAFT)
    row = session.scalars(found).first()
    return _version(row) if row else None


def last_of(session: Session, kind: ListKind) -> tuple[int, date | None]:
    """Number and first day of the newest confirmed version; 0 and None before the first."""
    found = select(func.max(StandingList.version), func.max(StandingList.in_force_from))
    number, day = session.execute(found.where(StandingList.kind == kind)).one()
    return number or 0, day


def _version(row: StandingList) -> VersionRow:
    plain = ("id", "version", "content_sha256", "drafted_by", "drafted_at", "confirmed_by", "confirmed_at")
    return VersionRow(
        kind=ListKind(row.kind),
        state=State(row.state),
        content=rules.read(row.content),
        source=rules.read(row.source).rows,
        in_force_from=row.in_force_from,
        **{name: getattr(row, name) for name in plain},
    )


def holders(session: Session, *, today: date) -> Sequence[HolderRow]:
    """Whoever holds a certificate, with its card; expired ones while a card still stands for them."""
    cards = _standing_cards(session)
    return [
        HolderRow(
            account_id=person.id,
            name=person.name,
            unit=person.unit,
            certificate_no=held.number,
            valid_from=held.valid_from,
            valid_to=held.valid_to,
            standing=rules.standing_of(
                valid_from=held.valid_from, valid_to=held.valid_to, stands=person.active, today=today
            ),
            card=cards.get(held.number),
        )
        for person in accounts.people(session)
        for held in person.certificates
        if held.number in cards or (person.active and held.valid_to >= today)
    ]


def _standing_cards(session: Session) -> Mapping[str, CardRow]:
    found = select(CertificateCard).where(CertificateCard.revoked_at.is_(None))
    return {row.certificate_no: _card(row) for row in session.scalars(found)}


def card(session: Session, card_id: UUID) -> CardRow:
    row = session.get(CertificateCard, card_id)
    if row is None:
        raise NotFound
    return _card(row)


def holder_of(session: Session, card_id: UUID, *, today: date) -> HolderRow:
    """Of a card that stands; a card taken back has nobody to show."""
    found = card(session, card_id)
    holder = next((one for one in holders(session, today=today) if one.card == found), None)
    if holder is None:
        raise NotFound
    return holder


def _card(row: CertificateCard) -> CardRow:
    return CardRow(**{name: getattr(row, name) for name in CardRow.__dataclass_fields__})
