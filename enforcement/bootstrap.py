"""The composition root: settings become engine, store, clock and journal. No Flask here."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session, sessionmaker

from enforcement.accounts import service as accounts
from enforcement.archive import queries as archive
from enforcement.audit.protected import TRIGGERS_PRESENT, triggers_of
from enforcement.audit.service import ChainJournal, record_refusal
from enforcement.audit.signing import Signer
from enforcement.docking import queries as docking
from enforcement.documents import queries as documents
from enforcement.evidence import queries as evidence
from enforcement.kernel.clock import Clock, SystemClock
from enforcement.kernel.db import connect
from enforcement.kernel.identity import ANONYMOUS, SYSTEM, Actor, Permission
from enforcement.kernel.work import Journal, UnitOfWork
from enforcement.publication.grants import BOARD_VIEWS
from enforcement.settings import Settings
from migrations import runner
from storage.directory_store import DirectoryStore
from storage.minio_store import MinioStore
from storage.port import ObjectStore

log = logging.getLogger(__name__)


@dataclass(kw_only=True)
class Runtime:
    settings: Settings
    objects: ObjectStore
    clock: Clock
    journal: Journal
    writing: sessionmaker[Session]
    reading: sessionmaker[Session]
    board: sessionmaker[Session]
    wake: Callable[[str], None] = field(default=lambda _job: None)

    @cached_property
    def signer(self) -> Signer:
        return Signer(self.settings.signing_key_file)

    @contextmanager
    def work(self, actor: Actor, *, reading: bool = False) -> Iterator[UnitOfWork]:
        """One unit of work: commits when the block ends well, rolls back when it does not."""
        work, kept = self.open(actor, reading=reading), False
        try:
            yield work
            work.commit()
            kept = True
        finally:
            if not kept:
                work.rollback()
            work.session.close()

    def open(self, actor: Actor, *, reading: bool = False) -> UnitOfWork:
        """For the web door, which closes what it opened when the response is known."""
        session = self.reading() if reading else self.writing()
        return UnitOfWork(
            session=session, actor=actor, now=self.clock.now(), objects=self.objects, journal=self.journal
        )

    def every_object(self, session: Session) -> Iterator[tuple[str, str]]:
        return every_object(session)

    def brought_up_to_date(self, engine: Engine) -> Sequence[str]:
        """Of a restored copy: an older version is migrated, and what is missing afterwards is named."""
        try:
            runner.upgrade(engine)
        except CommandError:
            return [f"数据库版本 {version_of(engine)} 不是本版程序所知的版本，可能来自更新的版本。"]
        return structure_troubles(engine)

    def close(self) -> None:
        for sessions in (self.writing, self.reading, self.board):
            sessions.kw["bind"].dispose()

    def sign_in(self, *, login: str, password: str) -> str | None:
        with self.work(ANONYMOUS) as work:
            return accounts.sign_in(work, login=login, password=password)

    def sign_out(self, actor: Actor, *, token: str) -> None:
        with self.work(actor) as work:
            accounts.sign_out(work, token=token)

    def actor_of_token(self, token: str) -> Actor | None:
        """Who this token belongs to; notes now and then that they are still at work."""
        with self.work(ANONYMOUS, reading=True) as work:
            actor, noteworthy = accounts.actor_of_token(work, token)
        if actor is not None and noteworthy:
            with self.work(actor) as work:
                accounts.note_seen(work, token=token)
        return actor

    def record_refusal(self, actor: Actor, *, address: str, reason: str) -> None:
        """Somebody whose last office was taken away may write nothing; the house notes their attempt for them."""
        with self.work(actor if actor.may(Permission.SIGN_IN) else SYSTEM) as work:
            record_refusal(work, account=actor.id, address=address, reason=reason)


def start(settings: Settings, *, clock: Clock | None = None) -> Runtime:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    clock = clock or SystemClock()
    return Runtime(
        settings=settings,
        objects=_store(settings, clock),
        clock=clock,
        journal=ChainJournal(clock),
        writing=_sessions(connect(settings.database_url)),
        reading=_sessions(connect(settings.database_url, reading=True)),
        board=_sessions(connect(settings.board_database_url, reading=True)),
    )


def _sessions(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False)


def _store(settings: Settings, clock: Clock) -> ObjectStore:
    if settings.s3 is None:
        return DirectoryStore(settings.data_dir / "objects", now=clock.now)
    return MinioStore(
        settings.s3.endpoint,
        access_key=settings.s3.access_key,
        secret_key=settings.s3.secret_key,
        bucket=settings.s3.bucket,
        secure=settings.s3.secure,
    )


def every_object(session: Session) -> Iterator[tuple[str, str]]:
    """Key and SHA-256 of everything that should lie in the store."""
    known = (evidence.digests, documents.digests, archive.digests, docking.digests)
    return chain.from_iterable(digests(session) for digests in known)


def version_of(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_version() -> str | None:
    return ScriptDirectory(str(runner.FOLDER)).get_current_head()


def structure_troubles(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        present = set(connection.scalars(text(TRIGGERS_PRESENT[engine.dialect.name])))
    views = set(inspect(engine).get_view_names())
    return [
        *(
            f"数据库的保护规则 {name} 已被删除或者停用。"
            for name in triggers_of(engine.dialect.name)
            if name not in present
        ),
        *(f"公示视图 {name} 缺失。" for name in BOARD_VIEWS if name not in views),
    ]
