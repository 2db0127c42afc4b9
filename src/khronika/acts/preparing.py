"""Preparing: a source read, sealed and extracted outside any transaction, so that nobody waits for it.

What must stay true: nothing is recorded here, and no lock of the ledger is held; what was sealed and is not
recorded in the end is discarded. For who may not read records everything is extracted, also what the desk
has: how long it takes must not tell.
"""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import TracebackType
from typing import BinaryIO, Self

from khronika.acts.desk import Acting, Asking, Desk, asking
from khronika.acts.sources import Conditions, Source
from khronika.acts.streams import whole_or_head
from khronika.errors import KhronikaError
from khronika.intake.copies import sketch
from khronika.intake.detect import detect
from khronika.intake.isolated import Extractor
from khronika.intake.limits import Limits, size_in_words
from khronika.intake.paragraphs import FILE
from khronika.ledger import lookups, queries
from khronika.ledger.queries import Known, Sight, Wanted
from khronika.records.access import Right
from khronika.records.ids import Kind
from khronika.records.item import About, Acquisition, Extraction, Rendition
from khronika.records.jobs import Uploaded
from khronika.records.problems import Problem

_HELD_BYTES = 32 << 20
"""How much of what the desk seems to have is held in memory; the rest is sealed once more, and discarded."""


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of a source, sealed under ``item``, the id they are recorded by if the desk has them not.

    ``held`` are those that are not sealed, because the desk seems to have them; there is no key then.
    """

    item: str
    sha256: str
    size: int
    key: str
    held: bytes | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """One source, of which nothing is recorded yet.

    ``original`` is ``None`` where it could not even be kept. ``extracted`` is false where the desk seemed to
    have these bytes, so that they were not read once more.
    """

    name: str
    acquisition: Acquisition
    original: Original | None = None
    media: str = ""
    about: About = field(default_factory=About)
    problems: tuple[Problem, ...] = ()
    rendition: Rendition | None = None
    parts: tuple[Prepared, ...] = ()
    extracted: bool = True


class Preparing:
    """Prepares sources for one member under one set of conditions, and discards what was not recorded.

    Use it as a context manager, from one thread. ``recorded`` takes the ids of what was recorded.
    """

    def __init__(
        self,
        desk: Desk,
        member: str,
        conditions: Conditions,
        extractor: Extractor,
        limits: Limits | None = None,
    ) -> None:
        """Begin with nothing prepared."""
        self.desk = desk
        self.member = member
        self.conditions = conditions
        self.recorded = set[str]()
        self._extractor = extractor
        self._limits = limits or Limits()
        self._sealed_here: list[str] = []
        self._beside: dict[tuple[str, str], Prepared] = {}
        self._completed: dict[str, Prepared] = {}
        self._room_to_hold = _HELD_BYTES

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Discard what was not recorded; what cannot be discarded stays, and ``verify`` lists it."""
        with suppress(KhronikaError):
            for record in self._unrecorded(certain=kind is None):
                self.desk.texts.forget(record)
                self.desk.vault.discard(record)
        self.desk.vault.sealed.settle(self._sealed_here)

    def prepare(self, source: Source) -> Prepared:
        """Prepare a source. One that cannot be read is answered with the reason.

        Raises:
            StorageFull: there is no room.
        """
        name = writable(source.name)
        try:
            with source.open() as stream:
                return self._of_stream(replace(source, name=name), stream)
        except OSError as fault:
            words = fault.strerror or "it cannot be read"
            unkept = Problem(name, words.lower(), "it was not taken in")
            return Prepared(name, source.acquisition, problems=(unkept,))

    def prepare_upload(self, upload: Uploaded, *, unread: str = "") -> Prepared:
        """Prepare what was uploaded, which is sealed already. ``unread`` says why it is kept and not read.

        Raises:
            VaultDamaged: its sealed file is missing or not as it was sealed.
            StorageFull: there is no room.
        """
        original = Original(upload.id, upload.sha256, upload.size, upload.key)
        prepared = Prepared(upload.name, upload.acquisition, original, upload.media)
        if unread:
            what = Problem(FILE, f"{unread}; kept, not read", "save it in another format and take that in")
            return replace(prepared, problems=(what,))
        whole = upload.size <= self._limits.text_bytes
        if not whole and not (upload.readable and upload.size <= self._limits.file_bytes):
            return replace(prepared, problems=(_too_large(upload.size),))
        if self._is_known(upload.sha256):
            return replace(prepared, extracted=False)
        return self.completed(replace(prepared, extracted=False))

    def completed(self, prepared: Prepared) -> Prepared:
        """Return a source of which all is read, also what was not because the desk seemed to have it."""
        original = prepared.original
        if prepared.extracted or original is None:
            return replace(prepared, parts=tuple(map(self.completed, prepared.parts)))
        if original.item not in self._completed:
            self._completed[original.item] = self._read_after_all(prepared, original)
        done = self._completed[original.item]
        return replace(done, name=prepared.name, acquisition=prepared.acquisition)

    def _read_after_all(self, prepared: Prepared, original: Original) -> Prepared:
        content = original.held
        if content is None:
            content = self.desk.vault.read(original.item, original.key, original.size)
        else:
            original = self._seal(original.item, io.BytesIO(content))
        return self._extracted(replace(prepared, original=original), original.item, content)

    def _of_stream(self, source: Source, stream: BinaryIO) -> Prepared:
        content, rest = whole_or_head(self._limits, source, stream)
        if rest is None:
            return self._of_content(source.name, source.acquisition, content)
        item, media = self.desk.new_id(Kind.ITEM), detect(content, source.name).media
        original = self._seal(item, rest)
        problems = (_too_large(original.size),)
        fresh = Prepared(source.name, source.acquisition, original, media, problems=problems)
        before = self._beside.setdefault((original.sha256, media), fresh)
        if before is not fresh:
            self.desk.vault.discard(item)
        return replace(before, name=source.name, acquisition=source.acquisition)

    def _of_content(self, name: str, acquisition: Acquisition, content: bytes) -> Prepared:
        digest, media = sha256(content).hexdigest(), detect(content, name).media
        before = self._beside.get((digest, media))
        if before is not None:
            return replace(before, name=name, acquisition=acquisition)
        known = self._is_known(digest)
        original = self._original(digest, content, held=known)
        prepared = Prepared(name, acquisition, original, media, extracted=False)
        if not known:
            prepared = self._extracted(prepared, original.item, content)
        self._beside[digest, media] = prepared
        return prepared

    def _original(self, digest: str, content: bytes, *, held: bool) -> Original:
        item = self.desk.new_id(Kind.ITEM)
        if not held or len(content) > self._room_to_hold:
            return self._seal(item, io.BytesIO(content))
        self._room_to_hold -= len(content)
        return Original(item, digest, len(content), "", content)

    def _extracted(self, prepared: Prepared, item: str, content: bytes) -> Prepared:
        extraction = self._extractor.extract(content, prepared.name)
        return replace(
            prepared,
            media=extraction.media,
            about=extraction.about,
            problems=extraction.problems,
            rendition=self._rendition(item, extraction),
            parts=tuple(
                self._of_content(writable(part.name), Acquisition.ATTACHMENT, part.content)
                for part in extraction.parts
            ),
            extracted=True,
        )

    def _rendition(self, item: str, extraction: Extraction) -> Rendition | None:
        if extraction.text is None:
            return None
        rendition = self.desk.new_id(Kind.RENDITION)
        sealed = self._seal(rendition, io.BytesIO(extraction.text.encode()))
        self.desk.texts.keep(rendition, extraction.text)
        return Rendition(
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
            links=extraction.links,
        )

    def _seal(self, record: str, content: BinaryIO) -> Original:
        self._sealed_here.append(record)
        self.desk.vault.sealed.expect(record)
        sealed = self.desk.vault.seal(record, content)
        return Original(record, sealed.sha256, sealed.size, sealed.key)

    def _is_known(self, digest: str) -> bool:
        """Tell whether the desk seems to have these bytes and nothing that came with them.

        Always ``False`` for a member who may not read records.
        """
        with asking(self.desk, self.member, right=Right.TAKE_IN) as query:
            if not query.member.may(Right.READ_RECORDS):
                return False
            known = same_bytes(query, digest, self.conditions.compartments)
            return known is not None and not _came_with_others(query, known)

    def _unrecorded(self, *, certain: bool) -> list[str]:
        """Return what was sealed here and not recorded; after a fault, the ledger itself is asked."""
        if certain:
            return [id_ for id_ in self._sealed_here if id_ not in self.recorded]
        with self.desk.ledger.reading() as connection:
            return [id_ for id_ in self._sealed_here if queries.one(connection, Sight(), id_) is None]


def same_bytes(entered: Acting | Asking, digest: str, compartments: frozenset[str]) -> Known | None:
    """Return the item with these bytes in the very same compartments.

    Bytes that the desk has in other compartments are kept a second time, under a key of their own: neither
    a shared blob nor an answer may tell that somebody else holds them.
    """
    wanted = Wanted(Kind.ITEM, key=digest, statuses=("sealed",))
    for known in queries.many(entered.connection, entered.sight, wanted):
        if frozenset(known.envelope["compartments"]) == compartments:
            return known
    return None


def writable(name: str) -> str:
    """Return a file name with the bytes that are not UTF-8 written out: no record can hold them."""
    return name.encode("utf-8", "backslashreplace").decode()


def _came_with_others(query: Asking, item: Known) -> bool:
    """Tell whether something came attached to the item: each of that gets a receipt of its own as well."""
    receipts = queries.many(query.connection, query.sight, Wanted(Kind.RECEIPT, parent=item.id))
    derived = lookups.derived(query.connection, [receipt.id for receipt in receipts])
    return any(id_.startswith(f"{Kind.RECEIPT}_") for id_ in derived)


def _too_large(size: int) -> Problem:
    return Problem(FILE, f"{size_in_words(size)}: kept, not read", "the limits are in docs/INTAKE.md")
