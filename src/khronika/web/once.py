"""Forms that record once, however often they are sent: a second press, or a page loaded anew.

Such a form carries an id of its own from the page on which it stands. What must stay true: what is sent again
with anything else in it is recorded; what was refused can be sent again; it is in memory alone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock

from khronika.web.answers import Answer, GoTo
from khronika.web.forms import Fields

ONCE = "once"
"""The field that tells one showing of a form from another."""

MOST = 1000


@dataclass(slots=True)
class _Sent:
    """A form that was sent. ``answer`` is where its answer led, once there is one."""

    turn: Lock = field(default_factory=Lock)
    answer: GoTo | None = None


@dataclass(slots=True)
class SentForms:
    """The last forms that were sent, by session and all that was in them."""

    _sent: OrderedDict[bytes, _Sent] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def once(self, session: str, path: str, form: Fields, does: Callable[[], Answer]) -> Answer:
        """Do what a form sent to ``path`` asks for; where it was done already, answer the same again.

        A page that is answered says what is still wrong, so nothing was done.
        """
        if not form.get(ONCE):
            return does()
        sent = self._at(sha256(repr((session, path, form.pairs)).encode("utf-8", "surrogatepass")).digest())
        with sent.turn:
            if sent.answer is not None:
                return sent.answer
            answer = does()
            sent.answer = answer if isinstance(answer, GoTo) else None
            return answer

    def _at(self, key: bytes) -> _Sent:
        with self._lock:
            sent = self._sent.setdefault(key, _Sent())
            if len(self._sent) > MOST:
                self._sent.popitem(last=False)
            return sent
