"""Reading: a rendition's text to suggestions, kept with the reader's name and version.

A suggestion is not in the record until a person accepts it (:mod:`khronika.acts.review`). A rebuild never
reads again: what was suggested is in the ledger. The notes of an interview have no publisher: where the
reader finds nobody who says a sentence, it is the person who was spoken to, by their pseudonym.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from khronika.acts.desk import Acting, Asking, Desk, acting, asking, item_of
from khronika.acts.read_again import in_their_place
from khronika.acts.shown import newest_rendition
from khronika.acts.source_said import as_given, given_of
from khronika.acts.standing import standing_of
from khronika.errors import UsageFault, VaultDamaged
from khronika.ledger import queries
from khronika.ledger.queries import Known, Sight, Wanted
from khronika.ledger.store import Draft
from khronika.reading import ACCURATE, FAST, about_from_text, language_of, reader_for
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind
from khronika.records.item import About, Acquisition, Rendition
from khronika.records.spans import words_of
from khronika.records.statement import Statement

_ADDRESS = re.compile(r"<[^<>]*>|\S+@\S+")
_ONE_READING = Lock()
"""Readers are shared by all desks of the process and keep what they last saw: they read for one at a time."""


@dataclass(frozen=True, slots=True)
class ReadRun:
    """What one reading gave: ``fresh`` is false where this reader had read this text before."""

    item: str
    rendition: str
    run: str
    reader: str
    statements: int
    fresh: bool = True


def read(
    desk: Desk, member: str, items: Sequence[str], *, setting: str = ACCURATE, again: bool = False
) -> list[ReadRun]:
    """Read the newest rendition of each item, and record all of it as one act.

    What the same reader in the same version has read is not read again unless ``again``, or somebody
    corrected what is known of the source since. ``setting`` is one of :func:`khronika.reading.reader_for`.
    The reader runs outside the act; in it, rights and consent are looked up again, and whether somebody
    recorded the same reading meanwhile. A suggestion on which nobody decided stays the same record where
    its words are suggested again.

    Raises:
        NotFound: an item is not there for this member.
        NotAllowed: the member may not review, which reading is a part of.
        UsageFault: something named is not an item, or there is no such setting.
        Withheld: consent to an item was withdrawn.
    """
    if setting not in {FAST, ACCURATE}:
        raise UsageFault(f"a reader is {FAST} or {ACCURATE}, not {setting[:40]!r}", "leave the setting out")
    wanted = list(dict.fromkeys(items))
    with asking(desk, member, right=Right.REVIEW) as query:
        _refuse(query, wanted)
        found = [known for item in wanted if (known := newest_rendition(query, item)) is not None]
        told = {known.id: _told(query, known) for known in found}
        earlier = {} if again else {known.id: _earlier_runs(query, known.id) for known in found}
    made = [_made(desk, known, setting, earlier.get(known.id, ()), told[known.id]) for known in found]
    if all(isinstance(one, ReadRun) for one in made):
        return [one for one in made if isinstance(one, ReadRun)]
    with acting(desk, member, Right.REVIEW) as act:
        _refuse(act, wanted)
        recorded = [_recorded(act, one, again=again) for one in made if one is not None]
    return [run for run in recorded if run is not None]


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a text beside it: whose interview it is the notes of, and what a person corrected."""

    by: str
    given: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Made:
    """A reading that is not recorded yet: its run as it will be told, and its entries."""

    run: ReadRun
    drafts: tuple[Draft, ...]
    given: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A reading that is recorded, and what a person had corrected of the source by then."""

    run: ReadRun
    given: dict[str, str]


def _refuse(entered: Acting | Asking, items: Sequence[str]) -> None:
    standing = standing_of(entered)
    for item in items:
        standing.refuse_withdrawn(item_of(entered, item))


def _told(query: Asking, rendition: Known) -> _Told:
    item = rendition.parent
    return _Told(_told_by(query, item), given_of(query, item) if item else {})


def _told_by(query: Asking, item: str | None) -> str:
    """Return the pseudonym of the person whose interview an item is the notes of; empty for other items."""
    receipts = query.many(Wanted(Kind.RECEIPT, parent=item)) if item else []
    for known in receipts:
        body = known.body or {}
        if body.get("acquisition") == Acquisition.INTERVIEW and body.get("contributor"):
            party = queries.one(query.connection, query.sight, body["contributor"])
            return str(party.body["name"]) if party is not None and party.body is not None else ""
    return ""


def _of_the_person(statement: Statement, told_by: str) -> Statement:
    """Return a statement of an interview as the person's own where nobody else is found to say it."""
    if not told_by or not (statement.own or statement.speaker is None):
        return statement
    return replace(statement, speaker=told_by, named=False, own=False)


def _made(
    desk: Desk, known: Known, setting: str, earlier: Sequence[_Earlier], told: _Told
) -> _Made | ReadRun | None:
    """Read a rendition; where this reader has read it, return that run; where it vanished, nothing."""
    assert known.body is not None
    rendition = record_of(Rendition, known.body)
    text = _text(desk, known)
    if text is None:
        return None
    read_of_it = about_of(text, rendition.about)
    about = as_given(read_of_it, told.given)
    with _ONE_READING:
        reader = reader_for(about.language, setting)
        name = f"{reader.name} {reader.version}"
        before = _same(earlier, name, told.given)
        if before is not None:
            return before
        statements = [_of_the_person(statement, told.by) for statement in reader.read(text, about)]
    run = ReadRun(rendition.item, rendition.id, desk.new_id(Kind.RUN), name, len(statements))
    body = {
        "item": rendition.item,
        "rendition": rendition.id,
        "reader": reader.name,
        "version": reader.version,
        "language": about.language,
        "about": body_of(read_of_it),
        "statements": len(statements),
        **({"given": told.given} if told.given else {}),
    }
    drafts = (
        Draft("reading.run", run.run, body, derived_from=(rendition.id,)),
        *_suggestions(desk, rendition, run.run, text, statements),
    )
    return _Made(run, drafts, told.given)


def _same(earlier: Sequence[_Earlier], reader: str, given: dict[str, str]) -> ReadRun | None:
    """Return the newest reading by this reader, where it knew of the source what is known now."""
    newest = next((one for one in earlier if one.run.reader == reader), None)
    return newest.run if newest is not None and newest.given == given else None


def _text(desk: Desk, known: Known) -> str | None:
    """Return the text of a rendition; nothing where it was erased since it was found."""
    assert known.body is not None
    try:
        return desk.texts(known.id, known.body)
    except VaultDamaged:
        with desk.ledger.reading() as connection:
            now = queries.one(connection, Sight(), known.id)
        if now is None or now.body is None:
            return None
        raise


def _recorded(act: Acting, made: _Made | ReadRun, *, again: bool) -> ReadRun | None:
    """Add a reading to the act, but where its rendition was erased or somebody else recorded the same."""
    if isinstance(made, ReadRun):
        return made
    known = queries.one(act.connection, act.sight, made.run.rendition)
    if known is None or known.body is None:
        return None
    before = None if again else _same(_earlier_runs(act, known.id), made.run.reader, made.given)
    if before is not None:
        return before
    compartments = frozenset(known.envelope["compartments"])
    for draft in in_their_place(act, known, made.drafts):
        act.add(replace(draft, compartments=compartments | draft.compartments))
    return made.run


def about_of(text: str, said: About) -> About:
    """Return what a source says of itself, with what its text adds, and its language.

    Of a sender only the name is given: an address leads to a person, and is never a speaker.
    """
    about = about_from_text(text, replace(said, author=_ADDRESS.sub("", said.author).strip(' "')))
    return about if about.language else replace(about, language=language_of(text))


def statement_body(item: str, rendition: str, run: str, text: str, statement: Statement) -> dict[str, Any]:
    """Return the body of a statement, with the words at its spans so that it can be shown alone."""
    phrases = (statement.addressee, statement.forum, statement.disputes, *statement.relays)
    return {
        "item": item,
        "rendition": rendition,
        "run": run,
        "statement": body_of(statement),
        "words": words_of(text, statement.content),
        "around": " · ".join(phrase.text for phrase in phrases if phrase is not None),
    }


def _suggestions(
    desk: Desk, rendition: Rendition, run: str, text: str, statements: Sequence[Statement]
) -> list[Draft]:
    ids = {statement.id: desk.new_id(Kind.STATEMENT) for statement in statements}
    drafts = []
    for statement in statements:
        within = ids[statement.within] if statement.within else None
        named = replace(statement, id=ids[statement.id], within=within)
        body = statement_body(rendition.item, rendition.id, run, text, named)
        drafts.append(Draft("statement.suggested", named.id, body, derived_from=(rendition.id,)))
    return drafts


def _earlier_runs(entered: Acting | Asking, rendition: str) -> list[_Earlier]:
    """Return what was read of a rendition before, the newest first."""
    wanted = Wanted(Kind.RUN, parent=rendition)
    found = queries.many(entered.connection, entered.sight, wanted)
    return [_earlier(known.id, rendition, known.body) for known in found if known.body is not None]


def _earlier(run: str, rendition: str, body: dict[str, Any]) -> _Earlier:
    reader = f"{body['reader']} {body['version']}"
    told = ReadRun(body["item"], rendition, run, reader, body["statements"], fresh=False)
    return _Earlier(told, body.get("given", {}))
