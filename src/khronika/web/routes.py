"""Ways: an address of the desk, what may be done there, and the room that answers."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.routing import Route

from khronika.web.visits import Endpoint, Room, visited


@dataclass(frozen=True, slots=True)
class Way:
    """One address. ``room`` is entered inside a session; ``raw`` answers by itself, before or without one."""

    path: str
    methods: tuple[str, ...]
    room: Room | None = None
    raw: Endpoint | None = None

    @property
    def route(self) -> Route:
        """Return the way as Starlette has it."""
        endpoint = self.raw if self.raw is not None else visited(self._room())
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
