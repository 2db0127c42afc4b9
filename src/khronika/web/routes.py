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
    an original is read for it, which takes longer than any page may.
    """

    path: str
    methods: tuple[str, ...]
    room: Room | None = None
    raw: Endpoint | None = None
    asks: bool = False
    opens: bool = False

    @property
    def route(self) -> Route:
        """Return the way as Starlette has it."""
        endpoint = (
            plainly(self.raw) if self.raw is not None else visited(self._room(), self._turn(), asks=self.asks)
        )
        return Route(self.path, endpoint, methods=list(self.methods))

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
    rooms = [(way.route.path_regex, way.room) for way in ways if "GET" in way.methods and not way.opens]

    def looks(path: str) -> tuple[Room, Mapping[str, str]] | None:
        for pattern, room in rooms:
            found = pattern.match(path) if room is not None else None
            if room is not None and found is not None:
                return room, found.groupdict()
        return None

    return looks


def get(path: str, room: Room) -> Way:
    """Return a way to look at something."""
    return Way(path, ("GET",), room)


def post(path: str, room: Room) -> Way:
    """Return a way to do something."""
    return Way(path, ("POST",), room)


def opening(method: str, path: str, room: Room) -> Way:
    """Return a way for which an original is read."""
    return Way(path, (method,), room, opens=True)


def ask(path: str, room: Room) -> Way:
    """Return a way to ask for something by words that do not belong in an address; it changes nothing."""
    return Way(path, ("POST",), room, asks=True)
