from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.decisions import queries as decisions
from enforcement.decisions.queries import DraftRow
from enforcement.decisions.queries.approving import endorsers_ever
from enforcement.decisions.rules import is_the_text_read, review_covers
from enforcement.discussion import queries, rules
from enforcement.discussion.models import (
    Discussion,
    DiscussionConclusion,
    DiscussionMember,
    DiscussionOpinion,
    DiscussionReveal,
)
from enforcement.discussion.queries import DiscussionRow
from enforcement.discussion.rules import STANCE_NAMES, Spoken, Stance
from enforcement.documents import service as documents
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import may_reach


@use_case(Permission.HANDLE_CASE, verb="discussion.called")
def call(work: UnitOfWork, case_id: CaseId, *, reason: str, members: Sequence[UUID], chief: UUID) -> UUID:
    """提请集体讨论, of the reviewed text and no other."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    may_reach(procedure(case.procedure), case_queries.stands(work.session, case_id), Milestone.DISCUSSION_CALLED)
    draft = _reviewed_draft(work, case_id)
    _may_sit(work, case_id, members=members, chief=chief)
    last = queries.current(work.session, case_id)
    rules.former_round_is_over(concluded=_is_over(last, digest=draft.digest))
    row = Discussion(
        id=uuid4(),
        case_id=case_id,
        round=last.round + 1 if last else 1,
        draft_id=draft.id,
        draft_digest=draft.digest,
        reason=reason,
        members=len(set(members)),
        chief_id=chief,
        called_by=work.actor.id,
        called_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(
        DiscussionMember(discussion_id=row.id, account_id=member, position=position)
        for position, member in enumerate(dict.fromkeys(members), start=1)
    )
    because = cases.Because(row=row.id, note=row.draft_digest)
    cases.reach(work, case_id, Milestone.DISCUSSION_CALLED, because=because)
    _tell(work, case, row, members=members)
    work.about(case_id, discussion=row.id, round=row.round, digest=row.draft_digest)
    work.about(case_id, members=list(members), chief=chief)
    work.seal(row)
    return row.id


def _reviewed_draft(work: UnitOfWork, case_id: CaseId) -> DraftRow:
    draft = decisions.current_draft(work.session, case_id)
    agreed = decisions.agreement(work.session, case_id)
    if draft is None or agreed is None:
        raise RuleBroken(
            "OUT_OF_ORDER", "尚未拟定处理决定或者未经法制审核。", basis="《行政处罚法》第五十八条", cure="review.tab"
        )
    review_covers(agreed.note, digest=draft.digest)
    return draft


def _may_sit(work: UnitOfWork, case_id: CaseId, *, members: Sequence[UUID], chief: UUID) -> None:
    heads = {person.id for person in accounts.people(work.session, role=Role.AGENCY_HEAD) if person.active}
    rules.members_may_sit(members, heads=heads, chief=chief)
    rules.hands_are_clean(
        members,
        handlers=case_queries.handlers_ever(work.session, case_id),
        reviewers=decisions.reviewers_ever(work.session, case_id) | endorsers_ever(work.session, case_id),
    )


def _is_over(last: DiscussionRow | None, *, digest: str) -> bool:
    """A round about a text that has since been replaced came to its end with that text."""
    return last is None or last.conclusion is not None or last.draft_digest != digest


def _tell(work: UnitOfWork, case: case_queries.CaseRow, row: Discussion, *, members: Sequence[UUID]) -> None:
    messages.tell(
        work,
        [AccountId(member) for member in members],
        key=f"discussion:{row.id}",
        subject=f"提请集体讨论（{case.shown_number}第{row.round}次）",
        text=row.reason,
        case_id=case.id,
    )


@use_case(Permission.DISCUSS, verb="discussion.opinion_entered")
def speak(work: UnitOfWork, case_id: CaseId, *, stance: Stance, words: str, read_digest: str = "") -> UUID:
    """One's own opinion, once, sealed until all are shown together. The journal says that, not what, was said."""
    cases.lock(work, case_id)
    row = _running(work, case_id)
    is_the_text_read(read_digest, digest=row.draft_digest)
    rules.is_member(work.actor.id, members=row.members)
    rules.chief_is_last(work.actor.id, chief=row.chief_id)
    rules.still_sealed(revealed=row.revealed_at is not None)
    rules.speaks_once(work.actor.id, spoken=row.spoken)
    _enter(work, row, stance=stance, words=words)
    work.about(case_id, discussion=row.id)
    return row.id


def _enter(work: UnitOfWork, row: DiscussionRow, *, stance: Stance, words: str) -> None:
    opinion = DiscussionOpinion(
        discussion_id=row.id, account_id=work.actor.id, stance=stance, words=words, spoken_at=work.now
    )
    work.session.add(opinion)
    work.seal(opinion)


@use_case(Permission.DISCUSS, verb="discussion.opinions_revealed")
def reveal(work: UnitOfWork, case_id: CaseId) -> UUID:
    """All opinions at once. Whoever has not spoken by now was not there."""
    cases.lock(work, case_id)
    row = _running(work, case_id)
    rules.is_chief(work.actor.id, chief=row.chief_id)
    rules.still_sealed(revealed=row.revealed_at is not None)
    rules.enough_are_present(len(row.spoken), members=len(row.members))
    shown = DiscussionReveal(discussion_id=row.id, revealed_by=work.actor.id, revealed_at=work.now)
    work.session.add(shown)
    work.about(case_id, discussion=row.id, spoken=len(row.spoken), members=len(row.members))
    work.seal(shown)
    return row.id


@use_case(Permission.DISCUSS, verb="discussion.concluded")
def conclude(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    stance: Stance,
    words: str,
    place: str,
    begun_at: datetime,
    recorder: str,
) -> bool:
    """The chief's own word, last; then the count decides, and the minutes are written out."""
    case = cases.lock(work, case_id)
    row = _running(work, case_id)
    rules.is_chief(work.actor.id, chief=row.chief_id)
    rules.is_revealed(revealed=row.revealed_at is not None)
    rules.held_in_time(begun_at, called_at=row.called_at, now=work.now)
    _enter(work, row, stance=stance, words=words)
    spoken = queries.opinions_for(work.session, row, work.actor.id)
    agreed = rules.has_agreed([one.stance for one in spoken], members=len(row.members))
    held = {"place": place, "begun_at": begun_at, "recorder": recorder}
    data = _minutes(work, row, spoken, agreed=agreed) | {
        "held_at": f"{_moment(begun_at)}至{_moment(work.now)}",
        "place": place,
        "recorder": recorder,
    }
    document = documents.issue(work, case_id, "collective_minutes", data, on=work.today)
    ended = DiscussionConclusion(
        discussion_id=row.id, agreed=agreed, document_id=document.id, concluded_at=work.now, **held
    )
    work.session.add(ended)
    work.session.flush()
    if agreed:
        cases.reach(work, case_id, Milestone.DISCUSSED, because=cases.Because(row=row.id, note=row.draft_digest))
    _tell_handlers(work, case, row, agreed=agreed)
    work.about(case_id, discussion=row.id, agreed=agreed, document=document.id)
    work.seal(ended)
    return agreed


def _running(work: UnitOfWork, case_id: CaseId) -> DiscussionRow:
    row = queries.current(work.session, case_id)
    if row is None:
        raise RuleBroken("NOT_CALLED", "本案没有提请集体讨论。", basis=rules.BASIS)
    rules.round_is_open(concluded=row.conclusion is not None)
    draft = decisions.current_draft(work.session, case_id)
    rules.is_current(row.draft_digest, digest=draft.digest if draft else "")
    if Milestone.DISCUSSION_CALLED not in case_queries.stands(work.session, case_id):
        rules.is_current(row.draft_digest, digest="")
    return row


def _tell_handlers(work: UnitOfWork, case: case_queries.CaseRow, row: DiscussionRow, *, agreed: bool) -> None:
    messages.tell(
        work,
        [AccountId(handler) for handler in case.handlers],
        key=f"discussion:{row.id}:concluded",
        subject=f"集体讨论{'同意' if agreed else '未同意'}（{case.shown_number}第{row.round}次）",
        text="集体讨论同意所审文稿，可以作出决定。" if agreed else "集体讨论未形成同意的结论，请按讨论意见修改文稿。",
        case_id=case.id,
        urgent=not agreed,
    )


def _minutes(work: UnitOfWork, row: DiscussionRow, spoken: Sequence[Spoken], *, agreed: bool) -> dict[str, object]:
    people = {person.id: person for person in accounts.people(work.session, ids=row.members)}
    said = {one.account_id: one for one in spoken}
    absent = [people[AccountId(member)].name for member in row.members if member not in said]
    dissent = [one for one in spoken if one.stance is not Stance.AGREE]
    in_favour = len(spoken) - len(dissent)
    result = "同意所审文稿，按此作出决定" if agreed else "未形成同意的结论，退回修改后再议"
    return {
        "chief": people[AccountId(row.chief_id)].name,
        "attendees": "、".join(_with_post(people[AccountId(one.account_id)]) for one in spoken),
        "absent": "、".join(absent) or "无",
        "reason": row.reason,
        "proposal": decisions.draft(work.session, row.draft_id).penalty_text,
        "draft_digest": f"sha256:{row.draft_digest}",
        "opinions": [
            {
                "number": str(number),
                "name": people[AccountId(one.account_id)].name,
                "stance": STANCE_NAMES[one.stance],
                "words": one.words,
            }
            for number, one in enumerate(spoken, start=1)
        ],
        "dissent": "；".join(f"{people[AccountId(one.account_id)].name}：{one.words}" for one in dissent) or "无",
        "conclusion": (
            f"应到{len(row.members)}人，到会{len(spoken)}人，同意{in_favour}人，其他意见{len(dissent)}人；{result}。"
        ),
    }


def _with_post(person: accounts.PersonRow) -> str:
    return f"{person.name}（{person.role_names}）"


def _moment(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日{local.hour:02}时{local.minute:02}分"
