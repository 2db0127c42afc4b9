"""Ways: an address of the desk, what may be done there, and the room that answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from khronika.api.turns import Turn
from khronika.web.visits import Endpoint, Looks, Room, plainly, visited


@dataclass(frozen=True, slots=True)
class Way:
    """One address. ``room`` is entered inside a session; ``raw`` answers by itself, before or without one.

    ``asks``: a form that changes nothing, and so may also be sent from the page of an earlier day. ``opens``:
    an original is read for it, which takes longer than any page may; ``unopened`` is the room that shows the
    same page without. ``today``: it is shown as it is today alone. Only a page that can be shown as of an
    earlier day offers to be.
    """

    path: str
    methods: tuple[str, ...]
    room: Room | None = None
    raw: Endpoint | None = None
    asks: bool = False
    opens: bool = False
    today: bool = False
    unopened: Room | None = None

    @property
    def route(self) -> Route:
        """Return the way as Starlette has it."""
        return Route(self.path, self._endpoint(), methods=list(self.methods))

    @property
    def looked_at(self) -> Room | None:
        """Return the room that shows the page of this way and opens no original, ``None`` where none does."""
        if "GET" not in self.methods:
            return None
        return self.unopened if self.opens else self.room

    def _endpoint(self) -> Endpoint:
        if self.raw is not None:
            return plainly(self.raw)
        return visited(self._room(), self._turn(), asks=self.asks, today=self.today)

    def _turn(self) -> Turn:
        if self.opens:
            return Turn.OPENING
        return Turn.LOOKING if self.asks or "POST" not in self.methods else Turn.DOING

    def _room(self) -> Room:
        if self.room is None:
            raise TypeError(f"nothing answers at {self.path}")
        return self.room


def looks_of(ways: Sequence[Way]) -> Looks:
    """Return what finds the room that shows a page: one that is entered to look, and opens no original."""
    shown = [(room, way) for way in ways if (room := way.looked_at) is not None]
    patterns = [(way.route.path_regex, room, not way.today) for room, way in shown]

    def looks(path: str) -> tuple[Room, Mapping[str, str], bool] | None:
        found = ((pattern.match(path), room, looks_back) for pattern, room, looks_back in patterns)
        return next(
            ((room, match.groupdict(), looks_back) for match, room, looks_back in found if match), None
        )

    return looks


def get(path: str, room: Room) -> Way:
    """Return a way to look at something."""
    return Way(path, ("GET",), room)


def now(path: str, room: Room) -> Way:
    """Return a way to look at something as it is today: who comes with an earlier day is led to today."""
    return Way(path, ("GET",), room, today=True)


def post(path: str, room: Room) -> Way:
    """Return a way to do something."""
    return Way(path, ("POST",), room)


def opening(method: str, path: str, room: Room, unopened: Room | None = None) -> Way:
    """Return a way for which an original is read; ``unopened`` shows the same page without."""
    return Way(path, (method,), room, opens=True, unopened=unopened)


def ask(path: str, room: Room) -> Way:
    """Return a way to ask for something by words that do not belong in an address; it changes nothing."""
    return Way(path, ("POST",), room, asks=True)
