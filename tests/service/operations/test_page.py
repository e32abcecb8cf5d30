"""The operations page as the system administrator sees it, and who may not see it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from enforcement.app import build_office
from enforcement.operations import service
from enforcement.operations.service import Duty
from tests.bureau import PASSWORD, Bureau


@pytest.fixture
def office(bureau: Bureau) -> Flask:
    return build_office(bureau.runtime)


def token_of(office: Flask, bureau: Bureau, login: str) -> tuple[FlaskClient, dict[str, str]]:
    token = bureau.runtime.sign_in(login=login, password=PASSWORD)
    return office.test_client(), {"Authorization": f"Bearer {token}"}


def test_the_page_tells_what_runs_and_what_does_not(office, bureau):
    client, signed_in = token_of(office, bureau, "system_admin")
    silent = client.get("/office/operations/", headers=signed_in).text
    assert "五分钟内没有运行迹象" in silent
    assert "超过 26 小时没有签署" in silent
    assert "文件目录存储只能由本系统自行遵守锁定期" in silent
    duty = Duty(job="deadlines", title="期限提醒")
    bureau.act("system", service.heartbeat_started, duty)
    bureau.act("system", service.heartbeat_finished, duty, done=4, failed=1, note="一件未成")
    told = client.get("/office/operations/", headers=signed_in).text
    assert "五分钟内没有运行迹象" not in told
    assert "期限提醒" in told
    assert "部分未完成" in told


def test_the_same_as_json(office, bureau):
    client, signed_in = token_of(office, bureau, "system_admin")
    bureau.act("system", service.heartbeat_started, Duty(job="deadlines", title="期限提醒"))
    (row,) = client.get("/api/v1/operations/", headers=signed_in).get_json()
    assert (row["job"], row["outcome"], row["outcome_name"]) == ("deadlines", "RUNNING", "正在运行")


def test_an_officer_does_not_see_it(office, bureau):
    client, signed_in = token_of(office, bureau, "officer_a")
    assert client.get("/office/operations/", headers=signed_in).status_code == 403
