"""拟定公示文本、第二人复核. Built from typed fields; the decision's own words may be hidden, never rewritten."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID, uuid4

from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone
from enforcement.publication import drafting, finalscan, queries, rules, sheet
from enforcement.publication.content import Content
from enforcement.publication.drafting import Copy, Sources
from enforcement.publication.models import Notice
from enforcement.publication.redaction import Kind
from enforcement.publication.rules import State

NOTHING: Mapping[str, Kind] = MappingProxyType({})


@use_case(Permission.PREPARE_PUBLICATION, verb="publication.prepared")
def prepare(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    facts: str = "",
    penalty_content: str = "",
    others: str = "",
    assessment: str = "",
    accept: Sequence[str] = (),
) -> UUID:
    """A draft. A text left empty is the served one with everything known or detected hidden (RED-1)."""
    case = cases.lock(work, case_id)
    if queries.in_state(work.session, case_id, State.PUBLISHED):
        raise RuleBroken(
            "ALREADY_PUBLISHED",
            "该决定正在公示中；内容有误的，请办理更正。",
            basis="《行政处罚法》第四十八条",
            cure="publication.correct",
        )
    typed = {"facts": facts, "penalty_content": penalty_content}
    return _draft(work, case, typed=typed, others=others, accept=accept, said=(assessment, ""))


@use_case(Permission.PREPARE_PUBLICATION, verb="publication.correction_prepared")
def correct(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    note: str,
    facts: str = "",
    penalty_content: str = "",
    others: str = "",
    assessment: str = "",
    accept: Sequence[str] = (),
) -> UUID:
    """A further version, with a public word on what was corrected. The present one stays up until it is replaced."""
    case = cases.lock(work, case_id)
    if not queries.in_state(work.session, case_id, State.PUBLISHED):
        raise RuleBroken("NOT_SHOWN", "该决定不在公示中，无需更正。", basis="《政府信息公开条例》第四十一条")
    typed = {"facts": facts, "penalty_content": penalty_content}
    return _draft(work, case, typed=typed, others=others, accept=accept, said=(assessment, note))


def _draft(
    work: UnitOfWork,
    case: case_queries.CaseRow,
    *,
    typed: dict[str, str],
    others: str,
    accept: Sequence[str],
    said: tuple[str, str],
) -> UUID:
    """`said`: number of the impact assessment, public word on a correction."""
    sources = publishable(work, case, others=drafting.names_in(others))
    rules.assessed(case.party.category, said[0])
    ticked = drafting.accepted(sources, accept)
    sources = drafting.with_names(sources, ticked)
    return draft(work, sources, typed=typed, ticked=ticked, said=said, by=work.actor.id)


def draft(
    work: UnitOfWork,
    sources: Sources,
    *,
    typed: Mapping[str, str],
    ticked: Mapping[str, Kind] = NOTHING,
    said: tuple[str, str],
    by: UUID,
) -> UUID:
    """Hatch within the room: the next version, `by` whoever answers for it."""
    case, note = sources.case, said[1]
    copies = {
        name: _copy(sources, served, typed=typed.get(name, ""), ticked=ticked)
        for name, served in sources.served.items()
    }
    text = drafting.content_of(sources, copies)
    screen(sources, text.texts() | ({"note": note} if note else {}))
    row = _new_row(work, sources, text, record=drafting.kept_record(sources, copies), said=said, by=by)
    cases.reach(
        work, case.id, Milestone.PUBLICATION_PREPARED, because=cases.Because(row=row.id, note=row.content_sha256)
    )
    hidden = sum(drafting.hidden_signs(copy.spans) for copy in copies.values())
    work.about(case.id, notice=row.id, version=row.version, content_sha256=row.content_sha256, hidden_signs=hidden)
    return row.id


def publishable(work: UnitOfWork, case: case_queries.CaseRow, *, others: tuple[str, ...]) -> Sources:
    """Hatch within the room: the decision and what speaks against publishing it."""
    sources = queries.sources(work.session, case, others=others)
    if sources is None:
        raise RuleBroken(
            "UNDECIDED",
            "尚未作出决定，不得公示。",
            basis="《行政处罚法》第四十八条、第五十七条",
            cure="decisions.tab",
        )
    if queries.withheld(work.session, case.id):
        raise RuleBroken("WITHHELD", "本决定已经批准依法不予公示。", basis=rules.DISCLOSURE)
    rules.must_be_publishable(sources.verdict)
    return sources


def screen(sources: Sources, texts: dict[str, str]) -> None:
    """Hatch within the room: RED-3 over every text about to become public."""
    rules.nothing_private(texts, names=sources.kept_out, allowed=sources.open)


def screen_files(sources: Sources, found: queries.NoticeRow) -> None:
    """Hatch within the room: RED-3 and RED-4 over the final bytes, opened again as whoever downloads them would."""
    files = {
        f"notices/{found.id}.html": sheet.article(found.text).encode(),
        f"notices/{found.id}.json": found.text.written().encode(),
    }
    finalscan.nothing_private_in(files, names=sources.kept_out, allowed=sources.open)


def _copy(sources: Sources, served: str, *, typed: str, ticked: Mapping[str, Kind]) -> Copy:
    return drafting.copy_of(served, drafting.without(typed or drafting.suggested(sources, served), ticked))


def _new_row(
    work: UnitOfWork, sources: Sources, text: Content, *, record: str, said: tuple[str, str], by: UUID
) -> Notice:
    """The next version. A draft not yet published gives way; what is published is named as the one replaced."""
    earlier = queries.of_case(work.session, sources.case.id)
    _discard_open(work, sources.case.id)
    published = next((row for row in earlier if row.published_on), None)
    row = Notice(
        id=uuid4(),
        case_id=sources.case.id,
        version=len(earlier) + 1,
        state=State.DRAFT,
        policy=text.policy,
        content=text.written(),
        content_sha256=text.sha256,
        decision_no=text.decision_no,
        party_name=text.party_name,
        uscc=text.uscc,
        cause=text.cause,
        decided_on=text.decision_date,
        redactions=record,
        assessment=said[0],
        correction_note=said[1],
        replaces=published.id if published else None,
        drafted_by=by,
        drafted_at=work.now,
        hold_reason="",
        due_on=queries.due_on(work.session, sources.case.id),
        shown_until=text.publicity_until,
        withdrawal_reason="",
    )
    work.session.add(row)
    work.session.flush()
    return row


def _discard_open(work: UnitOfWork, case_id: CaseId) -> None:
    found = queries.in_state(work.session, case_id, State.DRAFT, State.CONFIRMED)
    if found:
        work.session.get_one(Notice, found.id).state = State.SUPERSEDED
        work.session.flush()


@use_case(Permission.CONFIRM_PUBLICATION, verb="publication.confirmed")
def confirm(work: UnitOfWork, case_id: CaseId, *, digest: str) -> UUID:
    """PUB-C7: another person, bound to exactly the text that stood on the screen."""
    case = cases.lock(work, case_id)
    found = queries.in_state(work.session, case_id, State.DRAFT)
    if found is None:
        raise RuleBroken(
            "NO_DRAFT", "没有待复核的公示文本。", basis="《政府信息公开条例》第十七条", cure="publication.prepare"
        )
    handled = case_queries.handlers_ever(work.session, case_id)
    rules.another_person(work.actor.id, drafted_by=found.drafted_by, handled_by=handled)
    rules.same_text(digest, found.content_sha256)
    sources = queries.sources(work.session, case, others=drafting.others_of(found.redactions))
    if sources is not None:
        screen_files(sources, found)
    row = work.session.get_one(Notice, found.id)
    row.state = State.CONFIRMED
    row.confirmed_by, row.confirmed_at, row.confirmed_sha256 = work.actor.id, work.now, digest
    cases.reach(work, case_id, Milestone.PUBLICATION_CONFIRMED, because=cases.Because(row=row.id, note=digest))
    work.about(case_id, notice=row.id, content_sha256=digest)
    return row.id
