"""The operator's commands. Help texts are for the clerk who runs the server."""

import click

from enforcement.cli.baselines import discretion
from enforcement.cli.bundling import verify_bundle
from enforcement.cli.calendars import calendar
from enforcement.cli.database import db
from enforcement.cli.demonstration import demo
from enforcement.cli.disposing import dispose
from enforcement.cli.exporting import export
from enforcement.cli.house import Commands
from enforcement.cli.journal import head, store, verify_all
from enforcement.cli.people import users
from enforcement.cli.recordings import import_recordings
from enforcement.cli.redacting import redaction
from enforcement.cli.restoring import backup, restore_drill
from enforcement.cli.serving import scheduler, serve


@click.group(cls=Commands)
def main() -> None:
    """行政执法案件管理：服务器上的管理命令。每个命令加 --help 查看说明。"""


COMMANDS = (
    *(demo, db, serve, scheduler, users, calendar, discretion, import_recordings, export, dispose),
    *(verify_all, verify_bundle, head, store, redaction, backup, restore_drill),
)
for command in COMMANDS:
    main.add_command(command)
