"""Connections that say nothing are closed: a few hundred of them would keep everybody out.

What must stay true: from the first moment on, and from the end of each answer, the head of a request comes
whole within :data:`HEAD_SECONDS`, or its connection is closed.
"""

from __future__ import annotations

from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 15.0


class Patience(H11Protocol):
    """uvicorn's HTTP/1.1 with an end to its patience."""

    _head: TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Stop waiting once a head is whole; wait again for the rest of one that is not."""
        super().handle_events()
        if getattr(self.cycle, "response_complete", True) is False:
            self._stop()
        elif self._head is None:
            self._wait(self.transport)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        if self._head is None and not self.transport.is_closing():
            self._wait(self.transport)

    def _wait(self, transport: Transport) -> None:
        self._head = self.loop.call_later(HEAD_SECONDS, transport.close)

    def _stop(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None
