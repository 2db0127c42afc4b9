"""The worker of a running desk: a thread that does the jobs, step by step, whoever submitted them.

What must stay true: a fault of one step stops neither the thread nor the desk; when the desk is closed the
thread is gone before the vault is.
"""

from __future__ import annotations

from threading import Event, Thread

from khronika.acts.desk import Desk
from khronika.acts.jobs import run_next
from khronika.intake.isolated import Extractor

_LOOK_SECONDS = 0.5
_WAIT_SECONDS = 10.0


class Worker:
    """Does jobs from :meth:`start` until :meth:`stop`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._over = Event()
        self._thread = Thread(target=self._work, name="khronika-worker", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self, *, at_once: bool = False) -> None:
        """End after the step that is under way; ``at_once`` leaves it to the end of the process.

        A step that is cut off loses nothing: it is done anew.
        """
        self._over.set()
        if self._thread.is_alive() and not at_once:
            self._thread.join()

    def _work(self) -> None:
        with Extractor() as extractor:
            while not self._over.is_set():
                self._over.wait(self._step(extractor))

    def _step(self, extractor: Extractor) -> float:
        """Do one step; return how many seconds to wait before the next."""
        try:
            return 0.0 if run_next(self._desk, extractor) else _LOOK_SECONDS
        except Exception:  # noqa: BLE001 - the thread outlives any fault: each further call counts the tries
            return _WAIT_SECONDS
