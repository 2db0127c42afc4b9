"""Rooms that show today alone: who comes with an earlier day is led to today, and told so."""

from __future__ import annotations

from functools import wraps

from khronika.web.answers import Answer, GoTo
from khronika.web.visits import Room, Visit


def today_alone(room: Room) -> Room:
    """Return the room as it is entered today, also by those who were looking at an earlier day."""

    @wraps(room)
    def entered(visit: Visit) -> Answer:
        return room(visit) if visit.as_of is None else GoTo(visit.path, "today")

    return entered
