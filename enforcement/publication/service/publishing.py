"""对外公示、暂缓、依法不予公示."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from enforcement.cases import queries as case_queries
from enforcement.cases import rules as case_rules
from enforcement.cases import service as cases
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone
from enforcement.publication import drafting, queries, rules, sheet
from enforcement.publication.drafting import Copy, Sources
from enforcement.publication.models import Notice, WithheldDecision
from enforcement.publication.redaction import redact
from enforcement.publication.rules import State, Withholding
from enforcement.publication.service.finding import make_findable, stop_finding
from enforcement.publication.service.preparing import publishable, screen, screen_files
from enforcement.publication.service.publiclog import log_published
from enforcement.publication.service.spreading import announce, retract


@use_case(Permission.PUBLISH, verb="publication.published")
def publish(work: UnitOfWork, case_id: CaseId) -> UUID:
    """Put the confirmed text on the board, after one more look at the very bytes the public will get."""
    case = cases.lock(work, case_id)
    found = _confirmed(work, case_id)
    served = Milestone.DECISION_SERVED in case_queries.stands(work.session, case_id)
    rules.served_or_held(served=served)
    rules.still_to_be_shown(found.shown_until, today=work.today)
    page = _checked_page(work, case, found)
    _supersede(work, case_id, by=found.id)
    row = work.session.get_one(Notice, found.id)
    row.due_on = queries.due_on(work.session, case_id) or row.due_on
    row.state, row.published_at, row.published_on = State.PUBLISHED, work.now, work.today
    because = cases.Because(row=row.id, note=row.content_sha256)
    cases.reach(work, case_id, Milestone.PUBLISHED, because=because)
    work.about(case_id, notice=row.id, content_sha256=row.content_sha256, due_on=row.due_on)
    work.about(case_id, page_sha256=sha256(page.encode()).hexdigest(), shown_until=row.shown_until)
    log_published(work, row)
    make_findable(work, row)
    announce(work, row)
    return row.id


def _confirmed(work: UnitOfWork, case_id: CaseId) -> queries.NoticeRow:
    found = queries.in_state(work.session, case_id, State.CONFIRMED)
    if found is None:
        raise RuleBroken(
            "NOT_CONFIRMED",
            "公示文本未经第二人复核确认，不得对外公示。",
            basis="《政府信息公开条例》第十七条",
            cure="publication.confirm",
        )
    return found


def _checked_page(work: UnitOfWork, case: case_queries.CaseRow, found: queries.NoticeRow) -> str:
    """RED-2 and RED-3 again at the last moment: built anew from the decision, and read as the public will read it."""
    sources = publishable(work, case, others=drafting.others_of(found.redactions))
    rules.is_the_served_text(same=_rebuilt(sources, found))
    page = sheet.article(found.text)
    screen(sources, {"page": page} | found.text.texts())
    screen_files(sources, found)
    return page


def _rebuilt(sources: Sources, found: queries.NoticeRow) -> bool:
    spans = drafting.spans_of(found.redactions)
    copies = {
        name: Copy(published=redact(served, spans[name]), spans=spans[name]) for name, served in sources.served.items()
    }
    return drafting.content_of(sources, copies).sha256 == found.content_sha256 == found.text.sha256


def _supersede(work: UnitOfWork, case_id: CaseId, *, by: UUID) -> None:
    """PUB-D2: the old address stays and leads to the new text; its own content is gone from the public."""
    found = queries.in_state(work.session, case_id, State.PUBLISHED)
    if found:
        old = work.session.get_one(Notice, found.id)
        old.state, old.superseded_by = State.SUPERSEDED, by
        work.seal(old)
        stop_finding(work, old)
        retract(work, old)


@use_case(Permission.PUBLISH, verb="publication.held")
def hold(work: UnitOfWork, case_id: CaseId, *, reason: str) -> None:
    """PUB-C3: why a notice that is due is not up. Shown beside the overdue line, not instead of it."""
    cases.lock(work, case_id)
    found = queries.in_state(work.session, case_id, State.DRAFT, State.CONFIRMED)
    if found is None:
        raise RuleBroken(
            "NO_DRAFT",
            "请先拟定公示文本，再登记暂缓原因。",
            basis="《行政处罚法》第四十八条",
            cure="publication.prepare",
        )
    work.session.get_one(Notice, found.id).hold_reason = reason
    work.about(case_id, notice=found.id, reason=reason)


@use_case(Permission.DECIDE, verb="publication.withheld")
def not_publish(work: UnitOfWork, case_id: CaseId, *, ground: Withholding, reason: str, basis: str) -> None:
    """PUB-C6: the head of the body approves, with reason and basis; it is counted in public, not hidden as lateness."""
    cases.lock(work, case_id)
    handled = case_queries.handlers_ever(work.session, case_id)
    case_rules.hands_are_apart(work.actor.id, handled, doing="批准不予公示")
    waiting = queries.in_state(work.session, case_id, State.DRAFT, State.CONFIRMED)
    cases.reach(work, case_id, Milestone.NOT_PUBLISHED, because=cases.Because(note=f"{reason}（{basis}）"))
    if waiting:
        work.session.get_one(Notice, waiting.id).state = State.SUPERSEDED
    row = WithheldDecision(
        case_id=case_id,
        ground=ground,
        reason=reason,
        basis=basis,
        approved_by=work.actor.id,
        approved_at=work.now,
        approved_on=work.today,
    )
    work.session.add(row)
    work.about(case_id, ground=ground, reason=reason, basis=basis)
    work.seal(row)


def due_for_publication(work: UnitOfWork) -> Sequence[CaseId]:
    """For the timetable: confirmed and served cases whose last day has come. Each is then put through `publish`."""
    return queries.confirmed_due(work.session, work.today)
