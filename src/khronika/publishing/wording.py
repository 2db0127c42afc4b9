"""The words of the brief: acts, certainty, days and counts as plain English.

What must stay true: a denial of knowledge, responsibility or competence never reads as a denial of the
fact; a dispute never reads as a refutation; nothing here says more than the statement's fields hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from khronika.records.corrections import RECALLED, Manner, Objected
from khronika.records.dates import days_of, edtf_of
from khronika.records.statement import Act, Denial, Statement, Status

ACTS: dict[Act, str] = {
    Act.ASSERTS: "said",
    Act.ALLEGES: "alleged",
    Act.DENIES: "denied",
    Act.DISPUTES: "disputed",
    Act.CORRECTS: "corrected",
    Act.RETRACTS: "took back",
    Act.ADMITS: "admitted",
    Act.APPEALS: "appealed",
    Act.REQUESTS: "requested",
    Act.ADVISES: "advised",
    Act.PROMISES: "promised",
    Act.THREATENS: "threatened",
    Act.CALLS_FOR_HARM: "called for harm",
    Act.DECLINES: "declined to answer",
    Act.REPORTS: "reported",
    Act.HOLDS: "is said to hold",
}
SURENESS = (
    (850, "very likely read right"),
    (650, "probably read right"),
    (400, "may be read wrong"),
    (0, "probably read wrong"),
)
"""By the least score, in thousandths: the chance that the words are read right, what was said and by whom.

It says nothing of whether what was said is true, and so neither may its words.
"""


def acts_in_words(statement: Statement) -> str:
    """Return all acts of ``statement``: ``denied (the fact) and advised``."""
    said = [_act_in_words(act, statement.denies) for act in statement.acts]
    return enumerated(said or ["said"])


def _act_in_words(act: Act, denies: Sequence[Denial]) -> str:
    return denial_in_words(denies) if act is Act.DENIES else ACTS[act]


def denial_in_words(denies: Sequence[Denial]) -> str:
    """Return what a denial denies; every kind but the fact is said not to be the fact."""
    others = [kind.value for kind in denies if kind is not Denial.FACT]
    if not denies:
        return "denied (what exactly was not read)"
    if Denial.FACT not in denies:
        return f"denied {enumerated(others)} (not the fact)"
    return "denied (the fact)" + (f" and denied {enumerated(others)}" if others else "")


def certainty(score: int, status: Status) -> str:
    """Return how sure the reader is, or that a person accepted the statement."""
    if status is Status.ACCEPTED:
        return "accepted by a person"
    if status is Status.AMENDED:
        return "amended and accepted by a person"
    return sureness(score)


def sureness(score: int) -> str:
    """Return how likely it is that a suggestion is read right; ``score`` is in thousandths."""
    return next((words for least, words in SURENESS if score >= least), SURENESS[-1][1])


def enumerated(words: Sequence[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    if len(words) < 2:  # noqa: PLR2004  # the grammar of a list, not a tunable number
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return ``1 source`` or ``2 sources``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def moment_in_words(moment: datetime) -> str:
    """Return an aware time as ``23 November 2026, 04:43 UTC``."""
    zone = moment.tzname() or moment.strftime("%z")
    return f"{day_in_words(moment.date())}, {moment:%H:%M} {zone}"


def day_in_words(day: date) -> str:
    """Return ``3 April 2017``; month names are English whatever the machine's language."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def days_in_words(start: date | None, end: date | None) -> str:
    """Return the days from ``start`` to ``end`` in plain words; an open end is said."""
    if start is None:
        return "no day given" if end is None else f"until {day_in_words(end)}"
    if end is None:
        return f"from {day_in_words(start)} on"
    edtf = edtf_of(start, end)
    if edtf == f"{start.year:04}":
        return edtf
    if edtf == f"{start.year:04}-{start.month:02}":
        return f"{_MONTHS[start.month - 1]} {start.year}"
    if start == end:
        return day_in_words(start)
    return f"{_start_in_words(start, end)} to {day_in_words(end)}"


def _start_in_words(start: date, end: date) -> str:
    if (start.year, start.month) == (end.year, end.month):
        return str(start.day)
    if start.year == end.year:
        return f"{start.day} {_MONTHS[start.month - 1]}"
    return day_in_words(start)


_OBJECTED: dict[str, str] = {
    Manner.CORRECTS: "corrected",
    Manner.RETRACTS: "retracted",
    Manner.DISPUTES: "disputed",
    RECALLED: "set aside with all that came from its source",
}


def objection_in_words(one: Objected) -> str:
    """Return what was done to a statement, by whom and when: ``retracted by Mira Oru on 24 March 2026``."""
    term = f": the words “{one.term}” alone" if one.term else ""
    by = f" by {one.speaker}" if one.speaker else ""
    if one.last is None:
        return f"{_OBJECTED[one.manner]}{by}{term}"
    before = "" if one.first == one.last else " or before"
    return f"{_OBJECTED[one.manner]}{by} on {day_in_words(one.last)}{before}{term}"


def published_in_words(edtf: str) -> str:
    """Return a source's EDTF date in plain words, as it stands where it is not EDTF."""
    if not edtf:
        return "date not stated"
    try:
        return days_in_words(*days_of(edtf))
    except ValueError:
        return edtf


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
