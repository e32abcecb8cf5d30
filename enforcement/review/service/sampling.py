"""案卷抽查: some of the passed rounds are drawn and looked at again by the supervisors."""

from datetime import date
from uuid import UUID, uuid4

from enforcement.kernel.errors import InvalidInput, NotFound
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.review import queries, sampling
from enforcement.review.models import Review, ReviewSample, SampledReview


@use_case(Permission.SUPERVISE, verb="review.sample_selected")
def draw_sample(work: UnitOfWork, *, first_day: date, last_day: date, percent: int) -> UUID:
    """The draw's own id is its seed: nobody chose it, and anybody can repeat the draw with it."""
    sampling.percent_is_one(percent)
    if first_day > last_day or last_day > work.today:
        raise InvalidInput({"last_day": ["截止日期不能早于起始日期，也不能晚于今天。"]})
    passed = queries.passed(work.session, first_day=first_day, last_day=last_day)
    sampling.there_is_something_to_draw(passed)
    key = uuid4()
    row = ReviewSample(
        id=key,
        first_day=first_day,
        last_day=last_day,
        percent=percent,
        seed=key.hex,
        passed=len(passed),
        drawn_by=work.actor.id,
        drawn_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    chosen = sampling.drawn(passed, seed=row.seed, percent=percent)
    lines = [
        SampledReview(id=uuid4(), sample_id=key, review_id=review, position=position, remark="")
        for position, review in enumerate(chosen, start=1)
    ]
    work.session.add_all(lines)
    work.about(sample=key, first_day=first_day, last_day=last_day, percent=percent, passed=len(passed))
    work.about(drawn=list(chosen))
    work.seal(row)
    return key


@use_case(Permission.SUPERVISE, verb="review.sample_checked")
def check_sampled(work: UnitOfWork, *, sample_id: UUID, line_id: UUID, sound: bool = False, remark: str = "") -> UUID:
    row = work.session.get(SampledReview, line_id, with_for_update=True)
    if row is None or row.sample_id != sample_id:
        raise NotFound
    sampling.not_checked_yet(checked=row.checked_at is not None)
    sampling.defect_is_described(sound=sound, remark=remark)
    row.sound, row.remark, row.checked_by, row.checked_at = sound, remark, work.actor.id, work.now
    review = work.session.get_one(Review, row.review_id)
    work.about(sample=sample_id, line=line_id, review=review.id, sound=sound)
    work.seal(row)
    return sample_id
