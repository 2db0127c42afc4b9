"""What a timeline or a map is of, and what it was asked for, as its address has them.

What must stay true: addresses hold days and ids, never a name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from khronika.acts.assembled import Days
from khronika.acts.narrowed import Narrowed
from khronika.acts.show import RecordShown, show
from khronika.errors import UsageFault
from khronika.records.ids import Kind
from khronika.web.forms import days_typed
from khronika.web.visits import Visit

HOMES: dict[str, str] = {Kind.INCIDENT: "/incidents/", Kind.PARTY: "/parties/", Kind.PLACE: "/places/"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a timeline or a map was asked for, as the address has it."""

    first: str = ""
    last: str = ""
    of: str = ""
    only: str = ""

    @property
    def any(self) -> bool:
        """Tell whether anything was asked for."""
        return bool(self.first or self.last or self.only)

    @property
    def given(self) -> dict[str, str]:
        """Return it as the parameters of an address."""
        pairs = {"first": self.first, "last": self.last, "of": self.of, "only": self.only}
        return {name: value for name, value in pairs.items() if value}

    @property
    def narrowed(self) -> Narrowed:
        """Return it as the acts have it.

        Raises:
            UsageFault: a day cannot be read, or the last is before the first.
        """
        days = _asked_days(self.first, self.last)
        recorded = self.only == "recorded"
        if self.of == "happened":
            return Narrowed(recorded, happened=days)
        return Narrowed(recorded, said=days)


@dataclass(frozen=True, slots=True)
class About:
    """The incident, party or place that a page is about; without an id it is about the whole desk."""

    id: str = ""
    title: str = ""

    @property
    def home(self) -> str:
        """Return the address of what it is about."""
        return f"{HOMES[self.id[:3]]}{self.id}" if self.id else ""

    @property
    def incident(self) -> bool:
        """Tell whether it is about an incident."""
        return self.id.startswith(Kind.INCIDENT)

    def path(self, what: str) -> str:
        """Return the address of its timeline or map, or of the desk's."""
        return f"{self.home}/{what}"


def asked_of(visit: Visit) -> Asked:
    """Return what a page was asked for."""
    return Asked(*(visit.query.get(name) for name in ("first", "last", "of", "only")))


def about_of(visit: Visit) -> About:
    """Return what a page is about; an act has told that it is one."""
    id_ = next((visit.parts[name] for name in ("incident", "party", "place") if name in visit.parts), None)
    if id_ is None:
        return About()
    shown = show(visit.desk, visit.who, id_, as_of=visit.as_of)
    body = shown.body if isinstance(shown, RecordShown) else None
    return About(id_, (body.get("title") or body["name"]) if body else visit.word(shown.status))


def narrowed_of(visit: Visit, asked: Asked) -> Narrowed:
    """Return what was asked for, of the party or place of the page, if it is of one."""
    return replace(asked.narrowed, about=visit.parts.get("party") or visit.parts.get("place") or "")


def _asked_days(first: str, last: str) -> Days | None:
    """Return the days that were typed; each may be a month or a year.

    Raises:
        UsageFault: one cannot be read, or the last is before the first.
    """
    if not first and not last:
        return None
    start, end = days_typed(first)[0], days_typed(last)[1]
    if start is not None and end is not None and start > end:
        raise UsageFault("the last day is before the first", "turn them round")
    return Days(start, end)
