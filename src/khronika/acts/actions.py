"""Actions: what was asked of whom, when an answer is due, what came of it, and what comes next.

What must stay true: an action is in the compartments of all that it names, and is derived from none of it;
who is asked is a recorded party; what is said to be sent says when, what is said to be answered says how;
what the member may not see is in no list and no count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from khronika.acts.assembled import Named, named
from khronika.acts.desk import Acting, Asking, Desk, acting, asking, refuse_unenterable
from khronika.acts.finding_words import line, lines
from khronika.acts.findings import STANDS as FINDINGS_THAT_STAND
from khronika.acts.judged import in_the_record, judgement
from khronika.acts.logbook import Names
from khronika.acts.paging import Page, last_seen, limit_of
from khronika.acts.recording import (
    add_change,
    compartments_of,
    record_seen,
    refuse_changed_since,
    standing_record,
)
from khronika.acts.standing import Standing, standing_of
from khronika.errors import UsageFault
from khronika.ledger import cited, queries
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.actions import Action, Answer, Stage
from khronika.records.body import body_of, record_of
from khronika.records.dates import days_of
from khronika.records.ids import Kind

STANDS = ("recorded", "changed")
MOST_NAMED = 200
_LONGEST_TITLE, _LONGEST_STEP = 300, 1000
_DAYS = ("sent", "due", "answered", "next_on")
_OPEN = frozenset({Stage.PLANNED, Stage.SENT, Stage.ANSWERED})
_NO_ANSWER = frozenset({Answer.NONE, Answer.RECEIPT})


@dataclass(frozen=True, slots=True)
class ActionShown:
    """An action with whom it asks and who sent it, by their names. Erased: its id alone.

    ``by`` recorded it, ``at`` is when what stands was recorded (UTC). ``overdue``: an answer was due before
    today, and none came.
    """

    id: str
    status: str
    action: Action | None = None
    entry: str = ""
    addressee: Named | None = None
    sender: Named | None = None
    by: str = ""
    at: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Actions:
    """A page of actions, newest first; ``count`` is of all that were asked for."""

    actions: tuple[ActionShown, ...] = ()
    count: int = 0
    further: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """That an action asks for somebody: an answer is due, or a next step is.

    ``first`` and ``last`` are the days that the time can mean, ``None`` where it is open. ``overdue``: all of
    them are over.
    """

    action: str
    title: str
    addressee: str
    what: str
    first: date | None
    last: date | None
    overdue: bool


ANSWER_DUE, NEXT_STEP = "an answer is due", "a next step"


def record_action(
    desk: Desk, member: str, action: Action, compartments: frozenset[str] = frozenset()
) -> Action:
    """Record an action; its id comes back with it.

    Raises:
        NotFound: something that it names is not there for the member.
        UsageFault: it has no title, a day is none, or its stage and its days do not fit.
        Withheld: consent to something that it names was withdrawn.
    """
    with acting(desk, member, Right.FILE) as act:
        refuse_unenterable(act, compartments)
        checked = replace(_checked(action), id=desk.new_id(Kind.ACTION))
        inside = compartments | compartments_of(_named(act, standing_of(act), checked))
        act.add(Draft("action.recorded", checked.id, body_of(checked), compartments=inside))
        return checked


def change_action(desk: Desk, member: str, action: Action, entry: str = "") -> Action:
    """Record an action anew, whole; nothing where it says what stands. ``entry`` is what the member has seen.

    Raises:
        NotFound, UsageFault, Withheld: as :func:`record_action`; or it was changed meanwhile, or would name
            what is in a compartment that it is not in.
    """
    with acting(desk, member, Right.FILE) as act:
        known = judgement(act, action.id, Kind.ACTION, "an action", STANDS)
        refuse_changed_since(known, entry)
        checked = _checked(action)
        add_change(act, known, "action.changed", checked, _named(act, standing_of(act), checked))
        return checked


def actions(
    desk: Desk,
    member: str,
    about: str | None = None,
    *,
    open_only: bool = False,
    page: Page | None = None,
    as_of: str | None = None,
) -> Actions:
    """Return actions that stand: all, or those that name an incident, a party, a finding or a statement.

    Raises:
        NotFound: what they are about, or the action seen last, is not there for the member.
    """
    with asking(desk, member, as_of) as query:
        if about is not None:
            query.get(about)
        found, before = _standing(query, about), last_seen(query, page)
        kept = [known for known in found if not open_only or record_of(Action, known.body).stage in _OPEN]
        later = [known for known in kept if before is None or known.since < before]
        limit, show = limit_of(page), _shower(query, standing_of(query), desk.clock().date())
        return Actions(tuple(map(show, later[:limit])), len(kept), len(later) > limit)


def action_of(desk: Desk, member: str, action: str, *, as_of: str | None = None) -> ActionShown:
    """Return one action.

    Raises:
        NotFound: it is not there for the member, or not yet as of then.
        UsageFault: it is no action.
    """
    with asking(desk, member, as_of) as query:
        known = record_seen(query, action, Kind.ACTION)
        return _shower(query, standing_of(query), desk.clock().date())(known)


def due(desk: Desk, member: str, until: date, *, as_of: str | None = None) -> tuple[Due, ...]:
    """Return what asks for somebody up to a day, the longest overdue first; days are counted from today.

    An answer is due of what was sent and not answered but by a receipt; a next step of what is not closed.
    """
    today = desk.clock().date()
    with asking(desk, member, as_of) as query:
        standing, found = standing_of(query), list[Due]()
        known = cited.due_by(query.connection, query.sight, until.toordinal())
        asked = {(one.body or {})["addressee"] for one in known}
        parties = queries.by_id(query.connection, query.sight, asked)
        for one in known:
            action = record_of(Action, one.body)
            party = parties.get(action.addressee)
            name = "" if party is None else named(standing, party).name
            for what, day in _asks(action):
                first, last = days_of(day)
                if first is None or first <= until:
                    over = last is not None and last < today
                    found.append(Due(one.id, action.title, name, what, first, last, over))
        ends = (date.min, date.max)
        return tuple(sorted(found, key=lambda one: (one.last or ends[1], one.first or ends[0], one.action)))


def _asks(action: Action) -> Iterator[tuple[str, str]]:
    if action.due and action.stage is Stage.SENT and action.answer in _NO_ANSWER:
        yield ANSWER_DUE, action.due
    if action.next_on and action.stage in _OPEN:
        yield NEXT_STEP, action.next_on


def _standing(query: Asking, about: str | None) -> list[Known]:
    if about is not None:
        return cited.about(query.connection, query.sight, Kind.ACTION, STANDS, [about])
    found = query.many(Wanted(Kind.ACTION, statuses=STANDS))
    return [known for known in found if known.body is not None]


def _shower(query: Asking, standing: Standing, today: date) -> Callable[[Known], ActionShown]:
    names = Names(query.connection)

    def show(known: Known) -> ActionShown:
        if known.body is None:
            return ActionShown(known.id, known.status)
        action = record_of(Action, known.body)
        there = queries.by_id(query.connection, query.sight, _ids_in(action))

        def kept(ids: Iterable[str]) -> tuple[str, ...]:
            return tuple(id_ for id_ in ids if id_ in there)

        seen = replace(
            action,
            by=action.by if action.by in there else None,
            reply=kept(action.reply),
            incidents=kept(action.incidents),
            findings=kept(action.findings),
            cites=kept(action.cites),
        )
        parties = {
            id_: named(standing, there[id_]) for id_ in (action.addressee, action.by) if id_ and id_ in there
        }
        return ActionShown(
            known.id,
            known.status,
            seen,
            known.entry,
            parties.get(action.addressee),
            parties.get(action.by or ""),
            names(known.envelope["author"]),
            known.envelope["time"],
            any(what == ANSWER_DUE and _is_over(day, today) for what, day in _asks(action)),
        )

    return show


def _is_over(day: str, today: date) -> bool:
    last = days_of(day)[1]
    return last is not None and last < today


_LISTS = ("reply", "incidents", "findings", "cites")


def _ids_in(action: Action) -> set[str]:
    named_in = (id_ for name in _LISTS for id_ in getattr(action, name))
    return {action.addressee, *([action.by] if action.by else ()), *named_in}


def _named(act: Acting, standing: Standing, action: Action) -> list[Known]:
    """Return all that an action names, each of which stands; what is wrong is about its field.

    Raises:
        NotFound, UsageFault, Withheld: one is not there, another record, erased, withdrawn, or a statement
            that is not in the record.
    """
    found = list[Known]()
    for field, kind, ids in (
        ("addressee", Kind.PARTY, (action.addressee,)),
        ("by", Kind.PARTY, (action.by,) if action.by else ()),
        ("incidents", Kind.INCIDENT, action.incidents),
        ("findings", Kind.FINDING, action.findings),
        ("cites", Kind.STATEMENT, action.cites),
        ("reply", Kind.STATEMENT, action.reply),
    ):
        for id_ in ids:
            try:
                found.append(_one_named(act, standing, id_, kind))
            except UsageFault as fault:
                raise fault.beside(field) from fault.__cause__
    return found


def _one_named(act: Acting, standing: Standing, id_: str, kind: Kind) -> Known:
    if kind is Kind.STATEMENT:
        return in_the_record(act, standing, id_)
    if kind is Kind.FINDING:
        return judgement(act, id_, kind, "a finding", FINDINGS_THAT_STAND)
    return standing_record(act, standing, id_, kind)


def _checked(action: Action) -> Action:
    """Return an action without space around its words, each id once, in order.

    Raises:
        UsageFault: it has no title, something is too long or too many, a day is none, or its stage and its
            days do not fit.
    """
    made = replace(
        action,
        title=line(action.title, "title", _LONGEST_TITLE),
        reference=line(action.reference, "reference", _LONGEST_TITLE),
        next_step=line(action.next_step, "next_step", _LONGEST_STEP),
        note=lines(action.note, "note"),
        reply=tuple(sorted(set(action.reply))),
        incidents=tuple(sorted(set(action.incidents))),
        findings=tuple(sorted(set(action.findings))),
        cites=tuple(sorted(set(action.cites))),
        sent=action.sent.strip(),
        due=action.due.strip(),
        answered=action.answered.strip(),
        next_on=action.next_on.strip(),
    )
    if not made.title:
        hint = "a few words that its colleagues will recognise"
        raise UsageFault("an action needs a title", hint).beside("title")
    for name in _LISTS:
        if len(getattr(made, name)) > MOST_NAMED:
            raise UsageFault("an action names too many records", f"at most {MOST_NAMED}").beside(name)
    for name in _DAYS:
        _refuse_no_day(name, getattr(made, name))
    _refuse_misfit(made)
    return made


def _refuse_no_day(field: str, day: str) -> None:
    try:
        days_of(day or "../..")
    except ValueError as fault:
        wrong = UsageFault(f"{day[:40]!r} is no day", "2026-04-12, 2026-04 or 2026-04-12/2026-04-14")
        raise wrong.beside(field) from fault


def _refuse_misfit(action: Action) -> None:
    if action.stage is Stage.PLANNED and action.sent:
        raise UsageFault("what is planned was not sent yet", "say that it was sent").beside("stage")
    if action.stage in {Stage.SENT, Stage.ANSWERED} and not action.sent:
        raise UsageFault("the day on which it was sent is missing", "2026-04-12, or 2026-04").beside("sent")
    if action.stage is Stage.ANSWERED and action.answer is Answer.NONE:
        raise UsageFault("what is answered has an answer", "say what came back").beside("answer")
    if action.answered and action.answer is Answer.NONE:
        raise UsageFault("an answer has a day, and none came", "say what came back").beside("answer")
