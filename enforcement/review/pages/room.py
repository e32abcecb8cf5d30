from datetime import datetime

from enforcement.kernel.clock import shanghai_day
from enforcement.web.rooms import Room

room = Room(name="review", title="法制审核", tab="review.tab", of_allegations=True)


@room.pages.app_template_filter("shanghai_date")
def shanghai_date(value: datetime | None) -> str:
    """Only the day, for the narrow columns of a list."""
    return shanghai_day(value).isoformat() if value else "—"
