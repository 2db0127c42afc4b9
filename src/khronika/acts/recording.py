"""What recording a party, a place or an incident has in common: names that are names, records that are there.

A record that names others by their ids holds nothing of their content: erasing one of them leaves a gap in
it, and does not take it along. It is in the compartments of all that it names, so that no id is seen by those
who may not know of the record behind it; and no change takes it out of the sight of those who see it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from khronika.acts.desk import Acting, Asking, seen
from khronika.acts.standing import Standing
from khronika.errors import UsageFault
from khronika.ledger import queries
from khronika.ledger.queries import Known
from khronika.ledger.store import Draft
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind, is_id

LONGEST_NAME, MOST_NAMES = 300, 50
_WORDS = {
    Kind.PARTY: "a party",
    Kind.PLACE: "a place",
    Kind.INCIDENT: "an incident",
    Kind.STATEMENT: "a statement",
    Kind.ITEM: "an item",
    Kind.RECALL: "a recall",
    Kind.FINDING: "a finding",
    Kind.ACTION: "an action",
}
_CALLED = {"name": "called", "title": "called"}
"""The field for the name of what is recorded along, by that for the name of a record with its own form."""


@contextmanager
def recorded_along(field: str, *names: object) -> Iterator[None]:
    """Record something along with what names it in ``field``; what is wrong with it is about that field.

    What is recorded along names nothing itself: so it is in no compartment that what names it is not in, and
    is no part of a circle.

    Raises:
        UsageFault: it has ``names`` of others.
    """
    if any(names):
        wrong = UsageFault("what is recorded along names nothing itself", "record it first, by itself")
        raise wrong.beside(field)
    try:
        yield
    except UsageFault as fault:
        fault.field = f"{field}_{_CALLED.get(fault.field, fault.field)}" if fault.field else field
        raise


def holds_controls(words: str) -> bool:
    """Tell whether words hold control characters, lone surrogates or breaks of a line."""
    return any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in words)


def checked_name(name: str, of: Kind, field: str = "") -> str:
    """Return a name without space around it; ``field`` is the field of a form that holds it.

    Raises:
        UsageFault: it is empty, too long, or holds control characters or no text.
    """
    kept = name.strip()
    held = field or ("title" if of is Kind.INCIDENT else "name")
    if not kept:
        hint = "a few words that its colleagues will recognise"
        raise UsageFault(f"{_WORDS[of]} needs a name", hint).beside(held)
    if len(kept) > LONGEST_NAME:
        hint = f"at most {LONGEST_NAME} characters"
        raise UsageFault(f"this name of {_WORDS[of]} is too long", hint).beside(held)
    if holds_controls(kept):
        raise UsageFault("a name holds control characters", "type it anew, on one line").beside(held)
    return kept


def checked_names(names: Iterable[str], name: str, of: Kind) -> tuple[str, ...]:
    """Return the other spellings of a name, each once, without empty ones.

    Raises:
        UsageFault: one is no name, or there are too many.
    """
    kept = dict.fromkeys(checked_name(one, of, "names") for one in names if one.strip())
    kept.pop(name, None)
    if len(kept) > MOST_NAMES:
        raise UsageFault(f"{_WORDS[of]} has too many names", f"at most {MOST_NAMES}").beside("names")
    return tuple(kept)


def record_seen(query: Asking, id_: str, of: Kind) -> Known:
    """Return a record of a kind that the member may see, also one that does not stand any more.

    Raises:
        NotFound: it is not there for the member, or not yet as of then.
        UsageFault: it is of another kind.
    """
    known = query.get(id_)
    if not id_.startswith(f"{of}_"):
        raise UsageFault(f"{id_} is not {_WORDS[of]}", f"ids of such records begin with {of}_")
    return known


def standing_record(act: Acting, standing: Standing, id_: str, of: Kind) -> Known:
    """Return a record of a kind that the member may see, that stands and may be shown.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it is of another kind, or erased.
        Withheld: consent to it was withdrawn.
    """
    known = seen(act.connection, act.sight, id_)
    if known.body is None or not id_.startswith(f"{of}_"):
        raise UsageFault(f"{id_} is not {_WORDS[of]} that stands", f"ids of such records begin with {of}_")
    standing.refuse_withdrawn(known)
    return known


def compartments_of(known: Iterable[Known]) -> frozenset[str]:
    """Return the compartments of records together."""
    return frozenset(id_ for one in known for id_ in one.envelope["compartments"])


def party_of_person(act: Acting, person: str) -> list[Known]:
    """Return the party that the person of a consent is; none for words, or where the member sees no such."""
    known = queries.one(act.connection, act.sight, person) if is_id(person, Kind.PARTY) else None
    return [known] if known is not None else []


def refuse_changed_since(known: Known, entry: str) -> None:
    """Refuse to write over what somebody else recorded since ``entry`` was seen (where one is given).

    Raises:
        UsageFault: another entry stands now.
    """
    if entry and known.entry != entry:
        raise UsageFault("this was changed since it was shown", "look at it again, then repeat the change")


def following(act: Acting, known: Known, type_: str, body: dict[str, Any]) -> Draft:
    """Return an entry about a known record that settles what stands, in the compartments that it is in."""
    return Draft(
        type_,
        known.id,
        body,
        supersedes=act.supersedes(known),
        derived_from=tuple(known.envelope["derived_from"]),
        compartments=frozenset(known.envelope["compartments"]),
    )


def add_change(act: Acting, known: Known, type_: str, record: Any, named: Iterable[Known] = ()) -> None:
    """Add the entry that says a record whole anew; nothing where it says what stands already.

    Raises:
        UsageFault: it would name what is in a compartment that it is not in itself.
    """
    if record_of(type(record), known.body) == record:
        return
    if compartments_of(named) - frozenset(known.envelope["compartments"]):
        raise UsageFault(
            "this would take the record out of the sight of colleagues: it names what is in a compartment",
            "leave that out, or record anew in that compartment what names it",
        )
    act.add(following(act, known, type_, body_of(record)))
