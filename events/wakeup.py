"""Waking a worker without waiting for the broker.

A broker that is away or hangs would hold each request for seconds, and eight of them hold all
threads. So a request only counts its wake-up; a thread of the process's own sends it. Wake-ups are
a favour: where one is lost (the broker away, the process ended), the sweeper finds the row.
"""

import atexit
import logging
import os
import threading
import time

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

MOST_WAITING = 8  # a wake-up does all that is due: more than there are idle workers help nobody
PAUSE_SECONDS = 1.0  # after a failure
EXIT_SECONDS = 1.0  # that a command waits at its end for its last wake-up


class Waker:
    """Sends wake-ups one after the other; `wake` never waits. Begins anew in a forked process."""

    def __init__(self) -> None:
        self.begin()
        # A fork copies the lock as it happens to stand, and not the thread.
        os.register_at_fork(after_in_child=self.begin)

    def begin(self) -> None:
        self._changed = threading.Condition()
        self._waiting = 0
        self._is_sending = False
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        with self._changed:
            self._waiting = min(self._waiting + 1, MOST_WAITING)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="wake-worker", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def wait_until_sent(self, seconds: float) -> bool:
        """Whether nothing waits any more, at the latest after so long."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not self._waiting and not self._is_sending, seconds
            )

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting > 0)
                self._waiting -= 1
                self._is_sending = True
            was_sent = send_wake_up()
            with self._changed:
                self._is_sending = False
                if not was_sent:
                    self._waiting = min(self._waiting, 1)
                self._changed.notify_all()
            if not was_sent:
                time.sleep(PAUSE_SECONDS)


def send_wake_up() -> bool:
    """Whether the broker took it."""
    try:
        current_app.send_task("events.tasks.work_outbox", retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("The broker is away, the sweeper will pick the work up: %s", error)
        return False
    except Exception:
        logger.exception("A worker could not be woken; the sweeper will pick the work up")
        return False
    return True


waker = Waker()


@atexit.register
def _let_the_last_wake_up_go() -> None:
    waker.wait_until_sent(EXIT_SECONDS)
