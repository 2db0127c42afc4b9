"""The gazetteer: names of countries, first-order regions and cities, read from one small file.

``gazetteer.bin`` is made by ``tools/build_gazetteer.py``: a first line of JSON (``keys``: the first key and
the length of each chunk of names; ``records``: the lengths of the chunks of places; ``per``: places a chunk),
then the chunks, each deflated alone. A chunk of names is sorted lines ``key TAB numbers`` (base 36); a chunk
of places is lines of fields. A lookup inflates one chunk of names, so that opening takes milliseconds and
memory stays small.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from bisect import bisect_right
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from khronika.records.places import PlaceCandidate, PlaceKind

DATA = "gazetteer.bin"
LONGEST = 60
"""Characters of a name; nothing longer is looked up."""

_KEPT_CHUNKS = 48
_KEPT_NAMES = 4096
_FOLDED = str.maketrans(
    {"ё": "е", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e"}
    | dict.fromkeys("’ʼ‘'`ʻ´′ʹ.", None)
    | dict.fromkeys("-‐‑–", " ")
)
_LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]", re.IGNORECASE)


@lru_cache(maxsize=_KEPT_NAMES)
def key_of(name: str) -> str:
    """Return ``name`` as it is looked up: lower case, hyphens as spaces, Latin letters without marks."""
    folded = name.casefold().translate(_FOLDED)
    if _LATIN.search(folded):
        apart = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(folded.split())


class _Opened(NamedTuple):
    data: bytes
    firsts: tuple[str, ...]
    names: tuple[tuple[int, int], ...]
    places: tuple[tuple[int, int], ...]
    per: int


@cache
def _opened() -> _Opened:
    data = files(__package__).joinpath(DATA).read_bytes()
    at = data.index(b"\n") + 1
    head = json.loads(data[:at])
    ends: list[tuple[int, int]] = []
    for length in [length for _, length in head["keys"]] + head["records"]:
        ends.append((at, at + length))
        at += length
    count = len(head["keys"])
    firsts = tuple(first for first, _ in head["keys"])
    return _Opened(data, firsts, tuple(ends[:count]), tuple(ends[count:]), head["per"])


@lru_cache(maxsize=_KEPT_CHUNKS)
def _chunk(span: tuple[int, int]) -> bytes:
    return zlib.decompress(_opened().data[span[0] : span[1]])


@lru_cache(maxsize=_KEPT_NAMES)
def numbers_of(key: str) -> tuple[int, ...]:
    """Return the numbers of the places that bear the name with this key (see :func:`key_of`)."""
    if not key or len(key) > LONGEST or "\t" in key or "\n" in key:
        return ()
    opened = _opened()
    number = bisect_right(opened.firsts, key) - 1
    if number < 0:
        return ()
    lines = _chunk(opened.names[number])
    sought = b"\n" + key.encode("utf-8", "surrogatepass") + b"\t"
    at = lines.find(sought)
    if at < 0:
        return ()
    end = lines.index(b"\n", at + 1)
    return tuple(int(n, 36) for n in lines[at + len(sought) : end].split(b","))


@lru_cache(maxsize=_KEPT_NAMES)
def place_of(number: int) -> PlaceCandidate:
    """Return the place with this number."""
    opened = _opened()
    lines = _chunk(opened.places[number // opened.per])
    fields = lines.decode().split("\n")[number % opened.per].split("\t")
    geonames, kind, country, population, latitude, longitude, name, region = fields
    return PlaceCandidate(
        int(geonames), name, _KINDS[kind], country, region, latitude, longitude, int(population)
    )


def place_with(geonames: int) -> PlaceCandidate | None:
    """Return the place with this GeoNames id; every chunk is looked through, about 30 ms."""
    opened = _opened()
    sought = f"\n{geonames}\t".encode()
    for chunk, (start, end) in enumerate(opened.places):
        lines = b"\n" + zlib.decompress(opened.data[start:end])
        at = lines.find(sought)
        if at >= 0:
            return place_of(chunk * opened.per + lines.count(b"\n", 0, at))
    return None


def candidates_of(key: str) -> tuple[PlaceCandidate, ...]:
    """Return the places that bear the name with this key, in no particular order."""
    return tuple(place_of(number) for number in numbers_of(key))


_KINDS = {"n": PlaceKind.COUNTRY, "r": PlaceKind.REGION, "c": PlaceKind.CITY}
