"""What a source says of itself: title, publisher and day, as read, and as a person corrects it.

What must stay true: a person's word stands above what was read, and what was read stays beside it; a
correction is an entry of its own, derived from the item, so that it goes with it; where a person corrects
nothing in a field, a later and better reading counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from khronika.acts.desk import Acting, Asking, Desk, acting, asking, item_of
from khronika.acts.logbook import Names
from khronika.acts.recording import holds_controls, refuse_changed_since
from khronika.acts.shown import ItemShown, item_shown
from khronika.acts.source_said import descriptions_of
from khronika.acts.standing import standing_of
from khronika.errors import UsageFault
from khronika.ledger.queries import Known
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.dates import days_of
from khronika.records.ids import Kind
from khronika.records.item import Description

LONGEST = {"title": 500, "publisher": 300, "published": 60}
"""How many characters of each a correction may have."""


@dataclass(frozen=True, slots=True)
class SourceShown:
    """An item with what was read of it, and what a person corrected; ``correction`` is empty of nothing.

    ``by`` is a name and ``at`` when it was corrected last; ``entry`` the entry that stands: given back with a
    correction, nobody's is written over.
    """

    item: ItemShown
    correction: Description | None = None
    by: str = ""
    at: str = ""
    entry: str = ""


def describe(desk: Desk, member: str, given: Description, entry: str = "") -> Description:
    """Correct title, publisher or day of a source; the id it is given comes back with it.

    ``None`` is as read, and takes an earlier correction back; empty: the source does not say. What was said
    before stays in the history.

    Raises:
        NotFound: the item is not there for the member.
        UsageFault: it is no item, or erased; a field is no such words; it was corrected meanwhile.
        Withheld: consent to it was withdrawn.
    """
    checked = _checked(given)
    with acting(desk, member, Right.REVIEW) as act:
        item = item_of(act, given.item)
        if item.body is None:
            raise UsageFault(f"{given.item} was erased", "nothing of it is left to correct")
        standing_of(act).refuse_withdrawn(item)
        before = descriptions_of(act, [item.id]).get(item.id, [])
        _refuse_meanwhile(before, entry)
        return _recorded(act, desk, item, before, checked)


def source_of_item(desk: Desk, member: str, item: str, *, as_of: str | None = None) -> SourceShown:
    """Return what is known of a source: as it stands, as it was read, and who corrected it when.

    Raises:
        NotFound: the item is not there for the member, or not yet as of then.
        UsageFault: it is no item.
    """
    with asking(desk, member, as_of) as query:
        known, standing = item_of(query, item), standing_of(query)
        shown = item_shown(query, standing, known)
        if known.body is None or standing.withdrawn(known):
            return SourceShown(shown)
        return _with_correction(query, shown)


def _with_correction(query: Asking, shown: ItemShown) -> SourceShown:
    newest = next(iter(descriptions_of(query, [shown.id]).get(shown.id, ())), None)
    if newest is None:
        return SourceShown(shown)
    author = Names(query.connection)(newest.envelope["author"])
    description = record_of(Description, newest.body)
    return SourceShown(shown, description, author, newest.envelope["time"], newest.entry)


def _refuse_meanwhile(before: list[Known], entry: str) -> None:
    """Refuse to write over a correction that was not seen; an ``entry`` of nothing is that there was none.

    Raises:
        UsageFault: somebody corrected it since.
    """
    if before:
        refuse_changed_since(before[0], entry)


def _recorded(act: Acting, desk: Desk, item: Known, before: list[Known], given: Description) -> Description:
    """Record what stands now in the place of all that stood: where copies were joined there are several."""
    made = replace(given, id=before[0].id if before else desk.new_id(Kind.DESCRIPTION))
    stood = record_of(Description, before[0].body) if before else Description(made.id, item.id)
    if made == stood and len(before) < 2:  # noqa: PLR2004 - two copies corrected it
        return made
    ids = {known.id: act.supersedes(known) for known in before} or {made.id: ()}
    for id_, superseded in ids.items():
        act.add(
            Draft(
                "description.changed" if superseded else "description.recorded",
                id_,
                body_of(replace(made, id=id_)),
                supersedes=superseded,
                derived_from=(item.id,),
                compartments=frozenset(item.envelope["compartments"]),
            )
        )
    return made


def _checked(given: Description) -> Description:
    """Return a correction without space around its words.

    Raises:
        UsageFault: one is too long, holds control characters, or the day is none.
    """
    title, publisher = _words("title", given.title), _words("publisher", given.publisher)
    published = _words("published", given.published)
    if published:
        _refuse_no_day(published)
    return replace(given, title=title, publisher=publisher, published=published)


def _refuse_no_day(published: str) -> None:
    try:
        days_of(published)
    except ValueError as fault:
        wrong = UsageFault(
            f"{published[:40]!r} is no day", "2026-04-12, 2026-04 or 2026; 2026-04-12? where it is not sure"
        )
        raise wrong.beside("published") from fault


def _words(name: str, given: str | None) -> str | None:
    if given is None:
        return None
    words = given.strip()
    if len(words) > LONGEST[name]:
        raise UsageFault("this is too long", f"at most {LONGEST[name]} characters").beside(name)
    if holds_controls(words):
        raise UsageFault("these words hold control characters", "type them anew, on one line").beside(name)
    return words
