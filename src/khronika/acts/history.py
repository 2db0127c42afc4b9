"""Any record: what it is, everything that was done about it, where it comes from, what rests on it.

What must stay true: of what was erased or withdrawn only who did what and when is told; records that the
member may not see are in no list, and in no value (:mod:`khronika.acts.facts`); as of an earlier point later
entries are not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.facts import Change, Fact, Value, changes_of, facts_of
from khronika.acts.logbook import Names, about_in_words
from khronika.acts.members import as_seen_by
from khronika.acts.rules import mark_of
from khronika.acts.shown import SECOND_PERSON_MARK, second_person
from khronika.acts.source_names import SourceNames
from khronika.acts.standing import Standing, as_it_binds, standing_of
from khronika.ledger import history, logbook, lookups, queries
from khronika.ledger.folding import WITHDRAWN
from khronika.ledger.logbook import LogWanted
from khronika.ledger.queries import Known, Sight
from khronika.records.access import Member
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind, is_id

__all__ = ["Change", "Fact", "Recorded", "Related", "Step", "Value", "history_of"]

MOST_STEPS = 200
MOST_OF_A_KIND = 50
_TAKEN = frozenset({"accepted", "amended"})
_SAID_BY_THE_TYPE = frozenset({"reviewed_by", "rejected_because"})


@dataclass(frozen=True, slots=True)
class Step:
    """One entry about the record, oldest first: its type, by whom (a name), when (UTC), what it changed.

    ``position`` is the entry's in the log, from 0; ``reason`` why a statement was rejected. ``kept`` is false
    once the entry's body was erased.
    """

    position: int
    type: str
    by: str
    at: str
    kept: bool
    changes: tuple[Change, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """Another record by its id, its state, and what it is called, empty where that is not shown."""

    id: str
    status: str
    words: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record with its history. Where it was erased or withdrawn ``shown`` is false and there are no facts.

    ``mark`` says where one person did what the rules ask two for. ``item`` is the text it belongs to, empty
    where it belongs to none. ``more`` names the kinds of which more is derived than is listed, and
    ``more_steps`` says whether the history begins earlier.
    """

    id: str
    status: str
    contested: bool
    shown: bool
    words: str
    mark: str
    item: str
    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    more_steps: bool
    sources: tuple[Related, ...]
    derived: tuple[Related, ...]
    more: frozenset[str]
    compartments: tuple[Related, ...]


@dataclass(slots=True)
class _Telling:
    """What telling one record has at hand."""

    query: Asking
    standing: Standing
    names: Names
    texts: SourceNames
    known: Known

    @property
    def shown(self) -> bool:
        """Tell whether what the record says may be shown today."""
        today = queries.one(self.query.connection, Sight(self.query.sight.labels), self.known.id)
        return not (
            self.known.body is None
            or today is None
            or today.body is None
            or self.standing.withdrawn(self.known)
            or self.standing.withdrawn(today)
        )

    def called(self, id_: str) -> Value | None:
        """Return what a record is called, ``None`` where it is not there for the member."""
        if is_id(id_, Kind.MEMBER):
            return Value((self.names(id_),), id_)
        if queries.one(self.query.connection, self.query.sight, id_) is None:
            return None
        words = about_in_words(self.query, self.standing, id_, self.texts)
        return Value((words,) if words else (), id_)

    def facts(self, body: dict[str, Any] | None) -> tuple[Fact, ...]:
        """Return what a body of the record says, nothing where it may not be shown."""
        if body is None or self.standing.withdrawn(replace(self.known, body=body)):
            return ()
        if self.known.id.startswith(f"{Kind.MEMBER}_"):
            body = body | body_of(as_seen_by(self.query.member, record_of(Member, _fields_of_member(body))))
        return facts_of(self.known.id, body, self.called)


def history_of(desk: Desk, member: str, id_: str, *, as_of: str | None = None) -> Recorded:
    """Return a record with everything that was done about it, as far as the member may see it.

    Raises:
        NotFound: there is no such record for the member, or not yet as of then.
    """
    with asking(desk, member, as_of) as query:
        known, standing = query.get(id_), standing_of(query)
        if id_.startswith(f"{Kind.CONSENT}_"):
            known = as_it_binds(query, known)
        texts = SourceNames(query, standing)
        telling = _Telling(query, standing, Names(query.connection), texts, known)
        shown = telling.shown
        body = known.body if shown and known.body is not None else {}
        steps, more_steps = _steps(telling, shown=shown)
        derived, more = _derived(telling)
        return Recorded(
            id=id_,
            status=WITHDRAWN if standing.withdrawn(known) else known.status,
            contested=known.contested,
            shown=shown,
            words=about_in_words(query, standing, id_, texts) if shown else "",
            mark=_mark(known) if shown else "",
            item=_seen_item(telling, body),
            facts=telling.facts(body) if shown else (),
            steps=steps,
            more_steps=more_steps,
            sources=_related(telling, known.envelope["derived_from"]),
            derived=derived,
            more=more,
            compartments=_related(telling, known.envelope["compartments"]),
        )


def _fields_of_member(body: dict[str, Any]) -> dict[str, Any]:
    return {name: body[name] for name in Member.__dataclass_fields__ if name in body}


def _seen_item(telling: _Telling, body: dict[str, Any]) -> str:
    item = body.get("item")
    named = telling.called(item) if isinstance(item, str) and is_id(item, Kind.ITEM) else None
    return named.record if named is not None else ""


def _mark(known: Known) -> str:
    if known.id.startswith(f"{Kind.STATEMENT}_"):
        alone = known.status in _TAKEN and not second_person(known.body or {})
        return SECOND_PERSON_MARK if alone else ""
    return mark_of(known.id[:3], known.body)


def _steps(telling: _Telling, *, shown: bool) -> tuple[tuple[Step, ...], bool]:
    """Return the newest entries about the record, oldest first, and whether there are earlier ones."""
    query, id_ = telling.query, telling.known.id
    leaf = logbook.leaf(query.connection, query.sight, LogWanted(subject=id_), None, MOST_STEPS)
    seen = {entry.position for entry in leaf.entries}
    told: list[Step] = []
    facts: tuple[Fact, ...] = ()
    for step in (one for one in history.steps_of(query.connection, id_) if one.position in seen):
        after = telling.facts(step.body) if shown else ()
        changes = changes_of(facts, after) if facts and after else ()
        told.append(
            Step(
                step.position,
                step.type,
                telling.names(step.author),
                step.time,
                kept=step.body is not None,
                changes=tuple(one for one in changes if one.name not in _SAID_BY_THE_TYPE),
                reason=(step.body or {}).get("rejected_because", "") if after else "",
            )
        )
        facts = after or facts
    return tuple(told), leaf.before is not None


def _derived(telling: _Telling) -> tuple[tuple[Related, ...], frozenset[str]]:
    """Return what is derived directly from the record, some of each kind, and of which kind there is more."""
    query = telling.query
    by_kind: dict[str, list[str]] = defaultdict(list)
    for id_ in sorted(lookups.derived(query.connection, [telling.known.id])):
        by_kind[id_[:3]].append(id_)
    found, more = list[Related](), set[str]()
    for kind, ids in by_kind.items():
        related = _related(telling, ids, MOST_OF_A_KIND + 1)
        found += related[:MOST_OF_A_KIND]
        if len(related) > MOST_OF_A_KIND:
            more.add(kind)
    return tuple(found), frozenset(more)


def _related(telling: _Telling, ids: Iterable[str], most: int | None = None) -> tuple[Related, ...]:
    """Return those of the records that the member may see, in the order in which they came."""
    query, found = telling.query, list[Known]()
    for id_ in ids:
        known = queries.one(query.connection, query.sight, id_)
        if known is not None:
            found.append(known)
        if most is not None and len(found) == most:
            break
    return tuple(map(_shower(telling), sorted(found, key=lambda known: known.since)))


def _shower(telling: _Telling) -> Callable[[Known], Related]:
    def shown(known: Known) -> Related:
        withdrawn = telling.standing.withdrawn(known)
        words = about_in_words(telling.query, telling.standing, known.id, telling.texts)
        return Related(known.id, WITHDRAWN if withdrawn else known.status, words)

    return shown
