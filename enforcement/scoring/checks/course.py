"""What the party was told and how it was heard (《行政处罚法》第四十四条、第四十五条、第六十三条)."""

from collections.abc import Iterator

from enforcement.decisions.rules import MONEY
from enforcement.kernel.clock import chinese_day
from enforcement.procedures.grammar import Milestone
from enforcement.scoring.casefile import CaseFile
from enforcement.scoring.rules import Answer, Check, judged, not_asked, not_yet

HEARD = (Milestone.DEFENCE_ANSWERED, Milestone.DEFENCE_WAIVED, Milestone.DEFENCE_EXPIRED)


NOTHING_TO_TELL = "不给予行政处罚，也不责令退回基金，没有须事先告知的内容。"


def told_and_heard(_check: Check, file: CaseFile) -> Answer:
    if file.tells_nothing:
        return not_asked(NOTHING_TO_TELL)
    if file.decided is None:
        return not_yet("尚未作出决定。")
    return judged(_untold(file, decided_seq=file.decided.seq), fine="告知已送达，陈述申辩已了结，数额确定。")


def _untold(file: CaseFile, *, decided_seq: int) -> Iterator[str]:
    line = [fact for fact in file.line if fact.seq < decided_seq]
    served = next((fact for fact in reversed(line) if fact.kind is Milestone.PRIOR_NOTICE_SERVED), None)
    if served is None:
        yield "作出决定之前没有送达事先告知书。"
    elif not any(fact.kind in HEARD and fact.seq > served.seq for fact in line):
        yield "送达事先告知书之后，当事人的陈述申辩没有了结（复核、放弃或者期满）就作出了决定。"
    penalties = file.proposal.penalties if file.proposal else ()
    for item in penalties:
        if item.kind in MONEY and item.amount_fen <= 0:
            yield f"{item.kind_name}没有写明一个确定的数额。"


def hearing_told(_check: Check, file: CaseFile) -> Answer:
    if file.tells_nothing:
        return not_asked(NOTHING_TO_TELL)
    if file.notice is None:
        return not_yet("尚未制作事先告知书。")
    if not file.notice.hearing_told and not file.notice.hearing_due:
        return not_asked("未达到应当告知听证权利的标准。")
    untold = (
        () if file.notice.hearing_told else (f"{'；'.join(file.notice.hearing_due)}，事先告知书没有告知听证权利。",)
    )
    held = "，听证在通知七个工作日之后举行" if file.hearings else ""
    return judged([*untold, *_hastened(file)], fine=f"事先告知书已告知听证权利{held}。")


def _hastened(file: CaseFile) -> Iterator[str]:
    for held in file.hearings:
        if not held.in_time:
            yield f"{chinese_day(held.day)}的听证，没有在举行的七个工作日前通知当事人。"


def told_what_was_decided(_check: Check, file: CaseFile) -> Answer:
    """CASE-21: facts, basis or burden other than those notified need a new notice. While open, of the latest draft."""
    if file.tells_nothing:
        return not_asked(NOTHING_TO_TELL)
    if not file.told or file.proposal is None:
        return not_yet("事先告知书尚未送达。")
    what = "所作决定" if file.decided else "当前文稿"
    changed = [f"{what}的事实、依据或者内容与告知的不一致，须重新告知并重新听取陈述申辩。"]
    return judged(changed if file.told != file.proposal.substance else (), fine=f"{what}与告知的内容一致。")
