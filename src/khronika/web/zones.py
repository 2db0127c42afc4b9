"""The time zone in which a member has times shown: a choice of their browser, UTC where none was made.

What must stay true: what is recorded, what leaves the desk and what days are counted by stay UTC; a time that
is shown says how far from UTC it is; a member's zone, which can tell where they are, is in no record.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale


def _(message: str) -> str:
    """Mark a message for the catalogues; it is put into words where the page is made."""
    return message


PARTS = (
    *(_("Africa"), _("America"), _("Antarctica"), _("Arctic"), _("Asia"), _("Atlantic")),
    *(_("Australia"), _("Europe"), _("Indian"), _("Pacific")),
)
"""The parts of the world by which the tz database names its zones."""
COOKIE = "zone"
NO_ZONE = "UTC"
_HOUR = timedelta(hours=1)
_SHOWN: ContextVar[str] = ContextVar("zone", default=NO_ZONE)


@dataclass(frozen=True, slots=True)
class Place:
    """A zone to choose: its name, and what it is called in the reader's language."""

    name: str
    called: str


@cache
def names() -> frozenset[str]:
    """Return the names of the zones that can be chosen: those that the tz database has for countries."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return frozenset({NO_ZONE, *(row[2] for row in rows)})


@cache
def places(locale: Locale) -> dict[str, list[Place]]:
    """Return the zones to choose by the part of the world they are in, in the order of their names."""
    found: dict[str, list[Place]] = {}
    for name in sorted(names() - {NO_ZONE}):
        part, _, rest = name.partition("/")
        own = locale.time_zones.get(name, {}).get("city", "") if locale.language != "en" else ""
        plain = rest.replace("_", " ")
        found.setdefault(part, []).append(Place(name, f"{plain} – {own}" if own else plain))
    return found


def known(name: str) -> str:
    """Return the name of a zone that can be chosen, UTC for any other."""
    return name if name in names() else NO_ZONE


@contextmanager
def shown_in(name: str) -> Iterator[None]:
    """Show the times of a page in a zone."""
    before = _SHOWN.set(known(name))
    try:
        yield
    finally:
        _SHOWN.reset(before)


def local(utc: str) -> datetime:
    """Return a moment of the log in the zone that is shown.

    Raises:
        ValueError: it is no moment.
    """
    then = datetime.fromisoformat(utc).astimezone(UTC)
    try:
        return then.astimezone(_zone(_SHOWN.get()))
    except OverflowError:
        return then


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def from_utc(then: datetime) -> str:
    """Return how far a time is from UTC: UTC, UTC+3, UTC-3:30."""
    away = then.utcoffset() or timedelta()
    if not away:
        return NO_ZONE
    hours, rest = divmod(abs(away), _HOUR)
    minutes = rest // timedelta(minutes=1)
    return f"UTC{'+' if away > timedelta() else '−'}{hours}" + (f":{minutes:02}" if minutes else "")


def day_of(utc: str) -> str:
    """Return the day of a moment in the zone that is shown, in ISO 8601; as it stands if it is no moment."""
    try:
        return local(utc).date().isoformat()
    except ValueError:
        return utc[:10]


def clock_of(utc: str) -> str:
    """Return hour and minute of a moment in the zone that is shown; as they stand if it is none."""
    try:
        return f"{local(utc):%H:%M}"
    except ValueError:
        return utc[11:16]
