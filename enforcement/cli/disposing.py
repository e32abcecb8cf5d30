"""`enforcement dispose`: for the keeper of the store's stronger key, where the service's own cannot remove evidence."""

import click

from enforcement.cli.house import opened
from enforcement.retention.shelf import dispose_due


@click.command()
def dispose() -> None:
    """执行已经两人审批、撤回期已满的销毁，并出具销毁证书。定时任务每小时也会执行一次。

    对象存储只许专门的密钥删除原始证据时，由存储管理员以该密钥（环境变量 ENFORCEMENT_S3_ACCESS_KEY、
    ENFORCEMENT_S3_SECRET_KEY）运行本命令；未经审批或者锁定未满的，任何密钥都不能销毁。
    """
    with opened() as runtime:
        click.echo(dispose_due(runtime))
