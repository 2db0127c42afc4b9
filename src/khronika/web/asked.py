"""What members have searched for, so that what was found has an address to come back to.

What must stay true: it is in memory alone, and ends with the process; in the address stands a number and no
word; a number answers the session that asked, and no other; nobody fills the memory with it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from khronika.acts.find import Search

MOST_OF_A_SESSION = 50
MOST_SESSIONS = 200
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, and the statement after which the page begins: empty for the first."""

    search: Search
    before: str = ""


@dataclass(slots=True)
class Searches:
    """The last searches of each session, by their numbers in it."""

    _kept: OrderedDict[str, OrderedDict[int, Asked]] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def keep(self, session: str, asked: Asked) -> int:
        """Keep a search of a session and return its number; the oldest gives way."""
        with self._lock:
            own = self._kept.setdefault(session, OrderedDict())
            self._kept.move_to_end(session)
            number = next(reversed(own), 0) + 1
            own[number] = asked
            if len(own) > MOST_OF_A_SESSION:
                own.popitem(last=False)
            if len(self._kept) > MOST_SESSIONS:
                self._kept.popitem(last=False)
            return number

    def of(self, session: str, number: str) -> Asked | None:
        """Return what a session asked under a number; ``None`` where it is kept no more, or never was."""
        if not (number.isascii() and number.isdecimal()) or len(number) > _LONGEST_NUMBER:
            return None
        with self._lock:
            own = self._kept.get(session)
            return own.get(int(number)) if own is not None else None

    def forget(self, session: str) -> None:
        """Forget what a session asked."""
        with self._lock:
            self._kept.pop(session, None)
