"""`enforcement users`: the first people of a new house, and help when nobody can sign in."""

import secrets
from datetime import datetime

import click

from enforcement.accounts import queries, service
from enforcement.accounts.rules import ROLE_NAMES, Role
from enforcement.bootstrap import Runtime
from enforcement.cli.house import opened
from enforcement.kernel.identity import SYSTEM, AccountId

DAY = click.DateTime(["%Y-%m-%d"])
ROLES = click.Choice([str(role) for role in Role])
ROLE_HELP = "岗位：" + "、".join(f"{role}（{name}）" for role, name in ROLE_NAMES.items())


@click.group()
def users() -> None:
    """人员：建账号、授岗位、登记执法证。在服务器上执行，以“系统”名义留痕。"""


@users.command()
@click.argument("login")
@click.option("--name", required=True, help="姓名。")
@click.option("--unit", required=True, help="承办机构名称；没有则新建。")
@click.option("--role", "roles", type=ROLES, multiple=True, help=f"{ROLE_HELP}。可重复。")
@click.option("--qualification", default=None, help="国家统一法律职业资格证书编号（法制审核人员）。")
@click.option("--ask-password", is_flag=True, help="由您输入口令；不加此项则生成口令并只显示一次。")
def create(login: str, *, roles: tuple[str, ...], ask_password: bool, **given: str | None) -> None:
    """建立账号 LOGIN。"""
    password = _ask() if ask_password else _new_password()
    with opened() as runtime:
        with runtime.work(SYSTEM) as work:
            account = service.create_account(
                work,
                login=login,
                name=given["name"] or "",
                unit=given["unit"] or "",
                password=password,
                legal_qualification_no=given["qualification"],
            )
        for role in roles:
            _grant(runtime, account, Role(role))
    click.echo(f"账号 {login} 已建立。")
    if not ask_password:
        click.echo(f"口令（只显示这一次）：{password}")


def _ask() -> str:
    return str(click.prompt("口令", hide_input=True, confirmation_prompt="再输入一次"))


def _new_password() -> str:
    """Letters of both cases, digits and signs, so that it passes the house's own rule."""
    return f"{secrets.token_urlsafe(12)}-Aa7"


def _grant(runtime: Runtime, account: AccountId, role: Role) -> None:
    with runtime.work(SYSTEM) as work:
        service.grant_role(work, account_id=account, role=role)


@users.command()
@click.argument("login")
@click.argument("role", type=ROLES)
def grant(login: str, role: str) -> None:
    """授予 LOGIN 岗位 ROLE。三员（系统、安全、审计管理员）不得兼任其他岗位。"""
    with opened() as runtime:
        _grant(runtime, _account(runtime, login), Role(role))
    click.echo(f"已授予 {login}：{ROLE_NAMES[Role(role)]}。")


@users.command()
@click.argument("login")
@click.option("--number", required=True, help="执法证编号。")
@click.option("--from", "valid_from", required=True, type=DAY, help="有效期起，如 2026-01-01。")
@click.option("--to", "valid_to", required=True, type=DAY, help="有效期止。")
def certificate(login: str, number: str, *, valid_from: datetime, valid_to: datetime) -> None:
    """为 LOGIN 登记执法证。"""
    with opened() as runtime:
        account = _account(runtime, login)
        with runtime.work(SYSTEM) as work:
            service.add_certificate(
                work,
                account_id=account,
                number=number,
                valid_from=valid_from.date(),
                valid_to=valid_to.date(),
            )
    click.echo(f"已为 {login} 登记执法证 {number}。")


@users.command(name="list")
def list_people() -> None:
    """列出全部账号与岗位。"""
    with opened() as runtime, runtime.work(SYSTEM, reading=True) as work:
        for person in queries.people(work.session):
            click.echo(f"{person.login}\t{person.name}\t{person.unit}\t{person.role_names or '无岗位'}")


def _account(runtime: Runtime, login: str) -> AccountId:
    with runtime.work(SYSTEM, reading=True) as work:
        found = next((person.id for person in queries.people(work.session) if person.login == login), None)
    if found is None:
        raise click.ClickException(f"没有登录名为 {login} 的账号。")
    return found
