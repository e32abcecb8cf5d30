"""`python -m scheduler`: the clock and the media workers, until SIGTERM."""

import logging
from datetime import timedelta

from enforcement.bootstrap import Runtime, start
from enforcement.settings import read_settings
from scheduler.clockwork import TTL, Clockwork
from scheduler.worker import MediaQueue


def serve(runtime: Runtime, *, ttl: timedelta = TTL) -> None:
    queue = MediaQueue(runtime)
    clockwork = Clockwork(runtime, queue, ttl=ttl)
    clockwork.start()
    try:
        queue.consumer().run()
    finally:
        clockwork.stop()
        queue.close()


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    runtime = start(read_settings())
    try:
        serve(runtime)
    finally:
        runtime.close()


if __name__ == "__main__":
    main()
