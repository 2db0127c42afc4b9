"""Taking in: the original sealed first, then read for its text, then recorded; one act for one batch.

The blobs are durable before the entries that name them. A source that cannot be read from disk is listed
and does not stop the others; a full disk stops the whole batch, of which nothing is then recorded.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import BinaryIO

from khronika.acts.desk import Acting, Desk, acting
from khronika.acts.likeness import Beside, likely_copies
from khronika.acts.sources import Conditions, Source, TakenIn
from khronika.intake.copies import sketch
from khronika.intake.detect import Kind as Format
from khronika.intake.detect import detect
from khronika.intake.isolated import Extractor
from khronika.intake.limits import Limits, size_in_words
from khronika.ledger import queries
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.store import Draft, moment
from khronika.records.access import Right
from khronika.records.body import body_of
from khronika.records.consent import Consent
from khronika.records.ids import Kind
from khronika.records.item import Acquisition, CustodyEvent, Extraction, Item, Part, Receipt, Rendition
from khronika.records.problems import Problem
from khronika.vault.sealed import Sealed

_HEAD_BYTES = 1 << 16
_PIPE_BYTES = 1 << 20


@dataclass(slots=True)
class _Batch:
    """What taking in one batch has at hand."""

    desk: Desk
    act: Acting
    conditions: Conditions
    extractor: Extractor
    limits: Limits
    items: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    beside: Beside = field(default_factory=Beside)
    sealed: list[str] = field(default_factory=list)


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
        NotAllowed: the member may not take in, or not into these compartments.
        StorageFull: there is no room; nothing of the batch was recorded.
    """
    with acting(desk, member, Right.TAKE_IN) as act:
        for compartment in sorted(conditions.compartments):
            act.get(compartment)
        batch = _Batch(desk, act, conditions, extractor, limits or Limits())
        try:
            return [_take_in_one(batch, source) for source in sources]
        except BaseException:
            for record in batch.sealed:
                desk.vault.discard(record)
            raise


def _take_in_one(batch: _Batch, source: Source) -> TakenIn:
    try:
        with source.open() as stream:
            return _keep_and_read(batch, source, stream)
    except OSError as fault:
        words = fault.strerror or "it cannot be read"
        return TakenIn(source.name, problems=(Problem(source.name, words.lower(), "it was not taken in"),))


def _keep_and_read(batch: _Batch, source: Source, stream: BinaryIO) -> TakenIn:
    content, rest = _whole_or_head(batch.limits, source, stream)
    if rest is None:
        return _keep_content(batch, source, content, parent=None)
    item = batch.desk.new_id(Kind.ITEM)
    media = detect(content, source.name).media
    sealed = batch.desk.vault.seal(item, rest)
    known = _same_bytes(batch, sealed.sha256)
    if known is not None:
        batch.desk.vault.discard(item)
        return _receive(batch, source, known, sealed.size, second=True)
    batch.sealed.append(item)
    _record_item(batch, Item(item, sealed.sha256, sealed.size, media, sealed.key))
    what = f"{size_in_words(sealed.size)}: kept, not read"
    taken = _receive(batch, source, (item, None), sealed.size)
    return _with(taken, problems=(Problem(source.name, what, "the limits are in docs/INTAKE.md"),))


def _whole_or_head(limits: Limits, source: Source, stream: BinaryIO) -> tuple[bytes, BinaryIO | None]:
    """Return the whole content where it is to be read, else its head and a stream of everything."""
    large = source.size is not None and source.size > limits.text_bytes
    head = stream.read(_HEAD_BYTES if large else limits.text_bytes + 1)
    if not large and len(head) <= limits.text_bytes:
        return head, None
    readable = detect(head, source.name).kind is not Format.KEPT
    if readable and source.size is not None and source.size <= limits.file_bytes:
        return head + stream.read(limits.file_bytes), None
    if stream.seekable():
        stream.seek(0)
        return head, stream
    return head, io.BufferedReader(_Joined(head, stream), _PIPE_BYTES)


class _Joined(io.RawIOBase):
    """A head that was already read, then the rest of its stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head: BinaryIO | None = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # RawIOBase hands over any buffer
        if self._head is not None:
            content = self._head.read(len(view))
            if content:
                view[: len(content)] = content
                return len(content)
            self._head = None
        return self._rest.readinto(view)  # type: ignore[attr-defined,no-any-return]  # files and pipes have it


def _keep_content(batch: _Batch, source: Source, content: bytes, parent: TakenIn | None) -> TakenIn:
    known = _same_bytes(batch, sha256(content).hexdigest())
    if known is not None:
        return _receive(batch, source, known, len(content), second=True, parent=parent)
    item = batch.desk.new_id(Kind.ITEM)
    sealed = _seal(batch, item, content)
    extraction = batch.extractor.extract(content, source.name)
    part_of = parent.item if parent else None
    _record_item(batch, Item(item, sealed.sha256, sealed.size, extraction.media, sealed.key, part_of))
    rendition = _render(batch, item, extraction)
    batch.items[sealed.sha256] = (item, rendition.id if rendition else None)
    taken = _receive(batch, source, (item, rendition.id if rendition else None), len(content), parent=parent)
    copies = likely_copies(batch.act, rendition, batch.beside) if rendition else ()
    taken = _with(taken, about=extraction.about, problems=extraction.problems, copies=copies)
    if rendition is not None:
        batch.beside.add(source.name, rendition.sketch)
    parts = tuple(_keep_content(batch, _source_of(part), part.content, taken) for part in extraction.parts)
    return _with(taken, parts=parts)


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


def _seal(batch: _Batch, record: str, content: bytes) -> Sealed:
    sealed = batch.desk.vault.seal(record, io.BytesIO(content))
    batch.sealed.append(record)
    return sealed


def _record_item(batch: _Batch, item: Item) -> None:
    compartments = batch.conditions.compartments
    batch.act.add(Draft("item.sealed", item.id, body_of(item), compartments=compartments))


def _render(batch: _Batch, item: str, extraction: Extraction) -> Rendition | None:
    if extraction.text is None:
        return None
    rendition = batch.desk.new_id(Kind.RENDITION)
    sealed = _seal(batch, rendition, extraction.text.encode())
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
    """Record a receipt of an item, with the consent that came with it."""
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
    if conditions.terms:
        consent = Consent(
            batch.desk.new_id(Kind.CONSENT),
            (receipt.id,),
            conditions.person,
            conditions.terms,
            obtained_at=now,
        )
        batch.act.add(_draft(batch, "consent.recorded", consent.id, body_of(consent), ()))
    return TakenIn(source.name, item, receipt.id, rendition, size, second)


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


def _with(taken: TakenIn, **changes: object) -> TakenIn:
    return replace(taken, **changes)  # type: ignore[arg-type]  # the field names are checked by replace
