"""Reading: a rendition's text to suggestions, kept with the reader's name and version.

A suggestion is not in the record until a person accepts it (:mod:`khronika.acts.review`). A rebuild never
reads again: what was suggested is in the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from khronika.acts.desk import Acting, Desk, acting, item_of
from khronika.acts.standing import standing_of
from khronika.ledger import queries
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.store import Draft
from khronika.reading import ACCURATE, about_from_text, language_of, reader_for
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind
from khronika.records.item import About, Rendition
from khronika.records.spans import words_of
from khronika.records.statement import Statement

_ADDRESS = re.compile(r"<[^<>]*>|\S+@\S+")


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
    """Read the newest rendition of each item, as one act.

    What the same reader in the same version has read is not read again unless ``again``. ``setting`` is one
    of :func:`khronika.reading.reader_for`.

    Raises:
        NotFound: an item is not there for this member.
        NotAllowed: the member may not review, which reading is a part of.
        UsageFault: something named is not an item.
        Withheld: consent to an item was withdrawn.
    """
    with acting(desk, member, Right.REVIEW) as act:
        standing = standing_of(act)
        for item in items:
            standing.refuse_withdrawn(item_of(act, item))
        return [
            run for item in dict.fromkeys(items) for run in _read_item(desk, act, item, setting, again=again)
        ]


def _read_item(desk: Desk, act: Acting, item: str, setting: str, *, again: bool) -> list[ReadRun]:
    wanted = Wanted(Kind.RENDITION, parent=item, statuses=("sealed",), limit=1)
    return [
        _read_rendition(desk, act, known, setting, again=again)
        for known in queries.many(act.connection, act.sight, wanted)
    ]


def _read_rendition(desk: Desk, act: Acting, known: Known, setting: str, *, again: bool) -> ReadRun:
    assert known.body is not None
    rendition = record_of(Rendition, known.body)
    text = desk.texts(rendition.id, known.body)
    about = about_of(text, rendition.about)
    reader = reader_for(about.language, setting)
    before = None if again else _earlier_run(act, rendition.id, reader.name, reader.version)
    if before is not None:
        return before
    statements = reader.read(text, about)
    run = desk.new_id(Kind.RUN)
    compartments = frozenset(known.envelope["compartments"])
    body = {
        "item": rendition.item,
        "rendition": rendition.id,
        "reader": reader.name,
        "version": reader.version,
        "language": about.language,
        "about": body_of(about),
        "statements": len(statements),
    }
    act.add(Draft("reading.run", run, body, derived_from=(rendition.id,), compartments=compartments))
    for draft in _suggestions(desk, rendition, run, text, statements):
        act.add(replace(draft, compartments=compartments))
    return ReadRun(rendition.item, rendition.id, run, f"{reader.name} {reader.version}", len(statements))


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


def _earlier_run(act: Acting, rendition: str, reader: str, version: str) -> ReadRun | None:
    for known in queries.many(act.connection, act.sight, Wanted(Kind.RUN, parent=rendition)):
        body = known.body
        if body is not None and (body["reader"], body["version"]) == (reader, version):
            return ReadRun(
                body["item"], rendition, known.id, f"{reader} {version}", body["statements"], fresh=False
            )
    return None
