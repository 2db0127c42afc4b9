"""Connections that say nothing, or take nothing, are closed: a few hundred of them would keep everybody out.

What must stay true: from the first moment on, and from the end of each answer, the head of a request comes
whole within :data:`HEAD_SECONDS`, or its connection is closed; so is one that takes nothing of its answer for
:data:`TAKING_SECONDS`.
"""

from __future__ import annotations

from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 15.0
TAKING_SECONDS = 60.0


class Patience(H11Protocol):
    """uvicorn's HTTP/1.1 with an end to its patience."""

    _head: TimerHandle | None = None
    _taking: TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop()
        self._stop_taking()
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

    def pause_writing(self) -> None:
        """Wait for the other end to take what there is of the answer."""
        super().pause_writing()
        if self._taking is None:
            self._look_again(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """Go on: most of it was taken."""
        self._stop_taking()
        super().resume_writing()

    def _look_again(self, left: int) -> None:
        self._taking = self.loop.call_later(TAKING_SECONDS, self._look, left)

    def _look(self, before: int) -> None:
        """Close where nothing was taken since the last look; a slow line is no reason."""
        left = self.transport.get_write_buffer_size()
        if left >= before:
            self.transport.abort()
        else:
            self._look_again(left)

    def _stop_taking(self) -> None:
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None

    def _wait(self, transport: Transport) -> None:
        self._head = self.loop.call_later(HEAD_SECONDS, transport.close)

    def _stop(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None
