"""What a phrase can say of a speaker, before anything else in the text is asked."""

from __future__ import annotations

from typing import NamedTuple

from khronika.reading.languages.en.cast import Role

GROUP, OFFICE, PRONOUN, RELATION, DOCUMENT, PART = (
    "group",
    "office",
    "pronoun",
    "relation",
    "document",
    "part",
)


class Described(NamedTuple):
    """Who a phrase speaks of, before anything else in the text is asked."""

    kind: str
    name: str
    named: bool = False
    role: Role | None = None
    definite: bool = False
    owner: str = ""
    """Of a relation: whose, a pronoun ("he") or a name."""
    styles: frozenset[str] = frozenset()
    lows: tuple[str, ...] = ()
    """The words of the phrase's head, for clues."""
    many: tuple[str, ...] = ()
    indefinite: bool = False
    by: str = ""
    """Of a document: who made it, where the phrase says so."""
    full: str = ""
    """Of a person with one name: the name with the title; of a relation: its words."""
