"""The actions that are killed at every step, and the house each of them starts from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from enforcement.accounts import queries as accounts
from enforcement.bootstrap import Runtime
from enforcement.cases import service as cases
from enforcement.evidence import service as evidence
from enforcement.evidence.worker import reap_abandoned, run_media_job
from enforcement.kernel.identity import SYSTEM, Actor, CaseId
from enforcement.messages import service as messages
from enforcement.publication import service as publication
from tests.bureau import Bureau
from tests.scheduler.conftest import uploaded
from tests.service.publication.notices import confirm, prepared, serve


def acting(runtime: Runtime, login: str) -> Actor:
    with runtime.work(SYSTEM, reading=True) as work:
        found = next(person.id for person in accounts.people(work.session) if person.login == login)
        actor = accounts.actor(work.session, found)
    if actor is None:
        raise LookupError(login)
    return actor


def to_be_approved(bureau: Bureau) -> CaseId:
    case = bureau.clue()
    bureau.act("officer_a", cases.propose_filing, case, opinion="建议立案。")
    return case


def approve_filing(runtime: Runtime, case_id: CaseId) -> None:
    with runtime.work(acting(runtime, "unit_head")) as work:
        cases.approve_filing(work, case_id, opinion="同意立案。")


def to_be_published(bureau: Bureau) -> CaseId:
    case = prepared(bureau)
    confirm(bureau, case)
    serve(bureau, case)
    return case


def publish(runtime: Runtime, case_id: CaseId) -> None:
    with runtime.work(acting(runtime, "clerk")) as work:
        publication.publish(work, case_id)


def to_be_sealed(bureau: Bureau) -> CaseId:
    case = bureau.filed()
    uploaded(bureau, case)
    return case


def seal_evidence(runtime: Runtime, _case_id: CaseId) -> None:
    """What the sweep does with everything that is due, then the hourly tidying up."""
    with runtime.work(SYSTEM, reading=True) as work:
        due = evidence.due_jobs(work)
    for job in due:
        run_media_job(runtime, job)
    reap_abandoned(runtime)


def to_be_told(bureau: Bureau) -> CaseId:
    """Somebody also wants letters, so the sweep has all of its effects to lose."""
    ways = {"mail_address": "officer.a@example.cn", "by_mail": True, "by_webhook": True, "urgent_only": False}
    bureau.act("officer_a", messages.set_preferences, **ways)
    case = bureau.filed()
    bureau.on(date(2026, 6, 8))
    return case


def tell_what_is_due(runtime: Runtime, _case_id: CaseId) -> None:
    with runtime.work(SYSTEM, reading=True) as work:
        due = cases.due_reminders(work)
    for stretch in due:
        with runtime.work(SYSTEM) as work:
            cases.remind(work, stretch=stretch)


@dataclass(frozen=True, kw_only=True)
class Action:
    """`effect` counts what the action brings about. A `sweep` finds nothing the second time; a door refuses."""

    name: str
    prepare: Callable[[Bureau], CaseId]
    run: Callable[[Runtime, CaseId], None]
    effect: str
    sweep: bool = False


ACTIONS = (
    Action(
        name="approve_filing",
        prepare=to_be_approved,
        run=approve_filing,
        effect="SELECT count(*) FROM milestone WHERE kind = 'filed'",
    ),
    Action(
        name="publish",
        prepare=to_be_published,
        run=publish,
        effect="SELECT count(*) FROM milestone WHERE kind = 'published'",
    ),
    Action(
        name="seal_evidence",
        prepare=to_be_sealed,
        run=seal_evidence,
        effect="SELECT count(*) FROM item",
        sweep=True,
    ),
    Action(
        name="remind",
        prepare=to_be_told,
        run=tell_what_is_due,
        # one reminder, a message to each of two handlers, two letters: all of it once or nothing
        effect=(
            "SELECT CASE WHEN told = 1 AND said = 2 AND sent = 2 THEN 1 WHEN told + said + sent = 0 THEN 0 ELSE 99 END "
            "FROM (SELECT (SELECT count(*) FROM deadline_reminder) AS told, "
            "(SELECT count(*) FROM message WHERE natural_key LIKE 'deadline:%') AS said, "
            "(SELECT count(*) FROM letter) AS sent)"
        ),
        sweep=True,
    ),
)
