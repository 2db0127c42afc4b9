"""The axis of time: where a day lies, and the days, weeks, months or years that it is marked or counted by.

What must stay true: ticks are where a calendar has them; a step of any width covers every day once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_CUT_SHARE, _CUT_TIMES, _CUT_FROM = 10, 4, 5
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the calendar: ``count`` days, weeks, months or years."""

    unit: str
    count: int

    def floor(self, day: date) -> date:
        """Return the first day of the step that holds ``day``."""
        match self.unit:
            case "day":
                return date.fromordinal(day.toordinal() - (day.toordinal() - 1) % self.count)
            case "week":
                return date.fromordinal(max(_FIRST, day.toordinal() - day.weekday()))
            case "month":
                return day.replace(month=day.month - (day.month - 1) % self.count, day=1)
            case _:
                return date(max(1, day.year - day.year % self.count), 1, 1)

    def after(self, first: date) -> date:
        """Return the first day of the step after the one that begins on ``first``."""
        match self.unit:
            case "day" | "week":
                days = self.count * (7 if self.unit == "week" else 1)
                return date.fromordinal(min(_LAST, first.toordinal() + days))
            case "month":
                months = first.year * 12 + first.month - 1 + self.count
                return date.max if months // 12 > date.max.year else date(months // 12, months % 12 + 1, 1)
            case _:
                year = first.year - first.year % self.count + self.count
                return date.max if year > date.max.year else date(year, 1, 1)

    def name(self, first: date, months: Sequence[str]) -> str:
        """Return the name of the step that begins on ``first``."""
        last = self.after(first) - timedelta(days=1)
        match self.unit:
            case "day" if self.count == 1:
                return f"{first.day} {months[first.month - 1]} {first.year}"
            case "day" | "week":
                start = (
                    f"{first.day}" if first.month == last.month else f"{first.day} {months[first.month - 1]}"
                )
                return f"{start}–{last.day} {months[last.month - 1]} {last.year}"
            case "month":
                named = months[first.month - 1] + (f"–{months[last.month - 1]}" if self.count > 1 else "")
                return f"{named} {first.year}"
            case _:
                return f"{first.year}" + (f"–{last.year}" if self.count > 1 else "")


STEPS = (
    *(Step("day", count) for count in (1, 2)),
    Step("week", 1),
    *(Step("month", count) for count in (1, 3, 6)),
    *(Step("year", count) for count in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)),
)


def firsts(step: Step, low: int, high: int) -> list[date]:
    """Return the first days of the steps that cover the days from ``low`` to ``high`` (ordinals)."""
    found = [step.floor(date.fromordinal(low))]
    while (following := step.after(found[-1])).toordinal() <= high and following > found[-1]:
        found.append(following)
    return found


def step_of(low: int, high: int, most: float, steps: Sequence[Step] = STEPS) -> Step:
    """Return the smallest step that covers the days from ``low`` to ``high`` in at most ``most``."""
    days = high - low + 1
    about = {"day": 1, "week": 7, "month": 30.44, "year": 365.25}
    return next((step for step in steps if days / (about[step.unit] * step.count) <= most), steps[-1])


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Where days lie from ``left`` to ``right`` in pixels. A day ends where the next begins."""

    low: int
    high: int
    left: float
    right: float

    def at(self, ordinal: float) -> float:
        """Return the place of the begin of a day, at an end of the axis where it lies beyond."""
        share = (ordinal - self.low) / (self.high + 1 - self.low)
        return self.left + (self.right - self.left) * min(1.0, max(0.0, share))


def span_of(ends: Sequence[Sequence[int]]) -> tuple[int, int]:
    """Return the first and last day of an axis for rows with these ends, with a little room.

    Up to a tenth of the rows, if five or more are told, may lie outside, where the axis would otherwise be
    at least five times as long, and longer than a month: one event of long ago does not press all others into
    a line.
    """
    told = [found for found in ends if found]
    lows, highs = sorted(min(found) for found in told), sorted(max(found) for found in told)
    low, high = lows[0], highs[-1]
    if len(told) >= _CUT_FROM:
        some = max(1, len(told) // _CUT_SHARE)
        most = _CUT_TIMES * max(_WEEK, highs[-1] - lows[some])
        low = next(day for day in lows if lows[some] - day <= most)
        most = _CUT_TIMES * max(_WEEK, highs[-1 - some] - low)
        high = next(day for day in reversed(highs) if day - highs[-1 - some] <= most)
    room = max(1, (high - low) // 40)
    return max(_FIRST, low - room), min(_LAST, high + room)


def ticks_of(axis: TimeAxis, apart: float, months: Sequence[str] = MONTHS) -> list[tuple[float, str, str]]:
    """Return places with a label and, where a year begins, the year; about ``apart`` pixels between them."""
    step = step_of(axis.low, axis.high, max(1.0, (axis.right - axis.left) / apart))
    found, year = [], 0
    for first in firsts(step, axis.low, axis.high):
        if first.toordinal() < axis.low:
            continue
        label = f"{first.year}"
        if step.unit != "year":
            label = (
                months[first.month - 1] if step.unit == "month" else f"{first.day} {months[first.month - 1]}"
            )
        below = f"{first.year}" if step.unit != "year" and first.year != year else ""
        found.append((axis.at(first.toordinal()), label, below))
        year = first.year
    return found
