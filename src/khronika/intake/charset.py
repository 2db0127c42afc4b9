"""Bytes to characters: byte order marks, UTF-8, UTF-16 without a mark, then a guess that is said.

What must stay true: decoding never fails and is never silent about a guess or a replaced byte; one
byte that does not fit becomes one U+FFFD, so that every place in the text has its place in the bytes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from khronika.intake.paragraphs import FILE, counted
from khronika.records.problems import Problem
from khronika.records.spans import Span

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_SAMPLE = 64 * 1024
_CANDIDATES = (
    "cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "cp1256", "iso8859_6", "cp1252", "cp1250",
    "cp1254", "cp1253", "cp1255", "cp1257", "cp1258", "iso8859_2", "gb18030", "big5", "shift_jis",
    "euc_jp", "euc_kr", "tis_620",
)  # fmt: skip
_EUROPEAN = frozenset({"cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "iso8859_2"})
# û is left out of the first row: read as Western, Hungarian would have it for ű; of equals the first is taken
_CENTRAL = "ąćęłńóśźżáčďéěíňřšťúůýžăâîşţőűöüđäôľ"
_SIGNS = "«»‹›„“”‚‘’–—…§°€"
_LETTERS = {
    "cp1252": frozenset("áàâäãåæçéèêëíîïñóôõöøœßúùü¿¡" + _SIGNS),
    "cp1254": frozenset("çğıöşüâîû\u0307" + _SIGNS),
    "cp1250": frozenset(_CENTRAL + _SIGNS),
    "iso8859_2": frozenset(_CENTRAL + _SIGNS),
}
_TELLING = re.compile(rb"[^\x00-\x20]*[\x80-\xff][^\x00-\x20]*")
_SPOKEN = {"koi8_r": "koi8-r", "koi8_u": "koi8-u", "gb18030": "gb18030", "big5": "big5", "tis_620": "tis-620"}
_ENOUGH_TEXT = 97
_ENOUGH_WIDE_SPACES = 2


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text.

    ``start`` is the length of the byte order mark, ``size`` that of the file; ``escaped`` is the text
    with each byte that did not fit as a lone surrogate (PEP 383), kept only to find places in the bytes.
    """

    text: str
    encoding: str
    start: int = 0
    size: int = 0
    escaped: str = ""
    problems: tuple[Problem, ...] = ()


def decode(content: bytes, declared: str = "") -> Decoded:
    """Return ``content`` as text. ``declared`` is the encoding a format's header names, if any.

    Order: byte order mark, UTF-8 without fault, ``declared``, UTF-16 without a mark, UTF-8 with a few
    faults, a guess. A declaration that does not fit the bytes is passed over and said.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _marked(content, encoding, len(mark))
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return _declared(content, declared)
    if "\0" in text:
        wide = _wide(content)
        if wide:
            said = Problem(FILE, f"encoding guessed: {wide}, without a byte order mark", _CHECK)
            return Decoded(content.decode(wide), wide, size=len(content), problems=(said,))
    return Decoded(text, "utf-8", size=len(content), problems=_of_nul(text))


_CHECK = "check the names in the text against the original"


def _declared(content: bytes, declared: str) -> Decoded:
    known = _codec(declared)
    problems: tuple[Problem, ...] = ()
    if known:
        try:
            return Decoded(content.decode(known), known, size=len(content))
        except UnicodeDecodeError:
            problems = (Problem(FILE, f"the file names {known} as its encoding, but does not fit it"),)
    return _guessed(content, problems)


def _codec(declared: str) -> str:
    """Return Python's name of a declared text encoding; WHATWG reads Latin-1 as Windows-1252."""
    try:
        name = codecs.lookup(declared.strip()).name
        b"".decode(name)
    except (LookupError, ValueError):
        return ""
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _marked(content: bytes, encoding: str, start: int) -> Decoded:
    body = content[start:]
    if encoding == "utf-8":
        return _escaping(body, start, ())
    text = body.decode(encoding, "replace")
    lost = text.count("\ufffd") - body.count("\ufffd".encode(encoding))
    problems = (_replaced(lost, encoding),) if lost > 0 else ()
    return Decoded(text, encoding, start, len(content), problems=problems + _of_nul(text))


def _escaping(body: bytes, start: int, problems: tuple[Problem, ...]) -> Decoded:
    escaped = body.decode("utf-8", "surrogateescape")
    text, lost = _SURROGATES.subn("\ufffd", escaped)
    said = (_replaced(lost, "utf-8"),) if lost else ()
    size = start + len(body)
    return Decoded(text, "utf-8", start, size, escaped if lost else "", problems + said + _of_nul(text))


def _replaced(lost: int, encoding: str) -> Problem:
    what = f"{counted(lost, 'byte')} that are not {encoding} are shown as \ufffd"
    return Problem(FILE, what, "the original bytes are kept")


def _of_nul(text: str) -> tuple[Problem, ...]:
    nul = text.count("\0")
    return (Problem(FILE, f"the text holds {counted(nul, 'NUL character')}"),) if nul else ()


def _wide(content: bytes) -> str:
    """Return the UTF-16 that ``content`` is without saying so, or an empty string."""
    if len(content) % 2:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            sample = content[:_SAMPLE].decode(encoding, "strict" if len(content) <= _SAMPLE else "ignore")
        except UnicodeDecodeError:
            continue
        legible = sum(c.isalnum() or c.isspace() or c.isprintable() for c in sample)
        spaces = sum(c in " \n" for c in sample)
        enough = legible * 100 >= len(sample) * _ENOUGH_TEXT
        if enough and spaces * 100 >= len(sample) * _ENOUGH_WIDE_SPACES and "\0" not in sample:
            return encoding if _fits(content, encoding) else ""
    return ""


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _guessed(content: bytes, problems: tuple[Problem, ...]) -> Decoded:
    wide = _wide(content)
    if wide:
        said = Problem(FILE, f"encoding guessed: {wide}, without a byte order mark", _CHECK)
        return Decoded(content.decode(wide), wide, size=len(content), problems=(*problems, said))
    nearly = _escaping(content, 0, problems)
    first = _SURROGATES.search(nearly.escaped)
    assert first is not None, "bytes without a fault were decoded before"
    sample = nearly.escaped[max(0, first.start() - _SAMPLE // 2) :][:_SAMPLE]
    faults = len(_SURROGATES.findall(sample))
    beyond_ascii = sum(c > "\x7f" for c in sample) - faults
    if faults * 4 <= beyond_ascii:
        return nearly
    before = len(nearly.escaped[: first.start()].encode())
    encoding = _likeliest(content[max(0, before - _SAMPLE // 2) :][:_SAMPLE])
    if not encoding:
        return nearly
    spoken = _SPOKEN.get(encoding, encoding.replace("cp12", "windows-12").replace("iso8859_", "iso-8859-"))
    text = content.decode(encoding, "replace")
    said = Problem(FILE, f"encoding guessed: {spoken}", _CHECK)
    lost = (_replaced(text.count("\ufffd"), spoken),) if "\ufffd" in text else ()
    return Decoded(text, encoding, size=len(content), problems=(*problems, said, *lost, *_of_nul(text)))


def _likeliest(sample: bytes) -> str:
    """Return the likeliest encoding of ``sample``, judged by its words that are not plain ASCII."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import and seldom needed

    telling = b" ".join(_TELLING.findall(sample))
    best = from_bytes(telling, cp_isolation=list(_CANDIDATES)).best()
    if best is None:
        return ""
    return _likeliest_latin(telling) if best.encoding in _EUROPEAN else best.encoding


def _likeliest_latin(telling: bytes) -> str:
    """Tell Western, Central European and Turkish apart, by the letters that their languages use."""
    shares = {}
    for encoding, letters in _LETTERS.items():
        beyond = [c for c in telling.decode(encoding, "replace").casefold() if c > "\x7f"]
        shares[encoding] = sum(c in letters for c in beyond)
    return max(shares, key=shares.__getitem__)


def octets_of(decoded: Decoded, spans: Iterable[Span]) -> list[Span] | None:
    """Return the byte range in the file for each span of ``decoded.text`` (in order, apart).

    ``None`` where the encoding does not lead back to the same bytes.
    """
    source = decoded.escaped or decoded.text
    width = _width(decoded, source)
    if width == 1:
        return [(decoded.start + start, decoded.start + end) for start, end in spans]
    if width == 0:
        return None
    ranges: list[Span] = []
    place, octet = 0, decoded.start
    for start, end in spans:
        first = octet + _length(source[place:start], decoded.encoding)
        octet = first + _length(source[start:end], decoded.encoding)
        place = end
        ranges.append((first, min(octet, decoded.size)))
    return ranges


def _length(piece: str, encoding: str) -> int:
    return len(piece.encode(encoding, "surrogateescape"))


def _width(decoded: Decoded, source: str) -> int:
    """Return 1 for one byte a character, 2 for more, 0 where the way back to the bytes is unsure."""
    body = decoded.size - decoded.start
    if len(source) == body:
        return 1
    if decoded.encoding.startswith("utf-"):
        return 2
    try:
        return 2 if len(source.encode(decoded.encoding)) == body else 0
    except UnicodeEncodeError:
        return 0
