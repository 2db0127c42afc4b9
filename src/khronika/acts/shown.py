"""Items and statements as they may be shown.

What must stay true: of what was erased or withdrawn nothing is shown but that it was, by its id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from khronika.acts.desk import Acting, Asking
from khronika.acts.source_names import names_of_sources
from khronika.acts.source_said import as_given, as_read, descriptions_of, given_in
from khronika.acts.standing import Standing
from khronika.acts.taken_back import Objection, objections_to
from khronika.ledger import queries
from khronika.ledger.folding import ERASED, WITHDRAWN
from khronika.ledger.queries import Known, Wanted
from khronika.records.body import record_of
from khronika.records.ids import Kind
from khronika.records.item import About, Item, Receipt, Rendition
from khronika.records.problems import Problem
from khronika.records.statement import TAKEN, Statement

SECOND_PERSON_MARK = "not seen by a second person"


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item with its receipts and what its text says of itself. Erased or withdrawn: its id alone.

    ``size`` is in bytes, ``characters`` are code points of the text. ``about`` is as it stands, ``read`` as
    it was read; ``corrected`` names the fields that a person gave.
    """

    id: str
    status: str
    name: str = ""
    media: str = ""
    size: int = 0
    sha256: str = ""
    receipts: tuple[Receipt, ...] = ()
    rendition: str = ""
    characters: int = 0
    about: About = field(default_factory=About)
    problems: tuple[Problem, ...] = ()
    read: About = field(default_factory=About)
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementShown:
    """A statement with its words and where it stands; ``statement`` is ``None`` once erased or withdrawn.

    ``source`` is what its text is called: by its title, else by the name of its file.
    ``entry`` is the entry that stands: given back with an acceptance, nobody accepts what they have not seen.
    ``taken_by`` are the members who took it into the record as it stands. ``source_day`` is the last day on
    which its source can have been published, where lists look it up. ``objections`` are by what it was
    corrected, retracted, disputed or recalled.
    """

    id: str
    status: str
    contested: bool = False
    item: str = ""
    source: str = ""
    words: str = ""
    statement: Statement | None = None
    by: str = ""
    at: str = ""
    mark: str = ""
    rejected_because: str = ""
    entry: str = ""
    taken_by: tuple[str, ...] = ()
    source_day: date | None = None
    objections: tuple[Objection, ...] = ()


def item_shown(query: Asking, standing: Standing, known: Known) -> ItemShown:
    """Return an item as it may be shown."""
    return items_shown(query, standing, [known])[0]


def items_shown(query: Asking, standing: Standing, found: Sequence[Known]) -> list[ItemShown]:
    """Return items as they may be shown; what belongs to them is looked up together."""
    ids = [known.id for known in found if known.body is not None and not standing.withdrawn(known)]
    receipts = queries.under(query.connection, query.sight, Wanted(Kind.RECEIPT), ids)
    sealed = Wanted(Kind.RENDITION, statuses=("sealed",))
    renditions = queries.under(query.connection, query.sight, sealed, ids)
    newest = {id_: found_of[0] for id_, found_of in renditions.items()}
    runs = queries.under(query.connection, query.sight, Wanted(Kind.RUN), [one.id for one in newest.values()])
    descriptions = descriptions_of(query, ids)
    shown = []
    for known in found:
        if standing.withdrawn(known):
            shown.append(ItemShown(known.id, WITHDRAWN))
        elif known.body is None:
            shown.append(ItemShown(known.id, known.status))
        else:
            own = [one for one in receipts.get(known.id, ()) if not standing.withdrawn(one)]
            one = _item_shown(known, own)
            if known.id in newest:
                rendition = newest[known.id]
                one = _with_rendition(one, rendition, next(iter(runs.get(rendition.id, ())), None))
            shown.append(_corrected(one, next(iter(descriptions.get(known.id, ())), None)))
    return shown


def newest_rendition(entered: Acting | Asking, item: str) -> Known | None:
    """Return the newest text of an item, ``None`` where none was got."""
    wanted = Wanted(Kind.RENDITION, parent=item, statuses=("sealed",), limit=1)
    return next(iter(queries.many(entered.connection, entered.sight, wanted)), None)


def statement_shower(
    query: Asking, standing: Standing, found: Sequence[Known]
) -> Callable[[Known], StatementShown]:
    """Return a function that shows these statements; what belongs to them is looked up together."""
    names = names_of_sources(query, standing, {one.parent for one in found if one.parent is not None})
    objections = objections_to(query, standing, found)

    def shown(known: Known) -> StatementShown:
        body = known.body
        if body is None:
            return StatementShown(known.id, ERASED)
        item = body["item"]
        if standing.withdrawn(known):
            return StatementShown(known.id, WITHDRAWN)
        return _statement_shown(known, body, names[item], objections.get(known.id, ()))

    return shown


def mark_on(known: Known) -> str:
    """Return the mark of a statement in the record that one person alone has seen, otherwise nothing."""
    taken = known.body is not None and known.status in TAKEN
    return SECOND_PERSON_MARK if taken and not second_person(known.body or {}) else ""


def second_person(body: dict[str, Any]) -> bool:
    """Tell whether a statement, given its body, was taken into the record by more than one member."""
    return len(body.get("reviewed_by", ())) > 1


def _statement_shown(
    known: Known, body: dict[str, Any], source: str, objections: tuple[Objection, ...]
) -> StatementShown:
    suggested = known.status == "suggested"
    return StatementShown(
        id=known.id,
        status=known.status,
        contested=known.contested,
        item=body["item"],
        source=source,
        words=body["words"],
        statement=record_of(Statement, body["statement"]),
        by="" if suggested else known.envelope["author"],
        at=known.envelope["time"],
        mark="" if second_person(body) else SECOND_PERSON_MARK,
        rejected_because=body.get("rejected_because", ""),
        entry=known.entry,
        taken_by=tuple(body.get("reviewed_by", ())) if known.status in TAKEN else (),
        objections=objections,
    )


def _item_shown(known: Known, found: Sequence[Known]) -> ItemShown:
    record = record_of(Item, known.body)
    receipts = tuple(record_of(Receipt, one.body) for one in reversed(found) if one.body is not None)
    return ItemShown(
        id=known.id,
        status=known.status,
        name=receipts[0].name if receipts else known.id,
        media=record.media,
        size=record.size,
        sha256=record.sha256,
        receipts=receipts,
        problems=record.unread,
    )


def _with_rendition(shown: ItemShown, rendition: Known, run: Known | None) -> ItemShown:
    record = record_of(Rendition, rendition.body)
    read = as_read(record.about, run)
    return replace(
        shown,
        rendition=record.id,
        characters=record.characters,
        about=read,
        problems=record.problems,
        read=read,
    )


def _corrected(shown: ItemShown, description: Known | None) -> ItemShown:
    given = given_in(description)
    return replace(shown, about=as_given(shown.about, given), corrected=tuple(given)) if given else shown
