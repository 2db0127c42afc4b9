"""Source material: items, receipts, custody, renditions and where their text comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from khronika.records.problems import Problem
from khronika.records.spans import Span


@dataclass(frozen=True, slots=True)
class About:
    """What a source says of itself. Each is a claim of the source, not a fact of the desk.

    ``published`` is EDTF; ``language`` an ISO 639-1 code or empty.
    """

    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    link: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """What a person says a source says of itself, in the place of what was read in it.

    ``None`` is as read; empty: the source does not say. ``published`` is EDTF.
    """

    id: str
    item: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Source material as the original bytes.

    ``key`` is the item's own random key, wrapped (docs/FORMAT.md); without it the sealed original is
    noise. ``size`` counts bytes before padding. ``part_of`` is the item that this one was attached to.
    ``unread`` says why no text was got from it when it was taken in; it is empty where one was.
    """

    id: str
    sha256: str
    size: int
    media: str
    key: str
    part_of: str | None = None
    unread: tuple[Problem, ...] = ()


class Acquisition(StrEnum):
    """How the bytes reached the desk (Berkeley Protocol, paragraph 155)."""

    FILE = "file"
    INTERVIEW = "interview"
    RECEIVED = "received"
    CAPTURE = "capture"
    SCAN = "scan"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class CustodyEvent:
    """One step of custody (Berkeley Protocol, paragraph 167; event words of PREMIS 3)."""

    event: str
    at: str
    holder: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """How one copy of an item came to the desk. The same bytes twice are one item, two receipts.

    ``name`` is the file name as received. ``contributor`` is the party (a pseudonym) it came from.
    ``public`` says that the material was public before it reached the desk; consent is then not what
    its use rests on.
    """

    id: str
    item: str
    name: str
    acquisition: Acquisition
    received: str
    custody: tuple[CustodyEvent, ...] = ()
    contributor: str | None = None
    public: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a piece of a rendition's text stands in the original.

    ``span`` is in code points of the rendition; ``page`` and ``paragraph`` count from 1, 0 where the
    format has none; ``octets`` is the byte range in the original, ``None`` where it has none.
    """

    span: Span
    page: int = 0
    paragraph: int = 0
    octets: Span | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A file found inside another (an attachment). Its name is only ever shown, never opened."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extractor got from an original.

    ``text`` is ``None`` when nothing could be read; ``problems`` then says why. Offsets everywhere are
    code points of ``text``. ``links`` are addresses (:mod:`khronika.records.addresses`) that it leads to.
    """

    media: str
    extractor: str
    version: str
    text: str | None = None
    about: About = About()
    anchors: tuple[Anchor, ...] = ()
    parts: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendition:
    """The immutable text got from an item, sealed with its digest. A better one is added beside it.

    ``sha256`` and ``size`` are of the text in UTF-8. ``sketch`` are the smallest shingle hashes by
    which nearly the same text is found (``intake.copies``). ``links`` are the addresses of the pages that it
    leads to or names, at most 200.
    """

    id: str
    item: str
    extractor: str
    version: str
    sha256: str
    size: int
    characters: int
    key: str
    about: About = About()
    anchors: tuple[Anchor, ...] = ()
    sketch: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """An exact span of one rendition."""

    rendition: str
    span: Span
