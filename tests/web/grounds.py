"""The grounds of the walks: two desks, the ways across them, and what belongs into the parts of a way.

It is made over ``WAYS``: a way that is added is walked. A way with a part of a new name fails with that name,
until it is said in :meth:`Parts.of` what belongs into it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from page_forms import Ids
from rights_house import NOWHERE, Filled

from khronika.records.ids import Kind
from khronika.web.app import WAYS
from khronika.web.routes import Way

HER_JOB, ANOTHERS_JOB = "1b" * 16, "7e" * 16
LOCKS = "/lock"
_PART = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Grounds:
    """Two closed desks, the same but that one was filled in the yard as well; ``nadia`` may not enter it.

    ``searches`` are a saved search of hers and somebody else's; ``positions`` those of an entry that she may
    see, and of one that she may not.
    """

    full: Filled
    bare: Filled
    nadia: str
    searches: tuple[str, str]
    positions: tuple[str, str]

    @property
    def seen(self) -> Parts:
        """Return what belongs into the parts of ways: what is there for everybody who may read."""
        return Parts(self.full.seen, saved=self.searches[0], job=HER_JOB, position=self.positions[0])

    @property
    def hidden(self) -> Parts:
        """Return the same of what is in the yard, or somebody else's."""
        return Parts(self.full.hidden, saved=self.searches[1], job=ANOTHERS_JOB, position=self.positions[1])

    @property
    def nothing(self) -> Parts:
        """Return ids that were never given."""
        never = {kind: f"{kind}_{NOWHERE}" for kind in self.full.hidden}
        return Parts(never, saved=f"{Kind.SEARCH}_{NOWHERE}", job="0a" * 16, position="99999")


@dataclass(frozen=True)
class Parts:
    """What belongs into the parts of ways."""

    ids: Ids
    saved: str
    job: str
    position: str

    def of(self, name: str) -> list[str]:
        """Return what may stand in the part of this name."""
        if name in {"id", "record"}:
            return list(self.ids.values())
        if name == "origin":
            return self.of("statement")
        if name.upper() in Kind.__members__:
            kind = Kind[name.upper()]
            return [self.ids.get(kind, f"{kind}_{NOWHERE}")]
        others = {"saved": self.saved, "job": self.job, "position": self.position}
        return [(others | {"once": "x" * 40, "page": "1", "size": "5"})[name]]


def ways(method: str) -> list[Way]:
    """Return the ways of a method; the lock has tests of its own."""
    return [way for way in WAYS if method in way.methods and way.path != LOCKS]


def addresses(path: str, parts: Parts) -> list[str]:
    """Return the addresses of a way with its parts filled in."""
    found = [path]
    for name in _PART.findall(path):
        found = [one.replace(f"{{{name}}}", text) for one in found for text in parts.of(name)]
    return found


@cache
def _patterns(method: str) -> list[tuple[re.Pattern[str], Way]]:
    plain_first = sorted(ways(method), key=lambda way: way.path.count("{"))
    return [(re.compile(_PART.sub("[^/]+", way.path)), way) for way in plain_first]


def way_of(method: str, address: str) -> Way | None:
    """Return the way that answers at an address."""
    path = urlsplit(address).path
    return next((way for pattern, way in _patterns(method) if pattern.fullmatch(path)), None)
