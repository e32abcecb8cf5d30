"""Short ways to run the sweep and to see what it did."""

from datetime import date
from uuid import UUID

from enforcement.cases import service as cases
from enforcement.kernel.identity import SYSTEM
from enforcement.messages import queries as messages
from tests.bureau import Bureau

NO_STRETCH = cases.Stretch(first=(date.max, UUID(int=0)))


def sweep(bureau: Bureau) -> int:
    """As the job does it: what is due, batch by batch."""
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        batches = cases.due_reminders(work)
    return sum(bureau.act("system", cases.remind, stretch=batch) for batch in batches)


def letters(bureau: Bureau, login: str) -> list[str]:
    """Subjects in somebody's inbox, the oldest first."""
    found = bureau.read(messages.inbox, bureau.id(login))
    return [row.subject for row in sorted(found, key=lambda row: row.created_at)]
