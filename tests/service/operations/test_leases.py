"""Who leads: one at a time, taken over only when the former holder's time is over."""

from datetime import timedelta
from threading import Barrier, Thread

from enforcement.kernel.identity import SYSTEM
from enforcement.operations import service
from tests.bureau import Bureau

TTL = timedelta(seconds=30)


def take(bureau: Bureau, holder: str) -> bool:
    with bureau.runtime.work(SYSTEM) as work:
        return service.take_lease(work, "scheduler", holder, ttl=TTL)


def release(bureau: Bureau, holder: str) -> None:
    with bureau.runtime.work(SYSTEM) as work:
        service.release_lease(work, "scheduler", holder)


def test_first_comer_holds_it_and_may_renew(bureau):
    assert take(bureau, "first")
    bureau.later(seconds=20)
    assert take(bureau, "first")
    bureau.later(seconds=20)
    assert not take(bureau, "second")


def test_a_lost_leader_is_replaced_after_its_time(bureau):
    assert take(bureau, "first")
    bureau.later(seconds=30)
    assert not take(bureau, "second")
    bureau.later(seconds=1)
    assert take(bureau, "second")
    assert not take(bureau, "first")


def test_released_lease_is_free_at_once(bureau):
    assert take(bureau, "first")
    release(bureau, "first")
    assert take(bureau, "second")


def test_only_the_holder_releases(bureau):
    assert take(bureau, "first")
    release(bureau, "second")
    assert not take(bureau, "second")


def test_leases_of_different_names_do_not_meet(bureau):
    assert take(bureau, "first")
    assert bureau.act("system", service.take_lease, "elsewhere", "second", ttl=TTL)


def test_eight_at_once_make_one_leader(bureau):
    barrier, won = Barrier(8), []

    def try_to(holder: str) -> None:
        barrier.wait()
        with bureau.runtime.work(SYSTEM) as work:
            taken = service.take_lease(work, "scheduler", holder, ttl=TTL)
        if taken:
            won.append(holder)

    threads = [Thread(target=try_to, args=[f"holder {number}"]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
