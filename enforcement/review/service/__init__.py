"""Doors of the review room, by verb."""

from enforcement.review.service.clock import ask_longer, rule_on_longer
from enforcement.review.service.disputing import dispute, settle_dispute
from enforcement.review.service.listing import list_reviewer, remove_reviewer
from enforcement.review.service.opining import agree, send_back
from enforcement.review.service.queueing import assign, claim, submit
from enforcement.review.service.sampling import check_sampled, draw_sample
from enforcement.review.service.signing import give_back_opinion, sign_opinion

__all__ = [
    "agree",
    "ask_longer",
    "assign",
    "check_sampled",
    "claim",
    "dispute",
    "draw_sample",
    "give_back_opinion",
    "list_reviewer",
    "remove_reviewer",
    "rule_on_longer",
    "send_back",
    "settle_dispute",
    "sign_opinion",
    "submit",
]
