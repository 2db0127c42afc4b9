"""What a text is called wherever it is named: by its title, else by the name under which it came.

What must stay true: a title is the one that stands (a person's word, else as read) as of the time that is
asked for, and as far as the member may see it; of what was withdrawn nothing but its id is told. A file's own
name is what matters where bytes are handed out, and beyond the desk: that is :func:`file_name`.
"""

from __future__ import annotations

from collections.abc import Collection

from khronika.acts.desk import Acting, Asking
from khronika.acts.standing import Standing
from khronika.ledger import queries, source_names
from khronika.ledger.queries import Wanted
from khronika.ledger.source_names import Called
from khronika.records.ids import Kind, is_id


def names_of_sources(entered: Acting | Asking, standing: Standing, items: Collection[str]) -> dict[str, str]:
    """Return what each of some items is called: its title, else its file's name, else its id."""
    found, none = _called(entered, standing, items), Called()
    return {item: (one := found.get(item, none)).title or one.file or item for item in items}


def titles_of_sources(entered: Acting | Asking, standing: Standing, items: Collection[str]) -> dict[str, str]:
    """Return the titles of some items; those without one are left out."""
    return {item: one.title for item, one in _called(entered, standing, items).items() if one.title}


class SourceNames:
    """What texts are called, each looked up once inside one query; those known ``ahead`` together."""

    def __init__(self, entered: Acting | Asking, standing: Standing, ahead: Collection[str] = ()) -> None:
        """Start with the texts that are known ahead; of other records among them nothing is looked up."""
        self._entered, self._standing = entered, standing
        self._names = names_of_sources(entered, standing, [id_ for id_ in ahead if is_id(id_, Kind.ITEM)])

    def __call__(self, item: str) -> str:
        """Return what a text is called."""
        if item not in self._names:
            self._names |= names_of_sources(self._entered, self._standing, [item])
        return self._names[item]


def file_name(entered: Acting | Asking, standing: Standing, item: str) -> str:
    """Return the name under which an item was first received, as far as it may be shown; else its id."""
    receipts = queries.many(entered.connection, entered.sight, Wanted(Kind.RECEIPT, parent=item))
    names = [known.body["name"] for known in receipts if known.body and not standing.withdrawn(known)]
    return names[-1] if names else item


def _called(entered: Acting | Asking, standing: Standing, items: Collection[str]) -> dict[str, Called]:
    shown = set(items) - standing.items
    return source_names.called(entered.connection, entered.sight, shown, standing.covered)
