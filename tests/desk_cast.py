"""The fixed cast and the fixed case: a desk of invented people, its clock, its randomness, its sources.

The founder Ines may do everything. Petra collects, Matei analyses, Sanne reviews, Oskar publishes, Lev reads;
none of them may enter the compartment of the yard. Ruta is custodian, without it as well. Vera is an analyst
who may enter it.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from khronika.acts.care import unmark
from khronika.acts.desk import Desk
from khronika.acts.erase import erase
from khronika.acts.founding import found, open_desk
from khronika.acts.members import record_compartment, record_member
from khronika.acts.outgoing import BriefOrder
from khronika.acts.read import read
from khronika.acts.second import Confirmed, Proposed, confirm, propose
from khronika.acts.show import Sought, statements
from khronika.acts.sources import Conditions, Source, TakenIn
from khronika.acts.take_in import take_in
from khronika.errors import NeedsSecond
from khronika.intake.isolated import Extractor
from khronika.records.access import Role
from khronika.records.care import Care
from khronika.records.second import Deed
from khronika.vault.keyslots import Cost

CHEAP = Cost(1, 64, 1, below_the_floor=True)
YARD = "the third yard"
PASSPHRASE = "seven herons over Sarn"
START = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
DENIAL = (
    'SARN, 18 March 2026 (Orvan) - "There is no such facility," a spokesperson for the Interior Ministry '
    "told the Orvan agency on Wednesday. Mira Dzhalova, a lawyer, said that at least 40 men were held at "
    "Quarry 9.\n"
)
WITNESS = 'Witness A said: "I saw two vans at Quarry 9." She said that her sister had seen three.\n'


class Seeded:
    """Bytes that look random and are the same at every run."""

    def __init__(self, seed: str = "the desk of Sarn") -> None:
        self._seed = seed
        self._drawn = 0

    def __call__(self, size: int) -> bytes:
        """Return the next ``size`` bytes."""
        found_bytes = b""
        while len(found_bytes) < size:
            self._drawn += 1
            found_bytes += sha256(f"{self._seed} {self._drawn}".encode()).digest()
        return found_bytes[:size]


@dataclass
class FixedClock:
    """A clock that stands until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Return the time at which it stands."""
        return self.now

    def forward(self, **by: float) -> None:
        """Move it, by ``days=3`` or ``hours=1``."""
        self.now += timedelta(**by)


@dataclass
class Cast:
    """Member ids by first name, and the compartment some of them may not enter."""

    ines: str
    petra: str
    matei: str
    sanne: str
    oskar: str
    lev: str
    ruta: str
    vera: str
    quarry: str

    def by_role(self, role: Role) -> str:
        """Return the member who has this role alone."""
        return {
            Role.COLLECTOR: self.petra,
            Role.ANALYST: self.matei,
            Role.REVIEWER: self.sanne,
            Role.PUBLISHER: self.oskar,
            Role.CUSTODIAN: self.ruta,
            Role.READER: self.lev,
        }[role]


@dataclass
class House:
    """A desk with its cast, and short ways to fill it."""

    desk: Desk
    cast: Cast
    clock: FixedClock
    path: Path
    extractor: Extractor = field(default_factory=Extractor)

    def take(
        self,
        *contents: str | bytes,
        names: tuple[str, ...] = (),
        by: str | None = None,
        conditions: Conditions | None = None,
    ) -> list[TakenIn]:
        """Take texts or bytes in, by the founder where nobody else is named."""
        sources = [
            source_of(content, names[place] if place < len(names) else f"source-{place}.txt")
            for place, content in enumerate(contents)
        ]
        member = by or self.cast.ines
        return take_in(self.desk, member, sources, conditions or Conditions(), self.extractor)

    def take_one(self, content: str | bytes, name: str = "source.txt", **given: object) -> str:
        """Take one text in and return its item."""
        (taken,) = self.take(content, names=(name,), **given)  # type: ignore[arg-type]  # passed on by name
        assert taken.item is not None
        return taken.item

    def read_one(
        self, content: str = DENIAL, name: str = "source.txt", **given: object
    ) -> tuple[str, list[str]]:
        """Take one text in and read it; return its item and its statements in the order of the text."""
        item = self.take_one(content, name, **given)
        read(self.desk, self.cast.ines, [item])
        return item, self.statements_of(item)

    def statements_of(self, item: str) -> list[str]:
        """Return the ids of an item's statements in the order of the text."""
        shown = statements(self.desk, self.cast.ines, Sought(item))
        return [one.id for one in shown]

    def erase(self, *records: str, reason: str = "she asked") -> list[str]:
        """Erase records: Ines proposes it and Ruta confirms; what Ruta may not see, Ines erases alone."""
        try:
            return erase(self.desk, self.cast.ines, records, reason)
        except NeedsSecond:
            proposed = propose(self.desk, self.cast.ines, Proposed(Deed.ERASE, reason, records))
            return list(confirm(self.desk, self.cast.ruta, proposed.id).erased)

    def take_away(self, record: str, marks: Sequence[Care], reason: str) -> None:
        """Take marks of care away by two: Matei, then Sanne."""
        for member in (self.cast.matei, self.cast.sanne):
            unmark(self.desk, member, record, marks, reason)

    def hand_over(self, order: BriefOrder, kind: str = "brief") -> Confirmed:
        """Hand over what takes two people: Oskar proposes it and Ines confirms."""
        proposed = Proposed(Deed.HAND_OVER, "for the report", kind=kind, order=order)
        return confirm(self.desk, self.cast.ines, propose(self.desk, self.cast.oskar, proposed).id)

    def again(self) -> Desk:
        """Close the desk and open it again, as another day would."""
        self.desk.close()
        self.desk = open_desk(self.path, PASSPHRASE, clock=self.clock)
        return self.desk


def source_of(content: str | bytes, name: str = "source.txt", size: int | None = None) -> Source:
    """Return a text or bytes as something to take in."""
    raw = content.encode() if isinstance(content, str) else content
    return Source(name, lambda: io.BytesIO(raw), len(raw) if size is None else size)


def house_at(path: Path, randomness: Callable[[int], bytes] | None = None) -> House:
    """Found a desk in ``path`` with the whole cast."""
    clock = FixedClock()
    desk = found(path, PASSPHRASE, founder="Ines", cost=CHEAP, clock=clock, randomness=randomness or Seeded())
    ines = desk.founder
    quarry = record_compartment(desk, ines, YARD).id
    ids = {
        name: record_member(desk, ines, name.capitalize(), [role]).id
        for name, role in (
            ("petra", Role.COLLECTOR),
            ("matei", Role.ANALYST),
            ("sanne", Role.REVIEWER),
            ("oskar", Role.PUBLISHER),
            ("lev", Role.READER),
            ("ruta", Role.CUSTODIAN),
        )
    }
    vera = record_member(desk, ines, "Vera", [Role.ANALYST], frozenset({quarry})).id
    return House(desk, Cast(ines=ines, quarry=quarry, vera=vera, **ids), clock, path)


def house_from(template: House, path: Path) -> House:
    """Return a copy of a closed desk in ``path``: another device, with other randomness."""
    shutil.copytree(template.path, path)
    clock = FixedClock()
    desk = open_desk(
        path, template.desk.vault.master, clock=clock, randomness=Seeded(f"{path.parent.name} {path.name}")
    )
    return House(desk, template.cast, clock, path)


def files_in(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
