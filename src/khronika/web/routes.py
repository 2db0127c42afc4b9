"""Ways: an address of the desk, what may be done there, and the room that answers."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.routing import Route

from khronika.web.visits import Endpoint, Room, plainly, visited


@dataclass(frozen=True, slots=True)
class Way:
    """One address. ``room`` is entered inside a session; ``raw`` answers by itself, before or without one.

    ``asks``: a form that changes nothing, and so may also be sent from the page of an earlier day.
    """

    path: str
    methods: tuple[str, ...]
    room: Room | None = None
    raw: Endpoint | None = None
    asks: bool = False

    @property
    def route(self) -> Route:
        """Return the way as Starlette has it."""
        endpoint = plainly(self.raw) if self.raw is not None else visited(self._room(), asks=self.asks)
        return Route(self.path, endpoint, methods=list(self.methods))

    def _room(self) -> Room:
        if self.room is None:
            raise TypeError(f"nothing answers at {self.path}")
        return self.room


def get(path: str, room: Room) -> Way:
    """Return a way to look at something."""
    return Way(path, ("GET",), room)


def post(path: str, room: Room) -> Way:
    """Return a way to do something."""
    return Way(path, ("POST",), room)


def ask(path: str, room: Room) -> Way:
    """Return a way to ask for something by words that do not belong in an address; it changes nothing."""
    return Way(path, ("POST",), room, asks=True)
