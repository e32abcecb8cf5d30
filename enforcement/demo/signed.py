"""The unit's head signs a proposed decision before it goes to legal review."""

from enforcement.decisions import service as decisions
from enforcement.demo.tale import Tale
from enforcement.review import service as review


def ask_unit(tale: Tale) -> None:
    opinion = "事实清楚、证据充分，建议按拟定的文稿作出决定。"
    tale.cast.act("officer_a", decisions.ask_endorsement, tale.case_id, opinion=opinion)


def unit_agree(tale: Tale) -> None:
    opinion = "材料真实、准确、完整，同意承办人意见，提交法制审核。"
    tale.cast.act("unit_head", decisions.endorse, tale.case_id, opinion=opinion)


def submit(tale: Tale) -> None:
    tale.cast.act("officer_a", review.submit, tale.case_id, note="材料齐全，请予审核。")


def resubmit(tale: Tale) -> None:
    """A new text needs a new signature."""
    ask_unit(tale)
    unit_agree(tale)
    submit(tale)
