from uuid import UUID, uuid4

import pytest

from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.review import disputes, listing, rules, sampling
from enforcement.review.disputes import Settlement
from enforcement.review.listing import Duty
from enforcement.review.rules import Finding, Point, ReviewResult
from enforcement.review.sharing import shares

ANNE, BERT, CARL = UUID(int=1), UUID(int=2), UUID(int=3)


def test_each_case_goes_to_whoever_carries_least():
    waiting = [uuid4() for _ in range(4)]
    given = shares(waiting, load={ANNE: 2, BERT: 0, CARL: 0}, kept_out={})
    assert [one.reviewer_id for one in given] == [BERT, CARL, BERT, CARL]


def test_nobody_is_given_a_case_they_handled():
    case = uuid4()
    (one,) = shares([case], load={ANNE: 5, BERT: 0}, kept_out={case: {BERT}})
    assert one.reviewer_id == ANNE
    (none,) = shares([case], load={BERT: 0}, kept_out={case: {BERT}})
    assert none.reviewer_id is None


@pytest.mark.parametrize(("reviewers", "staff", "enough"), [(1, 20, True), (1, 21, False), (0, 1, False), (0, 0, True)])
def test_five_per_cent(reviewers: int, staff: int, enough: bool):
    assert listing.share_is_enough(reviewers, staff) is enough


def test_the_share_is_not_rounded_up():
    assert listing.share_per_mille(1, 21) == 47
    assert listing.share_per_mille(1, 0) is None


def test_only_the_qualified_in_office_are_listed_and_counsel_assist():
    with pytest.raises(RuleBroken, match="法律职业资格"):
        listing.can_be_listed(Duty.REVIEWER, qualification_no=None, is_reviewer=True)
    with pytest.raises(RuleBroken, match="岗位"):
        listing.can_be_listed(Duty.COUNSEL, qualification_no=None, is_reviewer=False)
    listing.can_be_listed(Duty.COUNSEL, qualification_no=None, is_reviewer=True)
    with pytest.raises(RuleBroken, match="协助审核"):
        listing.counsel_only_assist(Duty.COUNSEL)


def test_a_draw_can_be_repeated_and_takes_at_least_one():
    passed = [UUID(int=number) for number in range(30)]
    first = sampling.drawn(passed, seed="s", percent=5)
    assert first == sampling.drawn(list(reversed(passed)), seed="s", percent=5)
    assert len(first) == 2
    assert first != sampling.drawn(passed, seed="t", percent=5)
    assert sampling.size(1, percent=1) == 1


def test_a_defect_found_is_described():
    with pytest.raises(InvalidInput):
        sampling.defect_is_described(sound=False, remark="")


def test_a_place_needs_the_paper_it_is_in():
    point = Point(number=3, finding=Finding.OK, text="", item=None, place="第3页")
    with pytest.raises(InvalidInput) as refused:
        rules.place_has_a_source([point])
    assert list(refused.value.fields) == ["points-2-item"]


@pytest.mark.parametrize("result", [None, ReviewResult.APPROVE])
def test_only_a_return_is_disputed(result: ReviewResult | None):
    with pytest.raises(RuleBroken, match="退回"):
        disputes.opinion_may_be_disputed(result, latest=True, disputed=False)


def test_a_standing_opinion_is_not_answered_with_the_same_text():
    with pytest.raises(RuleBroken, match="文稿尚未修改"):
        disputes.text_is_mended(Settlement.OPINION_STANDS, disputed_digest="a", digest="a")
    disputes.text_is_mended(Settlement.OPINION_STANDS, disputed_digest="a", digest="b")
    disputes.text_is_mended(Settlement.UNIT_FOLLOWED, disputed_digest="a", digest="a")


def test_a_discussion_names_its_minutes():
    with pytest.raises(InvalidInput):
        disputes.minutes_are_named(Settlement.DISCUSSED, minutes="")
