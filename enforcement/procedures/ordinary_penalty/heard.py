"""What the party must have been told, and heard upon, before anybody reviews or decides (第四十四条、第六十二条)."""

from enforcement.procedures.milestones import Milestone
from enforcement.procedures.ordinary_penalty.needs import need

NOTIFIED = need(
    Milestone.PRIOR_NOTICE_SERVED,
    sentence="事先告知书尚未送达；未告知拟处罚内容、事实、理由、依据及权利的，不得作出决定。",
    basis="《行政处罚法》第四十四条、第六十二条",
)
# 《行政处罚法》第四十四条 speaks of penalties; a draft that burdens nobody has nothing to tell beforehand.
TOLD = need(Milestone.PRIOR_NOTICE_SERVED, Milestone.NOTICE_NOT_DUE, sentence=NOTIFIED.sentence, basis=NOTIFIED.basis)
HEARD = need(
    Milestone.DEFENCE_WAIVED,
    Milestone.DEFENCE_EXPIRED,
    Milestone.DEFENCE_ANSWERED,
    Milestone.NOTICE_NOT_DUE,
    sentence="陈述申辩期尚未届满，当事人也未明确放弃；已提出申辩的须先完成复核。",
    basis="《行政处罚法》第四十五条、第六十二条",
)
ANSWERED = need(
    Milestone.DEFENCE_ANSWERED,
    once=frozenset({Milestone.DEFENCE_FILED}),
    sentence="当事人提出的陈述申辩尚未复核。",
    basis="《行政处罚法》第四十五条",
)
HEARING_OVER = need(
    Milestone.HEARING_ENDED,
    Milestone.HEARING_FORGONE,
    Milestone.NOTICE_NOT_DUE,
    once=frozenset({Milestone.HEARING_OFFERED, Milestone.HEARING_REQUESTED}),
    sentence="已经告知听证权利：当事人要求听证的，听证须已终结；未要求的，须期满或者由当事人明确放弃。",
    basis="《行政处罚法》第六十三条、第六十四条、第六十五条",
)
HEARING_ENDED = need(
    Milestone.HEARING_ENDED,
    once=frozenset({Milestone.HEARING_REQUESTED}),
    sentence="当事人要求的听证尚未终结。",
    basis="《行政处罚法》第六十四条、第六十五条",
)
# What stands between a draft and its review: the party was told and heard, where there is something to tell.
PARTY_HEARD = (TOLD, HEARD, ANSWERED, HEARING_OVER, HEARING_ENDED)
