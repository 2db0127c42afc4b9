"""Taking in: the original sealed first, then read for its text, then recorded; one act for one batch.

The blobs are durable before the entries that name them. A source that cannot be read from disk is listed
and does not stop the others; a full disk stops the whole batch, of which nothing is then recorded. Who may
not read records learns nothing of what the desk holds: no second receipt, no likely copy, no text.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import BinaryIO

from khronika.acts.desk import Acting, Desk, acting, refuse_unenterable
from khronika.acts.likeness import Beside, Likeness
from khronika.acts.sources import Conditions, Source, TakenIn
from khronika.acts.standing import standing_of
from khronika.acts.streams import whole_or_head
from khronika.errors import KhronikaError, UsageFault
from khronika.intake.copies import sketch
from khronika.intake.detect import Kind as Format
from khronika.intake.detect import detect
from khronika.intake.isolated import Extractor
from khronika.intake.limits import Limits, size_in_words
from khronika.intake.paragraphs import FILE
from khronika.ledger import queries
from khronika.ledger.queries import Known, Sight, Wanted
from khronika.ledger.store import Draft, moment
from khronika.records.access import Right
from khronika.records.body import body_of
from khronika.records.consent import Consent
from khronika.records.ids import Kind
from khronika.records.item import Acquisition, CustodyEvent, Extraction, Item, Part, Receipt, Rendition
from khronika.records.problems import Problem
from khronika.vault.sealed import Sealed

_WITH_PARTS = frozenset({Format.EML, Format.MBOX})


@dataclass(slots=True)
class _Batch:
    """What taking in one batch has at hand."""

    desk: Desk
    act: Acting
    likeness: Likeness
    conditions: Conditions
    extractor: Extractor
    limits: Limits
    sealed: list[str]
    items: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    beside: Beside = field(default_factory=Beside)


def take_in(
    desk: Desk,
    member: str,
    sources: Iterable[Source],
    conditions: Conditions,
    extractor: Extractor,
    limits: Limits | None = None,
) -> list[TakenIn]:
    """Take a batch of sources into the desk, as one act.

    Raises:
        NotAllowed: the member may not take in.
        NotFound: a compartment, or the contributor, is not there for the member.
        StorageFull: there is no room; nothing of the batch was recorded.
    """
    sealed: list[str] = []
    try:
        with acting(desk, member, Right.TAKE_IN) as act:
            refuse_unenterable(act, conditions.compartments)
            _refuse_contributor(act, conditions.contributor)
            likeness = Likeness(act, standing_of(act))
            batch = _Batch(desk, act, likeness, conditions, extractor, limits or Limits(), sealed)
            taken = [_take_in_one(batch, replace(one, name=_writable(one.name))) for one in sources]
    except BaseException:
        _discard_unrecorded(desk, sealed)
        raise
    return taken if act.member.may(Right.READ_RECORDS) else [_blinded(one) for one in taken]


def _refuse_contributor(act: Acting, contributor: str | None) -> None:
    if contributor is not None:
        act.get(contributor)
        if not contributor.startswith(f"{Kind.PARTY}_"):
            raise UsageFault(f"{contributor} is not a party", "khronika identity seal records one")


def _writable(name: str) -> str:
    """Return a file name with the bytes that are not UTF-8 written out: no record can hold them."""
    return name.encode("utf-8", "backslashreplace").decode()


def _discard_unrecorded(desk: Desk, sealed: Sequence[str]) -> None:
    """Remove the files of what was not recorded after all; what cannot be told stays, and is reported."""
    with suppress(KhronikaError):
        with desk.ledger.reading() as connection:
            unrecorded = [id_ for id_ in sealed if queries.one(connection, Sight(), id_) is None]
        for record in unrecorded:
            desk.texts.forget(record)
            desk.vault.discard(record)


def _blinded(taken: TakenIn) -> TakenIn:
    """Return what somebody learns who may not read records: that it was kept, or that it was not."""
    if taken.item is None:
        return taken
    return TakenIn(taken.name, taken.item, taken.receipt, size=taken.size)


def _take_in_one(batch: _Batch, source: Source) -> TakenIn:
    try:
        with source.open() as stream:
            taken = _keep_and_read(batch, source, stream)
    except OSError as fault:
        words = fault.strerror or "it cannot be read"
        return TakenIn(source.name, problems=(Problem(source.name, words.lower(), "it was not taken in"),))
    if batch.conditions.terms:
        _record_consent(batch, taken)
    return taken


def _keep_and_read(batch: _Batch, source: Source, stream: BinaryIO) -> TakenIn:
    content, rest = whole_or_head(batch.limits, source, stream)
    if rest is None:
        return _keep_content(batch, source, content, parent=None)
    item = batch.desk.new_id(Kind.ITEM)
    media = detect(content, source.name).media
    sealed = _seal(batch, item, rest)
    known = _same_bytes(batch, sealed.sha256)
    if known is not None:
        batch.desk.vault.discard(batch.sealed.pop())
        return _receive(batch, source, known, sealed.size, second=True)
    what = f"{size_in_words(sealed.size)}: kept, not read"
    unread = (Problem(FILE, what, "the limits are in docs/INTAKE.md"),)
    _record_item(batch, Item(item, sealed.sha256, sealed.size, media, sealed.key, unread=unread))
    batch.items[sealed.sha256] = (item, None)
    return replace(_receive(batch, source, (item, None), sealed.size), problems=unread)


def _keep_content(batch: _Batch, source: Source, content: bytes, parent: TakenIn | None) -> TakenIn:
    known = _same_bytes(batch, sha256(content).hexdigest())
    if known is not None:
        return _keep_again(batch, source, content, known, parent)
    item = batch.desk.new_id(Kind.ITEM)
    sealed = _seal(batch, item, io.BytesIO(content))
    extraction = batch.extractor.extract(content, source.name)
    part_of = parent.item if parent else None
    unread = extraction.problems if extraction.text is None else ()
    record = Item(item, sealed.sha256, sealed.size, extraction.media, sealed.key, part_of, unread)
    _record_item(batch, record)
    rendition = _render(batch, item, extraction)
    batch.items[sealed.sha256] = (item, rendition.id if rendition else None)
    taken = _receive(batch, source, (item, rendition.id if rendition else None), len(content), parent=parent)
    taken = replace(taken, about=extraction.about, problems=extraction.problems)
    if rendition is not None:
        copies = batch.likeness.likely_copies(rendition, batch.beside)
        taken = replace(taken, copies=copies)
        batch.beside.add(source.name, rendition.sketch)
    parts = tuple(_keep_content(batch, _source_of(part), part.content, taken) for part in extraction.parts)
    return replace(taken, parts=parts)


def _keep_again(
    batch: _Batch, source: Source, content: bytes, known: tuple[str, str | None], parent: TakenIn | None
) -> TakenIn:
    """Record a second receipt, and one of everything attached: what came twice stands by either way."""
    taken = _receive(batch, source, known, len(content), second=True, parent=parent)
    if detect(content, source.name).kind not in _WITH_PARTS:
        return taken
    parts = batch.extractor.extract(content, source.name).parts
    return replace(
        taken, parts=tuple(_keep_content(batch, _source_of(part), part.content, taken) for part in parts)
    )


def _source_of(part: Part) -> Source:
    return Source(part.name, lambda: io.BytesIO(part.content), len(part.content), Acquisition.ATTACHMENT)


def _same_bytes(batch: _Batch, digest: str) -> tuple[str, str | None] | None:
    """Return the item with these bytes in the very same compartments, and its newest rendition.

    Bytes that the desk has in other compartments are kept a second time, under a key of their own: neither
    a shared blob nor an answer may tell that somebody else holds them.
    """
    if digest in batch.items:
        return batch.items[digest]
    wanted = Wanted(Kind.ITEM, key=digest, statuses=("sealed",))
    for known in queries.many(batch.act.connection, batch.act.sight, wanted):
        if frozenset(known.envelope["compartments"]) == batch.conditions.compartments:
            return known.id, _newest_rendition(batch, known)
    return None


def _newest_rendition(batch: _Batch, item: Known) -> str | None:
    wanted = Wanted(Kind.RENDITION, parent=item.id, statuses=("sealed",), limit=1)
    renditions = queries.many(batch.act.connection, batch.act.sight, wanted)
    return renditions[0].id if renditions else None


def _seal(batch: _Batch, record: str, content: BinaryIO) -> Sealed:
    sealed = batch.desk.vault.seal(record, content)
    batch.sealed.append(record)
    return sealed


def _record_item(batch: _Batch, item: Item) -> None:
    compartments = batch.conditions.compartments
    batch.act.add(Draft("item.sealed", item.id, body_of(item), compartments=compartments))


def _render(batch: _Batch, item: str, extraction: Extraction) -> Rendition | None:
    if extraction.text is None:
        return None
    rendition = batch.desk.new_id(Kind.RENDITION)
    sealed = _seal(batch, rendition, io.BytesIO(extraction.text.encode()))
    record = Rendition(
        id=rendition,
        item=item,
        extractor=extraction.extractor,
        version=extraction.version,
        sha256=sealed.sha256,
        size=sealed.size,
        characters=len(extraction.text),
        key=sealed.key,
        about=extraction.about,
        anchors=extraction.anchors,
        sketch=sketch(extraction.text),
        problems=extraction.problems,
    )
    batch.desk.texts.keep(rendition, extraction.text)
    batch.act.add(_draft(batch, "rendition.sealed", rendition, body_of(record), (item,)))
    return record


def _receive(
    batch: _Batch,
    source: Source,
    known: tuple[str, str | None],
    size: int,
    *,
    second: bool = False,
    parent: TakenIn | None = None,
) -> TakenIn:
    """Record a receipt of an item."""
    item, rendition = known
    conditions, now = batch.conditions, moment(batch.desk.clock())
    receipt = Receipt(
        id=batch.desk.new_id(Kind.RECEIPT),
        item=item,
        name=source.name,
        acquisition=source.acquisition,
        received=now,
        custody=(CustodyEvent("ingestion", now, batch.act.member.id, conditions.note),),
        contributor=conditions.contributor,
        public=conditions.public,
    )
    sources = (item, parent.receipt) if parent and parent.receipt else (item,)
    batch.act.add(_draft(batch, "receipt.recorded", receipt.id, body_of(receipt), sources))
    return TakenIn(source.name, item, receipt.id, rendition, size, second)


def _record_consent(batch: _Batch, taken: TakenIn) -> None:
    """Record the consent that came with a source: one for it and all that was attached to it."""
    conditions = batch.conditions
    consent = Consent(
        batch.desk.new_id(Kind.CONSENT),
        tuple(_receipts_of(taken)),
        conditions.person,
        conditions.terms,
        obtained_by=batch.act.member.id,
        obtained_at=moment(batch.desk.clock()),
    )
    batch.act.add(_draft(batch, "consent.recorded", consent.id, body_of(consent), ()))


def _receipts_of(taken: TakenIn) -> list[str]:
    own = [taken.receipt] if taken.receipt else []
    return own + [receipt for part in taken.parts for receipt in _receipts_of(part)]


def _draft(
    batch: _Batch, type_: str, subject: str, body: dict[str, object], derived_from: Sequence[str]
) -> Draft:
    return Draft(
        type_,
        subject,
        body,
        derived_from=tuple(derived_from),
        compartments=batch.conditions.compartments,
    )
