"""What is found beside statements: texts with the passage that holds the words, and records by their names.

What must stay true: a passage is of a text that the search looked into, and a name of a record that is there
for the member; what was withdrawn or erased is neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from khronika.acts.assembled import RECORDED, Named, named
from khronika.acts.desk import Asking, Texts
from khronika.acts.shown import ItemShown, items_shown
from khronika.acts.standing import Standing
from khronika.ledger import finding, queries
from khronika.ledger.excerpts import Excerpt, excerpt_of
from khronika.ledger.finding import Sieve
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.spotting import spotted
from khronika.records.ids import Kind
from khronika.records.spans import Spans

MOST_ITEMS = 10
MOST_RECORDS = 10
"""How many texts, and how many records of each kind, a page of what was found shows."""


@dataclass(frozen=True, slots=True)
class FoundText:
    """An item that was found; ``passage`` is ``None`` where the words stand in its name, or far inside."""

    shown: ItemShown
    passage: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A party, place or incident found by one of its names; ``spelling`` is that one, if not the first.

    ``matched`` are the spans of what was looked for, in the spelling or else in the name.
    """

    record: Named
    spelling: str = ""
    matched: Spans = ()


def texts_found(
    query: Asking, narrowed: Asking, standing: Standing, words: str, item: str, texts: Texts
) -> list[FoundText]:
    """Return the items in whose text or name all words occur, one more than a page shows at most."""
    found: dict[str, None] = {}
    for kind, status in ((Kind.RENDITION, "sealed"), (Kind.RECEIPT, "recorded")):
        sieve = Sieve(kind, (status,), words=words, parent=item or None, without=standing.items)
        numbers = finding.first(narrowed.connection, narrowed.sight, sieve, 2 * MOST_ITEMS)
        for known in queries.at(query.connection, numbers):
            if known.parent is not None and not standing.withdrawn(known):
                found[known.parent] = None
    ids = list(found)[: MOST_ITEMS + 1]
    shown = items_shown(query, standing, [query.get(id_) for id_ in ids])
    sealed = Wanted(Kind.RENDITION, statuses=("sealed",))
    renditions = queries.under(narrowed.connection, narrowed.sight, sealed, ids) if ids else {}
    return [FoundText(one, _passage(texts, renditions.get(one.id, ()), words)) for one in shown]


def records_found(narrowed: Asking, standing: Standing, words: str) -> list[FoundRecord]:
    """Return the incidents, parties and places of which a name holds all words, the newest of each first.

    Of each kind there is one more than a page shows at most.
    """
    found: list[FoundRecord] = []
    for kind in (Kind.INCIDENT, Kind.PARTY, Kind.PLACE):
        sieve = Sieve(kind, RECORDED, words=words)
        numbers = finding.first(narrowed.connection, narrowed.sight, sieve, MOST_RECORDS + 1)
        found += [
            _by_name(named(standing, known), known, words)
            for known in queries.at(narrowed.connection, numbers)
            if known.body is not None and not standing.withdrawn(known)
        ]
    return found


def _passage(texts: Texts, renditions: Sequence[Known], words: str) -> Excerpt | None:
    """Return the passage of the newest text; a file that is lost has none, and ``verify`` tells of it."""
    if not renditions or renditions[0].body is None:
        return None
    return excerpt_of(texts.to_search(renditions[0].id, renditions[0].body), words)


def _by_name(record: Named, known: Known, words: str) -> FoundRecord:
    """Return a record with the name in which most of what was looked for stands, its first one before all."""
    first = spotted(record.name, words)
    others = [(name, spotted(name, words)) for name in (known.body or {}).get("names") or ()]
    spelling, matched = max(others, key=lambda one: len(one[1]), default=("", ()))
    return (
        FoundRecord(record, spelling, matched)
        if len(matched) > len(first)
        else FoundRecord(record, "", first)
    )
