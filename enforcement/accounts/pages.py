from typing import Any
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from enforcement.accounts import queries, schemas, service
from enforcement.kernel.errors import InvalidInput, NotAllowed
from enforcement.kernel.identity import Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.web import auth, door, forms
from enforcement.web.auth import guard, open_to_all
from enforcement.web.rooms import Action, Choices, Room

room = Room(name="accounts", title="人员")
HOME = "/office/"


def _people(work: UnitOfWork) -> Choices:
    return {"account_id": [(str(p.id), f"{p.name}（{p.login}）") for p in queries.people(work.session)]}


def _body(work: UnitOfWork) -> dict[str, Any]:
    return queries.body_particulars(work.session)


room.offer(
    Action(
        name="create",
        title="新建账号",
        door=service.create_account,
        form=schemas.CreateAccountForm,
        then="accounts.index",
        done="账号已建立，请安全管理员授予岗位。",
        guidance="系统管理员建立账号，安全管理员授予岗位，二者不得由一人完成。",
    ),
    Action(
        name="password",
        title="修改口令",
        door=service.change_password,
        form=schemas.ChangePasswordForm,
        then="accounts.sign_in",
        done="口令已修改，请用新口令登录。",
        guidance="修改后所有已登录的设备都须重新登录。",
    ),
    Action(
        name="reset-password",
        title="重置口令",
        door=service.reset_password,
        form=schemas.ResetPasswordForm,
        choices=_people,
        then="accounts.index",
        done="口令已重置，该人员须重新登录。",
    ),
    Action(
        name="close",
        title="停用账号",
        door=service.close_account,
        form=schemas.CloseAccountForm,
        choices=_people,
        then="accounts.index",
        done="账号已停用；以往的经办记录保留。",
    ),
    Action(
        name="grant",
        title="授予岗位",
        door=service.grant_role,
        form=schemas.GrantForm,
        choices=_people,
        then="accounts.index",
        done="岗位已授予。",
    ),
    Action(
        name="end-role",
        title="解除岗位",
        door=service.end_role,
        form=schemas.GrantForm,
        choices=_people,
        then="accounts.index",
        done="岗位已解除；以往的经办记录保留。",
    ),
    Action(
        name="certificate",
        title="登记执法证",
        door=service.add_certificate,
        form=schemas.CertificateForm,
        choices=_people,
        then="accounts.index",
        done="执法证已登记。",
        guidance="执法证不在有效期内的人员不能承办案件、不能列入两名执法人员。（《行政处罚法》第四十二条）",
    ),
    Action(
        name="body",
        title="登记主体信息",
        door=service.describe_body,
        form=schemas.BodyForm,
        initial=_body,
        then="accounts.index",
        done="主体信息已更新。",
    ),
)


@room.pages.get("/accounts/")
@guard(Permission.READ_DESK)
def index() -> str:
    work = door.work()
    return render_template("accounts/index.html", people=queries.people(work.session), today=work.today)


@room.pages.route("/login", methods=["GET", "POST"])
@open_to_all
def sign_in() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return render_template("accounts/sign_in.html", refused="")
    try:
        given = forms.load(schemas.SignInForm(), request.form)
    except InvalidInput:
        return render_template("accounts/sign_in.html", refused="请填写登录名和口令。"), 422
    token = door.runtime().sign_in(**given)
    if token is None:
        return render_template("accounts/sign_in.html", refused=service.REFUSED), 403
    session.clear()  # a new session at login: a cookie planted beforehand is worth nothing
    session["token"] = token
    return redirect(_own_page(request.args.get("next", "")))


def _own_page(wanted: str) -> str:
    """Only a path of our own: a redirect to another site would lend it our name."""
    parts = urlsplit(wanted)
    local = (
        wanted.startswith("/office/")
        and not parts.scheme
        and not parts.netloc
        and "\\" not in wanted
        and wanted.isprintable()
    )
    return wanted if local else HOME


@room.pages.post("/logout")
@guard(Permission.SIGN_IN)
def sign_out() -> Response:
    held = auth.token()
    if held:
        door.runtime().sign_out(door.actor(), token=held)
    session.clear()
    flash("您已退出。", "done")
    return redirect(url_for("accounts.sign_in"))


@room.api.post("/sessions")
@open_to_all
@room.api.arguments(schemas.SignInForm)
@room.api.response(200, schemas.TokenSchema)
@room.api.doc(summary="登录，取得接口令牌")
def open_session(given: dict[str, Any]) -> dict[str, str]:
    token = door.runtime().sign_in(**given)
    if token is None:
        raise NotAllowed(service.REFUSED)
    return {"token": token}


@room.api.get("/accounts/")
@guard(Permission.MANAGE_ACCOUNTS)
@room.api.response(200, schemas.PersonSchema(many=True))
@room.api.doc(summary="人员名单")
def list_people() -> list[queries.PersonRow]:
    return list(queries.people(door.work().session))
