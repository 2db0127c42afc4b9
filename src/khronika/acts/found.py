"""What is found beside statements: texts with the passage that holds the words, and records by their names.

What must stay true: a passage is of a text that the search looked into, and a name of a record that is there
for the member; what was withdrawn or erased is neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from khronika.acts.assembled import RECORDED, Named, named
from khronika.acts.desk import Asking, Texts
from khronika.acts.shown import ItemShown, items_shown
from khronika.acts.standing import Standing
from khronika.ledger import finding, queries
from khronika.ledger.excerpts import Excerpt, excerpt_of
from khronika.ledger.finding import Sieve
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.spotting import spotted
from khronika.records.ids import Kind, is_id
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
    found: dict[str, Known] = {}
    numbers = _numbers(narrowed, standing, words, item)
    while len(found) <= MOST_ITEMS and (some := list(islice(numbers, 2 * MOST_ITEMS))):
        for known in queries.at(narrowed.connection, some):
            if known.parent is None or standing.withdrawn(known):
                continue
            if known.parent not in found or not is_id(found[known.parent].id, Kind.RENDITION):
                found[known.parent] = known
    found = dict(islice(found.items(), MOST_ITEMS + 1))
    found |= _texts_of(narrowed, [id_ for id_, known in found.items() if not is_id(known.id, Kind.RENDITION)])
    items = queries.by_id(query.connection, query.sight, found)
    shown = items_shown(query, standing, [items[id_] for id_ in found if id_ in items])
    return [FoundText(one, _passage(texts, found[one.id], words)) for one in shown]


def records_found(narrowed: Asking, standing: Standing, words: str) -> list[FoundRecord]:
    """Return the incidents, parties and places of which a name holds all words, the newest of each first.

    Of each kind there is one more than a page shows at most.
    """
    found: list[FoundRecord] = []
    kinds: dict[str, tuple[str, ...]] = dict.fromkeys((Kind.INCIDENT, Kind.PARTY, Kind.PLACE), RECORDED)
    rows = list(finding.of_kinds(narrowed.connection, narrowed.sight, words, kinds))
    for kind in kinds:
        numbers = [number for number, its in rows if its == kind][: MOST_RECORDS + 1]
        found += [
            _by_name(named(standing, known), known, words)
            for known in queries.at(narrowed.connection, numbers)
            if known.body is not None and not standing.withdrawn(known)
        ]
    return found


def _numbers(narrowed: Asking, standing: Standing, words: str, item: str) -> Iterator[int]:
    """Yield the rows of texts, of the names of items and of corrections of them, in which all words occur."""
    statuses: dict[str, tuple[str, ...]] = {
        Kind.RENDITION: ("sealed",),
        Kind.RECEIPT: ("recorded",),
        Kind.DESCRIPTION: RECORDED,
    }
    if not item:
        rows = finding.of_kinds(narrowed.connection, narrowed.sight, words, statuses)
        yield from (number for number, _ in rows)
        return
    for kind, status in statuses.items():
        sieve = Sieve(kind, status, words=words, parent=item, without=standing.items)
        yield from finding.passing(narrowed.connection, narrowed.sight, sieve)


def _texts_of(narrowed: Asking, items: list[str]) -> dict[str, Known]:
    """Return the newest text of each of these items, as far as there is one."""
    if not items:
        return {}
    sealed = Wanted(Kind.RENDITION, statuses=("sealed",))
    texts = queries.under(narrowed.connection, narrowed.sight, sealed, items)
    return {item: newest for item, (newest, *_) in texts.items()}


def _passage(texts: Texts, found: Known, words: str) -> Excerpt | None:
    """Return the passage of a text; a file that is lost has none, and ``verify`` tells of it."""
    if found.body is None or not is_id(found.id, Kind.RENDITION):
        return None
    return excerpt_of(texts.to_search(found.id, found.body), words)


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
