"""What every command needs: the house opened and closed, and refusals said in a sentence instead of a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy.exc import OperationalError

from enforcement.accounts import queries as accounts
from enforcement.bootstrap import Runtime, start
from enforcement.kernel.errors import EnforcementError, InvalidInput
from enforcement.kernel.identity import SYSTEM, Actor
from enforcement.settings import read_settings
from storage.errors import StorageError


@contextmanager
def opened() -> Iterator[Runtime]:
    runtime = start(read_settings())
    try:
        yield runtime
    finally:
        runtime.close()


def person_named(runtime: Runtime, login: str) -> Actor:
    """Whoever signs for what an operator's command does: final rows name a person, never the system."""
    with runtime.work(SYSTEM, reading=True) as work:
        found = [person.id for person in accounts.people(work.session) if person.login == login]
        actor = accounts.actor(work.session, found[0]) if found else None
    if actor is None:
        raise click.ClickException(f"没有登录名为 {login} 的在岗人员。")
    return actor


class Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except EnforcementError as refused:
            raise click.ClickException(_said(refused)) from refused
        except OperationalError as silent:
            raise click.ClickException(f"数据库无法访问：{silent.orig}") from silent
        except StorageError as silent:
            raise click.ClickException(f"对象存储无法访问：{silent}") from silent


def _said(refused: EnforcementError) -> str:
    fields = refused.fields.items() if isinstance(refused, InvalidInput) else ()
    details = "".join(f"\n  {name}：{'；'.join(sentences)}" for name, sentences in fields)
    basis = f"（{refused.basis}）" if refused.basis else ""
    return f"{refused.sentence}{basis}{details}"
