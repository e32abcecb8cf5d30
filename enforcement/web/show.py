"""What every template may use: Chinese dates and money, people's names, the tabs and buttons of a case."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from flask import Flask, current_app, url_for

from enforcement.kernel import clock
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.identity import Permission
from enforcement.web import door
from enforcement.web.rooms import Action, Room


def chinese_day(value: date | None) -> str:
    return clock.chinese_day(value) if value else "—"


def chinese_moment(value: datetime | None) -> str:
    """Shanghai wall clock with its offset printed (C12)."""
    return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S +08:00") if value else "—"


def yuan(fen: int | None) -> str:
    return "—" if fen is None else f"{fen // 100:,}.{fen % 100:02d} 元"


def file_size(count: int | None) -> str:
    size, units = float(count or 0), ["字节", "KB", "MB", "GB"]
    while size >= 1024 and len(units) > 1:  # noqa: PLR2004
        size, units = size / 1024, units[1:]
    return f"{size:.0f} {units[0]}" if units[0] == "字节" else f"{size:.1f} {units[0]}"


def teach(app: Flask, rooms: Sequence[Room]) -> None:
    app.jinja_env.filters.update(chinese_day=chinese_day, chinese_moment=chinese_moment, yuan=yuan, file_size=file_size)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def _common() -> dict[str, object]:
        return {"actor": door.actor(), "rooms": rooms, "may": lambda action: door.actor().may(action.permission)}

    app.add_template_global(main_menu)
    app.add_template_global(may_visit)
    app.add_template_global(row_count)

    @app.template_global()
    def case_tabs(case_id: UUID, alleges: bool = True) -> list[tuple[str, str, str]]:
        shown = [room for room in rooms if room.tab and may_visit(room.tab) and (alleges or not room.of_allegations)]
        return [(room.name, room.title, url_for(room.tab, case_id=case_id)) for room in shown]

    @app.template_global()
    def case_buttons(possible: frozenset[str], case_id: UUID, room_name: str = "") -> list[tuple[Action, str]]:
        """What this person may do now in this case: held permission, and a milestone the procedure allows."""
        return [
            (action, url_for(f"{room.name}.{action.name.replace('-', '_')}", case_id=case_id))
            for room in rooms
            if not room_name or room.name == room_name
            for action in room.case_actions
            if not action.path and possible & {action.reaches, action.asks} and door.actor().may(action.permission)
            if action.offered(door.work(), case_id=case_id)
        ]


MENU = (
    ("工作台", "desk.index", Permission.READ_DESK),
    ("案件", "worklist.index", Permission.READ_CASES),
    ("逾期", "desk.overdue", Permission.SUPERVISE),
    ("督办", "supervision.index", Permission.SUPERVISE),
    ("采集箱", "docking.index", Permission.READ_INBOX),
    ("法制审核", "review.queue", Permission.REVIEW),
    ("审核名册", "review.register", Permission.REGISTER_REVIEWERS),
    ("听证标准", "hearings.amounts", Permission.SET_HEARING_AMOUNTS),
    ("审核抽查", "review.samples", Permission.SUPERVISE),
    ("案卷评查", "scoring.index", Permission.SUPERVISE),
    ("公示", "publication.list_notices", Permission.READ_PUBLICATION),
    ("纠错", "letterbox.index", Permission.ANSWER_REPORTS),
    ("清单", "standing.index", Permission.READ_DESK),
    ("保管", "retention.index", Permission.READ_RETENTION),
    ("统计", "statistics.quarter", Permission.READ_STATISTICS),
    ("消息", "messages.index", Permission.READ_DESK),
    ("事项", "matters.index", Permission.READ_DESK),
    ("日历", "workdays.index", Permission.READ_CALENDAR),
    ("人员", "accounts.index", Permission.READ_DESK),
    ("运行", "operations.index", Permission.READ_OPERATIONS),
    ("留痕", "audit.index", Permission.READ_JOURNAL),
)


def row_count(values: Mapping[str, object], name: str, offered: int) -> int:
    """Rows to show: those offered, or as many as were typed before the form was refused."""
    indexes = (key.split("-", 2)[1] for key in values if key.startswith(f"{name}-"))
    return max([offered, *(int(index) + 1 for index in indexes if index.isdecimal())])


def may_visit(endpoint: str) -> bool:
    """Whether this person's office opens that page: links nobody may follow are not shown."""
    permission = getattr(current_app.view_functions.get(endpoint), "permission", None)
    return permission is not None and door.actor().may(permission)


def main_menu() -> list[tuple[str, str]]:
    standing = current_app.view_functions
    return [
        (title, url_for(end)) for title, end, permission in MENU if end in standing and door.actor().may(permission)
    ]
