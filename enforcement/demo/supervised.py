"""A decision left unpublished past its last day: the supervisor orders it to be put right."""

from enforcement.demo.tale import Tale
from enforcement.kernel.clock import chinese_day
from enforcement.publication.queries import PUBLISH
from enforcement.supervision import defaults, queries, service
from enforcement.supervision.rules import Ground, OrderText


def supervise(tale: Tale) -> None:
    late = tale.cast.read(queries.late_periods, tale.case_id, today=tale.today)
    period = next(one for one in late if one.key in PUBLISH)
    order = OrderText(
        wrong=f"“{period.title}”应当在{chinese_day(period.due_on)}前完成，至今没有完成。",
        basis=period.basis,
        demand=defaults.demand(Ground.OVERDUE),
        days=defaults.term(tale.today).reply_workdays,
        deadline_id=period.id,
    )
    tale.cast.act("supervisor", service.issue, tale.case_id, order=order)
