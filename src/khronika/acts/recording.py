"""What recording a party, a place or an incident has in common: names that are names, records that are there.

A record that names others by their ids holds nothing of their content: erasing one of them leaves a gap in
it, and does not take it along. It is in the compartments of all that it names, so that no id is seen by those
who may not know of the record behind it; and no change takes it out of the sight of those who see it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from khronika.acts.desk import Acting, seen
from khronika.acts.standing import Standing
from khronika.errors import UsageFault
from khronika.ledger.queries import Known
from khronika.ledger.store import Draft
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind

LONGEST_NAME, MOST_NAMES = 300, 50
_WORDS = {
    Kind.PARTY: "a party",
    Kind.PLACE: "a place",
    Kind.INCIDENT: "an incident",
    Kind.STATEMENT: "a statement",
}


def holds_controls(words: str) -> bool:
    """Tell whether words hold control characters, lone surrogates or breaks of a line."""
    return any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in words)


def checked_name(name: str, of: Kind) -> str:
    """Return a name without space around it.

    Raises:
        UsageFault: it is empty, too long, or holds control characters or no text.
    """
    kept = name.strip()
    if not kept:
        raise UsageFault(f"{_WORDS[of]} needs a name", "a few words that its colleagues will recognise")
    if len(kept) > LONGEST_NAME:
        raise UsageFault(f"this name of {_WORDS[of]} is too long", f"at most {LONGEST_NAME} characters")
    if holds_controls(kept):
        raise UsageFault("a name holds control characters", "type it anew, on one line")
    return kept


def checked_names(names: Iterable[str], name: str, of: Kind) -> tuple[str, ...]:
    """Return the other spellings of a name, each once, without empty ones.

    Raises:
        UsageFault: one is no name, or there are too many.
    """
    kept = dict.fromkeys(checked_name(one, of) for one in names if one.strip())
    kept.pop(name, None)
    if len(kept) > MOST_NAMES:
        raise UsageFault(f"{_WORDS[of]} has too many names", f"at most {MOST_NAMES}")
    return tuple(kept)


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
